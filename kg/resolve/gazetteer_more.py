"""Places that only a user's own index of GeoNames has: villages, quarters, regions of the third level and below.

They are asked for only where the packaged gazetteer has no place of a name, so that the smallest hamlet never
competes with a town that news means by its name.
"""

from __future__ import annotations

from kg.resolve import gazetteer_library as library
from kg.resolve.gazetteer import Place
from kg.resolve.gazetteer_entries import GEONAMES


def find(key: str) -> tuple[Place, ...]:
    """Return the places that have a name, given as its key, in the indexes of GeoNames that are open."""
    return tuple(
        place
        for listing in library.opened()
        if listing.about.source == library.GEONAMES
        for place in map(_place, listing.remembered(key))
    )


def _place(hit: library.Hit) -> Place:
    entry = hit.entry
    return Place(
        id=int(entry.identifiers[0].removeprefix(GEONAMES).rstrip("/")),
        name=entry.name,
        kind=entry.type,
        level={"Country": 0, "AdministrativeRegion": 2}.get(entry.type, 3),
        lat=entry.lat,
        lon=entry.lon,
        population=0,
        country=entry.country,
        admin1=0,
        admin2=0,
        wikidata="",
        main=int(hit.main),
    )
