"""Find nominal groups ("three Palestinian factions", "the minister", "heavy machine guns") and pronouns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.annotate import nouns
from kg.annotate.document import Document, Phrase, Tokens
from kg.annotate.names import titles
from kg.vocabulary import ARMS

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
#: nouns that name no group or place without an article or another word before them
_IDLE_ALONE = frozenset({"force", "home", "office", "power", "court", "camp", "headquarters"})
#: nouns for a group or for what is done or had: "resistance to the drug", "the authority to decide"
_ABSTRACT = frozenset({"resistance", "opposition", "authority", "trust", "command", "leadership", "movement"})
#: verbs with what is had, not who: "took command"
_HAVING = frozenset({"take", "assume", "have", "offer", "show", "provide", "meet", "lose", "give", "need", "gain"})
#: nouns for aircraft too: "using fighter and bomber aircraft"
_CRAFT = frozenset({"fighter", "bomber"})
#: whose a head or body is that means nobody else
_OWN, _ONES = frozenset({"his", "her", "my", "your"}), frozenset({"man", "woman", "child", "girl", "boy", "victim"})
#: what one does to the dead: "found the body"
_BURYING = frozenset({"find", "discover", "recover", "bury", "identify", "carry", "burn", "exhume", "return"})
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
        if told is None or not _heads_phrase(tokens, i) or _is_idle(tokens, i, covered):
            continue
        yield _group(tokens, i, told, covered)


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


def _is_idle(tokens: Tokens, i: int, covered: Mapping[int, Phrase]) -> bool:
    """Say whether the noun means nobody here: "use force", "at home", "Norway is a member"."""
    alone, lemma = tokens.left[i] == i, tokens.lemma[i]
    if tokens.lower[i] in _IDLE_ALONE:
        return alone
    if tokens.ent_type[i] == "TIME":
        # "6:30 pm" is no prime minister
        return True
    first = next((tokens.lower[c] for c in tokens.children[i] if tokens.dep[c] == "det"), "")
    if first == "no" or (tokens.tag[i] == "NNS" and tokens.lower[i - 1] in ("this", "that")):
        # "no president would", "this forces them to"
        return True
    if lemma == "state" and alone and tokens.dep[i] == "pobj" and tokens.lower[tokens.head[i]] == "of":
        return tokens.lemma[tokens.head[tokens.head[i]]] in ("secretary", "minister", "head", "matter", "ministry")
    if lemma in _ABSTRACT and tokens.tag[i] == "NN":
        return _is_abstract(tokens, i, first)
    if lemma in _CRAFT and tokens.tag[i] == "NN":
        return not first and not any(tokens.dep[c] in ("poss", "nummod") for c in tokens.children[i])
    if lemma in ("head", "body"):
        return _is_of_one(tokens, i, covered)
    return lemma == "member" and tokens.dep[i] == "attr"


def _is_abstract(tokens: Tokens, i: int, first: str) -> bool:
    """Say whether a noun tells what is done or had, not who does it: "resistance to the drug", "under his command"."""
    above = tokens.head[i]
    if tokens.dep[i] == "pobj" and tokens.lower[above] == "under":
        return True
    if tokens.dep[i] == "dobj" and tokens.lemma[above] in _HAVING:
        return True
    after = tokens.lower[i + 1] if i + 1 < len(tokens) else ""
    if after == "to" and tokens.head[i + 1] in (i, *tokens.children[i]):
        return True
    things = any(
        tokens.dep[c] == "compound" and tokens.tag[c] == "NN" and tokens.lower[c] != "protest"
        for c in tokens.children[i]
    )
    if tokens.lemma[i] == "resistance":
        return things or not first
    return not first and tokens.left[i] == i and tokens.dep[i] not in ("nsubj", "nsubjpass")


def _is_of_one(tokens: Tokens, i: int, covered: Mapping[int, Phrase]) -> bool:
    """Say whether a head or body is somebody's own: "her head", "the body of a woman", "found the body"."""
    owners = [*tokens.childs(i, "poss"), *_of(tokens, i)]
    people = [c for c in owners if c in covered and covered[c].type == nouns.PERSON]
    if people or any(tokens.lower[c] in _OWN or tokens.lemma[c] in _ONES for c in owners):
        return True
    return (
        tokens.lemma[i] == "body"
        and tokens.dep[i] in ("dobj", "nsubjpass")
        and tokens.lemma[tokens.head[i]] in _BURYING
    )


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
    elif type_ in _OF_PEOPLE and not plural and tokens.lemma[head] in nouns.roles():
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
    if head - start > 4:
        # "the Secretary of State and international partners": two groups that the parser took for one
        joined = [i for i in range(start, first) if tokens.pos[i] == "CCONJ" and tokens.pos[i - 1] in ("PROPN", "NOUN")]
        start = joined[-1] + 1 if joined else start
    while start < head and (tokens.pos[start] in ("PUNCT", "CCONJ", "SPACE", "ADP") or tokens.lower[start] in _ABOUT):
        start += 1
    return start


def _of(tokens: Tokens, head: int) -> list[int]:
    return [p for c in tokens.childs(head, "prep") if tokens.lower[c] == "of" for p in tokens.childs(c, "pobj")]


def _right(tokens: Tokens, head: int, covered: dict[int, Phrase]) -> int:
    """Return where the group ends: after "of Foreign Affairs of Iraq" or "for the coalition", if that is short."""
    end, above = head + 1, {head}
    if tokens.lemma[head] in _LEAGUES and any(tokens.childs(p, "conj", "appos") for p in _of(tokens, head)):
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
