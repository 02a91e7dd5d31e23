"""Read the titles, ranks and offices that stand before a person's name.

A title is not part of the name's span; `before` finds it again for who needs it:
"Iraqi Defense Ministry spokesperson Major General" before "Yahya Rasool".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.annotate import lexicon, nouns
from kg.annotate.document import Document, Phrase, Tokens

#: dependency labels of what stands before a head in its noun phrase
PREMODIFIERS = frozenset({"det", "amod", "nummod", "compound", "poss", "nmod", "advmod", "predet", "quantmod", "case"})

_LONGEST = 4


@cache
def titles() -> Mapping[str, tuple[str, str]]:
    """Return the titles with their kind (honorific, rank, office) and gender."""
    return {row["title"]: (row["kind"], row["gender"]) for row in lexicon.read("titles")}


@cache
def honorifics() -> frozenset[str]:
    """Return the titles that say no more than that somebody is a person: "mr.", "ms."."""
    return frozenset(title for title, (kind, _) in titles().items() if kind == "honorific")


@cache
def last_words() -> frozenset[str]:
    """Return the words that titles end in."""
    return frozenset(title.rpartition(" ")[2] for title in titles())


@cache
def given_names() -> Mapping[str, str]:
    """Return given names with the gender of most who bear them."""
    return {row["name"]: row["gender"] for row in lexicon.read("given_names")}


def is_rank_abbreviation(word: str) -> bool:
    """Say whether a word in lower case is an abbreviated rank, which no name ends in.

    >>> is_rank_abbreviation("capt."), is_rank_abbreviation("bishop")
    (True, False)
    """
    return titles().get(word, ("", ""))[0] == "rank" and (word.endswith(".") or word + "." in titles())


def ending_at(tokens: Tokens, end: int, *, first: int = 0) -> int | None:
    """Return where the longest title that ends before token ``end`` begins, or None."""
    known = titles()
    for start in range(max(first, end - _LONGEST), end):
        if " ".join(tokens.lower[start:end]) in known:
            return start
    return None


def starting_at(tokens: Tokens, start: int, *, end: int) -> int:
    """Return where the run of titles that begins at token ``start`` ends: ``start`` itself if there is none."""
    known = titles()
    while True:
        stop = next(
            (n for n in range(min(end, start + _LONGEST), start, -1) if " ".join(tokens.lower[start:n]) in known), start
        )
        if stop == start:
            return start
        start = stop


def before(document: Document, phrase: Phrase) -> tuple[int, int] | None:
    """Return the tokens of the title before a person's name, with what modifies it, or None.

    The last token of the range is the title's own last word. An article at the front is left out.
    """
    if phrase.type != nouns.PERSON or phrase.kind != "name":
        return None
    return range_before(document.tokens, phrase.start)


def range_before(tokens: Tokens, name: int) -> tuple[int, int] | None:
    """Return the range of the title before the name that begins at token ``name``, or None."""
    end = name
    low = tokens.sentences[tokens.sent[name]][0]
    if end > low and tokens.text[end - 1] == ",":
        # "the Prime Minister-designate, Haider al-Abadi" is an apposition: not a title
        return None
    start = ending_at(tokens, end, first=low)
    if start is None and end > low and tokens.lemma[end - 1] in nouns.roles() and tokens.pos[end - 1] != "VERB":
        if end - 1 > low and tokens.tag[end - 2] == "MD":
            # "who will head Osei's campaign"
            return None
        start = end - 1
    if start is None:
        start = _with_complement(tokens, end, low)
    if start is None:
        return None
    while (further := ending_at(tokens, start, first=low)) is not None:
        start = further
    while start > low and _modifies(tokens, start - 1, name):
        start -= 1
    while start < end and tokens.pos[start] in ("DET", "PUNCT", "PART"):
        start += 1
    return start, end


def _with_complement(tokens: Tokens, end: int, low: int) -> int | None:
    """Return where "Minister for the Middle East" or "Secretary of State" before token ``end`` begins, or None."""
    for i in range(end - 1, max(low, end - 7), -1):
        if tokens.lower[i] in ("of", "for") and tokens.dep[i] == "prep" and i + 1 < end:
            inside = tokens.text[i + 1 : end]
            if all(word[:1].isupper() or word in ("the", "and", "&", "-") for word in inside):
                return ending_at(tokens, i, first=low)
            return None
    return None


def _modifies(tokens: Tokens, i: int, name: int) -> bool:
    """Say whether token ``i`` belongs to the premodifiers of the noun phrase around token ``name``."""
    if tokens.pos[i] in ("PUNCT", "CCONJ") and tokens.text[i] not in ("-", "&"):
        return False
    return tokens.dep[i] in PREMODIFIERS and i < tokens.head[i] <= name + 6


def kind(tokens: Tokens, span: tuple[int, int]) -> str:
    """Return the kind of the title in ``span``: "honorific", "rank", "office" or "" for a mere role."""
    start = ending_at(tokens, span[1], first=span[0])
    return "" if start is None else titles()[" ".join(tokens.lower[start : span[1]])][0]


def gender(tokens: Tokens, span: tuple[int, int]) -> str:
    """Return the gender that the words of a title tell, or ""."""
    roles, known = nouns.roles(), titles()
    for word in tokens.lower[span[0] : span[1]]:
        found = known.get(word, ("", ""))[1] or roles.get(word, "")
        if found:
            return found
    return ""
