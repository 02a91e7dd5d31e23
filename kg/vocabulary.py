"""Namespaces and deterministic IRIs."""

from __future__ import annotations

import hashlib
import unicodedata

BASE = "https://w3id.org/newskg/"
KG = "https://w3id.org/newskg/ontology#"

ONTOLOGY_GRAPH = "graph/ontology"
MATCHES_GRAPH = "graph/matches"
RESOLUTION_GRAPH = "graph/resolution"
INFERRED_GRAPH = "graph/inferred"
TALLIES_GRAPH = "graph/tallies"
JUDGEMENTS_GRAPH = "graph/judgements"
LOOKUPS_GRAPH = "graph/lookups"


def digest(*fields: str) -> str:
    """Return 20 hexadecimal digits that depend on the fields and their order, and on nothing else.

    >>> digest("a", "b") == digest("a", "b") != digest("ab")
    True
    """
    return hashlib.sha256(
        "\x1f".join(unicodedata.normalize("NFC", f) for f in fields).encode("utf-8", "surrogatepass")
    ).hexdigest()[:20]


def article_iri(name: str, text: str, base: str = BASE) -> str:
    """Return the IRI of the article that has this name (a file's base name, a URL, a record's id) and text."""
    return f"{base}article/{digest(name, text)}"


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, which tells two texts apart.

    >>> text_hash("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def part_iri(article: str, kind: str, local_id: str) -> str:
    """Return the IRI of a part of an article: an entity, event, statement, alignment, relation, evidence.

    >>> part_iri("https://w3id.org/newskg/article/0a", "event", "v1")
    'https://w3id.org/newskg/article/0a/event/v1'
    """
    return f"{article}/{kind}/{local_id}"


#: the namespaces of everything that kg writes, by their usual prefix
PREFIXES = {
    "kg": KG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "time": "http://www.w3.org/2006/time#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}

#: what an alignment of this polarity becomes as a direct edge of the inferred graph
DIRECT_BY_POLARITY = {1: "supports", -1: "opposes"}

#: what a relation of this name becomes as a direct edge of the inferred graph
DIRECT_BY_RELATION = {
    "memberOf": "memberOf",
    "leads": "leads",
    "spokespersonFor": "spokespersonFor",
    "holdsRole": "holdsRoleIn",
    "locatedIn": "locatedIn",
    "partOf": "partOf",
    "sameAs": "sameActorAs",
    "usesWeapon": "usesWeapon",
}

#: the classes of what is a place, an actor or not
PLACES = frozenset(
    "Location GeopoliticalEntity Country AdministrativeRegion PopulatedPlace Facility NaturalFeature".split()
)
STATES = frozenset({"GeopoliticalEntity", "Country"})
ORGANIZATIONS = frozenset(
    {"Organization", "GovernmentBody", "MilitaryForce", "ArmedGroup", "PoliticalParty", "Alliance"}
    | {"IntergovernmentalOrganization", "MediaOutlet", "Company"}
)
ARMS = frozenset({"Weapon", "MilitaryPlatform"})


def term(curie: str) -> str:
    """Return the IRI that a prefixed name such as ``kg:Event`` stands for.

    >>> term("kg:Event"), term("skos:prefLabel")
    ('https://w3id.org/newskg/ontology#Event', 'http://www.w3.org/2004/02/skos/core#prefLabel')
    """
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


def article_of(part: str) -> str:
    """Return the IRI of the article that an article's part belongs to.

    >>> article_of("https://w3id.org/newskg/article/0a/event/v1")
    'https://w3id.org/newskg/article/0a'
    """
    return part.rsplit("/", 2)[0]
