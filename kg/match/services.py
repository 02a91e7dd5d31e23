"""The services that are known by name, and where they are: constants that a mirror or a test may replace."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import UsageError
from kg.match import dbpedia, geonames, wikidata
from kg.match.client import Client
from kg.match.reconciliation import Reconciliation
from kg.match.service import Service

ONLINE = ("wikidata", "dbpedia", "geonames")

#: addresses by the name that an option or an environment variable (KG_WIKIDATA_API …) gives them
ADDRESSES = {
    "wikidata-api": wikidata.API,
    "wikidata-sparql": wikidata.ENDPOINT,
    "dbpedia-lookup": dbpedia.LOOKUP,
    "dbpedia-sparql": dbpedia.ENDPOINT,
    "geonames": geonames.API,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the services are: ``given`` holds the addresses that the user gave, which need not be public.

    >>> Places(given={"geonames": "http://localhost:9/"}).at("geonames")
    'http://localhost:9/'
    """

    given: Mapping[str, str] = field(default_factory=dict)

    def at(self, name: str) -> str:
        """Return the address of a service."""
        return self.given.get(name) or ADDRESSES[name]

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Places:
        """Return the addresses that options and the environment give, the options first.

        Raises:
            UsageError: a name is not known, or an address is none of http(s).
        """
        for name in given:
            if name not in ADDRESSES:
                raise UsageError(f'There is no endpoint "{name}". There are: {", ".join(ADDRESSES)}.')
        set_ = {name: os.environ.get(f"KG_{name.upper().replace('-', '_')}", "") for name in ADDRESSES}
        found = {name: address for name, address in {**set_, **given}.items() if address}
        for address in found.values():
            check(address)
        return cls(given=found)


def check(address: str) -> str:
    """Return an address as it is.

    Raises:
        UsageError: it is none of http(s).
    """
    import httpx

    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise UsageError(f'"{address}" is no address like https://example.org/reconcile.')
    return address


def make(name: str, client: Client, places: Places, *, geonames_user: str = "") -> Service:
    """Return a service by its name, or the reconciliation service at an address.

    Raises:
        UsageError: what the service needs is missing.
        ServiceError: there is no reconciliation service at the address.
    """
    if name == "wikidata":
        return wikidata.Wikidata(client, api=places.at("wikidata-api"), endpoint=places.at("wikidata-sparql"))
    if name == "dbpedia":
        return dbpedia.DBpedia(client, lookup=places.at("dbpedia-lookup"), endpoint=places.at("dbpedia-sparql"))
    if name == "geonames":
        return geonames.GeoNames(client, user=geonames_user, api=places.at("geonames"))
    return Reconciliation(client, name)
