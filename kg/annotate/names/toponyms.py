"""Find the places that the names leave out or take for something else, by the gazetteer and what stands around them.

A gazetteer of 300,000 places knows nearly every surname and many common words, so a name in it is a place only
where the text says so: a locative preposition, the region or country that it lies in after a comma, a dateline,
an institution's name around it ("Alexandria police", "University of Virginia"), or the same name so used elsewhere
in the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.annotate import lexicon, nouns
from kg.annotate.document import Document, Phrase, Tokens
from kg.annotate.names import titles
from kg.annotate.names.gazetted import Found, contained, is_prominent, names, world_regions
from kg.resolve.gazetteer import Gazetteer, Place
from kg.resolve.gazetteer_names import normalize, without_designation
from kg.vocabulary import ORGANIZATIONS, PLACES

_LOCATIVE = frozenset({"in", "near", "at", "outside", "around", "across", "throughout", "into", "inside", "toward",
                       "towards", "from", "to", "via", "between"})  # fmt: skip
_STRONGLY_LOCATIVE = frozenset({"in", "near", "outside", "around", "throughout", "inside", "across"})
_JOINED = frozenset({"of", "in", "at", "for"})
_TOWN_NOUNS = frozenset({"city", "town", "village", "township", "hamlet", "suburb", "borough", "port", "municipality"})
_REGION_NOUNS = frozenset(
    {"district", "province", "region", "area", "governorate", "neighborhood", "neighbourhood", "camp"}
)
_DASHES = frozenset({"—", "–", "---", "--", "-"})
_NO_PLACES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "LANGUAGE"})
_BARE_COMPASS = frozenset({"north", "south", "east", "west", "greater", "upper", "lower"})
_PARTIES = frozenset({"r", "d", "i"})


@dataclass(slots=True)
class _Scene:
    """What is known of an article's names while its places are found."""

    document: Document
    phrases: tuple[Phrase, ...]
    found: tuple[Found, ...]
    trusted: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    around: dict[int, list[Phrase]] = field(default_factory=dict)
    capitals: set[int] = field(default_factory=set)


def find(document: Document, phrases: Sequence[Phrase], gazetteer: Gazetteer) -> tuple[Phrase, ...]:
    """Return the phrases with missed places added, others retyped, and what is no place taken out, in text order."""
    scene = _scene(document, phrases, gazetteer)
    kept: dict[tuple[int, int], Phrase] = {}
    for phrase in _without_doubtful(scene, gazetteer):
        kept[phrase.start, phrase.end] = phrase
    for found in scene.found:
        old = kept.get((found.start, found.end))
        if old is not None and old.kind == "name" and (old.type in PLACES or old.rule == "names.gazetteer"):
            continue
        rule = _rule(scene, found)
        if not rule:
            continue
        for phrase in scene.around.get(found.start, ()):
            if _is_displaced(document.tokens, phrase, found, rule):
                kept.pop((phrase.start, phrase.end), None)
        for phrase in _parts(scene, found):
            kept.pop((phrase.start, phrase.end), None)
        kept[found.start, found.end] = _phrase(document.tokens, found, rule)
    return tuple(sorted(kept.values(), key=lambda p: (p.start, -p.end)))


def _scene(document: Document, phrases: Sequence[Phrase], gazetteer: Gazetteer) -> _Scene:
    found = tuple(contained(document.tokens, list(names(document, gazetteer)), gazetteer))
    scene = _Scene(document, tuple(phrases), found)
    for phrase in phrases:
        if phrase.kind == "pronoun":
            continue
        for i in range(phrase.start, phrase.end):
            scene.around.setdefault(i, []).append(phrase)
        if (
            phrase.type == "Person"
            and phrase.kind == "name"
            and (phrase.end - phrase.start > 1 or titles.before(document, phrase))
        ):
            scene.people.add(normalize(document.tokens.text[phrase.end - 1]))
    spans = {(p.start, p.end) for p in phrases if p.type in PLACES and p.kind == "name" and p.type != "Facility"}
    for item in found:
        scene.capitals.update(p.id for p in item.places if is_prominent(p) and gazetteer.is_capital(p))
        if (item.start, item.end) in spans or (
            _speaks_for(document.tokens, item) and not _is_trap(document.tokens, item)
        ):
            scene.trusted.add(item.key)
            if any(p.level in (1, 2) for p in item.places):
                scene.trusted.add(without_designation(item.key))
    return scene


def _speaks_for(tokens: Tokens, item: Found) -> bool:
    """Say whether what stands around a name says that it is a place."""
    if item.within is not None:
        return True
    before, after = item.start - 1, item.end
    same = before >= 0 and tokens.sent[before] == tokens.sent[item.start]
    if tokens.text[item.start].isupper() and _is_dateline(tokens, item):
        return True
    if tokens.dep[item.end - 1] == "dobj" and tokens.lemma[tokens.head[item.end - 1]] in evidence("verb"):
        return _is_whole(tokens, item)
    if not same:
        return False
    word = tokens.lower[before]
    if word in _STRONGLY_LOCATIVE:
        return _is_whole(tokens, item)
    if any(p.level == 2 for p in item.places) and ends_in_counties(tokens, item.end):
        return True
    if word == "of" and before > 0 and tokens.lower[before - 1] in _TOWN_NOUNS:
        return True
    if tokens.lower[before] in _TOWN_NOUNS and tokens.text[before].islower():
        return True
    return after < len(tokens) and tokens.text[after] in ("County", "Township", "Parish") and word != "the"


def ends_in_counties(tokens: Tokens, i: int) -> bool:
    """Say whether a list that goes on at token ``i`` ends in "counties"."""
    for word in tokens.text[i : i + 12]:
        if word == "counties":
            return True
        if not word[0].isupper() and word not in (",", "and", "&", "-"):
            return False
    return False


def _is_whole(tokens: Tokens, item: Found) -> bool:
    """Say whether the name ends where its noun phrase does: not "in Jackson's" or "in Madison Square"."""
    return item.end >= len(tokens) or not (
        tokens.text[item.end][0].isupper() or tokens.lower[item.end] in ("'s", "’s", "'", "’", "-", "&")
    )


def _is_dateline(tokens: Tokens, item: Found) -> bool:
    """Say whether the name begins a sentence and a dash follows soon."""
    if item.start != tokens.sentences[tokens.sent[item.start]][0]:
        return False
    return any(tokens.text[i] in _DASHES for i in range(item.end, min(item.end + 8, len(tokens))))


def _rule(scene: _Scene, item: Found) -> str:
    """Return the rule by which a name is a place here, or ""."""
    tokens = scene.document.tokens
    if item.within is None and _is_trap(tokens, item):
        return ""
    around = [p for p in scene.around.get(item.start, ()) if p.kind == "name" and p.end > item.start]
    outer = [p for p in around if p.type in PLACES and p.start <= item.start and item.end <= p.end]
    if outer:
        return _inside_place(scene, item, max(outer, key=lambda p: p.end - p.start))
    speaks = _speaks_for(tokens, item)
    if item.within is not None:
        return "toponyms.within"
    covering = [p for p in around if p.start <= item.start and item.end <= p.end]
    if not covering:
        parts = _parts(scene, item)
        if any(p.type in PLACES for p in parts):
            return "toponyms.whole"  # "Novi | Sad"
        crossing = [p for p in around if p.type != "Population" and p not in parts]
        if crossing and not speaks:
            return ""
        return _alone(scene, item, speaks=speaks)
    phrase = max(covering, key=lambda p: p.end - p.start)
    if phrase.type in ORGANIZATIONS:
        if phrase.start == item.start and phrase.end == item.end:
            return _mistaken(scene, item, speaks=speaks)
        return _inside_organization(scene, item, phrase)
    if phrase.type == "Person" or phrase.type == "Population":
        if phrase.end - phrase.start == item.end - item.start:
            return _mistaken(scene, item, speaks=speaks)
        if phrase.type == "Population" and (item.key in scene.trusted or item.is_known):
            return "toponyms.inside"
        if phrase.type == "Person" and phrase.rule == "names.model" and speaks and item.is_known:
            return "toponyms.context"
    return ""


def _is_trap(tokens: Tokens, item: Found) -> bool:
    """Say whether a name is a word, a day, a work or a law, rather than a place."""
    if item.end == item.start + 1 and tokens.text[item.start].capitalize() in _traps():
        return (
            tokens.lower[item.start - 1] not in _STRONGLY_LOCATIVE
            or tokens.tag[item.start] != "NNP"
            or (tokens.ent_type[item.start] not in ("GPE", "LOC"))
        )
    return tokens.ent_type[item.start] in _NO_PLACES


def _alone(scene: _Scene, item: Found, *, speaks: bool) -> str:
    """Return the rule for a name that no phrase covers."""
    tokens = scene.document.tokens
    if item.key in scene.people and not speaks:
        return ""
    if speaks:
        return "toponyms.context"
    if tokens.pos[item.end - 1] not in ("PROPN", "NOUN", "ADJ"):
        return ""
    opens = item.start == tokens.sentences[tokens.sent[item.start]][0] and item.end == item.start + 1
    if item.key in scene.trusted and (not opens or tokens.pos[item.start] == "PROPN"):
        return "toponyms.repeat"
    if tokens.ent_type[item.start] or opens or not _is_whole(tokens, item) or tokens.text[item.start - 1][0].isupper():
        return ""
    first = item.places[0]
    if first.level < 2 and is_prominent(first) and tokens.pos[item.end - 1] == "PROPN":
        return "toponyms.known"
    if item.is_known and tokens.lower[item.start - 1] in _LOCATIVE:
        return "toponyms.context"
    return ""


def _mistaken(scene: _Scene, item: Found, *, speaks: bool) -> str:
    """Return the rule for a name that was taken for a person, a people or an organization."""
    if item.key in scene.people and item.key not in scene.trusted:
        return ""
    if speaks:
        return "toponyms.context"
    if item.key in scene.people:
        return ""
    tokens = scene.document.tokens
    if item.end > item.start + 1 and tokens.lower[item.start] in evidence("first"):
        return "toponyms.form"
    if any(place.id in scene.capitals for place in item.places) and item.key not in evidence("given"):
        return "toponyms.capital"
    return "toponyms.repeat" if item.key in scene.trusted else ""


def _inside_place(scene: _Scene, item: Found, phrase: Phrase) -> str:
    """Return the rule for a name inside that of a place that the gazetteer does not have: "northern Lima"."""
    tokens = scene.document.tokens
    if phrase.start == item.start and phrase.end == item.end:
        return ""
    opens, closes = item.start == phrase.start, item.end == phrase.end
    before = tokens.lower[item.start - 1]
    if closes and item.start == phrase.start + 2 and before == "-" and tokens.lower[phrase.start] in _PARTIES:
        return "toponyms.seat"
    if closes and before in _DASHES and tokens.text[phrase.start].isupper():
        return "toponyms.dateline"
    if closes and item.start == phrase.start + 1 and phrase.type != "Facility" and _is_quarter(tokens, phrase):
        return "toponyms.quarter"
    county = item.end > item.start + 1 and any(p.level == 2 and normalize(p.name) == item.key for p in item.places)
    if phrase.type in ("Facility", "AdministrativeRegion") and opens and (county or item.key in scene.trusted):
        return "toponyms.inside"
    return ""


def _is_quarter(tokens: Tokens, phrase: Phrase) -> bool:
    """Say whether a name begins with an adjective of the compass: "Eastern Crimea", but not "East Timor"."""
    word = tokens.lower[phrase.start]
    named = normalize(" ".join(tokens.text[phrase.start : phrase.end])) in world_regions()
    return word in _compass() and word not in _BARE_COMPASS and not named


def _inside_organization(scene: _Scene, item: Found, phrase: Phrase) -> str:
    """Return the rule for a name inside an organization's: the place that it serves or bears."""
    tokens = scene.document.tokens
    first = phrase.start
    while first < phrase.end - 1 and tokens.lower[first] in ("the", "a", "an"):
        first += 1
    if tokens.text[item.start - 1] == "-" and item.start - phrase.start == 2 and tokens.lower[first] in _PARTIES:
        return "toponyms.seat"
    opens = item.start == first or (item.start == first + 1 and tokens.lower[first] in _compass())
    closes = item.end == phrase.end and tokens.lower[item.start - 1] in (*_JOINED, "the")
    if not (opens or closes):
        return ""
    if item.end < phrase.end and tokens.lower[item.end] in ("&", "and", "'s", "’s", ","):
        return ""
    if _begins_person(tokens, item, phrase):
        return ""
    if item.key in scene.trusted or any(is_prominent(p) and p.level < 2 for p in item.places):
        return "toponyms.inside"
    if phrase.type not in ("GovernmentBody", "MilitaryForce") and not _is_public(tokens, phrase):
        return ""
    if item.key in scene.people:
        return ""
    return "toponyms.inside" if any(p.main and p.population >= 1000 for p in item.places) else ""


def _begins_person(tokens: Tokens, item: Found, phrase: Phrase) -> bool:
    """Say whether an organization bears a person's name, of which this is the first: "Charles Okello Library"."""
    if item.end > item.start + 1 or phrase.end - item.end < 2 or item.key not in titles.given_names():
        return False
    after = tokens.lower[item.end]
    telling = after in nouns.names() or tokens.lemma[item.end] in _public_nouns() or tokens.tag[item.end] != "NNP"
    return not telling and not any(is_prominent(p) and p.level != 2 for p in item.places)


def _is_public(tokens: Tokens, phrase: Phrase) -> bool:
    """Say whether an organization's name tells that it serves a place: a police force, a council, a school."""
    return any(tokens.lemma[i] in _public_nouns() for i in range(phrase.start, phrase.end))


@cache
def _public_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in lexicon.read("local_institutions"))


@cache
def evidence(kind: str) -> frozenset[str]:
    """Return the words of one kind that tell places: "verb", "first", "given" or "region"."""
    return frozenset(row["word"] for row in lexicon.read("toponym_evidence") if row["kind"] == kind)


@cache
def _traps() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.read("toponym_traps"))


@cache
def _compass() -> frozenset[str]:
    return frozenset("north south east west northern southern eastern western northeast northwest southeast "
                     "southwest central greater upper lower".split())  # fmt: skip


def _parts(scene: _Scene, item: Found) -> list[Phrase]:
    """Return the names that are only a part of a place's: "Novi" of "Novi Sad"."""
    return [
        p
        for i in range(item.start, item.end)
        for p in scene.around.get(i, ())
        if p.kind == "name"
        and item.start <= p.start == i
        and p.end <= item.end
        and p.end - p.start < item.end - item.start
    ]


def _is_displaced(tokens: Tokens, phrase: Phrase, item: Found, rule: str) -> bool:
    """Say whether a phrase gives way to the place found in it: a mistaken name, or "R-Lima"."""
    if phrase.kind != "name" or phrase.rule == "names.gazetteer" or rule in ("toponyms.inside", "toponyms.quarter"):
        return False
    if rule in ("toponyms.seat", "toponyms.dateline"):
        return phrase.start <= item.start and item.end == phrase.end
    if phrase.type in PLACES:
        return False
    return phrase.type in ("Person", "Population", *ORGANIZATIONS) and item.start <= phrase.start + 1


def _without_doubtful(scene: _Scene, gazetteer: Gazetteer) -> Iterator[Phrase]:
    """Yield the phrases without places that nothing speaks for, and without parts of other places' names."""
    tokens = scene.document.tokens
    for phrase in scene.phrases:
        if phrase.kind != "name" or phrase.type not in PLACES or not phrase.rule.startswith("names."):
            yield phrase
            continue
        outer = [p for p in scene.around[phrase.start] if p.start <= phrase.start and phrase.end < p.end]
        if any(
            p.kind == "name" and p.type in PLACES and p.type != "Facility" and gazetteer.find(_written(scene, p))
            for p in outer
        ):
            continue
        if phrase.rule == "names.model" and phrase.type in ("GeopoliticalEntity", "PopulatedPlace"):
            known = gazetteer.find(_written(scene, phrase))
            if not (_may_be_place(tokens, phrase) if not known else not _is_word(tokens, phrase)):
                continue
        yield phrase


def _is_word(tokens: Tokens, phrase: Phrase) -> bool:
    """Say whether a name of one word is a common word that some town bears too, and stands as a word."""
    if phrase.end > phrase.start + 1 or tokens.text[phrase.start].capitalize() not in _traps():
        return False
    return tokens.lower[phrase.start - 1] not in (*_STRONGLY_LOCATIVE, "the")


def _written(scene: _Scene, phrase: Phrase) -> str:
    return scene.document.tokens.span(phrase.start, phrase.end).of(scene.document.text)


def _may_be_place(tokens: Tokens, phrase: Phrase) -> bool:
    """Say whether a name that no gazetteer has stands as a place's does."""
    before = tokens.lower[phrase.start - 1] if phrase.start else ""
    if any(c.isdigit() for i in range(phrase.start, phrase.end) for c in tokens.text[i]):
        return False
    if not tokens.text[phrase.start][0].isupper() or tokens.text[phrase.end - 1][0].islower():
        return False
    if before in _LOCATIVE or before in _TOWN_NOUNS or phrase.end - phrase.start > 1:
        return True
    after = phrase.end
    if after < len(tokens) and tokens.lower[after] in _TOWN_NOUNS | _REGION_NOUNS:
        return True
    if before == "the" or tokens.text[phrase.start].isupper():
        return False
    return (after + 1 < len(tokens) and tokens.text[after] == "," and tokens.text[after + 1][0].isupper()) or (
        tokens.pos[phrase.end - 1] == "PROPN" and before in ("of", ",", "and", "(")
    )


def _phrase(tokens: Tokens, item: Found, rule: str) -> Phrase:
    heads = [i for i in range(item.start, item.end) if not item.start <= tokens.head[i] < item.end]
    return Phrase(
        start=item.start,
        end=item.end,
        head=heads[-1] if heads else item.end - 1,
        type=item.within.kind if item.within and item.places == (item.within,) else kind_of(item.places),
        kind="name",
        key=f"country:{item.places[0].country}" if item.places[0].kind == "Country" else "",
        rule=rule,
    )


def kind_of(places: Iterable[Place]) -> str:
    """Return the class that a name tells before it is known which place it names: the first entry's, if others agree.

    >>> kind_of(())
    'GeopoliticalEntity'
    """
    kinds = {p.kind for p in places if is_prominent(p)} or {p.kind for p in places}
    return kinds.pop() if len(kinds) == 1 else "GeopoliticalEntity"
