"""Read who belongs to what: "the bloc comprises A and B", "a coalition of A and B", "joined", "fighters from"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from kg.annotate.actors import NOUNS, Arguments
from kg.annotate.relations.posts import WITHOUT_MEMBERS, Tie, offices
from kg.model import RelationName
from kg.vocabulary import ORGANIZATIONS, STATES

GROUPS = ORGANIZATIONS | {"Population"}
_INCLUDING = frozenset({"include", "comprise", "contain", "encompass"})
#: classes of what lies in something rather than belongs to it
_SITES = frozenset({"PopulatedPlace", "Facility", "Location", "NaturalFeature"})
#: verbs that take the members of a league as their object, but say something else of other subjects
_UNITING = frozenset({"group", "unite", "gather", "bring"})
#: nouns whose of-phrase lists who belongs to them, and the classes that such a league may have
_LEAGUES = frozenset({"coalition", "alliance", "bloc", "grouping", "federation", "confederation", "umbrella", "league"})
_LEAGUE_TYPES = frozenset(
    {"Alliance", "IntergovernmentalOrganization", "Organization", "PoliticalParty", "ArmedGroup", "MilitaryForce"}
)
#: nouns for a part of a larger organization
_ARMS = frozenset("mission agency wing arm branch unit department body division brigade office affiliate".split())
#: nouns for those who belong to something, alone or with a noun of states: "members", "member states"
_MEMBERS = frozenset({"member", "signatory", "participant"})
_STATES = frozenset({"state", "country", "nation", "party", "government"})
#: nouns for the people whom members send: "troops from A and B"
_SENT = frozenset("troop soldier force personnel contingent unit fighter peacekeeper delegate representative".split())
_BELONGING = {"belong": "to", "assign": "to", "attach": "to", "deploy": "with", "serve": "with", "enlist": "in"}
_MADE = {"make": "of", "compose": "of", "consist": "of", "comprise": "of", "form": "of"}


def find(arguments: Arguments) -> Iterator[Tie]:
    """Yield memberOf between a member and a group, partOf between a body and the body it is a part of."""
    t = arguments.tokens
    for i, lemma in enumerate(t.lemma):
        pos = t.pos[i]
        if pos == "VERB":
            if lemma in _INCLUDING and t.tag[i] == "VBG":
                yield from _including(arguments, i)
            elif lemma in _INCLUDING and not _hedged(arguments, i):
                members = _sent(arguments, i, _objects(arguments, i))
                yield from _ties(arguments, members, _including_group(arguments, i), i, "memberships.include", 0.85)
            elif lemma in _UNITING and not _hedged(arguments, i):
                yield from _uniting(arguments, i)
            if lemma == "join" and not _hedged(arguments, i):
                yield from _ties(arguments, arguments.subjects(i), arguments.objects(i), i, "memberships.join", 0.75)
            if lemma in _BELONGING:
                yield from _to(arguments, i, _BELONGING[lemma], arguments.surface(i))
            if lemma in _MADE:
                yield from _made(arguments, i)
        elif lemma == "part" and pos == "NOUN":
            yield from _part(arguments, i)
        elif lemma in _LEAGUES and pos in NOUNS:
            yield from _league(arguments, i)
        elif lemma in ("from", "within") and pos == "ADP" and t.pos[t.head[i]] in NOUNS:
            yield from _from(arguments, i)
        elif lemma in ("especially", "notably", "particularly") and t.pos[t.head[i]] == "PROPN":
            yield from _singled_out(arguments, i)
        elif lemma == "such" and i + 1 < len(t) and t.lower[i + 1] == "as":
            yield from _such_as(arguments, i + 1)
    yield from _arms(arguments)
    yield from _units(arguments)
    yield from _compounds(arguments)


def _entities(arguments: Arguments, heads: list[int]) -> list[str]:
    found = [arguments.entity(m) for h in heads for m in arguments.coordinated(arguments.antecedent(h))]
    return list(dict.fromkeys(e for e in found if e is not None))


def _ties(
    arguments: Arguments, members: list[int], groups: list[int], token: int, rule: str, confidence: float
) -> Iterator[Tie]:
    entity = arguments.document.entity
    wholes = [g for group in groups for g in _whole(arguments, group)]
    # "the coalition nations" are a group, whatever one of them is
    several = any(arguments.tokens.tag[g] in ("NNS", "NNPS") for g in wholes)
    found = _entities(arguments, wholes)
    if not wholes and groups:
        found = _league_before(arguments, groups[0])
    for group in found:
        if any(g in arguments.document.phrase_by_head and _is_counted(arguments, g) for g in wholes):
            # "ten people, including five officers" are nobody's members
            continue
        if entity[group].type not in GROUPS and not (several and entity[group].type in STATES):
            continue
        if several and all(_is_vague(arguments, g) for g in wholes):
            continue
        for member in _entities(arguments, [m for m in members if not _is_owner(arguments, m)]):
            if member != group and entity[member].type not in _SITES:
                yield Tie(member, _relation(entity[member].type), group, token, rule, confidence)


def _is_vague(arguments: Arguments, i: int) -> bool:
    """Say whether a plural means no group that one belongs to: "other bands", "neighbouring countries"."""
    t, document = arguments.tokens, arguments.document
    n = document.phrase_by_head.get(i)
    if n is None:
        return False
    phrase = document.phrases[n]
    words = range(phrase.start, phrase.end)
    if any(t.lower[j] in ("other", "others") for j in words):
        return True
    if phrase.type not in STATES:
        return False
    named = any(document.phrase_of[j] not in (None, n) or t.lemma[j] in _LEAGUES | _MEMBERS for j in words)
    return not named


def _is_owner(arguments: Arguments, i: int) -> bool:
    """Say whether what is listed is not the one named but what he has: "bands, including Vallee's"."""
    return arguments.tokens.lower[i + 1 : i + 2] in (["'s"], ["’s"])


def _whole(arguments: Arguments, group: int) -> list[int]:
    """Return what the group is a part of where it is called by its members ("the bloc, whose members include")."""
    t = arguments.tokens
    if not _is_members(arguments, group):
        return [group]
    before = [c for c in t.children[group] if c < group and t.dep[c] in ("compound", "nmod") and arguments.entity(c)]
    owners = [arguments.antecedent(c) for c in t.childs(group, "poss")]
    return owners or before or arguments.of(group)


def _including_group(arguments: Arguments, i: int) -> list[int]:
    """Return what includes: the subject of verb ``i``, or for a clause hung on a time the group before it."""
    t, document = arguments.tokens, arguments.document
    groups = arguments.surface(i)
    relative = t.dep[i] == "relcl" and any(t.lower[g] in ("which", "that") for g in groups)
    if not relative or t.ent_type[t.head[i]] not in ("DATE", "TIME"):
        return groups
    low = t.sentences[t.sent[i]][0]
    before = [p.head for p in document.phrases if low <= p.head < i and p.type in GROUPS and p.kind != "pronoun"]
    return before[:1] or groups


def _is_counted(arguments: Arguments, i: int) -> bool:
    """Say whether a group is so many people, not one that anybody belongs to."""
    t = arguments.tokens
    entity = arguments.entity(i)
    counted = any(t.dep[c] == "nummod" for c in t.children[i])
    return counted and entity is not None and arguments.document.entity[entity].type == "Population"


def _is_members(arguments: Arguments, i: int) -> bool:
    t = arguments.tokens
    return t.lemma[i] in _MEMBERS or (t.lemma[i] in _STATES and any(t.lemma[c] in _MEMBERS for c in t.children[i]))


def _league_before(arguments: Arguments, i: int) -> list[str]:
    """Return the league that bare "members" belong to: the last one named or meant in the sentences just before."""
    t, document = arguments.tokens, arguments.document
    for n in range(len(document.phrases) - 1, -1, -1):
        phrase, entity = document.phrases[n], document.chain[n]
        if phrase.head >= i or entity is None or t.sent[i] - t.sent[phrase.head] > 2:
            continue
        if document.entity[entity].type in ("Alliance", "IntergovernmentalOrganization"):
            return [entity]
    return []


def _sent(arguments: Arguments, i: int, members: list[int]) -> list[int]:
    """Return the members of what verb ``i`` is said of, which for "troops from A and B" are A and B."""
    t = arguments.tokens
    found = []
    for member in members:
        origins = [
            p
            for c in (*t.children[member], *t.children[i])
            if c > member and t.lower[c] == "from" and t.dep[c] == "prep"
            for p in t.childs(c, "pobj")
        ]
        found += origins if t.lemma[member] in _SENT and origins else [member]
    return found


def _uniting(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "the alliance groups A and B" and "the pact, which brings together A and B"."""
    t = arguments.tokens
    if t.lemma[i] == "bring" and not any(t.lower[c] == "together" for c in t.children[i]):
        return
    entity = arguments.document.entity
    leagues = [
        s
        for s in arguments.surface(i)
        for e in _entities(arguments, [s])
        if entity[e].type in ("Alliance", "IntergovernmentalOrganization")
    ]
    if leagues and not arguments.passive(i):
        yield from _ties(arguments, arguments.objects(i), leagues, i, "memberships.unite", 0.75)


def _league(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "a coalition of A, B and C": two or more names, for "an alliance of convenience" lists none."""
    t, document = arguments.tokens, arguments.document
    league = document.entity_at(i) if i in document.phrase_by_head else None
    if league is None or document.entity[league].type not in _LEAGUE_TYPES:
        return
    listed = [m for p in arguments.of(i) for m in (p, *t.childs(p, "appos"))]
    members = [e for e in _entities(arguments, listed) if _is_named(arguments, e) and e != league]
    if len(members) > 1:
        for member in members:
            yield Tie(member, _relation(document.entity[member].type), league, i, "memberships.league", 0.8)


def _is_named(arguments: Arguments, entity: str) -> bool:
    return any(mention.kind == "name" for mention in arguments.document.entity[entity].mentions)


def _relation(type_: str) -> RelationName:
    """Return memberOf for people and states, partOf for a body within a body."""
    return "partOf" if type_ in ("GovernmentBody", "MilitaryForce", "Company", "MediaOutlet") else "memberOf"


def _hedged(arguments: Arguments, i: int) -> bool:
    t = arguments.tokens
    return any(t.dep[c] == "neg" or t.tag[c] == "MD" for c in t.children[i]) or t.dep[i] == "xcomp"


def _objects(arguments: Arguments, i: int) -> list[int]:
    return arguments.tokens.childs(i, "dobj", "attr", "oprd")


def _including(arguments: Arguments, i: int) -> Iterator[Tie]:
    t = arguments.tokens
    if t.dep[i] == "prep":
        groups = [t.head[i]] if t.pos[t.head[i]] in NOUNS else []
        members = t.childs(i, "pobj")
    else:
        groups = arguments.subjects(i)
        members = t.childs(i, "dobj", "pobj")
    if not groups and i >= 2:
        before = i - 1 if t.text[i - 1] != "," else i - 2
        groups = [before] if before in arguments.document.phrase_by_head else []
    yield from _ties(arguments, members, groups, i, "memberships.including", 0.8)


def _to(arguments: Arguments, i: int, preposition: str, members: list[int]) -> Iterator[Tie]:
    t = arguments.tokens
    for c in t.childs(i, "prep"):
        if t.lower[c] == preposition:
            yield from _ties(arguments, members, t.childs(c, "pobj"), i, "memberships.belong", 0.8)


def _made(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "the force, made up of A and B" and "made up in part by"."""
    t = arguments.tokens
    if t.lemma[i] == "make" and not any(t.lower[c] == "up" for c in t.children[i]):
        return
    groups = arguments.objects(i) if t.tag[i] == "VBN" else arguments.surface(i)
    for c in t.children[i]:
        if t.dep[c] in ("prep", "agent") and t.lower[c] in ("of", "by"):
            members = _sent(arguments, i, t.childs(c, "pobj"))
            yield from _ties(arguments, members, groups, i, "memberships.made-of", 0.8)


def _part(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "X is part of Y", "X, part of Y" and "X, as part of Y"."""
    t = arguments.tokens
    groups = [p for c in t.childs(i, "prep") if t.lower[c] == "of" for p in t.childs(c, "pobj")]
    head, dep = t.head[i], t.dep[i]
    members: list[int] = []
    if dep == "attr":
        members = arguments.surface(head)
    elif dep == "appos":
        members = [head]
    elif dep == "pobj" and t.lower[head] == "as":
        above = t.head[head]
        members = [above] if t.pos[above] in NOUNS else arguments.subjects(above)
    yield from _ties(arguments, members, groups, i, "memberships.part", 0.8)


def _from(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "fighters from the group", where both are mentions."""
    t, document = arguments.tokens, arguments.document
    member = document.phrase_by_head.get(t.head[i])
    groups = t.childs(i, "pobj")
    if (
        member is None
        or not groups
        or document.phrases[member].type not in ("Population", "MilitaryForce", "ArmedGroup")
    ):
        return
    for group in _entities(arguments, groups):
        if document.entity[group].type in GROUPS and document.entity[group].type != "Population":
            for entity in _entities(arguments, [t.head[i]]):
                if entity != group:
                    yield Tie(entity, "memberOf", group, i, "memberships.from", 0.7)


def _singled_out(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "our partners, especially A"."""
    t = arguments.tokens
    member = t.head[i]
    group = t.head[member]
    # "minorities, especially Kurds and Arabs": the one name is not of the other
    common = t.tag[group] in ("NNS", "NNPS") and t.text[group].islower()
    if t.dep[member] in ("appos", "conj", "npadvmod") and common:
        yield from _ties(arguments, [member], [group], i, "memberships.especially", 0.75)


def _such_as(arguments: Arguments, i: int) -> Iterator[Tie]:
    t = arguments.tokens
    group = t.head[i]
    if t.tag[group] in ("NNS", "NNPS"):
        yield from _ties(arguments, t.childs(i, "pobj"), [group], i, "memberships.such-as", 0.75)


def _arms(arguments: Arguments) -> Iterator[Tie]:
    """Yield from "the U.N. mission, UNSMIL" and "UNICEF, the U.N. children's agency"."""
    document, t = arguments.document, arguments.tokens
    for n, phrase in enumerate(document.phrases):
        arm = document.chain[n]
        if phrase.kind != "name" or arm is None or document.entity[arm].type not in GROUPS - {"Population"}:
            continue
        beside = [c for c in t.children[phrase.head] if t.dep[c] == "appos"]
        beside += [t.head[phrase.head]] if t.dep[phrase.head] == "appos" else []
        for noun in beside:
            if t.lemma[noun] not in _ARMS or t.tag[noun] != "NN":
                continue
            for c in t.childs(noun, "compound", "poss", "nmod"):
                whole = arguments.entity(c)
                if whole is not None and whole != arm and document.entity[whole].type in _LEAGUE_TYPES:
                    yield Tie(arm, "partOf", whole, phrase.head, "memberships.arm", 0.8)


def _units(arguments: Arguments) -> Iterator[Tie]:
    """Yield from "2nd Battalion, 5th Group": a unit is part of the one named after the comma."""
    document, t = arguments.document, arguments.tokens
    forces = [(n, p) for n, p in enumerate(document.phrases) if p.kind == "name" and p.type == "MilitaryForce"]
    for (n, small), (m, large) in itertools.pairwise(forces):
        numbered = any(word[:1].isdigit() for word in t.text[small.start : small.end])
        subject, target = document.chain[n], document.chain[m]
        if numbered and large.start == small.end + 1 and t.text[small.end] == "," and subject and target:
            yield Tie(subject, "partOf", target, small.end, "memberships.unit", 0.8)


def _compounds(arguments: Arguments) -> Iterator[Tie]:
    """Yield from "ISIL fighters": a nominal mention of members, with the name of their group before it."""
    document, t = arguments.document, arguments.tokens
    for n, phrase in enumerate(document.phrases):
        if phrase.kind != "nominal" or offices().get(t.lemma[phrase.head]) != "memberOf":
            continue
        entity = document.chain[n]
        for c in t.children[phrase.head]:
            if c < phrase.head and t.dep[c] in ("compound", "nmod", "amod") and c in document.phrase_by_head:
                group = arguments.entity(c)
                if group is None or entity is None or group == entity:
                    continue
                type_ = document.entity[group].type
                if type_ in GROUPS and type_ not in WITHOUT_MEMBERS:
                    yield Tie(entity, "memberOf", group, phrase.head, "memberships.compound", 0.75)
