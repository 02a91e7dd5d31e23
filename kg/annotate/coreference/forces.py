"""Tell whose soldiers or rebels a group means: a country has one army, and its only rebels are "the rebels".

"The Congolese army", "Congo's armed forces" and "the army" are one, as are the Kivu Movement, "the rebels" and
"Kivu Movement rebels"; ten soldiers or two rebels are some of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.annotate.coreference.clusters import Cluster, family
from kg.annotate.document import Document, Phrase
from kg.vocabulary import STATES

#: nouns for all that a country has under arms, and those that mean it in the plural alone
_ARMIES = frozenset({"army", "military"})
_FORCES = frozenset({"force", "troop"})
_PLAIN = frozenset({"the", "armed", "national", "own", "its", "'s", "’s", "of", "and"})
#: words before "forces" that mean the country's where it has only one army
_RULING = frozenset({"government", "regime", "state"})
REBELS = frozenset(
    {"paramilitary", "rebel", "militant", "insurgent", "guerrilla", "separatist", "jihadist", "extremist"}
)
#: last words of the names of organizations that may be rebels
_FIGHTING = frozenset({"movement", "front", "army", "brigade", "brigades", "resistance", "guard", "militia", "command"})
#: mentions of a group that is only named beside another
_TOLD_OF = 2


def army(
    document: Document, owner: Mapping[int, Cluster], clusters: Sequence[Cluster], phrase: Phrase
) -> Cluster | None:
    """Return the armed forces of the article that a group means, or None: those of its country, or the only ones."""
    told = _told(document, phrase)
    if told is None:
        return None
    country, bare = told
    known = list(_armies(document, owner, clusters))
    if country is not None:
        whose = owner.get(country)
        return None if whose is None else next((c for c, state in known if state is whose), None)
    only = {id(c): c for c, _ in known}
    if bare:
        # "the army" is nobody's who only has troops here
        only = {i: c for i, c in only.items() if c.named or any(_is_army(document, m) for m in c.members)}
    if bare and len(only) > 1:
        # of two armies the one spoken of last
        return max(only.values(), key=lambda c: max(m for m in c.members if document.phrases[m].start < phrase.start))
    return next(iter(only.values())) if len(only) == 1 else None


def unclaimed(
    document: Document, owner: Mapping[int, Cluster], clusters: Sequence[Cluster], phrase: Phrase
) -> Cluster | None:
    """Return the only "army" of the article so far of which nobody has said whose it is, for a country's."""
    told = _told(document, phrase)
    whose = owner.get(told[0]) if told is not None and told[0] is not None else None
    if whose is None or whose.type not in STATES:
        return None
    found = [
        c
        for c in clusters
        if c.members
        and document.phrases[min(c.members)].start < phrase.start
        and all(_is_bare(document, document.phrases[m]) for m in c.members)
    ]
    return found[0] if len(found) == 1 else None


def _is_army(document: Document, m: int) -> bool:
    return document.tokens.lemma[document.phrases[m].head].removesuffix("s") in _ARMIES


def _is_bare(document: Document, phrase: Phrase) -> bool:
    return phrase.kind == "pronoun" or (
        document.tokens.lemma[phrase.head] in _ARMIES and _told(document, phrase) == (None, True)
    )


def _armies(
    document: Document, owner: Mapping[int, Cluster], clusters: Sequence[Cluster]
) -> Iterator[tuple[Cluster, Cluster]]:
    """Yield the armed forces met so far with their countries."""
    for cluster in clusters:
        if cluster.type != "MilitaryForce":
            continue
        for m in cluster.members:
            told = _told(document, document.phrases[m])
            whose = owner.get(told[0]) if told is not None and told[0] is not None else None
            if whose is not None and whose.type in STATES:
                yield cluster, whose
                break


def _told(document: Document, phrase: Phrase) -> tuple[int | None, bool] | None:
    """Return the country that an army's mention names, if any, and whether it says nothing else.

    None where it is no army's: counted, one of several services, or no country's.
    """
    tokens = document.tokens
    lemma = tokens.lemma[phrase.head]
    # the lemma of a proper noun keeps its plural and its capital
    noun = lemma.removesuffix("s")
    if noun == "force" and "armed" in tokens.lower[phrase.start : phrase.head]:
        noun = "army"
    if phrase.type != "MilitaryForce" or not (
        noun in _ARMIES or (noun in _FORCES and tokens.text[phrase.head].endswith("s"))
    ):
        return None
    country: int | None = None
    ruling = False
    i = phrase.start
    while i < phrase.end:
        n = _country_at(document, i)
        if n is not None and country is None:
            country, i = n, document.phrases[n].end
            continue
        word = tokens.lower[i]
        if i != phrase.head and word in _RULING and tokens.tag[i] == "NN":
            ruling = True
        elif i != phrase.head and word not in _PLAIN:
            return None
        i += 1
    if country is None and not ruling and noun not in _ARMIES:
        return None
    return country, not ruling


def _country_at(document: Document, i: int) -> int | None:
    """Return the number of the mention of a country that begins at token ``i``, or of a possessive ("its army")."""
    n = document.phrase_of[i]
    if n is None:
        return None
    if document.phrases[n].kind == "pronoun" and document.tokens.dep[i] == "poss":
        return n
    inner = document.phrases[n]
    return n if inner.start == i and inner.type == "Country" and inner.kind == "name" else None


def rebels(
    document: Document, owner: Mapping[int, Cluster], clusters: Sequence[Cluster], phrase: Phrase
) -> Cluster | None:
    """Return the armed group that "the rebels" or "M23 rebels" are, or None where there may be several.

    A headline leaves out the article.
    """
    tokens = document.tokens
    if phrase.kind != "nominal" or not phrase.plural or tokens.lemma[phrase.head] not in REBELS:
        return None
    inside = [n for n in range(len(document.phrases)) if _names_rebels(document, owner, phrase, n)]
    if inside:
        return owner[inside[0]]
    first = tokens.lower[phrase.start]
    headline = tokens.sent[phrase.head] == 0 and phrase.start == phrase.head
    alone = phrase.head == phrase.start + (first == "the")
    if not (alone and (first == "the" or headline)):
        return None
    armed = [c for c in clusters if c.named and c.type == "ArmedGroup"]
    if not armed:
        armed = [c for c in clusters if c.named and _may_fight(document, c)]
    if len(armed) > 1:
        # one group is told of, and others are its friends
        most = max(armed, key=lambda c: len(c.members))
        if len(most.members) > _TOLD_OF and all(len(c.members) == 1 for c in armed if c is not most):
            return most
    return armed[0] if len(armed) == 1 else None


def _names_rebels(document: Document, owner: Mapping[int, Cluster], phrase: Phrase, n: int) -> bool:
    """Say whether phrase ``n`` names the group right before its rebels: "M23 rebels", not "ten M23 rebels"."""
    inner = document.phrases[n]
    if inner.end != phrase.head or inner.kind != "name" or n not in owner:
        return False
    before = range(phrase.start, inner.start)
    whole = all(document.tokens.lower[i] == "the" for i in before)
    return whole and owner[n].type in ("ArmedGroup", "Organization") and family(owner[n].type) == "organization"


def _may_fight(document: Document, cluster: Cluster) -> bool:
    """Say whether an organization of a class unknown is called as rebels are."""
    tokens, phrases = document.tokens, document.phrases
    names = (phrases[m] for m in cluster.members if phrases[m].kind == "name")
    return cluster.type == "Organization" and any(tokens.lower[name.end - 1] in _FIGHTING for name in names)
