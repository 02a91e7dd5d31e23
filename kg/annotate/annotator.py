"""Read the facts out of articles: parse, names, coreference, times, statements, events, relations, alignments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.annotate import nlp
from kg.annotate.alignments import alignments
from kg.annotate.coreference import coreference, nationality
from kg.annotate.document import Document
from kg.annotate.events import events
from kg.annotate.names import names, toponyms
from kg.annotate.relations import relations
from kg.annotate.statements import statements
from kg.annotate.times import times
from kg.model import Article, Extraction
from kg.resolve import gazetteer, gazetteer_matching, organizations, places


def annotate(articles: Iterable[Article], *, model: str = nlp.DEFAULT_MODEL) -> Iterator[Extraction]:
    """Yield what is read from each article, in order."""
    for document in nlp.parse(articles, model=model):
        yield read(document)


def read(document: Document) -> Extraction:
    """Return everything that the layers read from one parsed article."""
    atlas = gazetteer.default()
    mentions = toponyms.find(document, names.find(document), atlas)
    starts, layout = document.tokens.start, document.layout
    document = document.with_(phrases=tuple(m for m in mentions if not layout.is_furniture(starts[m.start])))
    document = organizations.link(places.link(coreference.chain(document), atlas))
    document = gazetteer_matching.link(nationality.mark(document))
    when = times.find(document)
    said = statements.find(document)
    document = coreference.bind_speakers(document, said)
    said = statements.bind(document, said)
    happened = events.find(document, said, when)
    said = statements.link_topics(document, said, happened)
    ties = relations.find(document, said, happened)
    sides = alignments.find(document, said, happened, ties, when)
    return Extraction(
        article=document.article,
        entities=document.entities,
        events=happened,
        statements=said,
        alignments=sides,
        relations=ties,
        losses=document.losses,
    )
