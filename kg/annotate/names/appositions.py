"""Find the noun that a comma sets beside a name: "Saraya al-Rafidain, an Iran-backed militia, claimed"."""

from __future__ import annotations

from kg.annotate.document import Tokens

_ARTICLES = frozenset({"a", "an", "the"})
_BEFORE_NOUNS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV", "VERB", "PUNCT", "PART"})
_LONGEST = 8
#: before a place, which is no group: "in the hills above Goma, an army"
_LOCAL = frozenset({"in", "at", "above", "near", "outside", "inside", "around", "across", "below", "beyond"})


def after(tokens: Tokens, end: int) -> int | None:
    """Return the head of the singular group in apposition after the comma at token ``end``, or None.

    The name right before the comma is meant even where the parser hangs the group on another noun before
    it: "an official of Cedar Dawn, a party allied with Iran".
    """
    high = tokens.sentences[tokens.sent[end - 1]][1]
    if end + 2 >= high or tokens.text[end] != "," or tokens.lower[end + 1] not in _ARTICLES:
        return None
    if tokens.dep[end - 1] == "pobj" and tokens.lower[tokens.head[end - 1]] in _LOCAL:
        return None
    for i in range(end + 2, min(high, end + 2 + _LONGEST)):
        if tokens.dep[i] == "appos" and tokens.left[i] == end + 1:
            return i if tokens.tag[i] == "NN" else None
        if tokens.pos[i] not in _BEFORE_NOUNS or tokens.text[i] == ",":
            return None
    return None
