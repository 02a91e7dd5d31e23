"""Write what was read from an article as the quads of its named graph.

The graph's name is the article's IRI, and the graph is a pure function of the extraction: where a file lay, when
it was read and what else is in the store leave no trace in it. There are no blank nodes. Every fact (event,
statement, alignment, relation) carries its rule and confidence and points to the passage it was read from.
``docs/graph.md`` shows the shape.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg.model import (
    Alignment,
    Article,
    Casualties,
    Entity,
    Event,
    Evidence,
    Extraction,
    Interval,
    Match,
    Mention,
    Participant,
    Relation,
    Span,
    Statement,
)
from kg.vocabulary import BASE, part_iri, term, text_hash

#: characters before and after a quotation that tell it from the same words elsewhere
CONTEXT = 24

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


@cache
def _n(curie: str) -> NamedNode:
    return NamedNode(term(curie))


MENTION_CLASS = {"name": "kg:NameMention", "nominal": "kg:NominalMention", "pronoun": "kg:PronounMention"}


def quads(extraction: Extraction, *, base: str = BASE) -> Iterator[Quad]:
    """Yield the quads of the article's own named graph, each once.

    Arguments:
        base: where the IRI of the software that read the article is minted; the other IRIs hang on the article's.
    """
    graph = NamedNode(extraction.article.iri)
    for subject, predicate, value in dict.fromkeys(_Writer(extraction.article).triples(extraction, base)):
        yield Quad(subject, predicate, value, graph)


class _Writer:
    """Mints the IRIs of one article's parts and writes them."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text
        self.node = NamedNode(article.iri)

    def part(self, kind: str, local_id: str) -> NamedNode:
        return NamedNode(part_iri(self.article.iri, kind, local_id))

    def entity(self, local_id: str) -> NamedNode:
        return self.part("entity", local_id)

    def event(self, local_id: str) -> NamedNode:
        return self.part("event", local_id)

    def statement(self, local_id: str) -> NamedNode:
        return self.part("statement", local_id)

    def triples(self, extraction: Extraction, base: str) -> Iterator[Triple]:
        yield from self.about_article(base)
        events = {event.id for event in extraction.events}
        for entity in extraction.entities:
            yield from self.about_entity(entity)
        for event in extraction.events:
            yield from self.about_event(event)
        for statement in extraction.statements:
            yield from self.about_statement(statement, events)
        for alignment in extraction.alignments:
            yield from self.about_alignment(alignment)
        for relation in extraction.relations:
            yield from self.about_relation(relation)
        for reason, examples in extraction.losses.items():
            for number, example in enumerate(examples):
                node = self.part("loss", f"{_slug(reason)}.{number}")
                yield node, _n("rdf:type"), _n("kg:Loss")
                yield node, _n("kg:reason"), Literal(reason)
                yield node, _n("kg:example"), Literal(example)

    def about_article(self, base: str) -> Iterator[Triple]:
        article, node = self.article, self.node
        agent = NamedNode(f"{base}agent/kg-{kg.__version__}")
        yield node, _n("rdf:type"), _n("kg:Article")
        yield node, _n("kg:name"), Literal(article.name)
        yield node, _n("kg:text"), Literal(article.text)
        yield node, _n("kg:textHash"), Literal(text_hash(article.text))
        yield node, _n("dc:language"), Literal(article.language)
        yield node, _n("kg:readBy"), agent
        yield agent, _n("rdf:type"), _n("prov:SoftwareAgent")
        yield agent, _n("schema:softwareVersion"), Literal(kg.__version__)
        if article.title is not None:
            yield node, _n("dcterms:title"), Literal(article.title)
        if article.publisher is not None:
            yield node, _n("dc:publisher"), Literal(article.publisher)
        for author in article.authors:
            yield node, _n("dc:creator"), Literal(author)
        if article.published is not None:
            yield node, _n("dcterms:issued"), _date(article.published)
        if article.url is not None:
            yield node, _n("schema:url"), Literal(article.url, datatype=_n("xsd:anyURI"))

    def about_entity(self, entity: Entity) -> Iterator[Triple]:
        node = self.entity(entity.id)
        yield node, _n("rdf:type"), _n(f"kg:{entity.type}")
        yield node, _n("skos:prefLabel"), Literal(entity.name)
        for alias in sorted({m.span.of(self.text) for m in entity.mentions if m.kind == "name"} - {entity.name}):
            yield node, _n("skos:altLabel"), Literal(alias)
        for number, mention in enumerate(entity.mentions):
            yield from self.about_mention(node, self.part("mention", f"{entity.id}.{number}"), mention)
        for number, match in enumerate(entity.matches):
            yield from self.about_match(node, self.part("match", f"{entity.id}.{number}"), match)
        if entity.lat is not None and entity.lon is not None:
            yield node, _n("wgs84:lat"), _decimal(entity.lat)
            yield node, _n("wgs84:long"), _decimal(entity.lon)
        if entity.country is not None:
            yield node, _n("kg:countryCode"), Literal(entity.country)

    def about_mention(self, entity: NamedNode, node: NamedNode, mention: Mention) -> Iterator[Triple]:
        yield entity, _n("kg:mention"), node
        yield node, _n("rdf:type"), _n(MENTION_CLASS[mention.kind])
        yield from _position(node, mention.span)

    def about_match(self, entity: NamedNode, node: NamedNode, match: Match) -> Iterator[Triple]:
        yield node, _n("rdf:type"), _n("kg:Match")
        yield node, _n("kg:entity"), entity
        yield node, _n("kg:target"), NamedNode(match.target)
        yield node, _n("kg:matchMethod"), Literal(match.method)
        yield node, _n("kg:score"), _decimal(match.score)
        if match.label:
            yield node, _n("kg:targetLabel"), Literal(match.label)
        for rank, other in enumerate(match.alternatives, 1):
            yield node, _n("kg:alternative"), Literal(f"{rank} {other}")

    def about_event(self, event: Event) -> Iterator[Triple]:
        node = self.event(event.id)
        yield node, _n("rdf:type"), _n(f"kg:{event.type}")
        if event.subtype is not None:
            yield node, _n("rdf:type"), _n(f"kg:{event.subtype}")
        yield node, _n("kg:eventType"), Literal(event.type)
        yield node, _n("kg:triggerText"), Literal(event.trigger.of(self.text))
        for span in (event.trigger, *event.same_as):
            yield from self.anchored(node, "kg:trigger", span)
        for number, participant in enumerate(event.participants):
            yield from self.about_participant(node, self.part("participant", f"{event.id}.{number}"), participant)
        if event.casualties is not None:
            yield from self.about_casualties(node, event.casualties)
        yield from self.when(node, event.time)
        yield from self.sourced(node, event.attributed_to, event.statement)
        yield from self.fact(node, event.evidence, event.factuality)

    def about_participant(self, event: NamedNode, node: NamedNode, participant: Participant) -> Iterator[Triple]:
        yield event, _n("kg:participant"), node
        yield node, _n("rdf:type"), _n("kg:Participant")
        yield node, _n("kg:role"), _n(f"kg:{participant.role}")
        yield from _position(node, participant.span)
        if participant.entity is not None:
            entity = self.entity(participant.entity)
            yield node, _n("kg:entity"), entity
            yield event, _n(f"kg:has{participant.role.capitalize()}"), entity

    def about_casualties(self, event: NamedNode, casualties: Casualties) -> Iterator[Triple]:
        if casualties.killed is not None:
            yield event, _n("kg:killed"), Literal(casualties.killed)
        if casualties.injured is not None:
            yield event, _n("kg:injured"), Literal(casualties.injured)
        if casualties.span is not None:
            yield from self.anchored(event, "kg:casualtyAnchor", casualties.span)

    def about_statement(self, statement: Statement, events: Iterable[str]) -> Iterator[Triple]:
        node = self.statement(statement.id)
        yield node, _n("rdf:type"), _n("kg:Statement")
        yield node, _n("kg:statementKind"), _n(f"kg:{statement.kind}")
        if statement.speaker is not None:
            yield node, _n("kg:speaker"), self.entity(statement.speaker)
        for speaker in statement.co_speakers:
            yield node, _n("kg:coSpeaker"), self.entity(speaker)
        if statement.addressee is not None:
            yield node, _n("kg:addressee"), self.entity(statement.addressee)
        if statement.within is not None:
            yield node, _n("kg:within"), self.statement(statement.within)
        for topic in statement.about:
            yield node, _n("kg:about"), self.event(topic) if topic in events else self.entity(topic)
        if statement.source is not None:
            yield from self.anchored(node, "kg:sourceAnchor", statement.source)
        if statement.cue:
            yield node, _n("kg:cueText"), Literal(self.quote(statement.cue))
        for span in statement.cue:
            yield from self.anchored(node, "kg:cueAnchor", span)
        yield node, _n("kg:contentText"), Literal(self.quote(statement.content))
        for span in statement.content:
            yield from self.anchored(node, "kg:contentAnchor", span)
        yield from self.fact(node, statement.evidence, statement.factuality)

    def about_alignment(self, alignment: Alignment) -> Iterator[Triple]:
        node = self.part("alignment", alignment.id)
        yield node, _n("rdf:type"), _n("kg:Alignment")
        yield node, _n("kg:subject"), self.entity(alignment.subject)
        yield node, _n("kg:object"), self.entity(alignment.object)
        yield node, _n("kg:polarity"), Literal(alignment.polarity)
        yield node, _n("kg:relationName"), Literal(alignment.relation)
        yield node, _n("kg:basis"), _n(f"kg:{alignment.basis}Basis")
        if alignment.event is not None:
            yield node, _n("kg:fromEvent"), self.event(alignment.event)
        yield from self.when(node, alignment.time)
        yield from self.sourced(node, alignment.attributed_to, alignment.statement)
        yield from self.fact(node, alignment.evidence, alignment.factuality)

    def about_relation(self, relation: Relation) -> Iterator[Triple]:
        node = self.part("relation", relation.id)
        yield node, _n("rdf:type"), _n("kg:Relation")
        yield node, _n("kg:subject"), self.entity(relation.subject)
        yield node, _n("kg:relationName"), Literal(relation.relation)
        if relation.object is not None:
            yield node, _n("kg:object"), self.entity(relation.object)
        if relation.value is not None:
            yield node, _n("kg:value"), Literal(relation.value)
        yield from self.sourced(node, relation.attributed_to, None)
        yield from self.fact(node, relation.evidence, relation.factuality)

    def fact(self, node: NamedNode, evidence: Evidence, factuality: str) -> Iterator[Triple]:
        start, end = evidence.span
        passage = self.part("evidence", f"{start}-{end}")
        yield node, _n("kg:factuality"), _n(f"kg:{factuality}")
        yield node, _n("kg:rule"), Literal(evidence.rule)
        yield node, _n("kg:confidence"), _decimal(evidence.confidence)
        yield node, _n("kg:evidence"), passage
        yield passage, _n("rdf:type"), _n("kg:Evidence")
        yield passage, _n("oa:hasSource"), self.node
        yield from _position(passage, evidence.span)
        yield passage, _n("oa:exact"), Literal(evidence.span.of(self.text))
        yield passage, _n("oa:prefix"), Literal(self.text[max(0, start - CONTEXT) : start])
        yield passage, _n("oa:suffix"), Literal(self.text[end : end + CONTEXT])

    def sourced(self, node: NamedNode, attributed_to: str | None, statement: str | None) -> Iterator[Triple]:
        if attributed_to is not None:
            yield node, _n("kg:attributedTo"), self.entity(attributed_to)
        if statement is not None:
            yield node, _n("kg:fromStatement"), self.statement(statement)

    def when(self, node: NamedNode, interval: Interval | None) -> Iterator[Triple]:
        if interval is None:
            return
        bounds = [("kg:startDate", interval.start), ("kg:endDate", interval.end)]
        days = "_".join(day.isoformat() if day else "open" for _, day in bounds)
        where = f"_{interval.span.start}-{interval.span.end}" if interval.span else ""
        period = self.part("time", f"{days}_{interval.granularity}{where}")
        yield node, _n("kg:time"), period
        yield period, _n("rdf:type"), _n("kg:TimeInterval")
        for dated in (node, period):
            yield dated, _n("kg:granularity"), Literal(interval.granularity)
        for name, day in bounds:
            if day is not None:
                yield node, _n(name), _date(day)
                yield period, _n(name), _date(day)
        if interval.span is not None:
            yield from self.anchored(period, "kg:timeAnchor", interval.span)

    def anchored(self, node: NamedNode, predicate: str, span: Span) -> Iterator[Triple]:
        anchor = self.part("anchor", f"{span.start}-{span.end}")
        yield node, _n(predicate), anchor
        yield anchor, _n("rdf:type"), _n("kg:Anchor")
        yield from _position(anchor, span)

    def quote(self, spans: Iterable[Span]) -> str:
        """Return the text of the spans, with an ellipsis where something stands between them."""
        return " … ".join(span.of(self.text) for span in spans)


def _position(node: NamedNode, span: Span) -> Iterator[Triple]:
    # oa: says xsd:nonNegativeInteger, but Oxigraph gives every integer back as xsd:integer
    yield node, _n("oa:start"), Literal(span.start)
    yield node, _n("oa:end"), Literal(span.end)


def _date(day: dt.date) -> Literal:
    return Literal(day.isoformat(), datatype=_n("xsd:date"))


def _decimal(number: float) -> Literal:
    """Return the number as a canonical decimal: no exponent, no idle zeros (Oxigraph drops them in any case)."""
    digits = f"{number:.6f}".rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=_n("xsd:decimal"))


def _slug(reason: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in reason)
