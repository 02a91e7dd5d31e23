"""Read posts: who leads, speaks for, belongs to or holds a role in what.

A post comes as a title ("Iraqi Defense Ministry spokesperson Yahya Rasool"), as an apposition ("Baru, head of the
bank"), with a copula ("Baru is its leader"), as a mention of its own ("the group's leader"), or in a verb ("led by").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate import nouns
from kg.annotate.actors import HYPHENS, NOUNS, Arguments
from kg.annotate.alignments.stances.words import words
from kg.annotate.names import titles
from kg.annotate.relations import titled
from kg.annotate.relations.posts import BODIES, OF_PEOPLES, WITHOUT_MEMBERS, Tie, held, no_posts, offices, relation_of
from kg.model import RelationName
from kg.vocabulary import ORGANIZATIONS, STATES

#: posts that lead a country
_NATIONAL = frozenset(
    {"president", "premier", "king", "queen", "monarch", "leader", "ruler", "dictator", "emir", "sultan", "chancellor"}
    | {"minister", "strongman"}
)
#: posts before which a nationality says where someone is from
_ABROAD = frozenset({"diplomat", "citizen", "mayor", "businessman", "journalist", "national", "general"})
LINKS = frozenset({"of", "for", "in", "at", "with"})


def find(arguments: Arguments) -> Iterator[Tie]:
    """Yield the ties of people to what they lead, speak for, belong to or hold a role in."""
    yield from titled.find(arguments)
    yield from _nouns(arguments)
    yield from _verbs(arguments)
    yield from _led(arguments)


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
                    yield from _in_field(held(arguments, bearer, body, i, _plain(value), rule, confidence), field)
                else:
                    relation = relation_of(arguments, i, value)
                    type_ = document.entity[body].type
                    if relation == "memberOf" and (
                        type_ in WITHOUT_MEMBERS or _listed(arguments, i) or _mine(arguments, i)
                    ):
                        continue
                    if relation == "leads" and type_ == "Population" and lemma not in OF_PEOPLES:
                        continue
                    if relation == "leads" and rule == "roles.nominal" and len(bodies) > 1:
                        # "the leaders of A, B and C": each leads his own
                        continue
                    if relation in ("memberOf", "leads", "spokespersonFor"):
                        yield Tie(bearer, relation, body, i, rule, confidence)
            person = (
                document.entity[bearer].type == nouns.PERSON
                and lemma not in words()["ROLE"]
                and lemma not in no_posts()
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
    start = max(start, t.right[owners[-1]]) if owners else start
    joined = [j for j in range(start + 1, i) if t.pos[j] == "CCONJ" and _is_person(arguments, j - 1)]
    if joined:
        # "President Salim and Defence Minister Ames": the parser takes both for one
        return joined[-1] + 1
    while start < i and t.pos[start] in ("ADV", "PUNCT"):
        start += 1
    return start


def _is_person(arguments: Arguments, i: int) -> bool:
    phrase = arguments.document.phrase_at(i)
    return phrase is not None and phrase.type == nouns.PERSON and phrase.kind == "name"


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
        if any(t.dep[c] == "neg" or t.tag[c] == "MD" for c in t.children[i]) or t.tag[i] == "VB":
            continue  # what one cannot, may or is asked to do
        relation: RelationName = "leads" if lemma != "represent" else "memberOf"
        for subject in _known(arguments, arguments.subjects(i)):
            for head in arguments.objects(i):
                entity = document.entity_at(head) if arguments.phrase(head) else None
                if entity is None or entity == subject or document.entity[entity].type not in BODIES:
                    continue
                if relation == "memberOf" and document.entity[entity].type in WITHOUT_MEMBERS:
                    continue
                type_ = document.entity[entity].type
                if type_ in STATES and document.entity[subject].type in STATES:
                    continue
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
