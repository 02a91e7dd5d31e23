"""Know what a post tells: that somebody leads, speaks for or belongs to what it is of, or only holds a role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.annotate import lexicon, nouns
from kg.annotate.actors import Arguments
from kg.annotate.alignments.stances.words import words
from kg.model import RelationName, Span
from kg.vocabulary import ORGANIZATIONS, STATES

#: classes of what is led or has posts, but has no members
WITHOUT_MEMBERS = STATES | {"AdministrativeRegion", "PopulatedPlace", "Population", "Facility"}
#: classes that have members, leaders and posts
BODIES = ORGANIZATIONS | WITHOUT_MEMBERS
#: posts of which an organization has many
_MANY = frozenset({"commander", "director", "chief", "manager", "boss", "head"})
#: posts of which each branch of an organization has one
_OF_BRANCHES = frozenset({"director", "manager"})
#: what makes a post that of somebody below who leads
_BELOW = frozenset({"deputy", "vice", "assistant", "associate"})
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
OF_PEOPLES = frozenset({"leader", "chief", "head", "ruler", "king", "queen", "commander", "warlord", "emir", "sultan"})
_NONE = "none"


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
def no_posts() -> frozenset[str]:
    """Return the nouns for what somebody is by kinship, fate or deed, not by a post: "widow", "witness"."""
    return frozenset(row["lemma"] for row in lexicon.read("offices") if row["relation"] == _NONE)


@cache
def _professions() -> frozenset[str]:
    """Return the nouns for what somebody does for a living or has become, which is no post of any body."""
    return frozenset(row["lemma"] for row in lexicon.read("professions"))


def held(
    arguments: Arguments, person: str, body: str | None, noun: int, value: str, rule: str, confidence: float
) -> Iterator[Tie]:
    """Yield the role that someone holds and the tie that it tells."""
    relation = relation_of(arguments, noun, value)
    is_person = arguments.document.entity[person].type == nouns.PERSON
    sided = arguments.tokens.lemma[noun] in words()["ROLE"]
    post = arguments.tokens.lemma[noun] not in no_posts()
    if body is not None and relation is None and arguments.tokens.lemma[noun] in _professions():
        if rule == "roles.nominal":
            return
        if arguments.document.entity[body].type in WITHOUT_MEMBERS:
            # whose "the British historian" is tells where he is from, not for whom he works
            body = None
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
        if relation == "leads" and type_ == "Population" and arguments.tokens.lemma[noun] not in OF_PEOPLES:
            return
        yield Tie(person, relation, body, noun, rule, confidence)


def relation_of(arguments: Arguments, noun: int, value: str) -> RelationName | None:
    """Return what the post that a noun names tells besides that it is held, or None for a mere role."""
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
    if t.lemma[noun] in _OF_BRANCHES and any(
        t.dep[c] == "compound" and t.tag[c] in ("NNS", "NNPS") and c not in arguments.document.phrase_by_head
        for c in t.children[noun]
    ):
        # "the agency's communications director"
        return False
    several = t.tag[noun] in ("NNS", "NNPS") or any(t.lower[c] in ("a", "an", "one") for c in t.children[noun])
    return not several


def span_of(arguments: Arguments, token: int) -> Span:
    """Return the sentence of a token."""
    t = arguments.tokens
    return t.span(*t.sentences[t.sent[token]])
