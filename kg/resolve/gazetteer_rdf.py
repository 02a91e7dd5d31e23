"""Read the names of a SKOS vocabulary or an OWL ontology as rows of a gazetteer.

A thing with a name is an entry; what it is, its class says, or a class or broader concept above that. Classes and
the concepts that only sort others are no entries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.resolve.gazetteer_entries import known_type
from kg.resolve.gazetteer_files import text_of
from kg.vocabulary import term

_SKOS, _RDFS, _OWL = term("skos:"), term("rdfs:"), term("owl:")
_OBO = "http://www.geneontology.org/formats/oboInOwl#"
_TYPE = term("rdf:type")

#: properties by what they tell, the best first
_NAMES = (_SKOS + "prefLabel", _RDFS + "label", term("schema:name"), "http://schema.org/name",
          "http://xmlns.com/foaf/0.1/name")  # fmt: skip
_ALIASES = (_SKOS + "altLabel", _SKOS + "hiddenLabel", term("schema:alternateName"), "http://schema.org/alternateName",
            _OBO + "hasExactSynonym")  # fmt: skip
_SAME = (_SKOS + "exactMatch", _OWL + "sameAs", term("schema:sameAs"), "http://schema.org/sameAs")
_COUNTRY = (term("kg:countryCode"), term("schema:addressCountry"), "http://schema.org/addressCountry")
_LATITUDE = (term("wgs84:lat"), term("schema:latitude"), "http://schema.org/latitude")
_LONGITUDE = (term("wgs84:long"), term("schema:longitude"), "http://schema.org/longitude")
_ABOVE = (_SKOS + "broader", _SKOS + "broaderTransitive", _RDFS + "subClassOf")

#: what sorts things, and is none to be named in an article
_SORTS = frozenset(
    _OWL + name
    for name in "Ontology Class ObjectProperty DatatypeProperty AnnotationProperty Restriction AllDifferent".split()
) | {_SKOS + "ConceptScheme", _SKOS + "Collection", _SKOS + "OrderedCollection", _RDFS + "Class",
     _RDFS + "Datatype", term("rdf:Property")}  # fmt: skip
_PLAIN = frozenset({_SKOS + "Concept", _OWL + "NamedIndividual", _OWL + "Thing"})
_ENGLISH = re.compile(r"en(?:-.*)?", re.IGNORECASE)

#: entities that would fill the memory when they are written out
_BOMB = re.compile(r"""<!ENTITY\s+[^\s"']+\s+(?:"(?:[^"]*&|[^"]{1000})|'(?:[^']*&|[^']{1000}))""")

Values = dict[str, list[Any]]


def rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    """Yield the named things of a file as the columns of a table, each with its IRI.

    Raises:
        UsageError: the file is no RDF that can be read.
    """
    text = text_of(path)
    graph = _graph(path, text)
    sorting = {o.value for values in graph.values() for p in _ABOVE for o in values.get(p, ()) if hasattr(o, "value")}
    for subject, values in graph.items():
        types = [o.value for o in values.get(_TYPE, ()) if hasattr(o, "value")]
        if _SORTS & set(types) or not any(values.get(p) for p in (*_NAMES, *_ALIASES)):
            continue
        kind = _kind(subject, graph)
        if subject in sorting and not any(known_type(t) for t in types):
            # "Armed groups" sorts those that stand under it
            continue
        yield subject, _row(subject, values, kind)


def _row(subject: str, values: Values, kind: str) -> Mapping[str, Any]:
    names = [label for p in _NAMES for label in _labels(values.get(p, ()))]
    others = [label for p in _ALIASES for label in _labels(values.get(p, ()))]
    same = [o.value for p in _SAME for o in values.get(p, ()) if hasattr(o, "value")]
    return {
        "name": names[0] if names else "",
        "aliases": [name.replace("|", " ") for name in (*names[1:], *others)],
        "type": kind,
        "identifiers": [*([] if subject.startswith("_:") else [subject]), *same],
        "country": [o.value for p in _COUNTRY for o in values.get(p, ())][:1],
        "lat": [o.value for p in _LATITUDE for o in values.get(p, ())][:1],
        "lon": [o.value for p in _LONGITUDE for o in values.get(p, ())][:1],
    }


def _labels(literals: Iterable[Any]) -> list[str]:
    """Return the labels that an English text may use: those in English, else those in no language."""
    found = [(o.language or "", o.value) for o in literals if hasattr(o, "language")]
    english = sorted(value for language, value in found if _ENGLISH.fullmatch(language))
    return english or sorted(value for language, value in found if language in ("", "mul"))


def _kind(subject: str, graph: Mapping[str, Values]) -> str:
    """Return what the classes of a thing, or what stands above it, say that it is, as words or an IRI, or ""."""
    values = graph[subject]
    types = [o.value for o in values.get(_TYPE, ()) if hasattr(o, "value") and o.value not in _PLAIN]
    level = [*types, *_above(values)]
    seen: set[str] = set()
    while level:
        for iri in level:
            names = [label for p in _NAMES for label in _labels(graph.get(iri, {}).get(p, ()))]
            for word in (iri, *names):
                if known := known_type(word) or known_type(word.removesuffix("s")):
                    return known
        seen.update(level)
        level = [higher for iri in level for higher in _above(graph.get(iri, {})) if higher not in seen]
    return types[0] if types else ""


def _above(values: Mapping[str, list[Any]]) -> list[str]:
    return [o.value for p in _ABOVE for o in values.get(p, ()) if hasattr(o, "value")]


def _graph(path: Path, text: str) -> dict[str, Values]:
    """Return the statements of a file by subject and property, in the order of the file.

    Raises:
        UsageError: it cannot be parsed; the line is named where the parser knows it.
    """
    import pyoxigraph as ox

    start = text.lstrip()[:2000]
    if path.suffix.casefold() in (".owl", ".rdf", ".xml", ".skos") and not start.startswith("<"):
        form = ox.RdfFormat.TURTLE
    elif start.startswith(("<?xml", "<!DOCTYPE", "<rdf:RDF", "<RDF")):
        form = ox.RdfFormat.RDF_XML
    else:
        form = ox.RdfFormat.from_extension(path.suffix.casefold().lstrip(".")) or ox.RdfFormat.TURTLE
    if re.search(r"<Ontology\b", start) or re.match(r"(?:Prefix|Ontology)\s*[(:]", start):
        raise UsageError(f"{path}: this is OWL in another syntax. Save it as RDF/XML or Turtle first.")
    if form == ox.RdfFormat.RDF_XML and _BOMB.search(text):
        raise UsageError(f"{path}: its entities stand for other entities or for long texts. Write them out first.")
    graph: dict[str, Values] = defaultdict(lambda: defaultdict(list))
    try:
        for quad in ox.parse(text.encode(), format=form, base_iri="urn:x-kg-gazetteer:"):
            subject = quad.subject
            name = f"_:{subject.value}" if isinstance(subject, ox.BlankNode) else getattr(subject, "value", "")
            if name:
                graph[name][quad.predicate.value].append(quad.object)
    except SyntaxError as error:
        line = f" line {error.lineno}" if error.lineno else ""
        raise UsageError(f"{path}{line}: this is not {form.name} ({error.msg}). Nothing was read.") from error
    return graph


def locator(path: Path) -> Callable[[str], str]:
    """Return a function that says on which line of a file a thing stands, or else what it is called."""
    text = text_of(path)

    def locate(subject: str) -> str:
        local = re.split(r"[/#:]", subject.rstrip("/#"))[-1]
        at = -1 if subject.startswith("_:") else text.find(subject)
        if at < 0 and local and not subject.startswith("_:"):
            prefixed = rf"^\s*[\w.-]*:{re.escape(local)}(?=[\s;,])"
            found = re.search(prefixed, text, re.MULTILINE) or re.search(rf"[#:/\"']{re.escape(local)}\b", text)
            at = found.end() if found else -1
        return f"<{subject}>" if at < 0 else f"line {text.count(chr(10), 0, at) + 1}"

    return locate
