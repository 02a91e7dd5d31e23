"""Propose stretches of text that may be names: from the model, the list of organizations, head nouns, designations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.annotate import geography, nouns
from kg.annotate.document import Document, Tokens
from kg.annotate.names import acronyms, boundaries, organizations, own_names, people, titles
from kg.annotate.names.boundaries import is_capital
from kg.annotate.names.organizations import Known

#: where a candidate comes from, the best founded first
RULES = ("expansion", "gazetteer", "designation", "list", "head", "model", "repeat")

#: the classes of the model's labels; "" where only other evidence can tell
TYPES = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "GeopoliticalEntity",
    "NORP": "Population",
    "LOC": "Location",
    "FAC": "Facility",
    "PRODUCT": "",
    "WORK_OF_ART": "",
    "EVENT": "",
    "LAW": "",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens that may be a name, the class that they suggest and the rule that found them."""

    start: int
    end: int
    type: str
    rule: str
    known: Known | None = None


_PLATFORM = re.compile(r"(?:F|F/A|Su|MiG|Tu|Il|An|KC|AC|AH|UH|CH|MH|MQ|RQ|Mi|Ka|B|A|C|P|T|V|EA|MV)-\d{1,3}[A-Z]{0,2}s?")
_ARM = re.compile(r"(?:S-\d00|AK-\d{2,3}|RPG-\d{1,2}|M-?16s?|AR-15s?|Kh-\d{2}|BM-\d{2}|ATACMS|HIMARS)")
_SHIP = frozenset({"USS", "HMS", "USNS", "HMAS", "HMCS", "INS", "FS", "RFS", "IRIS", "ROKS", "ITS", "ORP", "BRP"})
_STOP = frozenset(
    {"DET", "ADP", "PRON", "ADV", "VERB", "CCONJ", "SCONJ", "AUX", "PUNCT", "INTJ", "SPACE", "NUM", "PART"}
)
#: titles whose first word the model may take for a name
_RANKS = frozenset({"petty officer", "press secretary", "first class", "press officer"})
_PLACERS = frozenset({"near", "outside"})
#: words before the names of storms and campaigns, which are neither actors nor places
_EVENTS = frozenset({"operation", "exercise", "cyclone", "hurricane", "typhoon", "storm", "tropical", "game", "super"})
#: last words of what happens or is awarded: no actor, no place
_OCCASIONS = frozenset(
    {"day", "eve", "festival", "championship", "championships", "competition", "cup", "olympics", "marathon", "award"}
    | {"awards", "prize", "contest", "tournament", "poll", "primary", "primaries", "playoffs", "revolution"}
)
_PARTY_AND_STATE = re.compile(r"[DRI]-[A-Z]")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "ul", "ur", "ad", "as", "az", "ash", "ben", "de", "la", "van", "von"})
_OWNERS = frozenset({"people", "worker", "lord", "woman", "child", "farmer", "martyr", "citizen", "teacher", "peasant"})
#: what the model takes a surname for that it has not seen
_UNSURE_KINDS = frozenset({"", "LANGUAGE", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
#: classes whose names go on after "of" or "for": "Ministry of Defense", "Institute for the Study of War"
_GOES_ON = frozenset({"GovernmentBody", "Organization", "IntergovernmentalOrganization", "MilitaryForce", "Alliance",
                      "ArmedGroup", "PoliticalParty", "Company", "NaturalFeature", "Country"})  # fmt: skip


def find(document: Document) -> Iterator[Candidate]:
    """Yield candidates from all sources; they may overlap."""
    yield from _from_model(document)
    for start, end, known in organizations.known().find(document.tokens):
        if _is_name(document.tokens, start, end):
            yield Candidate(start, end, known.type, "list", known)
    for start, end, known in own_names.find(document):
        if _is_name(document.tokens, start, end):
            yield Candidate(start, end, known.type, "gazetteer", known)
    yield from _from_nouns(document)
    yield from _titled(document.tokens)
    yield from _joint_countries(document.tokens)
    yield from _from_acronyms(document.tokens)


def _titled(tokens: Tokens) -> Iterator[Candidate]:
    """Yield the names after titles that the model has overlooked: "General Dagalo"."""
    last_words = titles.last_words()
    for i in range(1, len(tokens)):
        if tokens.tag[i] != "NNP" or tokens.lower[i - 1] not in last_words or not is_capital(tokens, i - 1):
            continue
        if " ".join(tokens.lower[i : i + 2]) in _RANKS:
            continue
        end = i
        while end < len(tokens) and end - i < 3 and _may_be_surname(tokens, end):
            end += 1
        first = titles.ending_at(tokens, i, first=tokens.sentences[tokens.sent[i]][0]) if end > i else None
        if first is not None and is_capital(tokens, first):
            yield Candidate(i, end, nouns.PERSON, "model")


def _may_be_surname(tokens: Tokens, i: int) -> bool:
    word = tokens.text[i]
    return (
        tokens.tag[i] == "NNP"
        and word.istitle()
        and len(word) > 2
        and tokens.ent_type[i] in _UNSURE_KINDS
        and not (tokens.lower[i] in nouns.names() or tokens.lower[i] in titles.titles())
        and not (geography.country(word) or geography.demonym(word))
    )


def _joint_countries(tokens: Tokens) -> Iterator[Candidate]:
    """Yield the countries with "and" in their names: "Trinidad and Tobago"."""
    for i, word in enumerate(tokens.lower):
        joined = word == "and" and 0 < i < len(tokens) - 1 and is_capital(tokens, i - 1) and is_capital(tokens, i + 1)
        if joined and geography.country(" ".join(tokens.text[i - 1 : i + 2])):
            yield Candidate(i - 1, i + 2, "GeopoliticalEntity", "list")


def _from_acronyms(tokens: Tokens) -> Iterator[Candidate]:
    """Yield the full names before acronyms in brackets: "UN Support Mission in Libya (UNSMIL)"."""
    for i, word in enumerate(tokens.text):
        if word != "(" or i + 2 >= len(tokens) or tokens.text[i + 2] not in (")", ",", ";"):
            continue
        acronym = tokens.text[i + 1]
        if not (3 <= len(acronym) <= 9 and acronym.isupper() and acronym.isalpha()):
            continue
        low = max(tokens.sentences[tokens.sent[i]][0], i - 12)
        start = acronyms.start_of(acronym, tokens.text[low:i])
        if start is not None:
            start += low
            known = organizations.known().get("".join(tokens.text[start:i])) or _listed(acronym, tokens.lower[start:i])
            told = nouns.class_at(tokens, _last(tokens, start, i), nouns.names(), first=start)
            type_ = known.type if known else _of_many_states(tokens, start, told[0]) if told else "Organization"
            yield Candidate(start, i, type_, "expansion", known)
            yield Candidate(i + 1, i + 2, type_, "expansion", known)


def _listed(acronym: str, words: Sequence[str]) -> Known | None:
    """Return what is listed under an acronym if its full name has a word of these: AFP may be an army."""
    known = organizations.known().get(acronym)
    return known if known is not None and set(known.key.split()) & {w for w in words if len(w) > 3} else None


def _of_many_states(tokens: Tokens, start: int, type_: str) -> str:
    """Return the class of a name from token ``start`` on, which bodies of the United Nations and the like share."""
    if type_ not in ("GovernmentBody", "Organization"):
        return type_
    for end in (start + 1, start + 2):
        known = organizations.known().get("".join(tokens.text[start:end]))
        if known is not None and known.type == "IntergovernmentalOrganization":
            return known.type
    return type_


def _is_name(tokens: Tokens, start: int, end: int) -> bool:
    """Say whether a listed name is used as one here, by its letters: not "Who" or a shouted "IS"."""
    if end - start > 1:
        return True
    word = tokens.text[start]
    if tokens.lower[start] in nouns.names() and tokens.ent_type[start] not in ("ORG", "GPE", "FAC"):
        return False
    if len(word) <= 3 and word.isalpha():
        return word.isupper() and not any(
            tokens.text[i].isupper() and tokens.text[i].isalpha() and len(tokens.text[i]) > 3
            for i in (start - 1, start + 1)
            if 0 <= i < len(tokens)
        )
    return True


def _from_model(document: Document) -> Iterator[Candidate]:
    """Yield the model's names with their boundaries repaired."""
    tokens = document.tokens
    for first, last, label in people.joined(document):
        type_ = TYPES.get(label)
        if type_ is None:
            continue
        for start, end in boundaries.lines(tokens, first, last):
            start, end, type_ = boundaries.trim(tokens, start, end, type_)
            if start + 2 < end and _PARTY_AND_STATE.match("".join(tokens.text[start : start + 3])):
                # "R-N.Y.": a Republican of that state or town
                start, type_ = start + 2, "GeopoliticalEntity"
            if start + 1 < end and _is_sided_with(tokens, start):
                yield Candidate(start, start + 1, "GeopoliticalEntity", "model")
                start += 1
            if start < end and _plausible(tokens, start, end):
                platform = _designated(tokens, start, end)
                parts = boundaries.parts(tokens, start, end)
                if len(parts) > 1:
                    for part in parts:
                        yield _typed(tokens, *part, type_)
                elif platform:
                    yield Candidate(start, end, platform, "designation")
                else:
                    yield _typed(tokens, start, end, type_)


def _is_sided_with(tokens: Tokens, i: int) -> bool:
    """Say whether token ``i`` is a country that a prefix sets before another name: "pro-Iran Al-Binaa Alliance"."""
    prefixed = i > 1 and tokens.text[i - 1] == "-" and tokens.lower[i - 2] in boundaries.PREFIXES
    return prefixed and bool(geography.country(tokens.text[i]) or geography.demonym(tokens.text[i]))


def _plausible(tokens: Tokens, start: int, end: int) -> bool:
    """Say whether the span holds a capital letter and is not a bare title or "@name"."""
    if not any(is_capital(tokens, i) or tokens.text[i][:1].isdigit() for i in range(start, end)):
        return False
    if end - start == 1 and tokens.ent_type[start] == "PERSON" and tokens.lower[start] in nouns.weapons():
        # "Helicopter gunships fired"
        return False
    if end - start > 1 and (tokens.lower[start] in _EVENTS or tokens.lower[end - 1] in _OCCASIONS):
        return False
    if _PARTY_AND_STATE.match(tokens.text[start]):
        return False
    if end - start == 1 and end < len(tokens) and f"{tokens.lower[start]} {tokens.lower[end]}" in _RANKS:
        # "Chief Petty Officer"
        return False
    minister = end - start == 1 and end < len(tokens) and tokens.lower[end] == "minister"
    if minister and f"{tokens.lower[start]} minister" in titles.titles():
        # "Defence | Minister"
        return False
    if start > 1 and tokens.lower[start - 1] == "of" and titles.ending_at(tokens, end, first=start - 2) == start - 2:
        return False
    return titles.starting_at(tokens, start, end=end) < end


def _designated(tokens: Tokens, start: int, end: int) -> str:
    """Return the class of "F-16 Fighting Falcons" or "USS Mahan", or ""."""
    if tokens.text[start] in _SHIP and end - start > 1:
        return "MilitaryPlatform"
    for i in range(start, end):
        if _PLATFORM.fullmatch(tokens.text[i]):
            return "MilitaryPlatform"
        if _ARM.fullmatch(tokens.text[i]):
            return "Weapon"
    return ""


def _typed(tokens: Tokens, start: int, end: int, type_: str) -> Candidate:
    """Return the model's name as a candidate, with the class that its last words tell if they tell one."""
    last = _last(tokens, start, end)
    known = organizations.known().get("".join(tokens.text[start:end]))
    if known is not None and type_ != nouns.PERSON:
        return Candidate(start, end, known.type, "list", known)
    told = nouns.class_at(tokens, last, nouns.names(), first=start)
    if type_ != nouns.PERSON:
        # "Kurdish YPG", "Lebanese Hezbollah"
        rest = start + 1
        adjective = rest < end and (tokens.tag[start] == "JJ" or geography.demonym(tokens.text[start]))
        known = organizations.known().get("".join(tokens.text[rest:end])) if adjective else None
        if known is not None:
            return Candidate(rest, end, known.type, "list", known)
    proper = is_capital(tokens, start) or _ORDINAL.fullmatch(tokens.text[start])
    # "Parliament" and "Navy" alone name one where the model agrees; in longer names the noun decides
    telling = told is not None and (told[1] > start or last + 1 < end or type_ == "Organization")
    if told is not None and telling and proper:
        value, first = told
        single = first == last
        person = tokens.lower[last] in nouns.surnames() and (
            (type_ == nouns.PERSON and single) or (start < last and people.has_age(tokens, end))
        )
        type_ = nouns.PERSON if person else type_
        if not person and not _on_map(tokens, start, end, type_):
            return Candidate(start, end, _of_many_states(tokens, start, _numbered(tokens, start, value)), "head")
    weapon = nouns.weapons().get(tokens.lemma[last]) or nouns.weapons().get("".join(tokens.lower[start:end]))
    if weapon is not None and type_ not in (nouns.PERSON, "GeopoliticalEntity"):
        return Candidate(start, end, weapon, "head")
    return Candidate(start, end, type_, "model")


def _on_map(tokens: Tokens, start: int, end: int, type_: str) -> bool:
    """Say whether a name with a telling noun is a place that is not of the noun's kind: "West Bank", "Ivory Coast"."""
    name = " ".join(tokens.text[start:end])
    found = geography.place_class(name)
    if type_ == "GeopoliticalEntity":
        return bool(found)
    compass = tokens.lower[start] in ("west", "east", "north", "south")
    return bool(geography.country(name)) or (compass and found == "AdministrativeRegion")


def _last(tokens: Tokens, start: int, end: int) -> int:
    """Return the last word before "of", "for", "in" or a comma: the head of a name by its order."""
    for i in range(start + 1, end):
        if tokens.lower[i] in ("of", "for", "in", "on", "against", "to", ",", "("):
            return i - 1
    return end - 1


def _from_nouns(document: Document) -> Iterator[Candidate]:
    """Yield capitalised words around a telling head noun: "U.S. Army Acquisition Support Center"."""
    tokens = document.tokens
    text, pos = tokens.text, tokens.pos
    entries = nouns.names()
    for i in range(len(tokens)):
        word = text[i]
        if word in _SHIP and i + 1 < len(tokens) and is_capital(tokens, i + 1):
            end = i + 2
            while end < len(tokens) and is_capital(tokens, end) and pos[end] == "PROPN":
                end += 1
            yield Candidate(i, end, "MilitaryPlatform", "designation")
            continue
        if "-" in word and (_PLATFORM.fullmatch(word) or _ARM.fullmatch(word)):
            end = i + 1
            while end < len(tokens) and is_capital(tokens, end) and pos[end] == "PROPN" and text[end].isalpha():
                end += 1
            yield Candidate(i, end, "MilitaryPlatform" if _PLATFORM.fullmatch(word) else "Weapon", "designation")
            continue
        if not word[:1].isupper():
            if tokens.lower[i] in _PLACERS and i + 1 < len(tokens) and pos[i + 1] == "PROPN":
                yield from _placed(tokens, i + 1)
            continue
        if (
            word == "West"
            and i
            and tokens.lower[i - 1] == "the"
            and not (i + 1 < len(tokens) and _goes_on(tokens, i + 1))
        ):
            yield Candidate(i, i + 1, "GeopoliticalEntity", "head")
        if word in ("Near", "Outside") and i + 1 < len(tokens) and pos[i + 1] == "PROPN":
            yield from _placed(tokens, i + 1)
        if pos[i] not in ("PROPN", "NOUN"):
            continue
        told = nouns.class_at(tokens, i, entries)
        if told is None or not is_capital(tokens, told[1]):
            continue
        if i + 1 < len(tokens) and f"{tokens.lower[i]} {tokens.lower[i + 1]}" in _RANKS:
            continue
        if tokens.ent_type[i] == "PERSON" and told[1] == i and tokens.lower[i] in nouns.surnames():
            continue
        start = _extend_left(tokens, told[1])
        # a common noun that opens a sentence: "Fighters of ..."
        opens = (
            start == told[1]
            and (pos[i] == "NOUN" or boundaries.are_fighters(tokens, i))
            and i == tokens.sentences[tokens.sent[i]][0]
        )
        end = _extend_right(document, i + 1) if told[0] in _GOES_ON and not opens else i + 1
        if end < len(tokens) and end == i + 1 and is_capital(tokens, end) and pos[end] == "PROPN":
            # "Army Acquisition ...", "Ministry Spokesman": the noun is not the last word of the name
            continue
        if (start < told[1] or end > i + 1) and not _on_map(tokens, start, end, ""):
            if tokens.lower[i] in nouns.surnames() and people.has_age(tokens, end):
                yield Candidate(start, end, nouns.PERSON, "model")
                continue
            yield Candidate(start, end, _of_many_states(tokens, start, _numbered(tokens, start, told[0])), "head")


def _placed(tokens: Tokens, start: int) -> Iterator[Candidate]:
    """Yield the capitalised words after "near" and the like as a place: whoever stands near is seldom named."""
    end = start
    high = tokens.sentences[tokens.sent[start]][1]
    while end < high and is_capital(tokens, end) and tokens.pos[end] == "PROPN":
        end += 1
    if end > start and not any(tokens.ent_type[start:end]):
        yield Candidate(start, end, "GeopoliticalEntity", "model")


def _goes_on(tokens: Tokens, i: int) -> bool:
    """Say whether token ``i`` carries a name on."""
    return is_capital(tokens, i) or tokens.text[i] == "-"


def _numbered(tokens: Tokens, start: int, type_: str) -> str:
    """Return the class of a name, which for a numbered unit ("407th Expeditionary Group") is a military force."""
    numbered = _ORDINAL.fullmatch(tokens.text[start]) and type_ in ("Company", "Organization", "MilitaryForce")
    return "MilitaryForce" if numbered else type_


def _extend_left(tokens: Tokens, start: int) -> int:
    """Return where the capitalised words before token ``start`` begin, titles and sentence openers left out."""
    text, lower, pos = tokens.text, tokens.lower, tokens.pos
    low = tokens.sentences[tokens.sent[start]][0]
    i = start
    while i > low:
        before = i - 1
        if (
            text[before] == "-" and before > low and (lower[before - 1] in _PARTICLES or is_capital(tokens, before - 1))
        ) or (lower[before] in ("'s", "’s", "'", "’") and before > low and tokens.lemma[before - 1] in _OWNERS):
            i = before - 1
        elif (is_capital(tokens, before) and (pos[before] not in _STOP or lower[before] in _PARTICLES)) or (
            (lower[before] in _PARTICLES and before > low and is_capital(tokens, before - 1))
            or _ORDINAL.fullmatch(text[before])
        ):
            i = before
        else:
            break
    if i < start and i > low + 1 and text[i - 1] == "-" and lower[i - 2] in boundaries.PREFIXES:
        # "the pro-Iran Al-Binaa Alliance": whom it sides with is no part of its name
        i += 1
    while i < start and lower[i] in ("former", "late", "ex", "then", "acting", "outgoing"):
        i += 1
    return titles.starting_at(tokens, i, end=start)


def _extend_right(document: Document, end: int) -> int:
    """Return where "of Foreign Affairs" or "for the Study of War" after token ``end`` ends."""
    tokens = document.tokens
    n, text = len(tokens), tokens.text
    high = tokens.sentences[tokens.sent[end - 1]][1]
    i = end
    if i >= high or tokens.lower[i] not in ("of", "for"):
        return end
    while i < high and tokens.lower[i] in ("of", "for", "and", "the", "&"):
        # "and" goes on only where the model sees one name on both sides
        if tokens.lower[i] in ("and", "&") and not _one_entity(document, i):
            break
        j = i
        while j < high and tokens.lower[j] in ("of", "for", "and", "the", "&"):
            j += 1
        if j >= n or j >= high or not is_capital(tokens, j) or tokens.pos[j] in ("PRON", "VERB", "AUX"):
            break
        while j < high and (is_capital(tokens, j) or text[j] == "-") and tokens.pos[j] != "VERB":
            j += 1
        i = end = j
    return end


def _one_entity(document: Document, i: int) -> bool:
    """Say whether the model holds the words around token ``i`` for one name."""
    types = document.tokens.ent_type
    return 0 < i < len(types) - 1 and bool(types[i]) and types[i - 1] == types[i] == types[i + 1]
