"""Write what was read from an article as the quads of its named graph.

The graph's name is the article's IRI, and the graph is a pure function of the extraction: where a file lay, when
it was read and what else is in the store leave no trace in it. There are no blank nodes. Every fact (event,
statement, alignment, relation) carries its rule and confidence and points to the passage it was read from.
``docs/graph.md`` shows the shape.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg.graph.nodes import named
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
from kg.vocabulary import BASE, part_iri, text_hash

#: characters before and after a quotation that tell it from the same words elsewhere
CONTEXT = 24

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


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
                yield node, named("rdf:type"), named("kg:Loss")
                yield node, named("kg:reason"), Literal(reason)
                yield node, named("kg:example"), Literal(example)

    def about_article(self, base: str) -> Iterator[Triple]:
        article, node = self.article, self.node
        agent = NamedNode(f"{base}agent/kg-{kg.__version__}")
        yield node, named("rdf:type"), named("kg:Article")
        yield node, named("kg:name"), Literal(article.name)
        yield node, named("kg:text"), Literal(article.text)
        yield node, named("kg:textHash"), Literal(text_hash(article.text))
        yield node, named("dc:language"), Literal(article.language)
        yield node, named("kg:readBy"), agent
        yield agent, named("rdf:type"), named("prov:SoftwareAgent")
        yield agent, named("schema:softwareVersion"), Literal(kg.__version__)
        if article.title is not None:
            yield node, named("dcterms:title"), Literal(article.title)
        if article.publisher is not None:
            yield node, named("dc:publisher"), Literal(article.publisher)
        for author in article.authors:
            yield node, named("dc:creator"), Literal(author)
        if article.published is not None:
            yield node, named("dcterms:issued"), _date(article.published)
        if article.url is not None:
            yield node, named("schema:url"), Literal(article.url, datatype=named("xsd:anyURI"))

    def about_entity(self, entity: Entity) -> Iterator[Triple]:
        node = self.entity(entity.id)
        yield node, named("rdf:type"), named(f"kg:{entity.type}")
        yield node, named("skos:prefLabel"), Literal(entity.name)
        for alias in sorted({m.span.of(self.text) for m in entity.mentions if m.kind == "name"} - {entity.name}):
            yield node, named("skos:altLabel"), Literal(alias)
        for number, mention in enumerate(entity.mentions):
            yield from self.about_mention(node, self.part("mention", f"{entity.id}.{number}"), mention)
        for number, match in enumerate(entity.matches):
            yield from self.about_match(node, self.part("match", f"{entity.id}.{number}"), match)
        if entity.lat is not None and entity.lon is not None:
            yield node, named("wgs84:lat"), _decimal(entity.lat)
            yield node, named("wgs84:long"), _decimal(entity.lon)
        if entity.country is not None:
            yield node, named("kg:countryCode"), Literal(entity.country)

    def about_mention(self, entity: NamedNode, node: NamedNode, mention: Mention) -> Iterator[Triple]:
        yield entity, named("kg:mention"), node
        yield node, named("rdf:type"), named(MENTION_CLASS[mention.kind])
        yield from _position(node, mention.span)

    def about_match(self, entity: NamedNode, node: NamedNode, match: Match) -> Iterator[Triple]:
        yield node, named("rdf:type"), named("kg:Match")
        yield node, named("kg:entity"), entity
        yield node, named("kg:target"), NamedNode(match.target)
        yield node, named("kg:matchMethod"), Literal(match.method)
        yield node, named("kg:score"), _decimal(match.score)
        if match.label:
            yield node, named("kg:targetLabel"), Literal(match.label)
        for rank, other in enumerate(match.alternatives, 1):
            yield node, named("kg:alternative"), Literal(f"{rank} {other}")

    def about_event(self, event: Event) -> Iterator[Triple]:
        node = self.event(event.id)
        yield node, named("rdf:type"), named(f"kg:{event.type}")
        if event.subtype is not None:
            yield node, named("rdf:type"), named(f"kg:{event.subtype}")
        yield node, named("kg:eventType"), Literal(event.type)
        yield node, named("kg:triggerText"), Literal(event.trigger.of(self.text))
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
        yield event, named("kg:participant"), node
        yield node, named("rdf:type"), named("kg:Participant")
        yield node, named("kg:role"), named(f"kg:{participant.role}")
        yield from _position(node, participant.span)
        if participant.entity is not None:
            entity = self.entity(participant.entity)
            yield node, named("kg:entity"), entity
            yield event, named(f"kg:has{participant.role.capitalize()}"), entity

    def about_casualties(self, event: NamedNode, casualties: Casualties) -> Iterator[Triple]:
        if casualties.killed is not None:
            yield event, named("kg:killed"), Literal(casualties.killed)
        if casualties.injured is not None:
            yield event, named("kg:injured"), Literal(casualties.injured)
        if casualties.span is not None:
            yield from self.anchored(event, "kg:casualtyAnchor", casualties.span)

    def about_statement(self, statement: Statement, events: Iterable[str]) -> Iterator[Triple]:
        node = self.statement(statement.id)
        yield node, named("rdf:type"), named("kg:Statement")
        yield node, named("kg:statementKind"), named(f"kg:{statement.kind}")
        if statement.speaker is not None:
            yield node, named("kg:speaker"), self.entity(statement.speaker)
        for speaker in statement.co_speakers:
            yield node, named("kg:coSpeaker"), self.entity(speaker)
        if statement.addressee is not None:
            yield node, named("kg:addressee"), self.entity(statement.addressee)
        if statement.within is not None:
            yield node, named("kg:within"), self.statement(statement.within)
        for topic in statement.about:
            yield node, named("kg:about"), self.event(topic) if topic in events else self.entity(topic)
        if statement.source is not None:
            yield from self.anchored(node, "kg:sourceAnchor", statement.source)
        if statement.cue:
            yield node, named("kg:cueText"), Literal(self.quote(statement.cue))
        for span in statement.cue:
            yield from self.anchored(node, "kg:cueAnchor", span)
        yield node, named("kg:contentText"), Literal(self.quote(statement.content))
        for span in statement.content:
            yield from self.anchored(node, "kg:contentAnchor", span)
        yield from self.fact(node, statement.evidence, statement.factuality)

    def about_alignment(self, alignment: Alignment) -> Iterator[Triple]:
        node = self.part("alignment", alignment.id)
        yield node, named("rdf:type"), named("kg:Alignment")
        yield node, named("kg:subject"), self.entity(alignment.subject)
        yield node, named("kg:object"), self.entity(alignment.object)
        yield node, named("kg:polarity"), Literal(alignment.polarity)
        yield node, named("kg:relationName"), Literal(alignment.relation)
        yield node, named("kg:basis"), named(f"kg:{alignment.basis}Basis")
        if alignment.event is not None:
            yield node, named("kg:fromEvent"), self.event(alignment.event)
        yield from self.when(node, alignment.time)
        yield from self.sourced(node, alignment.attributed_to, alignment.statement)
        yield from self.fact(node, alignment.evidence, alignment.factuality)

    def about_relation(self, relation: Relation) -> Iterator[Triple]:
        node = self.part("relation", relation.id)
        yield node, named("rdf:type"), named("kg:Relation")
        yield node, named("kg:subject"), self.entity(relation.subject)
        yield node, named("kg:relationName"), Literal(relation.relation)
        if relation.object is not None:
            yield node, named("kg:object"), self.entity(relation.object)
        if relation.value is not None:
            yield node, named("kg:value"), Literal(relation.value)
        yield from self.sourced(node, relation.attributed_to, None)
        yield from self.fact(node, relation.evidence, relation.factuality)

    def fact(self, node: NamedNode, evidence: Evidence, factuality: str) -> Iterator[Triple]:
        start, end = evidence.span
        passage = self.part("evidence", f"{start}-{end}")
        yield node, named("kg:factuality"), named(f"kg:{factuality}")
        yield node, named("kg:rule"), Literal(evidence.rule)
        yield node, named("kg:confidence"), _decimal(evidence.confidence)
        yield node, named("kg:evidence"), passage
        yield passage, named("rdf:type"), named("kg:Evidence")
        yield passage, named("oa:hasSource"), self.node
        yield from _position(passage, evidence.span)
        yield passage, named("oa:exact"), Literal(evidence.span.of(self.text))
        yield passage, named("oa:prefix"), Literal(self.text[max(0, start - CONTEXT) : start])
        yield passage, named("oa:suffix"), Literal(self.text[end : end + CONTEXT])

    def sourced(self, node: NamedNode, attributed_to: str | None, statement: str | None) -> Iterator[Triple]:
        if attributed_to is not None:
            yield node, named("kg:attributedTo"), self.entity(attributed_to)
        if statement is not None:
            yield node, named("kg:fromStatement"), self.statement(statement)

    def when(self, node: NamedNode, interval: Interval | None) -> Iterator[Triple]:
        if interval is None:
            return
        bounds = [("kg:startDate", interval.start), ("kg:endDate", interval.end)]
        days = "_".join(day.isoformat() if day else "open" for _, day in bounds)
        where = f"_{interval.span.start}-{interval.span.end}" if interval.span else ""
        period = self.part("time", f"{days}_{interval.granularity}{where}")
        yield node, named("kg:time"), period
        yield period, named("rdf:type"), named("kg:TimeInterval")
        for dated in (node, period):
            yield dated, named("kg:granularity"), Literal(interval.granularity)
        for name, day in bounds:
            if day is not None:
                yield node, named(name), _date(day)
                yield period, named(name), _date(day)
        if interval.span is not None:
            yield from self.anchored(period, "kg:timeAnchor", interval.span)

    def anchored(self, node: NamedNode, predicate: str, span: Span) -> Iterator[Triple]:
        anchor = self.part("anchor", f"{span.start}-{span.end}")
        yield node, named(predicate), anchor
        yield anchor, named("rdf:type"), named("kg:Anchor")
        yield from _position(anchor, span)

    def quote(self, spans: Iterable[Span]) -> str:
        """Return the text of the spans, with an ellipsis where something stands between them."""
        return " … ".join(span.of(self.text) for span in spans)


def _position(node: NamedNode, span: Span) -> Iterator[Triple]:
    # oa: says xsd:nonNegativeInteger, but Oxigraph gives every integer back as xsd:integer
    yield node, named("oa:start"), Literal(span.start)
    yield node, named("oa:end"), Literal(span.end)


def _date(day: dt.date) -> Literal:
    return Literal(day.isoformat(), datatype=named("xsd:date"))


def _decimal(number: float) -> Literal:
    """Return the number as a canonical decimal: no exponent, no idle zeros (Oxigraph drops them in any case)."""
    digits = f"{number:.6f}".rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=named("xsd:decimal"))


def _slug(reason: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in reason)
