"""Join the mentions of an article that mean the same entity.

Names first (`kg.annotate.coreference.aliases`), then nominal groups and pronouns in the order of reading
(`kg.annotate.coreference.anaphora`), at last, when the statements are known, "I" and "we" inside quotations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.annotate import nouns
from kg.annotate.coreference import aliases, anaphora, clusters, expletives, namings, owned, quoting
from kg.annotate.document import Document, Phrase
from kg.annotate.names import titles
from kg.annotate.statements import cues
from kg.model import Mention, Statement
from kg.vocabulary import ORGANIZATIONS, STATES

#: characters of a sentence kept as an example
_EXAMPLE = 100
_FIRST_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
#: before the title of somebody who does not speak for the country named with it
_AGAINST = frozenset({"opposition", "rebel", "dissident", "exiled", "former", "ex", "separatist", "activist", "ousted"})
_FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})


def chain(document: Document) -> Document:
    """Return the document with its entities, each with all its mentions.

    Pronouns too doubtful to join stay without an entity.
    """
    document = aliases.with_governments(document)
    named = namings.find(document)
    document = namings.typed(document, named)
    chains = anaphora.resolve(document, aliases.join(document, named), named)
    numbers, entities = clusters.entities(document, chains.clusters)
    return document.with_(chain=numbers, entities=entities)


def bind_speakers(document: Document, statements: Sequence[Statement]) -> Document:
    """Return the document with "I" and "we" inside quotations joined to who says them.

    "We" is joined to a speaking organization, country or group, or to the one that the text says a speaker
    speaks for or serves ("a spokesman for the ministry"); other speakers' "we" is left alone.
    """
    tokens, found = document.tokens, list(document.chain)
    entity = document.entity
    serves: dict[str, str | None] = {}
    announced, quotes = _announced(document), quoting.Quotes(document)
    for n, phrase in enumerate(document.phrases):
        if phrase.kind != "pronoun" or found[n] is not None:
            continue
        word = tokens.lower[phrase.start]
        if word not in _FIRST_SINGULAR and word not in _FIRST_PLURAL:
            continue
        speaker = _speaker(document, statements, phrase)
        if speaker is None and quotes.of(phrase.start) < 0:
            speaker = announced[tokens.sent[phrase.start]]
        if speaker is None:
            continue
        if entity[speaker].type == nouns.PERSON and word in _FIRST_PLURAL:
            if speaker not in serves:
                serves[speaker] = _serves(document, speaker)
            found[n] = serves[speaker]
        elif (entity[speaker].type == nouns.PERSON) == (word in _FIRST_SINGULAR):
            found[n] = speaker
    document = owned.renamed(_rechained(document, found))
    return document.with_(losses={**document.losses, **_doubtful(document)})


def _speaker(document: Document, statements: Sequence[Statement], phrase: Phrase) -> str | None:
    """Return who says the innermost quotation around a pronoun, or None."""
    span = document.tokens.span(phrase.start, phrase.end)
    around = [s for s in statements if s.speaker and s.kind != "indirect" and any(c.covers(span) for c in s.content)]
    return min(around, key=lambda s: sum(c.end - c.start for c in s.content)).speaker if around else None


def _announced(document: Document) -> list[str | None]:
    """Return for each sentence who was announced before it by "The minister said:", speaking without quotation marks.

    Such a speech goes on until the next is announced, as in press releases.
    """
    tokens = document.tokens
    found: list[str | None] = []
    speaker: str | None = None
    for start, end in tokens.sentences:
        found.append(speaker)
        last = next((i for i in range(end - 1, start - 1, -1) if not tokens.text[i].isspace()), start)
        if tokens.text[last] != ":":
            continue
        for verb in range(start, last):
            cue = cues.table("verb").get(tokens.lemma[verb]) if tokens.pos[verb] == "VERB" else None
            subject = tokens.child(verb, "nsubj") if cue is not None and cue.kind == "speech" else None
            if subject is not None and (who := document.entity_at(subject)) is not None:
                speaker = who
    return found


def _doubtful(document: Document) -> Mapping[str, tuple[str, ...]]:
    """Return the pronouns that no entity was found for, each with its sentence."""
    tokens = document.tokens
    found = []
    for n, phrase in enumerate(document.phrases):
        if phrase.kind == "pronoun" and document.chain[n] is None and not expletives.is_empty(document, phrase.start):
            sentence = tokens.span(*tokens.sentences[tokens.sent[phrase.start]]).of(document.text)
            found.append(f'"{tokens.text[phrase.start]}" in "{sentence[:_EXAMPLE]}"')
    return {"pronoun without a clear antecedent": tuple(found)} if found else {}


def _serves(document: Document, person: str) -> str | None:
    """Return the organization or country that a person's titles and appositions name, or None."""
    tokens = document.tokens
    for n, phrase in enumerate(document.phrases):
        if document.chain[n] != person or phrase.kind == "pronoun":
            continue
        around = titles.before(document, phrase) if phrase.kind == "name" else (phrase.start, phrase.end)
        if around is None or not nouns.roles().keys() & set(tokens.lemma[around[0] : around[1]]):
            continue
        if _AGAINST & set(tokens.lower[around[0] : around[1]]):
            continue
        inside = [
            m
            for m, other in enumerate(document.phrases)
            if around[0] <= other.start
            and other.end <= around[1]
            and other.kind == "name"
            and document.chain[m]
            and other.type in ORGANIZATIONS | STATES
        ]
        if inside:
            return document.chain[max(inside, key=lambda m: document.phrases[m].end - document.phrases[m].start)]
    return None


def _rechained(document: Document, chain: Sequence[str | None]) -> Document:
    """Return the document with a new chain, its entities with their mentions anew."""
    if tuple(chain) == document.chain:
        return document
    members: dict[str, list[int]] = {}
    for n, id_ in enumerate(chain):
        if id_ is not None:
            members.setdefault(id_, []).append(n)
    entities = tuple(
        # a chain only grows
        entity
        if len(entity.mentions) == len(members[entity.id])
        else replace(
            entity,
            mentions=tuple(
                Mention(
                    span=document.tokens.span(document.phrases[n].start, document.phrases[n].end),
                    kind=document.phrases[n].kind,
                )
                for n in members[entity.id]
            ),
        )
        for entity in document.entities
    )
    return document.with_(chain=tuple(chain), entities=entities)
