"""A small hand-made atlas for tests: real names, few places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.resolve import gazetteer_index
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.gazetteer_sources import Row

DEMONYMS = (("Iraqi", "IQ"), ("American", "US"), ("Ukrainian", "UA"), ("Georgian", "GE"), ("French", "FR"))

_COUNTRIES = (
    (1, "Iraq", "IQ", 38_000_000, "Q796"),
    (10, "United States", "US", 327_000_000, "Q30"),
    (20, "Ukraine", "UA", 44_000_000, "Q212"),
    (30, "Georgia", "GE", 3_700_000, "Q230"),
    (40, "France", "FR", 67_000_000, "Q142"),
    (50, "Lebanon", "LB", 6_800_000, "Q822"),
    (60, "Libya", "LY", 6_700_000, "Q1016"),
)
_REGIONS = (
    (2, "Al Anbār", 1, "IQ", 0, "", ("Anbar Governorate",)),
    (11, "Illinois", 1, "US", 0, "Q1204", ()),
    (12, "Ohio", 1, "US", 0, "Q1397", ()),
    (13, "Georgia", 1, "US", 0, "Q1428", ()),
    (14, "Texas", 1, "US", 0, "Q1439", ()),
    (15, "Sangamon County", 2, "US", 11, "", ()),
    (16, "Clark County", 2, "US", 12, "", ()),
)
_TOWNS = (
    (3, "Ramadi", 33.4, 43.3, 274_539, "IQ", 2, 0, ("Ar Ramādī",)),
    (101, "Springfield", 39.8, -89.6, 114_394, "US", 11, 15, ()),
    (102, "Springfield", 39.9, -83.8, 59_680, "US", 12, 16, ()),
    (103, "Dayton", 39.76, -84.19, 140_371, "US", 12, 0, ()),
    (104, "Atlanta", 33.75, -84.39, 510_823, "US", 13, 0, ()),
    (105, "Paris", 33.66, -95.55, 24_171, "US", 14, 0, ()),
    (106, "Athens", 33.96, -83.38, 127_315, "US", 13, 0, ()),
    (107, "Dallas", 32.78, -96.8, 1_300_092, "US", 14, 0, ()),
    (401, "Paris", 48.85, 2.35, 2_138_551, "FR", 0, 0, ()),
    (201, "Kyiv", 50.45, 30.52, 2_952_301, "UA", 0, 0, ("Kiev",)),
    (301, "Tbilisi", 41.69, 44.83, 1_049_498, "GE", 0, 0, ()),
    (501, "Tripoli", 34.43, 35.84, 229_398, "LB", 0, 0, ()),
    (502, "Beirut", 33.89, 35.5, 1_916_100, "LB", 0, 0, ()),
    (601, "Tripoli", 32.89, 13.19, 1_302_947, "LY", 0, 0, ()),
)
_CAPITALS = (("Paris", "FR"), ("Kyiv", "UA"), ("Tbilisi", "GE"), ("Beirut", "LB"), ("Tripoli", "LY"))


def rows() -> Iterator[Row]:
    """Yield the places of the atlas."""
    for id_, name, code, people, wikidata in _COUNTRIES:
        yield Row(id_, name, "Country", 0, (0.0, 0.0), people, code, 0, 0, wikidata, ())
    for id_, name, level, code, admin1, wikidata, names in _REGIONS:
        yield Row(id_, name, "AdministrativeRegion", level, None, 0, code, admin1, 0, wikidata, names)
    for id_, name, lat, lon, people, code, admin1, admin2, names in _TOWNS:
        yield Row(id_, name, "PopulatedPlace", 3, (lat, lon), people, code, admin1, admin2, "", names)


def atlas(directory: Path) -> Gazetteer:
    """Return the gazetteer of the atlas, written to a directory."""
    path = directory / "atlas.sqlite"
    gazetteer_index.write(path, rows(), demonyms=iter(DEMONYMS), capitals=iter(_CAPITALS))
    return Gazetteer(path)
