"""Repair where the model lets names begin and end: titles, articles, prefixes, lists and line breaks are not theirs."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate import geography, nouns
from kg.annotate.document import Tokens
from kg.annotate.names import titles

_ACTIVE = frozenset(
    {"led", "backed", "based", "held", "linked", "aligned", "supported", "controlled", "run", "trained", "funded"}
    | {"sponsored", "allied", "occupied", "affiliated", "dominated", "made", "born", "brokered", "style", "supplied"}
)
PREFIXES = frozenset({"pro", "anti", "non", "ex", "counter", "cross", "post", "pre", "mid", "trans", "inter", "intra"})
#: what stands after a comma inside the name of a company
_COMPANY = frozenset({"inc", "inc.", "ltd", "ltd.", "llc", "plc", "co", "co.", "corp", "corp.", "jr.", "sr."})


def is_capital(tokens: Tokens, i: int) -> bool:
    """Say whether token ``i`` begins with a capital letter."""
    return tokens.text[i][:1].isupper()


def lines(tokens: Tokens, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span between line breaks and dashes with space around them."""
    first = start
    for i in range(start, end):
        dash = tokens.text[i] in ("-", "–", "—", "--") and start < i < end - 1
        if "\n" in tokens.text[i] or (
            dash and tokens.start[i] > tokens.end[i - 1] and tokens.start[i + 1] > tokens.end[i]
        ):
            if first < i:
                yield first, i
            first = i + 1
    if first < end:
        yield first, end


def trim(tokens: Tokens, start: int, end: int, type_: str) -> tuple[int, int, str]:
    """Return the span without articles, prepositions, titles, prefixes and endings that are not the name's."""
    text, lower = tokens.text, tokens.lower
    changed = True
    while changed and start < end:
        changed = False
        if not any(c.isalnum() for c in text[start]) or (
            lower[start] in ("the", "a", "an", "near", "around", "outside", "former", "as") and end - start > 1
        ):
            start, changed = start + 1, True
        elif end - start > 2 and text[start + 1] == "-" and lower[start] in PREFIXES:
            start, changed = start + 2, True
            type_ = "GeopoliticalEntity" if type_ == "Population" and is_capital(tokens, start) else type_
        elif end - start > 2 and lower[start + 1] == "of" and are_fighters(tokens, start):
            start, changed = start + 2, True
        elif not any(c.isalnum() for c in text[end - 1]) or lower[end - 1] in ("'s", "’s", "s'"):
            end, changed = end - 1, True
    if type_ == nouns.PERSON:
        end = _byline(tokens, start, end)
    for i in range(start + 1, end - 1):
        if text[i] == "-" and lower[i + 1] in _ACTIVE:
            return start, i, "GeopoliticalEntity" if type_ == "Population" else type_
    while end - start > 1 and titles.is_rank_abbreviation(lower[end - 1]):
        end -= 1
    if type_ != nouns.PERSON and end - start > 1 and end < len(tokens):
        # "Pentagon Press | Secretary": the last word belongs to a title
        end -= f"{lower[end - 1]} {lower[end]}" in titles.titles()
    if (described := _description(tokens, start, end)) is not None:
        start, type_ = described
    if type_ == nouns.PERSON:
        start = titles.starting_at(tokens, start, end=end)
        end = _after_nickname(tokens, start, end)
        start = _first_names(tokens, start) if start < end else start
        if (
            end < len(tokens) - 2
            and lower[end] in ("al", "el")
            and text[end + 1] == "-"
            and is_capital(tokens, end + 2)
        ):
            end += 3
    if start < end and start > 1 and text[start - 1] == "-" and lower[start - 2] in ("al", "el", "ar", "as"):
        start -= 2
    while end - start > 1 and lower[end - 1] == text[end - 1] and text[end - 1].isalpha() and text[end - 2] != "-":
        if nouns.class_at(tokens, end - 1, nouns.names(), first=start) is not None:
            break
        end -= 1
    return start, end, type_


def _byline(tokens: Tokens, start: int, end: int) -> int:
    """Return where a name in capitals ends before what its bearer is: "ANA KELLER | Courier Reporter"."""
    shouted = 0
    while start + shouted < end and tokens.text[start + shouted].isupper():
        shouted += 1
    rest = tokens.text[start + shouted : end]
    return start + shouted if shouted > 1 and rest and all(word.istitle() for word in rest) else end


def _description(tokens: Tokens, start: int, end: int) -> tuple[int, str] | None:
    """Return where a name begins after what it is, and its class: "Chilean newspaper | Free Lion", or None."""
    if not geography.demonym(tokens.text[start]):
        return None
    for i in range(start + 1, end - 1):
        if tokens.text[i] != tokens.lower[i] or not tokens.text[i].isalpha():
            return None
        told = nouns.class_at(tokens, i, nouns.commons())
        if told is not None and is_capital(tokens, i + 1):
            return i + 1, told[0]
    return None


def are_fighters(tokens: Tokens, i: int) -> bool:
    """Say whether token ``i`` means people of a group in the plural: "Rebels of the Kivu Movement"."""
    if tokens.tag[i] not in ("NNS", "NNPS"):
        return False
    told = nouns.class_at(tokens, i, nouns.commons())
    return told is not None and (told[0] == "ArmedGroup" or tokens.lemma[i] == "soldier")


def _first_names(tokens: Tokens, start: int) -> int:
    """Return where the first names begin that the model left out between a title and a surname."""
    i = start
    low = tokens.sentences[tokens.sent[start]][0]
    while (
        i > low + 1
        and tokens.pos[i - 1] == "PROPN"
        and tokens.text[i - 1].isalpha()
        and tokens.text[i - 1].istitle()
        and not tokens.ent_type[i - 1]
        and start - i < 2
    ):
        if titles.ending_at(tokens, i, first=low) is not None:
            return i
        i -= 1
    return i if titles.ending_at(tokens, i, first=low) is not None else start


def _after_nickname(tokens: Tokens, start: int, end: int) -> int:
    """Return the end of a name that goes on after a nickname in quotation marks: John “J.D.” Dorrian."""
    quoted = any(word in ('"', "“", "'", "‘") for word in tokens.text[start:end])
    if quoted and end + 1 < len(tokens) and tokens.text[end] in ('"', "”", "'", "’") and is_capital(tokens, end + 1):
        return end + 2
    return end


def parts(tokens: Tokens, start: int, end: int) -> list[tuple[int, int]]:
    """Return the names that the model took for one: "Iraq and Syria", and "New Path, Free Georgia" in a list."""
    if 3 <= end - start <= 5 and "and" in tokens.lower[start:end]:
        i = tokens.lower.index("and", start, end)
        left, right = " ".join(tokens.text[start:i]), " ".join(tokens.text[i + 1 : end])
        apart = all(name and geography.place_class(name) for name in (left, right))
        if apart and not geography.place_class(f"{left} and {right}"):
            return [(start, i), (i + 1, end)]
    if "," in tokens.text[start + 1 : end - 1] and end < len(tokens) and tokens.lower[end] in (",", "and", "or"):
        comma = tokens.text.index(",", start + 1, end - 1)
        listed = is_capital(tokens, comma + 1) and tokens.lower[comma + 1] not in _COMPANY
        # "the Department of Health, Education and Welfare" is one
        if listed and not {"of", "for", "and", "&"} & set(tokens.lower[start:end]):
            return [(start, comma), *parts(tokens, comma + 1, end)]
    return [(start, end)]
