"""Ask HermiT, by way of owlready2, whether the graph contradicts the ontology.

HermiT says only that something is wrong. So the axioms that our ontology has (disjoint classes, functional and
irreflexive properties, with what follows from domains, ranges and the class tree) are also checked by hand in what
it refused, and the nodes and triples that clash are named. Portions of the store are judged in batches, for no
axiom ties a node of one article to a node of another.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import rdflib
from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import OWL, RDF, RDFS

from kg.errors import KgError
from kg.graph.portions import Portion, ontology, portions
from kg.vocabulary import term

if TYPE_CHECKING:
    from pyoxigraph import Store

#: triples that HermiT gets at once: its time grows faster than their number
BATCH = 10_000
#: longer texts are judged by their hash: HermiT asks only whether two are the same
LONG = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A node that cannot be as the graph says, with the reason and the triples that clash."""

    article: str
    node: str
    reason: str
    triples: tuple[str, ...]

    def __str__(self) -> str:
        return f"<{self.node}>: {self.reason}: {' '.join(self.triples)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the reasoner found.

    ``contradictions`` may be empty although ``consistent`` is false, where the clash is none of those we can name;
    ``graphs`` then still tells between which graphs it lies. ``unsatisfiable`` holds classes that nothing can be in.
    """

    consistent: bool
    graphs: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    unsatisfiable: tuple[str, ...] = ()


def reason(store: Store) -> Verdict:
    """Say whether the store is consistent with the ontology, and if not, where.

    Raises:
        KgError: Java, which the reasoner runs on, is missing, or the reasoner fails.
    """
    require_java()
    refused: list[str] = []
    contradictions: list[Contradiction] = []
    empty: set[str] = set()
    for batch in _batches(portions(store)):
        consistent, unsatisfiable = judge(triple for portion in batch for triple in portion.triples)
        empty |= unsatisfiable
        if not consistent:
            found = [clash for portion in batch for clash in clashes(portion)]
            contradictions += found
            refused += sorted({clash.article for clash in found} or {portion.graph for portion in batch})
    return Verdict(
        consistent=not refused,
        graphs=tuple(refused),
        contradictions=tuple(contradictions),
        unsatisfiable=tuple(sorted(empty)),
    )


def require_java() -> None:
    """Make sure that Java can be run.

    Raises:
        KgError: it cannot be found.
    """
    import owlready2

    if shutil.which(owlready2.JAVA_EXE) is None:
        raise KgError(
            "The reasoner HermiT needs Java, which is not on this machine's path. "
            "Install a Java runtime (11 or later), or validate without --reasoner."
        )


def judge(triples: Iterable[Triple]) -> tuple[bool, frozenset[str]]:
    """Return whether the triples are consistent with the ontology, and the classes that nothing can be in.

    Raises:
        KgError: the reasoner fails.
    """
    import owlready2

    data = "".join(f"{_for_owl(triple)} .\n" for triple in triples)
    with _own_temporary_files(), contextlib.closing(owlready2.World()) as world:
        world.get_ontology("https://w3id.org/newskg/judged#").load(fileobj=io.BytesIO(_axioms() + data.encode()))
        try:
            owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return False, frozenset()
        except owlready2.OwlReadyJavaError as error:
            raise KgError(f"The reasoner failed: {' '.join(str(error).split())[:300]}") from error
        return True, frozenset(c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing)


@contextlib.contextmanager
def _own_temporary_files() -> Iterator[None]:
    """Give owlready2 a folder of its own: it leaves its file behind where an ontology is inconsistent."""
    former = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="kg-reasoner-") as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = former


def _batches(stream: Iterable[Portion]) -> Iterator[list[Portion]]:
    batch: list[Portion] = []
    size = 0
    for portion in stream:
        if batch and size + len(portion.triples) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(portion)
        size += len(portion.triples)
    yield batch


@cache
def _axioms() -> bytes:
    # owlready2 would look for an import on the network
    wanted = (triple for triple in ontology() if triple[1] != OWL.imports)
    return "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in wanted).encode()


def _for_owl(triple: Triple) -> Triple:
    """Return the triple in OWL's datatypes: a day as its midnight, a long text as its hash."""
    thing = triple.object
    if not isinstance(thing, Literal):
        return triple
    if thing.datatype.value == term("xsd:date"):
        thing = Literal(f"{thing.value}T00:00:00", datatype=NamedNode(term("xsd:dateTime")))
    elif len(thing.value) > LONG:
        thing = Literal(hashlib.sha256(thing.value.encode()).hexdigest())
    return Triple(triple.subject, triple.predicate, thing)


@cache
def _schema() -> _Schema:
    return _Schema(ontology())


def _short(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def clashes(portion: Portion) -> Iterator[Contradiction]:
    """Yield the nodes of a portion that break an axiom of the ontology, with the triples that do it."""
    reasons: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    schema = _schema()
    for triple in portion.triples:
        subject, predicate = str(triple.subject)[1:-1], triple.predicate.value
        text = f"{triple} ."
        thing = triple.object
        if predicate == term("rdf:type"):
            for above in schema.above[thing.value]:  # type: ignore[union-attr]
                reasons[subject][above].add(text)
        for above in schema.properties[predicate]:
            for kind in schema.domains[above]:
                reasons[subject][kind].add(text)
            if isinstance(thing, NamedNode):
                for kind in schema.ranges[above]:
                    reasons[thing.value][kind].add(text)
            if above in schema.functional:
                values[subject, above][str(thing)] = text
            if above in schema.irreflexive and str(triple.subject) == str(thing):
                yield Contradiction(
                    article=portion.graph,
                    node=subject,
                    reason=f"{_short(above)} holds of no node with itself",
                    triples=(text,),
                )
    for node, kinds in sorted(reasons.items()):
        for one, other in sorted(schema.disjoint):
            if one in kinds and other in kinds:
                yield Contradiction(
                    article=portion.graph,
                    node=node,
                    reason=f"nothing is both {_short(one)} and {_short(other)}",
                    triples=tuple(sorted({min(kinds[one]), min(kinds[other])})),
                )
    for (node, name), found in sorted(values.items()):
        if len(found) > 1 and schema.told_apart(found):
            yield Contradiction(
                article=portion.graph,
                node=node,
                reason=f"{_short(name)} has one value at most",
                triples=tuple(sorted(found.values())),
            )


class _Schema:
    """The axioms of the ontology, read for `clashes`."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self.graph = graph
        self.above: dict[str, frozenset[str]] = defaultdict(frozenset)
        for c in graph.subjects(RDF.type, OWL.Class):
            self.above[str(c)] = frozenset(str(d) for d in graph.transitive_objects(c, RDFS.subClassOf))
        self.properties: dict[str, frozenset[str]] = defaultdict(frozenset)
        self.domains: dict[str, frozenset[str]] = defaultdict(frozenset)
        self.ranges: dict[str, frozenset[str]] = defaultdict(frozenset)
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
            for p in graph.subjects(RDF.type, kind):
                self.properties[str(p)] = frozenset(str(q) for q in graph.transitive_objects(p, RDFS.subPropertyOf))
                self.domains[str(p)] = self._classes(graph.objects(p, RDFS.domain))
                self.ranges[str(p)] = self._classes(graph.objects(p, RDFS.range))
        self.functional = self._of_kind(OWL.FunctionalProperty)
        self.irreflexive = self._of_kind(OWL.IrreflexiveProperty)
        self.disjoint = frozenset((str(a), str(b)) for a, b in graph.subject_objects(OWL.disjointWith))
        self.different = frozenset(frozenset((f"<{a}>", f"<{b}>")) for a, b in graph.subject_objects(OWL.differentFrom))

    def _classes(self, nodes: Iterable[rdflib.term.Node]) -> frozenset[str]:
        return frozenset(above for node in nodes for above in self.above[str(node)])

    def _of_kind(self, kind: rdflib.URIRef) -> frozenset[str]:
        return frozenset(str(p) for p in self.graph.subjects(RDF.type, kind))

    def told_apart(self, terms: Iterable[str]) -> bool:
        """Say whether two of the terms are known to differ: literals do, nodes only where the ontology says so."""
        found = sorted(terms)
        return any(
            a.startswith('"') or frozenset((a, b)) in self.different
            for number, a in enumerate(found)
            for b in found[number + 1 :]
        )
