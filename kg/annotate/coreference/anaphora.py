"""Find what nominal groups and pronouns stand for, walking through the article as a reader does.

Each antecedent is weighed by syntax (subjects first), distance, kind and whether it stands inside or
outside the same quotation. What is too doubtful is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.annotate import geography, nouns
from kg.annotate.coreference import (
    aliases,
    binding,
    capitals,
    descriptions,
    expletives,
    forces,
    headlines,
    offices,
    owned,
    quoting,
    rivals,
    salience,
)
from kg.annotate.coreference.clusters import Cluster, family
from kg.annotate.coreference.salience import FEMALE, GOVERNED, MALE, MODIFYING, NEUTER, PLURAL, SUBJECTS
from kg.annotate.document import Document, Phrase
from kg.annotate.names import titles
from kg.annotate.names.nominals import PRONOUNS
from kg.vocabulary import ORGANIZATIONS, PLACES, STATES

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_RELATIVE = frozenset({"who", "whose", "whom"})
#: nouns that take up any organization
_BROAD = frozenset({"group", "organization", "organisation", "body", "movement", "network", "outfit"})
_NAMED_BY = _BROAD | {
    "outlet", "party", "militia", "newspaper", "agency", "area", "region", "district", "province", "city", "town",
    "village", "governorate", "company", "coalition", "neighborhood", "regime", "site", "tribe",
    "community", "magazine", "broadcaster", "firm", "county", "base", "state",
}  # fmt: skip
_ATTACKERS = frozenset({"attacker", "gunman", "assailant", "bomber", "perpetrator", "shooter", "bandit", "kidnapper"})
#: nouns in the singular that "they" takes up
_COLLECTIVE = frozenset(
    {"community", "family", "team", "band", "couple", "crew", "crowd", "tribe", "gang", "duo", "pair", "clan", "squad"}
)
_BLOCS = frozenset({"bloc", "alliance", "coalition", "union", "pact"})
#: classes too broad for one group to take up another by its class alone
_UNLIKE = frozenset(
    {"Organization", "Population", "Location", "NaturalFeature", "Facility", "Weapon", "MilitaryPlatform"}
    | {"GovernmentBody", "MilitaryForce"}
)
_HAVE_FIGHTERS = frozenset({"ArmedGroup", "Organization", "PoliticalParty", "Alliance"})
_WINDOW = 4
#: sentences over which "the alliance" takes up the last one named
_FAR = 40
#: below these weights "he", "they" and "it" are left alone: several and things have more rivals than persons
_FLOOR, _FLOOR_OF_SEVERAL, _FLOOR_OF_THINGS = -1.6, -0.35, 0.0
#: how much more likely is a country that the same sentence has named
_SAME_SENTENCE = 3.5
#: how much less likely is who was spoken of before the last named subject
_PASSED = 0.6

_Likeness = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class Chains:
    """The clusters while the article is read, and the mentions already passed, newest last."""

    document: Document
    clusters: list[Cluster]
    owner: dict[int, Cluster] = field(default_factory=dict)
    passed: list[int] = field(default_factory=list)
    belongings: owned.Belongings = field(default_factory=owned.Belongings)
    named: Mapping[int, int] = field(default_factory=dict)
    """The mentions that the article gives a name, with the number of that name."""
    identical: dict[_Likeness, Cluster] = field(default_factory=dict)
    rivals: rivals.Rivals = field(init=False)

    def __post_init__(self) -> None:
        self.rivals = rivals.Rivals(self.document)

    def give(self, n: int, cluster: Cluster) -> None:
        """Make phrase ``n`` a mention of the cluster."""
        phrase = self.document.phrases[n]
        cluster.add(n, phrase)
        self.owner[n] = cluster
        if phrase.kind == "nominal":
            cluster.heads.add(self.document.tokens.lemma[phrase.head])
            cluster.words.update(_modifiers(self.document, phrase))

    def merge(self, cluster: Cluster, into: Cluster) -> None:
        """Make all mentions of the cluster those of another."""
        for n in cluster.members:
            into.add(n, self.document.phrases[n])
            self.owner[n] = into
        cluster.members.clear()
        into.words |= cluster.words
        into.heads |= cluster.heads
        into.titles |= cluster.titles
        self.belongings.replace(cluster, into)
        for key, other in self.identical.items():
            if other is cluster:
                self.identical[key] = into


def resolve(document: Document, clusters: list[Cluster], named: Mapping[int, int]) -> Chains:
    """Return all clusters once nominal groups and pronouns are joined to them or stand alone.

    Arguments:
        named: the mentions that the article gives a name, with the number of that name.
    """
    owner = {n: cluster for cluster in clusters for n in cluster.members}
    chains = Chains(document, clusters, owner, named=named)
    quotes = quoting.Quotes(document)
    chains.identical = {
        _likeness(document, document.phrases[n]): cluster
        for cluster in clusters
        for n in reversed(cluster.members)
        if cluster.type in ORGANIZATIONS
    }
    for n in sorted(range(len(document.phrases)), key=lambda n: _order(document.phrases[n])):
        phrase = document.phrases[n]
        if phrase.kind == "pronoun":
            cluster = _pronoun(chains, quotes, n, phrase)
            if cluster is not None:
                chains.give(n, cluster)
                if cluster.type == "Organization" and aliases.has_fighters(document.tokens, phrase):
                    cluster.type = "ArmedGroup"
        elif n not in chains.owner:
            _nominal(chains, n, phrase)
        chains.passed.append(n)
    return chains


def _order(phrase: Phrase) -> tuple[int, bool]:
    """Return what mentions are read in the order of: whose "its allies" are before who they are."""
    return phrase.start, phrase.kind != "pronoun"


def _likeness(document: Document, phrase: Phrase) -> _Likeness:
    """Return what groups of the same words share: "the Iraqi government" and "the government of Iraq"."""
    tokens = document.tokens
    bare = phrase.start < phrase.head and tokens.pos[phrase.start] == "DET"
    told = aliases.words(tokens, replace(phrase, start=phrase.start + 1) if bare else phrase)
    if len(told) > 1 and told[-1] in ("forces", "fighters") and told[-2] == "militia":
        # "militia forces" are militias
        told = (*told[:-2], "militias")
    return family(phrase.type), tuple(sorted(geography.keyed(told)))


def _modifiers(document: Document, phrase: Phrase) -> set[str]:
    """Return the content words of a nominal group beside its head."""
    tokens = document.tokens
    return {
        tokens.lemma[i]
        for i in range(phrase.start, phrase.end)
        if i != phrase.head and tokens.pos[i] in ("ADJ", "NOUN", "PROPN", "VERB")
    }


def _nominal(chains: Chains, n: int, phrase: Phrase) -> None:
    """Give a nominal group to what it takes up, or to a cluster of its own."""
    tokens = chains.document.tokens
    first = tokens.lower[phrase.start]
    mine = any(tokens.dep[c] == "poss" for c in tokens.children[phrase.head])
    holder = owned.owner(chains.document, phrase)
    whose = chains.owner.get(holder) if holder is not None else None
    if owned.is_counterpart(chains.document, phrase):
        phrase = owned.typed(phrase, whose)
    definite = first in _DEFINITE or phrase.kind == "name"
    indefinite = first in ("a", "an", "another", "no", "some", "one") or tokens.pos[phrase.start] == "NUM"
    text = _likeness(chains.document, phrase)
    headlined = headlines.bare(chains.document, chains.clusters, phrase)
    cluster = _named_inside(chains, n, phrase) or _named_after(chains, n, phrase)
    called = chains.owner.get(chains.named.get(n, -1))
    if called is not None and cluster is None:
        cluster = descriptions.apposed(chains.document, chains.owner, phrase)
    if called is not None and cluster is not None and called is not cluster:
        chains.merge(called, cluster)
    cluster = (
        cluster
        or called
        or (
            descriptions.apposed(chains.document, chains.owner, phrase)
            or descriptions.counterpart(chains.document, chains.owner, phrase, whose)
        )
    )
    if cluster is None and not indefinite:
        cluster = chains.belongings.get(chains.document, phrase, whose) or _country_of(chains, phrase, whose)
    if cluster is None and not indefinite:
        cluster = _fighters(chains, phrase)
    if cluster is None and not indefinite and not (mine and first in PRONOUNS):
        cluster = chains.identical.get(text)
        if cluster is headlined:
            cluster = None
        if cluster is None and (code := capitals.country_of(chains.document, phrase)):
            cluster = capitals.town(chains.document, chains.clusters, code)
        elif cluster is None and capitals.is_bare(chains.document, phrase):
            cluster = capitals.only(chains.document, chains.clusters)
            cluster = cluster or _taken_up(chains, n, phrase, apart=headlined)
        elif cluster is None and definite:
            cluster = _taken_up(chains, n, phrase, apart=headlined)
            cluster = cluster or offices.bearer(chains.document, chains.clusters, phrase)
    if cluster is None and definite:
        cluster = headlined
    if cluster is None:
        cluster = Cluster(phrase.type, plural=phrase.plural)
        if phrase.type == nouns.PERSON:
            cluster.gender = nouns.roles().get(tokens.lemma[phrase.head], "")
            cluster.titles.add(tokens.lemma[phrase.head])
        chains.clusters.append(cluster)
    elif cluster.type == nouns.PERSON:
        cluster.gender = cluster.gender or nouns.roles().get(tokens.lemma[phrase.head], "")
        cluster.titles.add(tokens.lemma[phrase.head])
    if not mine or first not in PRONOUNS:
        chains.identical[text] = cluster
    if headlined is not None and headlined is not cluster and (definite or cluster.named):
        chains.merge(headlined, cluster)
    if whose is not None:
        chains.belongings.add(chains.document, phrase, whose, cluster)
    chains.give(n, cluster)


def _country_of(chains: Chains, phrase: Phrase, whose: Cluster | None) -> Cluster | None:
    """Return the country that a person's titles name, where "his country" is meant."""
    document = chains.document
    if whose is None or whose.type != nouns.PERSON or document.tokens.lemma[phrase.head] not in ("country", "nation"):
        return None
    for m in whose.members:
        span = titles.before(document, document.phrases[m])
        for i in range(*span) if span is not None else ():
            n = document.phrase_of[i]
            if n is not None and n in chains.owner and chains.owner[n].type == "Country":
                return chains.owner[n]
    return None


def _fighters(chains: Chains, phrase: Phrase) -> Cluster | None:
    """Return the army or the rebels that the group means, or None."""
    document, owner, clusters = chains.document, chains.owner, chains.clusters
    cluster = forces.army(document, owner, clusters, phrase) or forces.unclaimed(document, owner, clusters, phrase)
    if cluster is None and (cluster := forces.rebels(document, owner, clusters, phrase)) is not None:
        cluster.type = "ArmedGroup"
    return cluster


def _named_inside(chains: Chains, n: int, phrase: Phrase) -> Cluster | None:
    """Return what "the city of Mosul" or "the Sabreen News outlet" names."""
    tokens = chains.document.tokens
    arms = family(phrase.type) == "arms"
    fighters = (
        phrase.type == "ArmedGroup" and phrase.plural and tokens.lower[phrase.head + 1 : phrase.head + 2] == ["of"]
    )
    if not arms and not fighters and (phrase.plural or tokens.lemma[phrase.head] not in _NAMED_BY):
        return None
    phrases = chains.document.phrases
    for m in (*range(n + 1, min(n + 5, len(phrases))), *range(max(0, n - 2), n)):
        inner = phrases[m]
        if inner.kind != "name" or m not in chains.owner or not phrase.start <= inner.start < inner.end <= phrase.end:
            continue
        cluster = chains.owner[m]
        if family(cluster.type) != family(phrase.type) or cluster.type == "Country":
            continue
        of = inner.start > phrase.head and tokens.lower[phrase.head + 1] == "of" and phrase.type in PLACES
        if fighters:
            return cluster if inner.start > phrase.head and cluster.type in _HAVE_FIGHTERS else None
        before = phrase.head - 1 if tokens.lower[phrase.head - 1] == "news" else phrase.head
        if arms or (inner.end in (before, phrase.head) and tokens.dep[inner.end - 1] != "poss") or of:
            return cluster
    return None


def _named_after(chains: Chains, n: int, phrase: Phrase) -> Cluster | None:
    """Return whose name follows what it is: "the Iraqi company Basra Steel", not "the company Basra Steel bought"."""
    tokens, phrases = chains.document.tokens, chains.document.phrases
    if phrase.plural or phrase.type not in ORGANIZATIONS or n + 1 >= len(phrases):
        return None
    m = next((m for m in range(n + 1, min(n + 4, len(phrases))) if phrases[m].start >= phrase.end), n)
    name, cluster = phrases[m], chains.owner.get(m)
    if name.start != phrase.end or name.kind != "name" or cluster is None or name.type not in ORGANIZATIONS:
        return None
    if "Organization" not in (name.type, phrase.type) and name.type != phrase.type:
        return None
    clause = tokens.head[name.head]
    bought = tokens.dep[clause] == "relcl" and tokens.head[clause] == phrase.head
    return None if bought or tokens.sent[name.start] != tokens.sent[phrase.start] else cluster


def _taken_up(chains: Chains, n: int, phrase: Phrase, *, apart: Cluster | None) -> Cluster | None:
    """Return what a definite group takes up: the nearest with its head and words, or else of its kind.

    Arguments:
        apart: what it does not take up while there is another.
    """
    document, tokens = chains.document, chains.document.tokens
    head = tokens.lemma[phrase.head]
    told = _modifiers(document, phrase)
    here = tokens.sent[phrase.head]
    best: tuple[float, Cluster] | None = None
    # what a name inside the group names is not what the group means: "the former FARC faction"
    inside = range(n + 1, min(n + 6, len(document.phrases)))
    seen = {id(chains.owner[m]) for m in inside if m in chains.owner and document.phrases[m].end <= phrase.end}
    seen.update(id(chains.owner[m]) for m in binding.around(document, phrase) if m in chains.owner)
    for m in reversed(chains.passed):
        other = document.phrases[m]
        cluster = chains.owner.get(m)
        if cluster is None or id(cluster) in seen or cluster is apart:
            continue
        if phrase.type in STATES and tokens.dep[other.head] in MODIFYING and not _only_modifies(document, cluster):
            # "the country" is not that of a few Syrian mercenaries
            continue
        seen.add(id(cluster))
        distance = here - tokens.sent[other.head]
        if family(cluster.type) != family(phrase.type) or (cluster.plural != phrase.plural and not cluster.named):
            continue
        if head in cluster.heads and told <= cluster.words | cluster.titles:
            # "the group" is the one named since, not the one called a group before
            since = head in _BROAD and not told and best is not None and _named_near(document, best[1], here)
            score = _kind_score(cluster, phrase, head, told, distance) if since else None
            return best[1] if since and best and (score is None or best[0] > score) else cluster
        if phrase.type == nouns.PERSON:
            if head in cluster.titles and told <= cluster.words | cluster.titles | {"former", "late"}:
                return cluster
            continue
        score = _kind_score(cluster, phrase, head, told, distance)
        if score is not None and not distance and head == "country":
            # "France's president said the country would"
            score += _SAME_SENTENCE
        if score is not None and (best is None or score > best[0]):
            best = score, cluster
    if best is None and phrase.type == nouns.PERSON and tokens.text[phrase.head][:1].isupper():
        return _titled_later(chains, head, told)
    return best[1] if best else None


def _only_modifies(document: Document, cluster: Cluster) -> bool:
    """Say whether the article names a country again and again, and only by adjectives."""
    tokens, phrases = document.tokens, document.phrases
    heads = [phrases[m].head for m in cluster.members]
    return len(heads) > 1 and all(tokens.dep[head] in MODIFYING for head in heads)


def _named_near(document: Document, cluster: Cluster, here: int) -> bool:
    """Say whether the cluster is named in sentence ``here`` or the one before."""
    sent, phrases = document.tokens.sent, document.phrases
    return any(phrases[m].kind == "name" and 0 <= here - sent[phrases[m].head] <= 1 for m in cluster.members)


def _titled_later(chains: Chains, head: str, told: set[str]) -> Cluster | None:
    """Return the one person of the article who bears the title: a headline may give it before the name."""
    bearers = [
        c for c in chains.clusters if c.named and c.type == nouns.PERSON and head in c.titles and told <= c.titles
    ]
    return bearers[0] if len(bearers) == 1 else None


def _kind_score(cluster: Cluster, phrase: Phrase, head: str, told: set[str], distance: int) -> float | None:
    """Weigh a named entity as what "the group", "the bloc", "the city" or "the country" takes up."""
    if phrase.plural:
        rebels = head in forces.REBELS and not told and cluster.type == "ArmedGroup" and distance <= 6
        attackers = head in _ATTACKERS and cluster.heads & _ATTACKERS and distance <= 3
        return -distance * 0.5 if (rebels and cluster.named) or attackers else None
    if not cluster.named or distance > (_FAR if cluster.type == "Alliance" and head in _BLOCS else 6):
        return None
    if phrase.type in STATES or head == "nation":
        fits = cluster.type in STATES or (head == "state" and cluster.type == "AdministrativeRegion")
        bonus = min(cluster.located, 3) * 1.0
    elif head in _BROAD:
        fits = cluster.type in ORGANIZATIONS and cluster.type not in ("GovernmentBody", "MediaOutlet")
        bonus = 0.5 if cluster.type == "ArmedGroup" else 0.0
    elif head in _BLOCS:
        fits = cluster.type in ("Alliance", "IntergovernmentalOrganization")
        bonus = 9.0 if cluster.type == "Alliance" and head in ("alliance", "coalition", "pact") else 0.0
    elif head == "force" and not told:
        # "Eastmarsh Police ... the force"
        fits, bonus = cluster.type == "MilitaryForce" and distance <= _WINDOW, 0.0
    else:
        fits = cluster.type == phrase.type and phrase.type not in _UNLIKE
        bonus = 0.0
    # "the Iran-aligned group" may tell something new, "the Saudi-led coalition" is another one
    if not fits or len(told - cluster.words) > (3 if head in _BROAD else 1):
        return None
    return bonus - distance * 0.5 + min(len(cluster.members), 6) * 0.15


def _pronoun(chains: Chains, quotes: quoting.Quotes, n: int, phrase: Phrase) -> Cluster | None:
    """Return what a pronoun stands for, or None where that is too doubtful."""
    tokens, document = chains.document.tokens, chains.document
    word = tokens.lower[phrase.start]
    if word in _RELATIVE:
        return _relative(chains, phrase)
    if word in NEUTER and expletives.is_empty(document, phrase.start):
        return None
    if word not in MALE | FEMALE | NEUTER | PLURAL:
        return None
    if word.endswith(("self", "selves")) and tokens.dep[phrase.start] in ("npadvmod", "appos"):
        # "the compound itself" only stresses
        return None
    m = binding.named_after(document, phrase)
    if m is not None and m in chains.owner and _agrees(chains.owner[m], word):
        return chains.owner[m]
    quote = quotes.of(phrase.start)
    best: tuple[float, Cluster, int] | None = None
    before = list(_antecedents(chains, phrase))
    barred = [cluster for m, cluster in before if binding.forbids(document, phrase, document.phrases[m])]
    if quote >= 0 and (m := quotes.speaker(quote)) is not None and m in chains.owner:
        # a speaker calls himself "I"
        barred.append(chains.owner[m])
    here, nearer, beside = tokens.sent[phrase.start], 0, False
    for m, cluster in before:
        other = document.phrases[m]
        if cluster in barred or not (_agrees(cluster, word) or binding.is_collective(document, phrase, other)):
            continue
        score = salience.weigh(document, phrase, other, cluster, word)
        if quotes.of(other.head) != quote:
            # whom a speaker means by "they" is seldom in the sentence around his words
            score -= 0.5 if word not in PLURAL or quote < 0 else 1.0 if cluster.named else 1.5
        if word in MALE | FEMALE:
            distance = here - tokens.sent[other.head]
            if (nearer and distance > nearer) or (distance and beside):
                # another person has come to be spoken of since
                score -= _PASSED
            elif distance and other.kind == "name" and tokens.dep[other.head] in SUBJECTS:
                nearer = distance
            # "Osei shot at Haddad, and at his plan": what is owned is mostly somebody's of the same sentence
            owned = distance == 0 and tokens.tag[phrase.start] == "PRP$"
            beside = beside or (owned and other.kind == "name" and tokens.dep[other.head] not in MODIFYING)
        if best is None or score > best[0] + 1e-9:
            best = score, cluster, here - tokens.sent[other.head]
    floor = _FLOOR_OF_SEVERAL if word in PLURAL else _FLOOR_OF_THINGS if word in NEUTER else _FLOOR
    if best is None or best[0] < floor:
        return None
    if word in NEUTER | PLURAL and rivals.outweigh(chains.rivals, phrase, best[0], back=best[2]):
        return None
    if word in PLURAL and _left_alone(chains, phrase, best[0]):
        return None
    cluster = best[1]
    if word in MALE | FEMALE:
        cluster.heard += 1 if word in MALE else -1
    return cluster


def _left_alone(chains: Chains, phrase: Phrase, score: float) -> bool:
    """Say whether an earlier "they" that was too doubtful is likelier than what weighs ``score``."""
    document, tokens = chains.document, chains.document.tokens
    for m in reversed(chains.passed):
        other = document.phrases[m]
        distance = tokens.sent[phrase.start] - tokens.sent[other.head]
        if distance > 1:
            return False
        if other.kind != "pronoun" or m in chains.owner or tokens.lower[other.start] not in PLURAL:
            continue
        weight = salience.weigh(document, phrase, other, Cluster("Population", plural=True), tokens.lower[phrase.start])
        if weight > score and not binding.forbids(document, phrase, other):
            return True
    return False


def _antecedents(chains: Chains, phrase: Phrase) -> Iterator[tuple[int, Cluster]]:
    """Yield the mentions before a pronoun, nearest first, a few sentences back."""
    tokens = chains.document.tokens
    here = tokens.sent[phrase.start]
    for m in reversed(chains.passed):
        other = chains.document.phrases[m]
        if here - tokens.sent[other.head] > _WINDOW:
            return
        if m in chains.owner and other.start != phrase.start and not other.start <= phrase.start < other.end:
            yield m, chains.owner[m]


def _agrees(cluster: Cluster, word: str) -> bool:
    """Say whether number, gender and kind of the cluster allow the pronoun."""
    if word in MALE:
        return cluster.type == nouns.PERSON and cluster.gender != "female"
    if word in FEMALE:
        return cluster.type == nouns.PERSON and cluster.gender != "male"
    if word in PLURAL:
        if cluster.type in ("Location", "NaturalFeature"):
            return False
        several = cluster.plural or cluster.type in ("Population", "ArmedGroup", "MilitaryForce")
        return several or not _COLLECTIVE.isdisjoint(cluster.heads)
    return not cluster.plural and (cluster.type in ORGANIZATIONS or cluster.type in GOVERNED)


def _relative(chains: Chains, phrase: Phrase) -> Cluster | None:
    """Return what "who" refers back to: the noun that its clause hangs on."""
    tokens, document = chains.document.tokens, chains.document
    for i in tokens.ancestors(phrase.start):
        if (noun := binding.described(tokens, i)) is not None:
            m = document.phrase_by_head.get(noun)
            return chains.owner.get(m) if m is not None else None
    return None
