"""Join a description to the name that it stands beside: "Yahya Rasool, the spokesman", "its ally Iran"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.annotate import nouns
from kg.annotate.coreference import owned
from kg.annotate.coreference.clusters import Cluster, family
from kg.annotate.document import Document, Phrase
from kg.annotate.names import appositions, titles
from kg.annotate.statements import cues

#: words before some of those just spoken of: "the residents, especially children"
_AMONG = frozenset({"especially", "particularly", "including", "mostly", "mainly", "notably", "even", "largely"})


def apposed(document: Document, owner: Mapping[int, Cluster], phrase: Phrase) -> Cluster | None:
    """Return what the group is set beside: "Yahya Rasool, the spokesman", "the group Ansar al-Sharia"."""
    tokens = document.tokens
    head = phrase.head
    if _says(document, phrase) or tokens.lower[phrase.start - 1] in _AMONG:
        return None
    others = list(_beside(document, phrase))
    # "our partners, especially the Kurds" are not all Kurds
    others.extend(c for c in tokens.children[head] if tokens.dep[c] == "appos" and not tokens.childs(c, "advmod"))
    if tokens.dep[head] == "appos":
        before = tokens.head[head]
        # "A and B, his wife": the parser hangs the apposition on A
        others.extend(c for c in tokens.children[before] if tokens.dep[c] == "conj" and c < head)
        others.append(before)
    gender = nouns.roles().get(tokens.lemma[head], "")
    for other in others:
        m = document.phrase_by_head.get(other)
        if m is not None and m in owner:
            cluster = owner[m]
            if gender and cluster.gender not in ("", gender):
                continue
            if _compatible(cluster, phrase) and not (cluster.named and phrase.kind == "name"):
                return cluster
    return None


def _says(document: Document, phrase: Phrase) -> bool:
    """Say whether the group only says what stands before it: "freed by the church, the government said"."""
    tokens = document.tokens
    end = phrase.end
    if phrase.type == nouns.PERSON and tokens.lower[phrase.start] != "the":
        # "Omar Osei, commander of the force said"
        return False
    if not phrase.start > 0 or tokens.text[phrase.start - 1] != "," or end >= len(tokens):
        return False
    cue = cues.table("verb").get(tokens.lemma[end]) if tokens.tag[end] in ("VBD", "VBZ", "VBP") else None
    return cue is not None and cue.kind == "speech" and tokens.text[end + 1 : end + 2] in (["."], [","])


def counterpart(
    document: Document, owner: Mapping[int, Cluster], phrase: Phrase, whose: Cluster | None
) -> Cluster | None:
    """Return who "its ally Iran" or "Iran, its main ally," is."""
    if not owned.is_counterpart(document, phrase):
        return None
    for m in owned.named_beside(document, phrase):
        cluster = owner.get(m)
        if cluster is not None and cluster is not whose and owned.may_be(cluster):
            return cluster
    return None


def _beside(document: Document, phrase: Phrase) -> Iterator[int]:
    """Yield the head of the name that only a comma parts from the group, whatever the parser makes of it.

    "Neil Farrow, the UK envoy, said", "Minister for the Middle East, Owen Hartley said"
    """
    tokens = document.tokens
    if tokens.dep[phrase.head] == "poss":
        # "from Sahel Records, the band's name"
        return
    definite = tokens.lower[phrase.start] == "the" or tokens.text[phrase.head][:1].isupper()
    if phrase.start > 1 and family(phrase.type) == "organization":
        m = document.phrase_of[phrase.start - 2]
        if m is not None and document.phrases[m].kind == "name":
            name = document.phrases[m]
            if name.end == phrase.start - 1 and appositions.after(tokens, name.end) == phrase.head:
                yield name.head
    if not definite or phrase.plural:
        return
    if phrase.start > 1 and tokens.text[phrase.start - 1] == ",":
        m = document.phrase_of[phrase.start - 2]
        after = tokens.lower[phrase.end] if phrase.end < len(tokens) else ""
        if m is not None and document.phrases[m].kind == "name" and after not in ("and", "or"):
            yield document.phrases[m].head
    if phrase.end + 1 < len(tokens) and tokens.text[phrase.end] == ",":
        i = titles.starting_at(tokens, phrase.end + 1, end=min(phrase.end + 5, len(tokens)))
        m = document.phrase_of[i] if i < len(tokens) else None
        if m is not None and document.phrases[m].kind == "name":
            name = document.phrases[m]
            # "the governor of the province, Raúl Vidal, complained": after a small letter both commas are needed
            closed = tokens.text[name.end : name.end + 1] in ([","], ["."])
            if tokens.text[phrase.head][:1].isupper() or (closed and not _goes_on(document, name.end + 1)):
                yield name.head


def _goes_on(document: Document, i: int) -> bool:
    """Say whether what follows a comma is the next item of a list."""
    tokens = document.tokens
    return i < len(tokens) and (tokens.lower[i] in ("and", "or") or document.phrase_of[i] is not None)


def _compatible(cluster: Cluster, phrase: Phrase) -> bool:
    """Say whether the class of a nominal group allows the cluster."""
    kinds = family(cluster.type), family(phrase.type)
    if kinds[0] != kinds[1] or (
        phrase.type == "Country" and cluster.type in ("AdministrativeRegion", "PopulatedPlace")
    ):
        # "the most populous state in the country, California"
        return False
    return not phrase.plural or kinds[0] in ("organization", "Population")
