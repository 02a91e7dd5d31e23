"""Keep what persons decided of two actors, or of a link to the outside, in a named graph of its own.

A judgement outranks every score. There is one a pair, the newest; it names groups of entities by their IRIs, which
hang on nothing but names, families, countries and identifiers. So it outlives the articles: while none of them is in
the graph it is inert. What is kept is a function of the set of judgements, whatever the order in which they came.
"""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import pyoxigraph as ox

from kg.graph.nodes import named
from kg.resolve.identity import Verdict
from kg.vocabulary import BASE, JUDGEMENTS_GRAPH, digest, term

if TYPE_CHECKING:
    from kg.graph.store import Store

Kind = Literal["identity", "match"]

CLASSES: dict[Kind, str] = {"identity": "kg:IdentityDecision", "match": "kg:MatchDecision"}
VERDICTS: dict[Verdict, str] = {"same": "kg:accepted", "different": "kg:rejected", "unsure": "kg:undecided"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether two groups of entities are the same actor, or a group is what a record outside describes.

    ``subject`` is the IRI of a group, ``object`` of another one (``kind`` is "identity") or of a record of a
    knowledge base ("match"). ``when`` is in UTC.
    """

    subject: str
    object: str
    verdict: Verdict
    who: str
    when: dt.datetime
    kind: Kind = "identity"
    comment: str = ""

    @property
    def pair(self) -> tuple[str, ...]:
        """What is judged: two groups have no order among them.

        >>> one = Judgement(subject="b", object="a", verdict="same", who="x", when=dt.datetime(2024, 3, 1))
        >>> one.pair
        ('identity', 'a', 'b')
        """
        ends = (self.subject, self.object)
        return (self.kind, *(sorted(ends) if self.kind == "identity" else ends))

    def iri(self, base: str = BASE) -> str:
        """Return the IRI of the judgement, which hangs on its pair alone."""
        return f"{base}judgement/{digest(*self.pair)}"


def judge(subject: str, object_: str, verdict: Verdict, *, who: str = "", kind: Kind = "identity") -> Judgement:
    """Return a judgement made now, by the person who is logged in unless told otherwise."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    return Judgement(subject=subject, object=object_, verdict=verdict, who=who or whoami(), when=now, kind=kind)


def whoami() -> str:
    """Return the name of the person who is logged in, or "unknown" where the system has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container's user without a name
        return "unknown"


def read(store: Store, *, base: str = BASE) -> list[Judgement]:
    """Return the judgements of a store, in order of their pairs."""
    nodes: dict[str, dict[str, str]] = {}
    for quad in store.quads(base + JUDGEMENTS_GRAPH):
        node = nodes.setdefault(quad.subject.value, {})  # type: ignore[union-attr]
        node[quad.predicate.value] = quad.object.value  # type: ignore[union-attr]
    return sorted((_judgement(node) for node in nodes.values()), key=lambda j: j.pair)


def _judgement(node: dict[str, str]) -> Judgement:
    kinds = {term(curie): kind for kind, curie in CLASSES.items()}
    verdicts = {term(curie): verdict for verdict, curie in VERDICTS.items()}
    return Judgement(
        subject=node[term("kg:judgedEntity")],
        object=node[term("kg:judgedAs")],
        verdict=verdicts[node[term("kg:verdict")]],
        who=node[term("dc:creator")],
        when=dt.datetime.fromisoformat(node[term("dcterms:created")].removesuffix("Z")),
        kind=kinds[node[term("rdf:type")]],
        comment=node.get(term("rdfs:comment"), ""),
    )


def keep(store: Store, judgements: Iterable[Judgement], *, base: str = BASE) -> None:
    """Add judgements to a store; of several on one pair the newest stays."""
    newest: dict[tuple[str, ...], Judgement] = {}
    for judgement in (*read(store, base=base), *judgements):
        other = newest.get(judgement.pair)
        if other is None or _rank(other) < _rank(judgement):
            newest[judgement.pair] = judgement
    _write(store, newest.values(), base)


def take_back(store: Store, judgement: Judgement, *, former: Judgement | None = None, base: str = BASE) -> None:
    """Remove the judgement on a pair; ``former`` is what was judged before and stands again."""
    rest = [other for other in read(store, base=base) if other.pair != judgement.pair]
    _write(store, [*rest, *([former] if former else [])], base)


def _rank(judgement: Judgement) -> tuple[dt.datetime, int, str, str, str]:
    """Return what the newest is chosen by; at one moment the more cautious verdict wins."""
    caution = get_args(Verdict).index(judgement.verdict)
    return judgement.when, caution, judgement.who, judgement.comment, judgement.subject


def _write(store: Store, judgements: Iterable[Judgement], base: str) -> None:
    store.replace(base + JUDGEMENTS_GRAPH, (quad for judgement in judgements for quad in _quads(judgement, base)))


def _quads(judgement: Judgement, base: str) -> Iterator[ox.Quad]:
    graph, node = ox.NamedNode(base + JUDGEMENTS_GRAPH), ox.NamedNode(judgement.iri(base))
    created = ox.Literal(judgement.when.isoformat() + "Z", datatype=named("xsd:dateTime"))
    subject, object_ = judgement.pair[1:]
    values: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        ("rdf:type", named(CLASSES[judgement.kind])),
        ("kg:judgedEntity", ox.NamedNode(subject)),
        ("kg:judgedAs", ox.NamedNode(object_)),
        ("kg:verdict", named(VERDICTS[judgement.verdict])),
        ("dc:creator", ox.Literal(judgement.who)),
        ("dcterms:created", created),
    ]
    if judgement.comment:
        values.append(("rdfs:comment", ox.Literal(judgement.comment)))
    for predicate, value in values:
        yield ox.Quad(node, named(predicate), value, graph)


def identities(judgements: Iterable[Judgement]) -> dict[frozenset[str], Verdict]:
    """Return the verdicts on pairs of groups, as `kg.resolve.identity.resolve` takes them."""
    return {frozenset((j.subject, j.object)): j.verdict for j in judgements if j.kind == "identity"}


def matches(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Verdict]:
    """Return the verdicts on links, by group and target."""
    return {(j.subject, j.object): j.verdict for j in judgements if j.kind == "match"}
