"""Tell by its place in a list or a phrase that what the model takes for a person's name is a town's."""

from __future__ import annotations

from kg.annotate import geography
from kg.annotate.document import Tokens
from kg.annotate.names import titles

#: tokens between "from" and "to"
_WAY = 6


def is_place(tokens: Tokens, start: int, end: int) -> bool:
    """Say whether a name stands where a way, a list of places or somebody's age make it a place's.

    "Ana Keller, 41, of Marston", "from Adwick to Marston", "in Adwick, Brampton and Marston"
    """
    low = tokens.sentences[tokens.sent[start]][0]
    if start - low < 2:
        return False
    word = tokens.lower[start - 1]
    if word == "of" and start - 3 >= low and tokens.text[start - 2] == ",":
        return tokens.text[start - 3].isdigit()
    name = " ".join(tokens.text[start:end])
    if word == "from" and tokens.lower[end : end + 1] == ["to"]:
        return bool(geography.place_class(name))
    if word == "to" and "from" in tokens.lower[max(low, start - 1 - _WAY) : start - 1]:
        first = tokens.lower.index("from", max(low, start - 1 - _WAY), start - 1) + 1
        return _is_town(tokens, first, start - 1) and bool(geography.place_class(name))
    others = _listed_with(tokens, start, end)
    places = [i for i in others if tokens.ent_type[i] == "GPE"]
    if len(others) < 2 or len(places) < len(others):
        return False
    return bool(geography.place_class(name)) or tokens.lower[start] not in titles.given_names()


def _is_town(tokens: Tokens, start: int, end: int) -> bool:
    """Say whether the gazetteer has these words as a place."""
    return (
        start < end
        and tokens.text[start][:1].isupper()
        and bool(geography.place_class(" ".join(tokens.text[start:end])))
    )


def _listed_with(tokens: Tokens, start: int, end: int) -> set[int]:
    """Return the heads of the other members of a list."""
    top = next((i for i in range(start, end) if not start <= tokens.head[i] < end), start)
    while tokens.dep[top] in ("conj", "appos"):
        top = tokens.head[top]
    found, below = {top}, [top]
    while below:
        below = [c for b in below for c in tokens.childs(b, "conj", "appos")]
        found.update(below)
    return {i for i in found if not start <= i < end}
