"""Tell which groups only the headline has named so far, leaving out whose they are: "Army Blames Rebels"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate import nouns
from kg.annotate.clusters import Cluster, family
from kg.annotate.document import Document, Phrase


def bare(document: Document, clusters: Sequence[Cluster], phrase: Phrase) -> Cluster | None:
    """Return what the headline calls by the head noun of a group alone, and nothing since, or None.

    "Bloc" in a headline is the bloc that the article tells of first.
    """
    tokens, phrases = document.tokens, document.phrases
    if phrase.plural or phrase.kind == "pronoun" or phrase.type == nouns.PERSON or tokens.sent[phrase.head] == 0:
        return None
    for cluster in clusters:
        if not cluster.members or family(cluster.type) != family(phrase.type) or cluster.plural:
            continue
        alone = all(phrases[m].start == phrases[m].head == phrases[m].end - 1 for m in cluster.members)
        first = all(tokens.sent[phrases[m].head] == 0 for m in cluster.members)
        if alone and first and any(tokens.lemma[phrases[m].head] == tokens.lemma[phrase.head] for m in cluster.members):
            return cluster
    return None
