"""Find nominal groups ("three Palestinian factions", "the minister", "heavy machine guns") and pronouns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.annotate import nouns
from kg.annotate.document import Document, Phrase, Tokens
from kg.annotate.names import idle, titles
from kg.vocabulary import ARMS, PLACES

#: pronouns with the class that they tell, or "", and whether they are plural
PRONOUNS: dict[str, tuple[str, bool]] = {
    **dict.fromkeys(("he", "him", "his", "himself", "she", "her", "hers", "herself"), ("Person", False)),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("Person", False)),
    **dict.fromkeys(("it", "its", "itself"), ("", False)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("", True)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("", True)),
    "who": ("", False),
    "whose": ("", False),
    "whom": ("", False),
}

#: a noun with one of these labels only modifies another
_INSIDE = frozenset({"compound", "amod", "nmod"})
#: classes of nouns that are named after "of" or "for": "the government of Iraq", "a spokesman for the army"
_COMPLETED = frozenset(
    {"Person", "GovernmentBody", "Population", "PopulatedPlace", "AdministrativeRegion", "Organization"}
    | {"MilitaryForce", "ArmedGroup", "Alliance", "Location"}
)
#: nouns for one of many that are no role
_ONE_OF_MANY = frozenset(
    {"worker", "partner", "opponent", "supporter", "follower", "backer", "critic", "observer", "voter", "resident"}
    | {"republican", "democrat", "conservative", "liberal", "socialist", "communist", "nationalist", "loyalist"}
    | {"christian", "muslim", "jew", "passenger", "survivor", "relative", "inmate", "miner", "immigrant", "migrant"}
    | {"refugee", "settler", "villager", "bystander", "civilian", "citizen", "rescuer", "striker", "adversary", "foe"}
)
#: classes of organizations that people serve
_SERVED = frozenset({"GovernmentBody", "MilitaryForce", "PoliticalParty", "Alliance", "ArmedGroup", "Company"})
#: nouns that mean a group or a place only after the name of whose it is: "the Clinton campaign", "U.S. positions"
_OWNED = {
    **dict.fromkeys(("campaign", "camp", "team"), ("Organization", frozenset({"Person"}))),
    **dict.fromkeys(("position", "positions"), ("Facility", frozenset({"Country", "MilitaryForce", "ArmedGroup"}))),
}
#: numbers that stand for so many people where they do or suffer something: "thousands marched", "dozens were killed"
_CROWDS = frozenset({"dozens", "scores", "hundreds", "thousands", "millions"})
#: words before a number that only make it rough: "at least 31 people"
_ABOUT = frozenset({"at", "least", "more", "than", "about", "nearly", "almost", "around", "over", "some", "up", "to"})
#: adverbs before a group that are no part of what it is called: "especially children", "so many homes"
_STRESS = frozenset(
    {"especially", "particularly", "mostly", "mainly", "largely", "just", "only", "even", "also", "not", "so", "too"}
    | {"roughly", "approximately", "relatively", "including", "primarily", "virtually", "merely", "simply", "perhaps"}
)
_IDLE_FIRST = _ABOUT | _STRESS
#: nouns for attacks, before which a weapon stands as the means
_ATTACKS = frozenset("attack strike fire launch barrage salvo bombardment raid assault volley".split())
#: nouns whose of-phrase may list members
_LEAGUES = frozenset({"coalition", "alliance", "bloc", "grouping", "federation", "confederation"})
#: classes whose nouns mean one person in the singular: "a fighter", "the protester"
_OF_PEOPLE = frozenset({"Population", "ArmedGroup", "MilitaryForce"})


def find(document: Document, names: Sequence[Phrase]) -> Iterator[Phrase]:
    """Yield nominal groups and pronouns, in no order."""
    tokens = document.tokens
    covered: dict[int, Phrase] = {}
    for phrase in names:
        for i in range(phrase.start, phrase.end):
            covered[i] = phrase
    before_names = _titles_of_names(document, names)
    entries, n = nouns.commons(), len(tokens)
    feasts = idle.is_of_feasts(tokens)
    for i in range(n):
        lower = tokens.lower[i]
        if lower in PRONOUNS:
            titled = tokens.text[i] == "It" and i > 0 and tokens.text[i - 1].istitle()
            if tokens.pos[i] in ("PRON", "DET", "ADJ") and tokens.text[i] not in ("US", "IT") and not titled:
                type_, plural = PRONOUNS[lower]
                yield Phrase(
                    start=i, end=i + 1, head=i, type=type_, kind="pronoun", rule="nominals.pronoun", plural=plural
                )
            continue
        if lower in _CROWDS and i not in covered and _are_people(tokens, i):
            start = _left(tokens, i, i)
            yield Phrase(
                start=start, end=i + 1, head=i, type="Population", kind="nominal", rule="nominals.crowd", plural=True
            )
            continue
        if tokens.lemma[i] not in entries and lower not in entries and lower not in _OWNED:
            continue
        if i in covered or i in before_names or tokens.pos[i] not in ("NOUN", "PROPN", "ADJ"):
            continue
        told = nouns.class_at(tokens, i, entries)
        if told is not None and told[0] in _SERVED and _modifies_role(tokens, i):
            start = max(_left(tokens, i, told[1]), 0)
            yield Phrase(start=start, end=i + 1, head=i, type=told[0], kind="nominal", rule="nominals.inside")
            continue
        if told is None and (owned := _owned(tokens, i, covered)) is not None:
            yield owned
        if told is not None and told[0] in ARMS and _arms_an_attack(tokens, i):
            yield Phrase(start=told[1], end=i + 1, head=i, type=told[0], kind="nominal", rule="nominals.inside")
            continue
        if told is None or not _heads_phrase(tokens, i) or idle.is_idle(tokens, i, covered):
            continue
        if (feasts and told[0] == "PoliticalParty") or (told[0] in PLACES and _lists(tokens, i, covered)):
            continue
        yield _group(tokens, i, told, covered)


def _lists(tokens: Tokens, i: int, covered: Mapping[int, Phrase]) -> bool:
    """Say whether the noun only tells what those listed after it are: "the provinces of A, B and C"."""
    return tokens.tag[i] == "NNS" and any(
        p in covered and tokens.childs(p, "conj", "appos") for p in idle.of_whom(tokens, i)
    )


def _are_people(tokens: Tokens, i: int) -> bool:
    """Say whether a number is the subject of a clause and counts nothing else: no "thousands of shells"."""
    if tokens.dep[i] not in ("nsubj", "nsubjpass") or tokens.pos[i] not in ("NOUN", "NUM"):
        return False
    return not any(tokens.lower[c] == "of" for c in tokens.childs(i, "prep")) and tokens.pos[tokens.head[i]] == "VERB"


def _titles_of_names(document: Document, names: Sequence[Phrase]) -> set[int]:
    """Return the tokens of titles that stand before persons' names: part of a name's noun phrase, no mention."""
    found: set[int] = set()
    for phrase in names:
        title = titles.before(document, phrase)
        if title is not None:
            found.update(range(*title))
    return found


def _modifies_role(tokens: Tokens, i: int) -> bool:
    """Say whether the noun only tells whose official or soldier its head is: "defense ministry spokeswoman"."""
    head = tokens.head[i]
    return tokens.dep[i] == "compound" and i < head and tokens.pos[i] == "NOUN" and tokens.lemma[head] in nouns.roles()


def _arms_an_attack(tokens: Tokens, i: int) -> bool:
    """Say whether the noun only tells with what an attack is made: "a drone strike", "mortar fire"."""
    head = tokens.head[i]
    return tokens.dep[i] in _INSIDE and i < head and tokens.pos[i] == "NOUN" and tokens.lemma[head] in _ATTACKS


def _heads_phrase(tokens: Tokens, i: int) -> bool:
    """Say whether token ``i`` is the head of a noun phrase, not a modifier in one."""
    if tokens.pos[i] == "ADJ":
        return tokens.dep[i] in ("nsubj", "dobj", "pobj", "nsubjpass") and tokens.tag[i] != "JJR"
    if tokens.dep[i] in _INSIDE and tokens.head[i] > i:
        return False
    return tokens.dep[i] != "npadvmod" or tokens.tag[i] == "NNP"


def _group(tokens: Tokens, head: int, told: tuple[str, int], covered: dict[int, Phrase]) -> Phrase:
    """Return the nominal group with head ``head``."""
    type_, first = told
    start = _left(tokens, head, first)
    if start in covered and covered[start].start < start and covered[start].end <= head:
        start = covered[start].start
    plural = tokens.tag[head] in ("NNS", "NNPS")
    if type_ == nouns.PERSON and plural:
        type_ = "Population"
    elif type_ == "Country" and plural:
        # "neighbouring countries" are several
        type_ = "GeopoliticalEntity"
    elif type_ == "ArmedGroup" and "non" in tokens.lower[start:head]:
        # "non-combatants"
        type_ = "Population"
    elif type_ in _OF_PEOPLE and not plural and _is_one(tokens, head):
        type_ = nouns.PERSON
    end = _right(tokens, head, covered) if type_ in _COMPLETED else head + 1
    proper = tokens.text[head][:1].isupper() and head > tokens.sentences[tokens.sent[head]][0]
    named = proper and type_ not in (nouns.PERSON, "Population")
    return Phrase(
        start=_skip_article(tokens, start, head) if named else start,
        end=end,
        head=head,
        type=type_,
        kind="name" if named else "nominal",
        rule="nominals.capital" if named else "nominals.noun",
        plural=plural,
    )


def _is_one(tokens: Tokens, head: int) -> bool:
    """Say whether a noun for one of a people means one person: "a worker", but not "the public" or "the enemy"."""
    if tokens.lemma[head] in nouns.roles():
        return True
    return tokens.lemma[head] in _ONE_OF_MANY and tokens.tag[head] in ("NN", "NNP")


def _owned(tokens: Tokens, i: int, covered: dict[int, Phrase]) -> Phrase | None:
    """Return "the Clinton campaign" with head token ``i``, or None where no fitting name stands right before it."""
    owner = covered.get(i - 1)
    type_, owners = _OWNED.get(tokens.lower[i], ("", frozenset()))
    if owner is None or owner.type not in owners or tokens.dep[i - 1] == "poss":
        return None
    plural = tokens.tag[i] == "NNS"
    return Phrase(
        start=_left(tokens, i, i), end=i + 1, head=i, type=type_, kind="nominal", rule="nominals.owned", plural=plural
    )


def _skip_article(tokens: Tokens, start: int, head: int) -> int:
    return start + 1 if start < head and tokens.lower[start] in ("the", "a", "an") else start


def _left(tokens: Tokens, head: int, first: int) -> int:
    """Return where the premodifiers of ``head`` begin."""
    start = first
    low = tokens.sentences[tokens.sent[head]][0]
    for child in reversed(tokens.children[head]):
        if child < start and tokens.dep[child] in titles.PREMODIFIERS:
            start = tokens.left[child]
    start = max(start, low)
    if start - 2 >= low and tokens.text[start - 1] == "-" and tokens.lower[start - 2] in ("co", "ex", "non", "vice"):
        # "a co-worker"
        start -= 2
        if start > low and tokens.dep[start - 1] in titles.PREMODIFIERS and tokens.head[start - 1] in (head, start):
            start -= 1
    if head - start > 4:
        # "the Secretary of State and international partners": two groups that the parser took for one
        joined = [i for i in range(start, first) if tokens.pos[i] == "CCONJ" and tokens.pos[i - 1] in ("PROPN", "NOUN")]
        start = joined[-1] + 1 if joined else start
    while start < head and (
        tokens.pos[start] in ("PUNCT", "CCONJ", "SPACE", "ADP") or tokens.lower[start] in _IDLE_FIRST
    ):
        start += 1
    return start


def _right(tokens: Tokens, head: int, covered: dict[int, Phrase]) -> int:
    """Return where the group ends: after "of Foreign Affairs of Iraq" or "for the coalition", if that is short."""
    end, above = head + 1, {head}
    if tokens.lemma[head] in _LEAGUES and any(tokens.childs(p, "conj", "appos") for p in idle.of_whom(tokens, head)):
        # "a coalition of A, B and C": whom it lists is no part of what it is called
        return end
    while end < len(tokens) and tokens.lower[end] in ("of", "for") and tokens.head[end] in above:
        objects = tokens.childs(end, "pobj")
        if not objects:
            break
        target = objects[0]
        bare = target == end + 1 and tokens.pos[target] == "NOUN" and tokens.tag[target] == "NN"
        if target in covered:
            after = covered[target].end
        elif tokens.lower[end] == "of" and (bare or (target - end <= 4 and tokens.pos[target] == "PROPN")):
            after = target + 1
        else:
            break
        if after - head > 8:
            break
        above = {head, target}
        end = after
    return end
