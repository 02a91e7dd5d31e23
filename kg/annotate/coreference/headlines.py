"""Tell which groups only the headline has named so far, leaving out whose they are: "Army Blames Rebels"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate import nouns
from kg.annotate.coreference.clusters import Cluster, family
from kg.annotate.document import Document, Phrase


def bare(document: Document, clusters: Sequence[Cluster], phrase: Phrase) -> Cluster | None:
    """Return what the headline calls by the head noun of a group alone, and nothing since, or None.

    "Bloc" in a headline is the bloc that the article tells of first.
    """
    tokens, phrases = document.tokens, document.phrases
    if phrase.plural or phrase.kind == "pronoun" or tokens.sent[phrase.head] == 0:
        return None
    if tokens.lemma[phrase.head] not in tokens.lemma[: tokens.sentences[0][1]]:
        return None
    if phrase.type == nouns.PERSON:
        return _person(document, clusters, phrase)
    for cluster in clusters:
        if not cluster.members or family(cluster.type) != family(phrase.type) or cluster.plural:
            continue
        alone = all(phrases[m].start == phrases[m].head == phrases[m].end - 1 for m in cluster.members)
        first = all(tokens.sent[phrases[m].head] == 0 for m in cluster.members)
        if alone and first and any(tokens.lemma[phrases[m].head] == tokens.lemma[phrase.head] for m in cluster.members):
            return cluster
    return None


def _person(document: Document, clusters: Sequence[Cluster], phrase: Phrase) -> Cluster | None:
    """Return whom the headline calls by a part of the same words, his office alone being too little."""
    tokens, phrases = document.tokens, document.phrases
    told = set(tokens.lower[phrase.start : phrase.end])
    for cluster in clusters:
        if cluster.type != nouns.PERSON or cluster.named or len(cluster.members) != 1:
            continue
        first = phrases[cluster.members[0]]
        words = set(tokens.lower[first.start : first.end])
        whole = first.kind == "nominal" and tokens.sent[first.head] == 0 and first.end == first.head + 1
        if whole and len(words) > 1 and words <= told and tokens.lower[first.head] == tokens.lower[phrase.head]:
            return cluster
    return None
