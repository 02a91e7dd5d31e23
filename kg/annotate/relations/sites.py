"""Read where places lie: "the base in Anbar Province", "Mosul, Iraq", "the Iraqi city of Mosul"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from kg.annotate.actors import NOUNS, Arguments
from kg.annotate.relations.posts import Tie
from kg.vocabulary import PLACES

#: classes in which a narrower place may lie
WIDE = PLACES - {"Facility", "NaturalFeature"}
#: from the narrowest to the widest: a place lies in one at least as wide
_RANK = {"Facility": 0, "NaturalFeature": 1, "PopulatedPlace": 2, "AdministrativeRegion": 3, "Country": 4}
#: classes that the text may say lie somewhere: a party or an alliance is rather active there
SEATED = PLACES | {"Organization", "GovernmentBody", "MilitaryForce", "MediaOutlet", "Company"}
#: classes that sit in a town: "the government in Tripoli"
_SEATS = frozenset({"GovernmentBody", "MediaOutlet", "Company"})
_SEATING = frozenset({"base", "headquarter", "locate", "situate", "station"})


def find(arguments: Arguments) -> Iterator[Tie]:
    """Yield locatedIn."""
    t = arguments.tokens
    for i, pos in enumerate(t.pos):
        if pos == "ADP" and t.lower[i] in ("in", "at", "near"):
            yield from _in(arguments, i)
    yield from _commas(arguments)
    yield from _modified(arguments)


def _place(arguments: Arguments, i: int) -> str | None:
    entity = arguments.document.entity_at(i) if arguments.phrase(i) is not None else None
    return entity if entity is not None and arguments.document.entity[entity].type in PLACES else None


def _fits(inner: str, outer: str) -> bool:
    """Say whether a thing of the class ``inner`` can lie in a place of the class ``outer``."""
    if outer == "Facility":
        return inner == "Facility" or inner not in PLACES
    return outer in PLACES and _RANK.get(inner, 0) <= _RANK.get(outer, 4) and not inner == outer == "Country"


def _in(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "X in Y" and "X, based in Y"."""
    t, document = arguments.tokens, arguments.document
    above = t.head[i]
    if t.pos[above] in NOUNS and t.lower[i] == "in":
        seated = [above]
    elif t.pos[above] == "VERB" and t.lemma[above] in _SEATING and t.lower[i] != "near":
        seated = arguments.objects(above) or arguments.surface(above)
    else:
        return
    for thing in seated:
        phrase = arguments.phrase(thing)
        entity = document.entity_at(thing) if phrase is not None else None
        if phrase is None or entity is None or document.entity[entity].type not in SEATED:
            continue
        type_ = document.entity[entity].type
        if phrase.kind != "name" and type_ not in ("Facility", "GovernmentBody"):
            continue
        seat = type_ in _SEATS and any(_is_town(arguments, p) for p in t.childs(i, "pobj"))
        if type_ not in PLACES and not seat and (phrase.kind != "name" or t.pos[above] in NOUNS):
            continue
        for pobj in t.childs(i, "pobj"):
            place = _place(arguments, pobj)
            if place is not None and place != entity and _fits(type_, document.entity[place].type):
                yield Tie(entity, "locatedIn", place, i, "sites.in", 0.85)


def _is_town(arguments: Arguments, i: int) -> bool:
    place = _place(arguments, i)
    return place is not None and arguments.document.entity[place].type == "PopulatedPlace"


def _commas(arguments: Arguments) -> Iterator[Tie]:
    """Yield from "Mosul, Iraq": a place, a comma, a wider place."""
    document, t = arguments.document, arguments.tokens
    names = [(n, p) for n, p in enumerate(document.phrases) if p.kind == "name"]
    for (n, inner), (m, outer) in itertools.pairwise(names):
        if outer.start != inner.end + 1 or t.text[inner.end] != ",":
            continue
        a, b = document.chain[n], document.chain[m]
        if a is None or b is None or a == b:
            continue
        types = document.entity[a].type, document.entity[b].type
        if types[0] in PLACES and types[1] in WIDE and _RANK.get(types[0], 0) < _RANK.get(types[1], 3):
            if outer.end < len(t) and t.lower[outer.end] in ("and", "or"):
                continue
            yield Tie(a, "locatedIn", b, inner.end, "sites.comma", 0.85)


def _modified(arguments: Arguments) -> Iterator[Tie]:
    """Yield from "the Iraqi city of Mosul" and "Syria's Idlib province"."""
    document = arguments.document
    for n, phrase in enumerate(document.phrases):
        entity = document.chain[n]
        type_ = document.entity[entity].type if entity is not None else ""
        if entity is None or type_ not in PLACES or phrase.kind != "name":
            continue
        for wide in _wider(arguments, phrase.head):
            place = document.entity_at(wide) if arguments.phrase(wide) else None
            wide_type = document.entity[place].type if place is not None else ""
            if place is not None and wide_type == "Country" and _fits(type_, wide_type):
                yield Tie(entity, "locatedIn", place, phrase.head, "sites.modifier", 0.75)


def _wider(arguments: Arguments, head: int) -> list[int]:
    """Return the names before a place, or before the noun that it specifies ("the Syrian town of Y")."""
    t = arguments.tokens
    found = [c for c in t.children[head] if c < head and t.dep[c] in ("poss", "amod", "nmod")]
    above = t.head[head]
    if t.dep[head] == "pobj" and t.lower[above] == "of" and t.pos[t.head[above]] == "NOUN":
        noun = t.head[above]
        if t.lemma[noun] in ("city", "town", "village", "province", "district", "region", "port", "capital", "suburb"):
            found += [c for c in t.children[noun] if c < noun and t.dep[c] in ("poss", "amod", "nmod", "compound")]
    return found
