"""Read posts: who leads, speaks for, belongs to or holds a role in what.

A post comes as a title ("Iraqi Defense Ministry spokesperson Yahya Rasool"), as an apposition ("Baru, head of the
bank"), with a copula ("Baru is its leader"), as a mention of its own ("the group's leader"), or in a verb ("led by").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from kg.annotate import lexicon, nouns
from kg.annotate.actors import HYPHENS, NOUNS, Arguments
from kg.annotate.alignments.stances.words import words
from kg.annotate.names import titles
from kg.model import RelationName, Span
from kg.vocabulary import ORGANIZATIONS, STATES

#: classes of what is led or has posts, but has no members
WITHOUT_MEMBERS = STATES | {"AdministrativeRegion", "PopulatedPlace", "Population", "Facility"}
#: classes that have members, leaders and posts
BODIES = ORGANIZATIONS | WITHOUT_MEMBERS
#: posts of which an organization has many
_MANY = frozenset({"commander", "director", "chief", "manager", "boss", "head"})
#: what makes a post that of somebody below who leads
_BELOW = frozenset({"deputy", "vice", "assistant", "associate"})
#: what stands before a title as if it were one: "deputy spokesman"
_PARTIAL = frozenset({"deputy", "vice", "assistant", "senior", "acting", "head", "chief", "lead"})
#: posts that lead a country
_NATIONAL = frozenset(
    {"president", "premier", "king", "queen", "monarch", "leader", "ruler", "dictator", "emir", "sultan", "chancellor"}
    | {"minister", "strongman"}
)
#: posts before which a nationality says where someone is from
_ABROAD = frozenset({"diplomat", "citizen", "mayor", "businessman", "journalist", "national", "general"})
#: whose leaders do not lead the country that they are of: "the Chadian opposition leader"
_PARTISAN = frozenset(
    {"opposition", "rebel", "union", "labor", "labour", "student", "church", "business", "protest", "community"}
    | {
        "separatist",
        "religious",
        "spiritual",
        "tribal",
        "party",
        "gang",
        "minority",
        "guerrilla",
        "insurgent",
        "militia",
    }
)
#: posts that a people, unlike a country, has: "Druze leader", but not "Republican president"
_OF_PEOPLES = frozenset({"leader", "chief", "head", "ruler", "king", "queen", "commander", "warlord", "emir", "sultan"})
_NONE = "none"
LINKS = frozenset({"of", "for", "in", "at", "with"})


@dataclass(frozen=True, slots=True)
class Tie:
    """A standing tie before it has a number: the entities, the token by which the text says it, the title."""

    subject: str
    relation: RelationName
    object: str | None
    token: int
    rule: str
    confidence: float
    value: str | None = None


@cache
def offices() -> dict[str, RelationName]:
    """Return the tie that each noun for a post tells, by lemma."""
    rows = (row for row in lexicon.read("offices") if row["relation"] != _NONE)
    return {row["lemma"]: row["relation"] for row in rows}  # type: ignore[misc]


@cache
def _no_posts() -> frozenset[str]:
    """Return the nouns for what somebody is by kinship, fate or deed, not by a post: "widow", "witness"."""
    return frozenset(row["lemma"] for row in lexicon.read("offices") if row["relation"] == _NONE)


def find(arguments: Arguments) -> Iterator[Tie]:
    """Yield the ties of people to what they lead, speak for, belong to or hold a role in."""
    yield from _titles(arguments)
    yield from _nouns(arguments)
    yield from _verbs(arguments)
    yield from _led(arguments)


def _titles(arguments: Arguments) -> Iterator[Tie]:
    document, t = arguments.document, arguments.tokens
    for n, phrase in enumerate(document.phrases):
        person = document.chain[n]
        if phrase.kind != "name" or phrase.type != nouns.PERSON or person is None:
            continue
        span = titles.before(document, phrase)
        if span is None:
            continue
        body = _body_in(arguments, span[0], span[1], person) or _owner_before(arguments, span[0], person)
        for start, end in _parts(arguments, span):
            kind = titles.kind(t, (start, end))
            if kind == "honorific":
                continue
            first = _field(arguments, span[0], start) if kind != "rank" else start
            value = t.span(first, end).of(document.text)
            whose = body if kind != "rank" else None
            if t.tag[end - 1] == "NNS":
                # "council members Stroud and Pike": each is one, and a member is one only of something
                if t.lemma[end - 1] == "member" and whose is None:
                    continue
                value = t.span(first, end).of(document.text).removesuffix(t.text[end - 1]) + t.lemma[end - 1]
            for tie in _post(arguments, person, whose, end - 1, value, "roles.title", 0.9):
                if tie.relation != "leads" or first == start:
                    yield tie


def _owner_before(arguments: Arguments, start: int, person: str) -> str | None:
    """Return whose a title is after a possessive: "Chad's Prime Minister Ali Saleh"."""
    document, t = arguments.document, arguments.tokens
    if start < 2 or t.lower[start - 1] not in ("'s", "’s", "'", "’"):
        return None
    n = document.phrase_of[start - 2]
    entity = document.chain[n] if n is not None and document.phrases[n].end <= start - 1 else None
    return entity if entity is not None and entity != person and document.entity[entity].type in BODIES else None


def _field(arguments: Arguments, low: int, start: int) -> int:
    """Return where the words begin that tell what a title is about: "foreign policy" of "EU foreign policy chief"."""
    t, phrase_of = arguments.tokens, arguments.document.phrase_of
    first = start
    while (
        first > low
        and t.text[first - 1].islower()
        and t.pos[first - 1] in ("NOUN", "ADJ")
        and phrase_of[first - 1] is None
    ):
        first -= 1
    while first < start and t.text[first - 1] in HYPHENS:
        # half a word: "two-time presidential candidate"
        first += 1
    return first


def _parts(arguments: Arguments, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the single titles at the end of the range before a name, last first: "spokesperson", "Major General".

    "Lt. Gen." is one rank, and "Deputy Chief" one post.
    """
    t = arguments.tokens
    end = span[1]
    while end > span[0]:
        start = titles.ending_at(t, end, first=span[0])
        if start is None:
            if end == span[1]:
                start = next((i for i in range(span[0], end) if t.lemma[i] in nouns.roles()), end - 1)
                yield start, end
            return
        rank = titles.kind(t, (start, end)) == "rank"
        while True:
            # the tokenizer cuts the full stop off "Lt."
            stop = start - 1 if start > span[0] and t.text[start - 1] == "." else start
            before = titles.ending_at(t, stop, first=span[0])
            if before is None or not (
                t.lower[before] in _PARTIAL or (rank and titles.kind(t, (before, stop)) == "rank")
            ):
                break
            start = before
        yield start, end
        end = start


def _body_in(arguments: Arguments, start: int, end: int, person: str) -> str | None:
    """Return the organization or country named last between two tokens."""
    document, t = arguments.document, arguments.tokens
    for i in range(end - 1, start - 1, -1):
        n = document.phrase_of[i]
        # "opponents of President Salim" hold the title, and "In Norway Minister Orsk met" tells where
        if n is None or document.phrases[n].end > end or t.lower[document.phrases[n].start - 1] == "in":
            continue
        entity = document.chain[n]
        if entity is not None and entity != person and document.entity[entity].type in BODIES:
            return entity
    return None


def _post(
    arguments: Arguments, person: str, body: str | None, noun: int, value: str, rule: str, confidence: float
) -> Iterator[Tie]:
    """Yield the role that someone holds and the tie that it tells."""
    relation = _relation(arguments, noun, value)
    is_person = arguments.document.entity[person].type == nouns.PERSON
    sided = arguments.tokens.lemma[noun] in words()["ROLE"]
    post = arguments.tokens.lemma[noun] not in _no_posts()
    if is_person and post and not sided and not (rule == "roles.nominal" and relation == "memberOf"):
        yield Tie(person, "holdsRole", body, noun, rule, confidence, value)
    if body is not None and relation is not None and body != person:
        type_ = arguments.document.entity[body].type
        if relation == "memberOf" and type_ in WITHOUT_MEMBERS:
            return
        if relation == "leads" and type_ in WITHOUT_MEMBERS and _PARTISAN & set(value.casefold().split()):
            return
        if relation == "leads" and type_ in WITHOUT_MEMBERS and _leads_a_part(arguments, noun):
            return
        if relation == "leads" and type_ == "Population" and arguments.tokens.lemma[noun] not in _OF_PEOPLES:
            return
        yield Tie(person, relation, body, noun, rule, confidence)


def _relation(arguments: Arguments, noun: int, value: str) -> RelationName | None:
    t = arguments.tokens
    before = t.lower[max(0, noun - 4) : noun]
    if "former" in before or "ex" in before:
        return None
    two = value.casefold().split()[-2:]
    found = offices().get(" ".join(two)) or offices().get(t.lemma[noun]) or offices().get(t.lower[noun])
    below = _BELOW & {*before, *value.casefold().split()}
    if found == "leads" and (below or not _heads_it(arguments, noun)):
        return "memberOf"
    return found


def _leads_a_part(arguments: Arguments, noun: int) -> bool:
    """Say whether a post is for one thing in a place: "the city's police chief", "the county's health director"."""
    t = arguments.tokens
    return t.lemma[noun] in _MANY and any(
        t.dep[c] == "compound" and t.tag[c] in ("NN", "NNS") for c in t.children[noun]
    )


def _heads_it(arguments: Arguments, noun: int) -> bool:
    """Say whether a post is the highest one: "the army's commander", but not "two commanders", "an army commander"."""
    t = arguments.tokens
    if t.lemma[noun] not in _MANY:
        return True
    several = t.tag[noun] in ("NNS", "NNPS") or any(t.lower[c] in ("a", "an", "one") for c in t.children[noun])
    return not several


def _serves(arguments: Arguments, noun: int, body: int) -> bool:
    """Say whether a nationality before a post tells whose it is: "the Kenyan president", but not "Kenyan mayors"."""
    t = arguments.tokens
    if t.tag[body] != "JJ":
        return True
    leads = offices().get(t.lemma[noun]) == "leads" or t.lemma[noun] in _ABROAD
    return not leads or t.lemma[noun] in _NATIONAL


def _nouns(arguments: Arguments) -> Iterator[Tie]:
    """Yield posts from role nouns with what they are of: appositions, copulas, and mentions of their own."""
    t, document = arguments.tokens, arguments.document
    roles, known = nouns.roles(), offices()
    for i, lemma in enumerate(t.lemma):
        if t.pos[i] not in NOUNS or (lemma not in roles and lemma not in known):
            continue
        bodies = list(_bodies(arguments, i))
        bearers, rule, confidence = _bearers(arguments, i)
        if not bearers:
            continue
        value = t.span(_first(arguments, i), i + 1).of(document.text)
        field = _field_after(arguments, i)
        single = lemma in roles and t.tag[i] in ("NN", "NNP")
        for bearer in bearers:
            for body in bodies[:1] if single else bodies:
                if body == bearer:
                    continue
                if single:
                    yield from _in_field(_post(arguments, bearer, body, i, _plain(value), rule, confidence), field)
                else:
                    relation = _relation(arguments, i, value)
                    type_ = document.entity[body].type
                    if relation == "memberOf" and (
                        type_ in WITHOUT_MEMBERS or _listed(arguments, i) or _mine(arguments, i)
                    ):
                        continue
                    if relation == "leads" and type_ == "Population" and lemma not in _OF_PEOPLES:
                        continue
                    if relation == "leads" and rule == "roles.nominal" and len(bodies) > 1:
                        # "the leaders of A, B and C": each leads his own
                        continue
                    if relation in ("memberOf", "leads", "spokespersonFor"):
                        yield Tie(bearer, relation, body, i, rule, confidence)
            person = (
                document.entity[bearer].type == nouns.PERSON
                and lemma not in words()["ROLE"]
                and lemma not in _no_posts()
            )
            if single and person and not bodies and rule in ("roles.apposition", "roles.copula"):
                yield Tie(bearer, "holdsRole", None, i, rule, confidence, _plain(value) + field)


def _is_whole_title(arguments: Arguments, i: int) -> bool:
    """Say whether a post goes on as a title of three words: "chief of staff"."""
    words = arguments.tokens.lower[i : i + 3]
    return len(words) == 3 and " ".join(words) in titles.titles()


def _field_after(arguments: Arguments, i: int) -> str:
    """Return what a post is for, where that is no actor or place: " of emergency management", or ""."""
    t, document = arguments.tokens, arguments.document
    if _is_whole_title(arguments, i):
        return " " + t.span(i + 1, i + 3).of(document.text)
    for prep in t.childs(i, "prep"):
        topic = t.child(prep, "pobj") if t.lower[prep] in ("of", "for") else None
        if topic is None or prep != i + 1 or not t.text[topic].islower() or topic - i > 5:
            continue
        inside = {document.phrase_of[j] for j in range(prep, topic + 1)} - {None, document.phrase_of[i]}
        if all(document.phrases[n].type == "Facility" and document.phrases[n].plural for n in inside if n is not None):
            return " " + t.span(prep, topic + 1).of(document.text)
    return ""


def _in_field(ties: Iterator[Tie], field: str) -> Iterator[Tie]:
    """Yield the ties of a post; one for a field of work does not lead the whole: "the county's director of schools"."""
    for tie in ties:
        if tie.value is not None:
            yield replace(tie, value=tie.value + field)
        elif not field or tie.relation != "leads":
            yield tie


def _first(arguments: Arguments, i: int) -> int:
    """Return where a title that ends at token ``i`` begins, without whose it is ("the party's spokesman")."""
    t = arguments.tokens
    start = t.left[i] if t.left[i] >= i - 6 else i
    owners = [c for c in t.childs(i, "poss") if c < i]
    return max(start, t.right[owners[-1]]) if owners else start


def _mine(arguments: Arguments, i: int) -> bool:
    """Say whether a pronoun already says whose people they are: that "its fighters" belong to it is no news."""
    t = arguments.tokens
    return any(t.tag[c] == "PRP$" for c in t.childs(i, "poss"))


def _listed(arguments: Arguments, i: int) -> bool:
    """Say whether "members" only introduces who they are: "the bloc, whose members include A and B"."""
    t = arguments.tokens
    return t.dep[i] == "nsubj" and t.lemma[t.head[i]] in ("include", "comprise", "be")


def _plain(value: str) -> str:
    """Return a title without an article before it.

    >>> _plain("the Foreign Secretary")
    'Foreign Secretary'
    """
    first, _, rest = value.partition(" ")
    return rest if first.casefold() in ("the", "a", "an", "its", "his", "her", "their") and rest else value


def _bodies(arguments: Arguments, i: int) -> Iterator[str]:
    """Yield what the post that token ``i`` names is of."""
    t, document = arguments.tokens, arguments.document
    heads = t.childs(i, "poss")
    heads += [
        p
        for c in t.childs(i, "prep")
        if t.lower[c] in LINKS
        for p in t.childs(c, "pobj")
        if t.lower[c] in ("of", "for") or _type(arguments, p) not in WITHOUT_MEMBERS
    ]
    heads += [
        c
        for c in t.children[i]
        if c < i
        and t.dep[c] in ("compound", "nmod", "amod")
        and c in document.phrase_by_head
        and not arguments.hyphened(c)
        and _serves(arguments, i, c)
    ]
    if t.lemma[i] == "member" and t.dep[i] == "attr":
        # "the bloc, of which Laos is a member"
        moved = (c for c in t.children[t.head[i]] if c < t.head[i] and t.lower[c] == "of")
        heads += [p for c in moved for p in t.childs(c, "pobj")]
    if not heads and i + 2 < len(t) and t.text[i + 1] == "," and t.lemma[i] in ("commander", "director", "president"):
        # military style: "commander, Third Army"
        starting = [n for n, phrase in enumerate(document.phrases) if phrase.start == i + 2 and phrase.kind == "name"]
        entity = document.chain[starting[0]] if starting else None
        if entity is not None and document.entity[entity].type in ORGANIZATIONS:
            yield entity
    if _is_whole_title(arguments, i):
        heads = [head for head in heads if head != i + 2]
    for head in heads:
        for member in arguments.coordinated(arguments.antecedent(head)):
            if head < i < member:
                # what is coordinated with the post itself: "A's wing and fighters of B"
                continue
            phrase = arguments.phrase(member) or document.phrase_at(member)
            entity = document.entity_at(member) if phrase is not None else None
            if entity is not None and document.entity[entity].type in BODIES:
                yield entity


def _type(arguments: Arguments, i: int) -> str:
    entity = arguments.document.entity_at(i)
    return arguments.document.entity[entity].type if entity is not None else ""


def _bearers(arguments: Arguments, i: int) -> tuple[list[str], str, float]:
    """Return who holds the post that token ``i`` names, and by which construction."""
    t, document = arguments.tokens, arguments.document
    dep, head = t.dep[i], t.head[i]
    found = [c for c in t.children[i] if t.dep[c] == "appos" and arguments.phrase(c)]
    if dep == "appos":
        found = [head]
    if found:
        if t.tag[i] in ("NNS", "NNPS"):
            # "two commanders, Ames and Bohm"
            found = [member for head in found for member in arguments.coordinated(head)]
        return _known(arguments, found), "roles.apposition", 0.85
    if dep == "attr" or (dep in ("oprd", "acomp") and t.pos[head] in ("VERB", "AUX")):
        if _is_unheld(arguments, i, head):
            return [], "", 0.0
        return _known(arguments, arguments.surface(head)), "roles.copula", 0.85
    if dep == "pobj" and t.lower[head] == "as":
        above = t.head[head]
        if t.lemma[above] in ("serve", "work", "act", "resign", "step"):
            return _known(arguments, arguments.surface(above)), "roles.copula", 0.8
        if t.lemma[above] in ("appoint", "name", "elect", "install", "pick", "choose", "select"):
            return _known(arguments, arguments.objects(above)), "roles.copula", 0.8
    if dep in ("compound", "nmod") and t.pos[head] == "PROPN" and not _titled(arguments, i, head):
        return _known(arguments, [head]), "roles.title", 0.8
    own = document.phrase_by_head.get(i)
    if own is not None and document.phrases[own].kind != "name":
        entity = document.chain[own]
        return ([entity] if entity is not None else []), "roles.nominal", 0.75
    return [], "", 0.0


def _is_unheld(arguments: Arguments, noun: int, verb: int) -> bool:
    """Say whether a copula does not say that a post is held: "will be president", "is a stronger candidate"."""
    t = arguments.tokens
    if any(t.dep[c] == "neg" or t.tag[c] == "MD" for c in t.children[verb]):
        return True
    if any(t.tag[c] in ("JJR", "RBR", "``") for c in t.children[noun]):
        # what is quoted is a name: 'her favorite show is "Madam Secretary"'
        return True
    return t.dep[verb] == "xcomp" and t.tag[verb] == "VB"


def _titled(arguments: Arguments, i: int, head: int) -> bool:
    """Say whether token ``i`` stands in the title before the name, which is read as such."""
    phrase = arguments.phrase(head)
    span = titles.before(arguments.document, phrase) if phrase is not None else None
    return span is not None and span[0] <= i < span[1]


def _known(arguments: Arguments, heads: list[int]) -> list[str]:
    found = [arguments.entity(arguments.antecedent(head)) for head in heads]
    return [entity for entity in found if entity is not None]


_LEADING = frozenset({"lead", "head", "command", "chair", "run", "rule", "govern", "oversee", "preside", "represent"})


def _verbs(arguments: Arguments) -> Iterator[Tie]:
    """Yield "X leads Y" and "Y, led by X"."""
    t, document = arguments.tokens, arguments.document
    for i, lemma in enumerate(t.lemma):
        if lemma not in _LEADING or t.pos[i] != "VERB":
            continue
        if any(t.dep[c] == "neg" or t.tag[c] == "MD" for c in t.children[i]) or (
            t.dep[i] == "xcomp" and t.tag[i] == "VB"
        ):
            continue
        relation: RelationName = "leads" if lemma != "represent" else "memberOf"
        for subject in _known(arguments, arguments.subjects(i)):
            for head in arguments.objects(i):
                entity = document.entity_at(head) if arguments.phrase(head) else None
                if entity is None or entity == subject or document.entity[entity].type not in BODIES:
                    continue
                if relation == "memberOf" and document.entity[entity].type in WITHOUT_MEMBERS:
                    continue
                type_ = document.entity[entity].type
                if (lemma == "run" and type_ == "Facility") or (lemma == "oversee" and type_ in WITHOUT_MEMBERS):
                    # a port has an operator, and an official oversees what concerns a country
                    continue
                yield Tie(subject, relation, entity, i, "roles.verb", 0.8)


def _led(arguments: Arguments) -> Iterator[Tie]:
    """Yield from "the Saudi-led coalition"."""
    t, document = arguments.tokens, arguments.document
    for i, word in enumerate(t.lower):
        if word != "led" or i < 2 or t.text[i - 1] not in HYPHENS or t.head[i] <= i:
            continue
        leader, body = document.entity_at(i - 2), document.entity_at(t.head[i])
        if leader is None or body is None or leader == body or arguments.phrase(t.head[i]) is None:
            continue
        if document.entity[body].type in BODIES - WITHOUT_MEMBERS:
            yield Tie(leader, "leads", body, i, "roles.led", 0.85)


def span_of(arguments: Arguments, token: int) -> Span:
    """Return the sentence of a token."""
    t = arguments.tokens
    return t.span(*t.sentences[t.sent[token]])
