"""Tell nouns for groups, places and people that mean nobody where they stand: "use force", "at home", "tax base"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.annotate import lexicon, nouns
from kg.annotate.document import Phrase, Tokens

#: nouns that name no group or place without an article or another word before them
_IDLE_ALONE = frozenset(
    {"force", "home", "office", "power", "court", "camp", "headquarters", "mum", "base", "association"}
)
#: nouns for a group or for what is done or had: "resistance to the drug", "the authority to decide"
_ABSTRACT = frozenset({"resistance", "opposition", "authority", "trust", "command", "leadership", "movement"})
#: verbs with what is had, not who: "took command"
_HAVING = frozenset({"take", "assume", "have", "offer", "show", "provide", "meet", "lose", "give", "need", "gain"})
#: nouns for aircraft too: "using fighter and bomber aircraft"
_CRAFT = frozenset({"fighter", "bomber"})
#: whose a head or body is that means nobody else
_OWN, _ONES = frozenset({"his", "her", "my", "your"}), frozenset({"man", "woman", "child", "girl", "boy", "victim"})
#: what one does to the dead: "found the body"
_BURYING = frozenset({"find", "discover", "recover", "bury", "identify", "carry", "burn", "exhume", "return"})
#: the words of politics, of which an article on a party in power has some, and those of feasts
_POLITICS = frozenset(
    {
        "political",
        "politics",
        "politician",
        "election",
        "elect",
        "electoral",
        "vote",
        "voter",
        "parliament",
        "coalition",
    }
    | {"candidate", "opposition", "lawmaker", "legislator", "legislature", "senator", "congress", "president"}
    | {"minister", "government", "democratic", "campaign", "nominee", "ally", "ideology"}
)
_FEASTS = frozenset(
    {"birthday", "guest", "celebrate", "celebration", "drink", "dance", "invite", "wedding", "christmas", "holiday"}
    | {"throw", "host", "music", "neighbour", "neighbor", "balloon", "dinner", "goer", "partygoer", "alcohol", "give"}
)


@cache
def figures() -> Mapping[str, frozenset[str]]:
    """Return the nouns that mean no place or group after certain words: "base" after "tax", "area" after "policy"."""
    found: dict[str, frozenset[str]] = {}
    for row in lexicon.read("figurative_nouns"):
        found[row["lemma"]] = found.get(row["lemma"], frozenset()) | {row["before"]}
    return found


def is_of_feasts(tokens: Tokens) -> bool:
    """Say whether an article has words of feasts and none of politics: its "party" is no one's."""
    return _POLITICS.isdisjoint(tokens.lemma) and not _FEASTS.isdisjoint(tokens.lemma)


def is_idle(tokens: Tokens, i: int, covered: Mapping[int, Phrase]) -> bool:
    """Say whether the noun means nobody here: "use force", "at home", "Norway is a member"."""
    alone, lemma = tokens.left[i] == i, tokens.lemma[i]
    if lemma in figures() and _is_figure(tokens, i, lemma):
        return True
    if tokens.lower[i] in _IDLE_ALONE:
        return alone
    if tokens.ent_type[i] == "TIME":
        # "6:30 pm" is no prime minister
        return True
    first = next((tokens.lower[c] for c in tokens.children[i] if tokens.dep[c] == "det"), "")
    if first == "no" or (tokens.tag[i] == "NNS" and tokens.lower[i - 1] in ("this", "that")):
        # "no president would", "this forces them to"
        return True
    if lemma == "state" and alone and tokens.dep[i] == "pobj" and tokens.lower[tokens.head[i]] == "of":
        return tokens.lemma[tokens.head[tokens.head[i]]] in ("secretary", "minister", "head", "matter", "ministry")
    if lemma == "chief" and tokens.lower[i - 3 : i] == ["-", "in", "-"]:
        return True
    if lemma == "movement" and any(p not in covered for p in of_whom(tokens, i)):
        # "any movement of livestock"
        return True
    if lemma == "staff" and tokens.lower[i - 2 : i] == ["chief", "of"]:
        return True
    if tokens.pos[i] == "ADJ" and i + 1 < len(tokens) and tokens.pos[i + 1] in ("NOUN", "ADJ", "PROPN"):
        # "despite the relative quiet"
        return True
    if lemma in _ABSTRACT and tokens.tag[i] == "NN":
        return _is_abstract(tokens, i, first)
    if lemma in _CRAFT and tokens.tag[i] == "NN":
        return not first and not any(tokens.dep[c] in ("poss", "nummod") for c in tokens.children[i])
    if lemma in ("head", "body"):
        return _is_of_one(tokens, i, covered)
    return lemma == "member" and tokens.dep[i] == "attr"


def _is_figure(tokens: Tokens, i: int, lemma: str) -> bool:
    """Say whether what stands before or after a noun makes a figure of it: "tax base", "area of concern"."""
    told = figures()[lemma]
    if any(tokens.lower[c] in told for c in tokens.children[i] if tokens.dep[c] in ("compound", "amod", "nmod")):
        return True
    return any(tokens.lemma[p] in told for p in of_whom(tokens, i))


def _is_abstract(tokens: Tokens, i: int, first: str) -> bool:
    """Say whether a noun tells what is done or had, not who does it: "resistance to the drug", "under his command"."""
    above = tokens.head[i]
    if tokens.dep[i] == "pobj" and tokens.lower[above] == "under":
        return True
    if tokens.dep[i] == "dobj" and tokens.lemma[above] in _HAVING:
        return True
    after = tokens.lower[i + 1] if i + 1 < len(tokens) else ""
    if after == "to" and tokens.head[i + 1] in (i, *tokens.children[i]):
        return True
    things = any(
        tokens.dep[c] == "compound" and tokens.tag[c] == "NN" and tokens.lower[c] != "protest"
        for c in tokens.children[i]
    )
    if tokens.lemma[i] == "resistance":
        return things or not first
    return not first and tokens.left[i] == i and tokens.dep[i] not in ("nsubj", "nsubjpass")


def _is_of_one(tokens: Tokens, i: int, covered: Mapping[int, Phrase]) -> bool:
    """Say whether a head or body is somebody's own: "her head", "the body of a woman", "found the body"."""
    owners = [*tokens.childs(i, "poss"), *of_whom(tokens, i)]
    if tokens.lemma[i] == "head" and not of_whom(tokens, i):
        # "bleeding from the head", "a gun to our heads"
        bare = all(tokens.dep[c] == "det" for c in tokens.children[i] if c < i)
        if bare or (tokens.dep[i] == "pobj" and any(tokens.tag[c] == "PRP$" for c in owners)):
            return True
    people = [c for c in owners if c in covered and covered[c].type == nouns.PERSON]
    if people or any(tokens.lower[c] in _OWN or tokens.lemma[c] in _ONES for c in owners):
        return True
    return (
        tokens.lemma[i] == "body"
        and tokens.dep[i] in ("dobj", "nsubjpass")
        and tokens.lemma[tokens.head[i]] in _BURYING
    )


def of_whom(tokens: Tokens, head: int) -> list[int]:
    """Return the heads of what stands after "of" right under a noun."""
    return [p for c in tokens.childs(head, "prep") if tokens.lower[c] == "of" for p in tokens.childs(c, "pobj")]
