"""Call a linked country by its usual name, whatever part of it articles write: United Arab Emirates, not Emirates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.resolve import gazetteer
from kg.resolve.gazetteer_entries import GEONAMES
from kg.resolve.record import Record

#: where GeoNames has a name that neither states nor newspapers use
_CALLED = {"NL": "Netherlands", "PS": "Palestine", "TL": "Timor-Leste"}


def named_by(records: Iterable[Record]) -> str:
    """Return the usual name of the country that records are linked to, or "" where that is no country.

    >>> emirates = Record(iri="x", article="a", type="Country", name="Emirates", country="AE",
    ...                   targets=("https://sws.geonames.org/290557/",))
    >>> named_by([emirates])
    'United Arab Emirates'
    """
    for target in sorted({target for record in records for target in record.targets}):
        if found := re.fullmatch(rf"{re.escape(GEONAMES)}(\d+)/", target):
            place = gazetteer.default().place(int(found[1]))
            return _CALLED.get(place.country, place.name.strip()) if place and place.kind == "Country" else ""
    return ""
