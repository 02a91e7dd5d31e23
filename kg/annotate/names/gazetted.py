"""Look the capitalised words of an article up in the gazetteer, and read what a comma puts a name in.

Every hit is yielded, whether or not it is used as a place's name: `kg.annotate.names.toponyms` tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.annotate import lexicon
from kg.annotate.document import Document, Tokens
from kg.resolve.gazetteer import Gazetteer, Place
from kg.resolve.gazetteer_names import normalize

#: the longest name looked for, in tokens
_LONGEST = 5

#: a town of so many people needs less to speak for it
LARGE = 100_000

_WITHIN = frozenset({"of", "de", "la", "del", "al", "el", "-", "’", "'", "and", "on", "upon", "es", "au", "du", "le"})


@dataclass(frozen=True, slots=True)
class Found:
    """A name of the gazetteer in the text: its tokens, its entries, and the place that a comma puts it in."""

    start: int
    end: int
    key: str
    places: tuple[Place, ...]
    within: Place | None = None

    @property
    def is_known(self) -> bool:
        """Whether it names a country, a first-level region, or a large town."""
        return any(is_prominent(p) for p in self.places)


def is_prominent(place: Place) -> bool:
    """Say whether a reader knows the entry by its name alone: a country, a populous region, a large town."""
    return bool(place.main) and (place.level == 0 or place.population >= LARGE * (2 if place.level == 1 else 1))


def names(document: Document, gazetteer: Gazetteer) -> Iterator[Found]:
    """Yield the longest names of the gazetteer in the text, without overlap, whether or not they are used as such."""
    tokens, text = document.tokens, document.text
    i, n = 0, len(tokens)
    while i < n:
        word = tokens.text[i]
        if not word[0].isupper() or (len(word) == 1 and tokens.text[i + 1 : i + 2] != ["."]):
            i += 1
            continue
        high = min(tokens.sentences[tokens.sent[i]][1], i + _LONGEST)
        end = i + 1
        while end < high and (tokens.text[end][0].isupper() or tokens.lower[end] in _WITHIN):
            end += 1
        for stop in range(end, i, -1):
            if not tokens.text[stop - 1][0].isupper():
                continue
            written = text[tokens.start[i] : tokens.end[stop - 1]]
            if "\n" in written or (stop == i + 1 and not _is_written_as_name(written)):
                continue
            places = _lookup(gazetteer, written, alone=tokens.ent_type[i] != "GPE")
            if places and not _is_other(tokens, stop, written, places, gazetteer):
                yield Found(i, stop, normalize(written), places)
                i = stop - 1
                break
        i += 1


def _lookup(gazetteer: Gazetteer, written: str, *, alone: bool) -> tuple[Place, ...]:
    if written.endswith(".") and (place := gazetteer.abbreviation(written, alone=alone)):
        return (place,)
    return gazetteer.find(written)


def _is_other(tokens: Tokens, stop: int, written: str, places: Sequence[Place], gazetteer: Gazetteer) -> bool:
    """Say whether a name in the gazetteer means no place of it: an adjective, a part of the world, "Ohio State"."""
    if normalize(written) in world_regions():
        return True
    if tokens.text[stop - 1] in ("State", "Department") and places[0].country == "US":
        return True
    return gazetteer.demonym(written) is not None and gazetteer.country(written) is None


@cache
def world_regions() -> frozenset[str]:
    """Return the keys of the parts of the world that no single territory is."""
    return frozenset(normalize(row["name"]) for row in lexicon.read("world_regions"))


def _is_written_as_name(word: str) -> bool:
    """Say whether a single word may be a name by its letters: short ones only where they are a country's."""
    plain = word.replace(".", "")
    return len(plain) > 2 or plain in ("US", "UK", "DC")


def contained(tokens: Tokens, found: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    """Yield the names, those before a comma and what they lie in with it, and the abbreviations of regions so used."""
    at = {item.start: item for item in found}
    inner: dict[int, Found] = {}
    for item in found:
        comma = item.end
        if comma + 1 >= len(tokens) or tokens.text[comma] != ",":
            yield inner.get(item.start, item)
            continue
        after = at.get(comma + 1) or _abbreviated(tokens, comma + 1, gazetteer)
        outer = _container(item, after) if after else None
        if outer is None or after is None:
            yield inner.get(item.start, item)
            continue
        yield replace(inner.get(item.start, item), within=outer)
        inner[after.start] = replace(after, places=(outer,), within=outer)
        if after.start not in at:
            yield inner[after.start]


def _abbreviated(tokens: Tokens, i: int, gazetteer: Gazetteer) -> Found | None:
    """Return the abbreviation of a region that begins at token ``i``, or None."""
    for stop in (i + 2, i + 1):
        if stop > len(tokens):
            continue
        written = "".join(tokens.text[i:stop])
        place = gazetteer.abbreviation(written) or (
            gazetteer.abbreviation(written + ".") if tokens.text[stop : stop + 1] == ["."] else None
        )
        if place is not None:
            return Found(i, stop, normalize(place.name), (place,))
    return None


def _container(inner: Found, outer: Found) -> Place | None:
    """Return the entry of ``outer`` in which an entry of ``inner`` lies, or None."""
    for place in outer.places:
        for other in inner.places:
            if other.id == place.id or other.level <= place.level:
                continue
            if place.level == 0 and place.kind == "Country" and other.country == place.country:
                return place
            if place.id in (other.admin1, other.admin2):
                return place
    return None
