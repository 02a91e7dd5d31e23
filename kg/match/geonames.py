"""Find places in GeoNames by its search service, which asks for a user's name; the data are CC BY 4.0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.errors import ServiceError, UsageError
from kg.match import classes
from kg.match.candidate import Candidate, number, objects, text, texts
from kg.match.client import Client, GivenUpError, Request, TransientError
from kg.match.question import Question
from kg.match.service import WANTED

API = "https://secure.geonames.org/searchJSON"
PLACE = "https://sws.geonames.org/"

#: what a feature is beyond its class, by the beginning of its code
_CODES = {"PCL": "Country", "ADM": "AdministrativeRegion"}
#: errors that pass, by the numbers of https://www.geonames.org/export/webservice-exception.html
_PASSING = frozenset((12, 13, 22))
_SPENT = frozenset((18, 19, 20))
_NOTHING = frozenset((11, 15))
_UNKNOWN_USER = 10


class GeoNames:
    """GeoNames, or a server of the same kind.

    Raises:
        UsageError: no user's name is given.
    """

    name = "geonames"
    namespace = PLACE
    batch = 1
    families = frozenset(("place",))

    def __init__(self, client: Client, *, user: str, api: str = API) -> None:
        if not user:
            raise UsageError("GeoNames asks who you are: give --geonames-user NAME, or set KG_GEONAMES_USER.")
        self.client, self.user, self.api = client, user, api

    def candidates(self, questions: Sequence[Question]) -> Iterator[tuple[Question, list[Candidate]]]:
        """Yield each question with the places that may answer it."""
        for question in questions:
            features = tuple(("featureClass", f) for f in classes.identifiers("geonames", question.type))
            bias = (("countryBias", question.country),) if question.country else ()
            parameters = (("name", question.name), ("maxRows", str(WANTED)), ("style", "FULL"), *features, *bias)
            answer = self.client.ask(Request(self.api, parameters, secret=(("username", self.user),)), check)
            yield question, [c for place in objects(answer.get("geonames")) if (c := candidate(place))]


def check(answer: Any, _: Mapping[str, str]) -> None:
    """Refuse an error in the place of an answer.

    Raises:
        TransientError: it passes.
        GivenUpError: the user is unknown, or has asked enough for now.
        ServiceError: it does not pass.
    """
    status = answer.get("status") if isinstance(answer, dict) else None
    if isinstance(status, dict):
        code, message = number(status.get("value"), 1000), text(status.get("message"), 160)
        if code in _PASSING:
            raise TransientError(f"it says: {message}")
        if code in _SPENT or code == _UNKNOWN_USER:
            raise GivenUpError(f"GeoNames takes no questions: {message}")
        if code not in _NOTHING:
            raise ServiceError(f"GeoNames refuses the question: {message}")
        return
    if not isinstance(answer, dict) or not isinstance(answer.get("geonames"), list):
        raise TransientError("it sends no result")


def candidate(place: Mapping[str, Any]) -> Candidate | None:
    """Return a place as a candidate, None where it has no identifier.

    >>> found = candidate({"geonameId": 1, "name": "Lomar", "fcl": "P", "fcode": "PPL", "countryCode": "NO"})
    >>> found.target, sorted(found.classes), sorted(found.countries)
    ('https://sws.geonames.org/1/', ['GeopoliticalEntity', 'Location', 'PopulatedPlace'], ['NO'])
    """
    identifier = place.get("geonameId")
    if not isinstance(identifier, int) or isinstance(identifier, bool) or identifier <= 0:
        return None
    feature, code, country = (text(place.get(key), 10) for key in ("fcl", "fcode", "countryCode"))
    found = classes.ours("geonames", [feature])
    special = _CODES.get(code[:3])
    # the class A holds countries and regions, which are told apart by their codes alone
    found = (found - {"Country", "AdministrativeRegion"}) | {special} if special else found
    other = [text(name.get("name")) for name in objects(place.get("alternateNames"))]
    return Candidate(
        target=f"{PLACE}{identifier}/",
        label=text(place.get("name")),
        names=texts([text(place.get("toponymName")), *other]),
        classes=found,
        countries=frozenset([country]) if len(country) == 2 and country.isalpha() else frozenset(),
        lat=number(place.get("lat"), 90),
        lon=number(place.get("lng"), 180),
        description=text(place.get("fcodeName")),
        method="geonames-search",
    )
