"""Join the names of one entity: spellings, surnames, acronyms, "Defense Ministry" and "Ministry of Defense"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from kg.annotate import geography, lexicon, nouns
from kg.annotate.coreference.clusters import SEATS, VAGUE, Cluster, family
from kg.annotate.document import Document, Phrase, Tokens
from kg.annotate.names import namesakes, organizations, titles
from kg.annotate.statements import cues
from kg.vocabulary import PLACES

#: articles and particles that one spelling of a name has and another leaves out
_PARTICLES = frozenset(
    {"al", "el", "ar", "as", "an", "ad", "az", "ash", "at", "ul", "the", "-", "of", "and", "&", "'s"}
)
#: verbs that a town is subject or object of as a place
_OF_TOWNS = frozenset(
    {"have", "see", "host", "become", "lie", "remain", "suffer", "experience", "fall", "grow", "wake", "burn", "get"}
    | {"feature", "boast", "face", "stand", "stay", "receive", "hold", "include", "mark", "celebrate", "witness"}
    | {
        "visit",
        "leave",
        "reach",
        "enter",
        "attack",
        "hit",
        "strike",
        "take",
        "shake",
        "rock",
        "show",
        "watch",
        "endure",
    }
)
#: what a medium's name may leave out at its end
_MEDIA = frozenset({"news", "agency", "newspaper", "magazine", "tv", "television", "radio", "network", "channel"})
#: the titles that tell that somebody is not of the other gender
_HONORED = {
    "male": frozenset({"ms.", "mrs.", "miss", "ms", "mrs", "lady", "queen", "princess"}),
    "female": frozenset({"mr.", "mr", "sir", "king", "prince"}),
    "": frozenset[str](),
}
#: prepositions between what is done and the government that it is done with
_DEALINGS = frozenset({"to", "with", "of"})
#: what a capital has as a government, not as a town
_OF_GOVERNMENTS = frozenset(
    {"ambassador", "embassy", "envoy", "government", "ally", "foe", "rival", "policy", "army", "military", "diplomat"}
    | {"claim", "decision", "demand", "position", "stance", "response", "support", "interest", "aggression", "proxy"}
)
_SHARED = frozenset(
    {"share", "provide", "supply", "sign", "negotiate", "cooperate", "agree", "talk", "discuss", "ally", "side", "deal"}
    | {
        "trade",
        "meet",
        "speak",
        "argue",
        "quarrel",
        "coordinate",
        "align",
        "break",
        "sever",
        "cut",
        "resume",
        "restore",
    }
)
#: what lies or goes between two towns
_WAYS = frozenset(
    {"road", "highway", "route", "way", "flight", "fly", "train", "railway", "rail", "line", "distance", "journey"}
    | {"trip", "travel", "drive", "halfway", "corridor", "shuttle", "run", "service", "lie", "stretch"}
)
#: what is done by or to a government
_DONE = frozenset({"sanction", "accuse", "blame", "involve", "brief", "notify", "impose", "broker", "mediate", "fund"})
_PARTNERS = frozenset(
    {
        "partner",
        "ally",
        "friend",
        "rival",
        "enemy",
        "foe",
        "tie",
        "relation",
        "talk",
        "deal",
        "agreement",
        "pact",
        "treaty",
    }
    | {"negotiation", "dialogue", "dispute", "alliance", "cooperation", "relationship", "quarrel", "accord", "contact"}
)
_FIGHTERS = frozenset({"fighter", "militant", "gunman", "guerrilla", "insurgent", "militiaman", "combatant"})
#: classes of organizations that go by the noun alone once they are named: "the Front"
_OF_MEMBERS = frozenset({"ArmedGroup", "PoliticalParty", "Alliance"})
_BY_AGE = frozenset({"younger", "elder", "older"})
#: what ends the full name of a company, which goes by the words before
_COMPANY = frozenset({"inc", "corp", "corporation", "ltd", "limited", "co", "llc", "plc", "gmbh", "ag", "sa"})
#: how a street's name may be written
_WRITTEN = {"st": "street", "ave": "avenue", "rd": "road", "blvd": "boulevard"}
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "jr.", "sr."})


def words(tokens: Tokens, phrase: Phrase) -> tuple[str, ...]:
    """Return the words that tell a name apart: lower case, without particles, full stops and suffixes."""
    found = []
    for word in tokens.lower[phrase.start : phrase.end]:
        plain = word.replace(".", "").replace("’", "'").strip("-\"'“”\u200e")
        if plain and plain not in _PARTICLES and plain not in _SUFFIXES:
            for particle in ("al-", "el-"):
                plain = plain.removeprefix(particle)
            found.append(plain)
    if phrase.type == "Facility" and len(found) > 1:
        found[-1] = _WRITTEN.get(found[-1], found[-1])
    return tuple(found) or (tokens.lower[phrase.start],)


def join(document: Document, named: Mapping[int, int]) -> list[Cluster]:
    """Return the clusters of all names, in text order.

    Arguments:
        named: the mentions that the article gives another name, with the number of that name.
    """
    tokens = document.tokens
    by_key: dict[tuple[str, str], Cluster] = {}
    clusters: list[Cluster] = []
    surnames: list[int] = []
    apart = namesakes.told(document)
    for n, phrase in enumerate(document.phrases):
        if phrase.kind != "name" or phrase.rule == "nominals.capital":
            continue
        told = words(tokens, phrase)
        if phrase.type == nouns.PERSON and len(told) == 1:
            surnames.append(n)
            continue
        keys = tuple(_keys(phrase, told))
        if n in apart:
            keys = tuple((kind, f"{key} {apart[n]}") for kind, key in keys)
            if phrase.type == "Country":
                keys = (*keys, (family(phrase.type), "=" + phrase.key))
        cluster = next((by_key[key] for key in keys if key in by_key), None)
        if cluster is None and phrase.type == nouns.PERSON:
            cluster = next((c for c in clusters if c.type == nouns.PERSON and _same_person(c, told)), None)
        if cluster is None:
            cluster = Cluster(phrase.type, heads={_last_noun(tokens, phrase)})
            cluster.country = apart.get(n, "").strip(namesakes.ELSEWHERE)
            clusters.append(cluster)
        for key in keys:
            by_key.setdefault(key, cluster)
        _take(document, cluster, n, told)
    _join_surnames(document, clusters, surnames)
    _join_brackets(document, clusters)
    _join_acronyms(document, clusters)
    _join_short_names(document, clusters)
    _join_named(document, clusters, named)
    return clusters


def with_governments(document: Document) -> Document:
    """Return the document with the capitals that mean their governments as mentions of the country.

    Where the article does not name the country beside, only one that speaks or takes a stance is so read.
    """
    tokens = document.tokens
    named = {phrase.key for phrase in document.phrases if phrase.type == "Country"}
    found = []
    for phrase in document.phrases:
        # a dateline's "CAIRO" is where it was written
        dated = tokens.text[phrase.start].isupper() and len(tokens.text[phrase.start]) > 3
        if phrase.kind == "name" and phrase.type in ("PopulatedPlace", "GeopoliticalEntity") and not dated:
            written = " ".join(tokens.text[phrase.start : phrase.end])
            code = geography.capital_of(written)
            key = f"country:{code}"
            body = organizations.known().get(SEATS.get(written, "").replace(" ", "")) if key not in named else None
            if body is not None and _acts(tokens, phrase.head):
                found.append(replace(phrase, type=body.type, key=body.key, rule="names.capital"))
                continue
            if code and body is None and (_acts(tokens, phrase.head) if key in named else _speaks(tokens, phrase.head)):
                found.append(replace(phrase, type="Country", key=key, rule="names.capital"))
                continue
        found.append(phrase)
    return document.with_(phrases=tuple(found))


def _speaks(tokens: Tokens, i: int) -> bool:
    """Say whether a capital's name is the subject or object of a verb of saying, taking a stance or ruling."""
    if _is_party(tokens, i):
        return True
    cue = cues.table("verb").get(tokens.lemma[tokens.head[i]])
    if cue is None or cue.kind not in ("speech", "stance", "decree"):
        return False
    return tokens.dep[i] in ("nsubj", "dobj") and tokens.lemma[tokens.head[i]] not in _OF_TOWNS


def _is_party(tokens: Tokens, i: int) -> bool:
    """Say whether a capital is one of two sides, or blamed: "talks between Moscow and Kyiv", "blamed on Moscow"."""
    while tokens.dep[i] == "conj":
        i = tokens.head[i]
    prep = tokens.head[i]
    if tokens.dep[i] != "pobj" or tokens.head[prep] == prep:
        return False
    above = tokens.lemma[tokens.head[prep]]
    if tokens.lower[prep] == "between":
        # the parser may hang "between" on the verb: "a rift grew between"
        return bool(tokens.childs(i, "conj")) and above not in _WAYS
    return tokens.lower[prep] == "on" and above in ("blame", "pin")


def _acts(tokens: Tokens, i: int) -> bool:
    """Say whether a capital's name acts or is dealt with as only a government is: "Moscow warned", "accused Paris".

    So do "according to Manila", "told Manila", "shared its evidence with Baghdad", "Riyadh's ambassador".
    """
    if _is_party(tokens, i):
        return True
    coupled = [c for c in (*tokens.childs(i, "conj"), tokens.head[i]) if geography.capital_of(tokens.text[c])]
    while tokens.dep[i] == "conj":
        i = tokens.head[i]
    verb = tokens.head[i]
    if tokens.dep[i] == "nsubj":
        # "Washington and Tehran leave messages": two capitals act together only as governments
        if coupled and tokens.pos[verb] == "VERB":
            return True
        return tokens.pos[verb] == "VERB" and tokens.lemma[verb] not in _OF_TOWNS
    if tokens.dep[i] == "dative":
        return True
    if tokens.dep[i] == "nsubjpass" or tokens.dep[verb] == "agent":
        # "was sanctioned by Washington", "denied that Tehran was involved"
        done = tokens.head[verb] if tokens.dep[verb] == "agent" else verb
        cue = cues.table("verb").get(tokens.lemma[done])
        return tokens.lemma[done] in _DONE or (cue is not None and cue.kind in ("speech", "stance", "decree"))
    if tokens.dep[i] == "poss":
        return tokens.lemma[verb] in _OF_GOVERNMENTS
    if tokens.dep[i] == "pobj" and tokens.lower[verb] in _DEALINGS:
        above = tokens.head[verb]
        word = tokens.lemma[above]
        if tokens.lower[verb] == "to" and tokens.lower[above] == "according":
            return True
        if tokens.lower[verb] == "with" and (tokens.pos[above] == "VERB" or tokens.dep[above] == "dobj"):
            # "shared its evidence with Baghdad"
            doing = above if tokens.pos[above] == "VERB" else tokens.head[above]
            return tokens.lemma[doing] in _SHARED or word in _PARTNERS
        return tokens.lower[verb] in ("of", "with") and word in _PARTNERS
    cue = cues.table("verb").get(tokens.lemma[verb]) if tokens.dep[i] == "dobj" else None
    return cue is not None and cue.kind in ("speech", "stance", "decree") and tokens.lemma[verb] not in _OF_TOWNS


def _take(document: Document, cluster: Cluster, n: int, told: tuple[str, ...]) -> None:
    """Add the name to the cluster with all that it says."""
    tokens, phrase = document.tokens, document.phrases[n]
    cluster.add(n, phrase)
    cluster.words.update(told)
    cluster.plural = cluster.plural or (phrase.plural and phrase.type == "Population")
    if cluster.type == "Organization" and has_fighters(tokens, phrase):
        cluster.type = "ArmedGroup"
    if phrase.type == nouns.PERSON:
        title = titles.before(document, phrase)
        if title is not None:
            cluster.titles.update(tokens.lower[title[0] : title[1]])
            cluster.gender = cluster.gender or titles.gender(tokens, title)
        if not cluster.gender and phrase.end - phrase.start > 1:
            cluster.gender = titles.given_names().get(tokens.lower[phrase.start], "")
    elif phrase.type in PLACES and phrase.start > 0 and tokens.lower[phrase.start - 1] in ("in", "inside", "across"):
        cluster.located += 1


def has_fighters(tokens: Tokens, phrase: Phrase) -> bool:
    """Say whether fighters are the mention's own: "its fighters", "KPM guerrillas", "rebels of the movement"."""
    owner = tokens.head[phrase.head]
    if tokens.dep[phrase.head] == "pobj" and tokens.lower[owner] == "of":
        group = tokens.head[owner]
        return tokens.tag[group] in ("NNS", "NNPS") and tokens.lemma[group] in _FIGHTERS | {"rebel"}
    return (
        tokens.dep[phrase.head] in ("poss", "compound")
        and tokens.tag[owner] == "NNS"
        and tokens.lemma[owner] in _FIGHTERS
    )


def _keys(phrase: Phrase, told: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what equal names share."""
    kind = family(phrase.type)
    if phrase.key:
        yield kind, "=" + phrase.key
    yield kind, "".join(told)
    if phrase.type == "MilitaryPlatform" and len(told) == 2:
        # "FS Forbin" goes on as "Forbin"
        yield kind, told[-1]
    if kind == "organization" and len(told) > 1:
        yield kind, " ".join(sorted(geography.keyed(told)))


def _last_noun(tokens: Tokens, phrase: Phrase) -> str:
    """Return the word that says what a named thing is: "ministry" of "Ministry of Defense"."""
    for i in range(phrase.start, phrase.end - 1):
        if tokens.lower[i + 1] in ("of", "for"):
            return tokens.lemma[i]
    return tokens.lemma[phrase.end - 1]


def _same_person(cluster: Cluster, told: tuple[str, ...]) -> bool:
    """Say whether a full name fits a person's: equal last words, and the others in it or their initials."""
    if told[-1] not in cluster.words:
        return False
    short, long = sorted((set(told), cluster.words), key=len)
    return all(
        word in long or (len(word) == 1 and any(w.startswith(word) for w in long)) for word in short
    ) and len(short) > 1  # fmt: skip


def _join_surnames(document: Document, clusters: list[Cluster], surnames: list[int]) -> None:
    """Give each one-word name of a person to who bears it: the last one before it, or else the next one after."""
    tokens, phrases = document.tokens, document.phrases
    single: dict[str, Cluster] = {}
    alone: set[int] = set()
    for n in surnames:
        (word,) = words(tokens, phrases[n])
        before = tokens.lower[phrases[n].start - 1] if phrases[n].start else ""
        if before in _BY_AGE:
            # "the younger Haddad" is not the Haddad of whom the article has told
            cluster = single.setdefault(f"{before} {word}", Cluster(nouns.PERSON, heads={word}))
            if not cluster.members:
                clusters.append(cluster)
            _take(document, cluster, n, (word,))
            continue
        bearers = [c for c in clusters if c.type == nouns.PERSON and len(c.words) > 1 and word in c.words]
        last = [c for c in bearers if any(words(tokens, phrases[m])[-1] == word for m in c.members)]
        bearers = last or (bearers if len(bearers) == 1 else [])
        gender = ""
        title = titles.before(document, phrases[n])
        if title is not None:
            gender = titles.gender(tokens, title)
            fitting = [c for c in bearers if not gender or c.gender in ("", gender)]
            # a given name misleads, but "Ms. Vidal" is not "Mr. Vidal"
            bearers = fitting or [c for c in bearers if not c.titles & _HONORED[gender]]
        if bearers:
            told = [c for c in bearers if c.members[0] < n]
            # who goes by the surname alone: not "Ana" of "Ana Vidal's portrait of Vidal"
            told = [c for c in told if id(c) in alone] or told
            cluster = max(told, key=lambda c: max(m for m in c.members if m < n)) if told else bearers[0]
        else:
            other = single.get(word)
            apart = other is not None and gender and other.gender not in ("", gender)
            cluster = single.setdefault(f"{gender} {word}" if apart else word, Cluster(nouns.PERSON, heads={word}))
            if not cluster.members:
                clusters.append(cluster)
        if title is None:
            alone.add(id(cluster))
        _take(document, cluster, n, (word,))


def _join_brackets(document: Document, clusters: list[Cluster]) -> None:
    """Merge an organization with the capitals in brackets after its name: "the Caribbean Community (CARICOM)"."""
    tokens, phrases = document.tokens, document.phrases
    owner = {m: c for c in clusters for m in c.members}
    ending = {phrases[m].end: m for m in owner if family(phrases[m].type) == "organization"}
    for n, phrase in enumerate(phrases):
        text = "".join(tokens.text[phrase.start : phrase.end])
        before = ending.get(phrase.start - 1) if phrase.start and tokens.text[phrase.start - 1] == "(" else None
        closed = tokens.text[phrase.end : phrase.end + 1] == [")"]
        if before is None or n not in owner or not closed or owner[before] is owner[n]:
            continue
        full, short = owner[before], owner[n]
        if _is_short_for(phrases[before], phrase, tokens):
            full, short = short, full
        elif not text.isupper():
            continue
        if family(short.type) != "organization" or (phrase.key and phrases[before].key):
            continue
        for m in short.members:
            full.add(m, phrases[m])
            owner[m] = full
        full.words.update(short.words)
        clusters.remove(short)


def _is_short_for(short: Phrase, full: Phrase, tokens: Tokens) -> bool:
    """Say whether a name of one word stands before its full form in brackets: "Defra (Department for ...)"."""
    word, first = tokens.text[short.end - 1], tokens.text[full.start]
    several = full.end - full.start > 2 and family(full.type) == "organization"
    return short.end - short.start == 1 and several and word[0] == first[0] and word != first


def _join_named(document: Document, clusters: list[Cluster], named: Mapping[int, int]) -> None:
    """Merge names with the other names that the article gives to what they name."""
    owner = {m: c for c in clusters for m in c.members} if named else {}
    for n, m in named.items():
        one, other = owner.get(n), owner.get(m)
        if one is None or other is None or one is other or family(one.type) != family(other.type):
            continue
        if other.gender and one.gender and other.gender != one.gender:
            continue
        for k in other.members:
            one.add(k, document.phrases[k])
            owner[k] = one
        one.words |= other.words
        one.heads |= other.heads
        one.titles |= other.titles
        clusters.remove(other)


def _join_acronyms(document: Document, clusters: list[Cluster]) -> None:
    """Merge an organization known by its initials into the one whose full name has them."""
    tokens, phrases = document.tokens, document.phrases
    short = [c for c in clusters if family(c.type) == "organization" and len(c.words) == 1]
    long = [c for c in clusters if family(c.type) == "organization" and len(c.words) > 1]
    for cluster in short:
        phrase = phrases[cluster.members[0]]
        acronym = "".join(tokens.text[phrase.start : phrase.end])
        if not acronym.isupper() or len(acronym) < 3:
            continue
        fitting = [c for c in long if _initials(tokens, phrases[c.members[0]]) == acronym.replace(".", "")]
        if len(fitting) == 1:
            for n in cluster.members:
                fitting[0].add(n, phrases[n])
            fitting[0].words.update(cluster.words)
            clusters.remove(cluster)


def _join_short_names(document: Document, clusters: list[Cluster]) -> None:
    """Merge an organization into the only one whose longer name it shortens.

    The noun that says what it is may be left out ("Cedar Dawn" for the Cedar Dawn Movement), a paper goes by its
    last word ("the Courier"), and a headline leaves out what stands between ("Sinú Bloc").
    """
    tokens, phrases = document.tokens, document.phrases
    bodies = [c for c in clusters if family(c.type) == "organization"]
    full = {id(c): max((words(tokens, phrases[m]) for m in c.members), key=len) for c in bodies}
    for cluster in bodies:
        short, listed = full[id(cluster)], bool(phrases[cluster.members[0]].key)
        longer = [
            c
            for c in bodies
            if c is not cluster
            and (not listed or full[id(c)][-1] in _COMPANY)
            and _shortens(short, full[id(c)], paper=c.type == "MediaOutlet")
        ]
        if len(longer) == 1 and (cluster.type == longer[0].type or VAGUE & {cluster.type, longer[0].type}):
            for n in cluster.members:
                longer[0].add(n, phrases[n])
            longer[0].words.update(cluster.words)
            clusters.remove(cluster)


def _shortens(short: tuple[str, ...], long: tuple[str, ...], *, paper: bool) -> bool:
    """Say whether one organization's name may be short for another.

    >>> _shortens(("cedar", "dawn"), ("cedar", "dawn", "movement"), paper=False)
    True
    >>> _shortens(("wal", "mart"), ("wal", "mart", "stores", "inc"), paper=False)
    True
    >>> _shortens(("national", "army"), ("national", "liberation", "army"), paper=False)
    False
    """
    if len(short) >= len(long) or not short:
        return False
    if long[-1] in _COMPANY and long[: len(short)] == short:
        return short[0] not in _common_openers() or len(short) > 1
    if short == long[:-1] and long[-1] in nouns.names():
        return geography.keyed(short) == short
    if paper and short == long[: len(short)] and _MEDIA.issuperset(long[len(short) :]):
        # "Breitbart" for "Breitbart News"
        return geography.keyed(short) == short
    if len(short) == 1:
        return short[0] == long[-1] and (paper or _kind_of(long[-1]) in _OF_MEMBERS)
    ends = short[0] == long[0] and short[-1] == long[-1]
    return ends and len(short) == 2 and short[0] not in _common_openers()


def _kind_of(noun: str) -> str:
    """Return the class that a name ending in the noun has, or ""."""
    return next((value for before, value in nouns.names().get(noun, ()) if not before), "")


@cache
def _common_openers() -> frozenset[str]:
    """Return the words that many organizations' names begin with: "national", "united"."""
    first = Counter(row["name"].casefold().split()[0] for row in lexicon.read("organizations"))
    return frozenset(word for word, n in first.items() if n > 1)


def _initials(tokens: Tokens, phrase: Phrase) -> str:
    return "".join(w[0] for w in tokens.text[phrase.start : phrase.end] if w[0].isupper())
