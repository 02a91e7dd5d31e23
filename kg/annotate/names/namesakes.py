"""Tell apart places of one name in one article, by the country that the text gives each: "another Tripoli".

What an article calls by one name is one place unless two mentions are told to lie in different countries.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from kg.annotate import geography
from kg.annotate.document import Document, Phrase, Tokens
from kg.resolve import gazetteer
from kg.vocabulary import PLACES

#: a place that the text sets against the others of its name without saying where it lies
ELSEWHERE = "~"

_OTHERS = frozenset({"another", "other"})
_TOWNS = frozenset({"capital", "city", "town", "port", "village"})
#: who come "from" a state of the United States
_FROM_STATES = frozenset({"republican", "democrat", "senator", "governor", "congressman", "congresswoman"})


def told(document: Document) -> Mapping[int, str]:
    """Return the ISO code of the country for the phrases of place names that mean places in two countries."""
    tokens = document.tokens
    places = [
        (" ".join(tokens.lower[p.start : p.end]), n)
        for n, p in enumerate(document.phrases)
        if p.kind == "name" and p.type in PLACES and p.rule != "names.compass"
    ]
    found: dict[int, str] = {}
    for _, group in groupby(sorted(places), key=lambda pair: pair[0]):
        numbers = [n for _, n in group]
        codes = {n: _country(document, document.phrases[n]) for n in numbers} if len(numbers) > 1 else {}
        named = [code for code in codes.values() if code]
        if len(set(named)) > 1 or ELSEWHERE in named:
            main = next((code for code in named if code != ELSEWHERE), "")
            found.update((n, code or main) for n, code in codes.items())
    return found


def state_of(document: Document, phrase: Phrase) -> str:
    """Return the country in which the name is a state by who comes from it, "a Republican from Georgia", or ""."""
    tokens = document.tokens
    of = tokens.head[phrase.head]
    if tokens.lower[of] not in ("from", "of") or tokens.lemma[tokens.head[of]] not in _FROM_STATES:
        return ""
    name = " ".join(tokens.text[phrase.start : phrase.end])
    return "US" if any(p.level == 1 and p.country == "US" for p in gazetteer.default().find(name)) else ""


def _country(document: Document, phrase: Phrase) -> str:
    """Return the country that the words around a place's name put it in, or ""."""
    if phrase.key.startswith("country:"):
        return phrase.key.partition(":")[2]
    if code := state_of(document, phrase):
        return code
    tokens = document.tokens
    name = " ".join(tokens.text[phrase.start : phrase.end])
    code = _beside(tokens, phrase)
    if code and any(place.country == code for place in gazetteer.default().find(name)):
        return code
    if phrase.start and tokens.lower[phrase.start - 1] in _OTHERS:
        return _capital_named_after(tokens, phrase, name) or ELSEWHERE
    return ""


def _beside(tokens: Tokens, phrase: Phrase) -> str:
    """Return the country of "Tripoli, Lebanon", "Libya's Tripoli", "the Libyan capital, Tripoli", or ""."""
    low, high = tokens.sentences[tokens.sent[phrase.start]]
    start, end = phrase.start, phrase.end
    if end + 1 < high and tokens.text[end] == ",":
        for i in range(end + 1, min(high, end + 4)):
            if code := geography.country(tokens.text[i]) or geography.demonym(tokens.text[i]):
                before = i == end + 1
                return code if before or _TOWNS.intersection(tokens.lower[i + 1 : i + 2]) else ""
    if start - 1 > low and tokens.lower[start - 1] in ("'s", "’s"):
        return geography.country(tokens.text[start - 2])
    i = start - 2 if start > low and tokens.text[start - 1] == "," else start - 1
    if i - 1 >= low and tokens.lower[i] in _TOWNS:
        return geography.demonym(tokens.text[i - 1])
    return ""


def _capital_named_after(tokens: Tokens, phrase: Phrase, name: str) -> str:
    """Return the country whose capital the name is, where the sentence goes on with "the Libyan capital", or ""."""
    code = geography.capital_of(name)
    high = tokens.sentences[tokens.sent[phrase.start]][1]
    for i in range(phrase.end, high - 1):
        if tokens.lower[i + 1] == "capital" and code and geography.demonym(tokens.text[i]) == code:
            return code
    return ""
