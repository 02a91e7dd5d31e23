"""Weigh an earlier mention as the antecedent of a pronoun: by its place, its distance, how much is said of it."""

from __future__ import annotations

from kg.annotate import nouns
from kg.annotate.coreference import binding
from kg.annotate.coreference.clusters import Cluster, family
from kg.annotate.document import Document, Phrase, Tokens
from kg.vocabulary import STATES

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
#: the classes of places that act as their governments
GOVERNED = STATES | {"AdministrativeRegion", "PopulatedPlace"}
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MODIFYING = frozenset({"amod", "compound", "nmod"})
_CLAUSES_INSIDE = frozenset({"advcl", "relcl", "acl"})
_WHERE = frozenset({"in", "from", "at", "near", "across", "through", "throughout", "inside", "outside", "into"})
#: how much less likely is who is the subject of a clause inside another
_INSIDE = 0.35
#: how much less likely is the owner of what has just been spoken of, and an actor where things are told of
_OF_OWNER, _OF_THING = 0.3, 1.2
#: verbs with plans, texts, broadcasts and diseases as their object, and as their subject
_DONE_TO_THINGS = frozenset(
    {"approve", "adopt", "pass", "sign", "publish", "draft", "write", "introduce", "broadcast", "schedule", "postpone"}
    | {"transmit", "detect", "diagnose", "treat", "contract", "spread", "enact", "ratify", "repeal", "veto", "amend"}
    | {
        "implement",
        "read",
        "shoot",
        "film",
        "sing",
        "announce",
        "finish",
        "complete",
        "eat",
        "pay",
        "spend",
        "solve",
        "explain",
    }
)
_DONE_BY_THINGS = frozenset({"air", "cost", "last", "read", "outline", "spread", "expire", "weigh", "taste", "occur"})
#: how much more likely is who says what the clause tells
_TELLING = 2.0
#: how much less likely a mention is for every sentence between
PER_SENTENCE = 0.6


def weigh(document: Document, phrase: Phrase, other: Phrase, cluster: Cluster, word: str) -> float:
    """Weigh one earlier mention as the antecedent of a pronoun."""
    tokens = document.tokens
    distance = tokens.sent[phrase.start] - tokens.sent[other.head]
    score = -PER_SENTENCE * distance
    if word in MALE | FEMALE and cluster.heard and not cluster.gender:
        # pronouns are less sure than titles and given names: they weigh, but do not decide
        score += 0.4 if (cluster.heard > 0) == (word in MALE) else -0.8
    dep = tokens.dep[other.head]
    if dep in SUBJECTS or (distance == 1 and word in MALE | FEMALE and _is_introduced(tokens, other)):
        score += 0.9
        if distance and word in MALE | FEMALE and tokens.dep[tokens.head[other.head]] in _CLAUSES_INSIDE:
            score -= _INSIDE
    elif dep in ("dobj", "agent", "pobj"):
        score += 0.2
    elif dep in MODIFYING:
        score -= 0.9
    elif dep == "poss" and other.kind == "name" and word in MALE | FEMALE and distance == 0:
        # "Haddad's office said he had left"
        score += 0.7 if tokens.dep[tokens.head[other.head]] in SUBJECTS else 0.0
    if other.kind == "pronoun":
        score += 0.3
    elif other.kind == "name" and cluster.type == nouns.PERSON:
        score += 0.2
    if dep == "poss" and binding.tells(document, phrase, other):
        score += _TELLING
    if tokens.tag[phrase.start] == "PRP$":
        score += binding.owns(document, phrase, other)
    if word in PLURAL and (not _several(document, cluster) or family(cluster.type) in ("arms", "place")):
        score -= 0.5
    if word in NEUTER and dep == "poss" and tokens.tag[phrase.start] != "PRP$":
        # after "the agency's decision" it is rather the decision
        score -= _OF_OWNER
    if word in NEUTER and _is_done_to_things(tokens, phrase.start):
        score -= _OF_THING
    if word in NEUTER and cluster.type in GOVERNED:
        # a country in which something is or happens is seldom spoken of itself
        where = dep == "pobj" and tokens.lower[tokens.head[other.head]] in _WHERE
        score -= 0.8 if where and tokens.tag[phrase.start] != "PRP$" else 0.2
    return score + 0.08 * min(len(cluster.members), 6) - 0.004 * (phrase.start - other.head)


def _is_introduced(tokens: Tokens, other: Phrase) -> bool:
    """Say whether a sentence is there to bring up a name: "Then there is Haddad.", "What about Haddad?"."""
    if other.kind != "name":
        return False
    head = tokens.head[other.head]
    if tokens.dep[other.head] == "attr":
        return any(tokens.dep[c] == "expl" for c in tokens.children[head])
    return tokens.dep[other.head] == "pobj" and tokens.lower[head] == "about" and tokens.dep[head] == "ROOT"


def _is_done_to_things(tokens: Tokens, i: int) -> bool:
    """Say whether "it" stands where a plan, a text or a disease does: "it was adopted", "it is airing"."""
    verb = tokens.head[i]
    if tokens.dep[i] in ("nsubjpass", "dobj"):
        return tokens.lemma[verb] in _DONE_TO_THINGS
    if tokens.dep[i] != "nsubj":
        return False
    while (below := tokens.child(verb, "xcomp")) is not None:
        # "it will have to be approved"
        verb = below
        if tokens.childs(verb, "auxpass"):
            return tokens.lemma[verb] in _DONE_TO_THINGS
    return tokens.lemma[verb] in _DONE_BY_THINGS


def _several(document: Document, cluster: Cluster) -> bool:
    """Say whether a cluster is plural, a band of fighters, or goes by a plural name: "the Syrian Democratic Forces"."""
    return (
        cluster.plural
        or cluster.type == "ArmedGroup"
        or any(p.plural for m in cluster.members if (p := document.phrases[m]).kind == "name")
    )
