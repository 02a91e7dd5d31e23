"""Find where an article says what something is called: "the bloc, known as ECOWAS", "which calls itself Dawn".

Only names are given so: who is "dubbed a terrorist group", or called after another by his critics, keeps his own name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.annotate import nouns
from kg.annotate.coreference.clusters import family
from kg.annotate.document import Document, Phrase
from kg.annotate.names.acronyms import stands_for
from kg.vocabulary import ORGANIZATIONS, STATES

#: participles that give a name, and those that may as well give an opinion
_NAMED = frozenset({"known", "named", "renamed", "rebranded", "abbreviated", "shortened"})
_STYLED = frozenset({"called", "dubbed", "nicknamed", "branded", "styled", "labelled", "labeled", "christened"})
#: verbs of those who name themselves
_SELF_NAMED = frozenset({"call", "name", "style", "brand", "rename", "rebrand", "dub", "term"})
_SELVES = frozenset({"itself", "themselves", "himself", "herself"})
_ADVERBS = frozenset(
    {"also", "better", "formerly", "commonly", "widely", "previously", "popularly", "once", "now", "otherwise", "more"}
    | {"officially", "simply", "locally", "often", "sometimes", "variously", "since", "then", "usually", "generally"}
    | {
        "internationally",
        "colloquially",
        "later",
        "subsequently",
        "originally",
        "best",
        "long",
        "recently",
        "initially",
    }
)
#: between what is named and the participle
_AUXILIARIES = frozenset({"has", "have", "had", "been", "is", "are", "was", "were", "which", "who", "that", "and"})
_FORMERLY = frozenset({"formerly", "previously"})
_ALIAS = frozenset({"aka", "a.k.a.", "alias"})
#: nouns for a name: "known by its French acronym"
_NOUNS = frozenset(
    {"acronym", "initial", "abbreviation", "name", "nickname", "alias", "moniker", "guerre", "shorthand"}
)
_OPENING = frozenset({",", "(", "-", "–", "—", "--"})
_QUOTES = frozenset({'"', "“", "”", "‘", "’", "'", "''", "``", "«", "»"})
_CLOSING = frozenset({",", ".", ")", ";", ":", "–", "—", "-", "--"}) | _QUOTES
#: how far behind "known by" the noun for a name stands at most
_NEAR = 6
_TRIGGERS = _NAMED | _STYLED | _FORMERLY | _ALIAS | _SELVES | {"or", "whose", "by", "("}


def find(document: Document) -> Mapping[int, int]:
    """Return for the mentions that the article gives another name to the number of that name."""
    tokens = document.tokens
    found: dict[int, int] = {}
    for i, word in enumerate(tokens.lower):
        if word in _TRIGGERS:
            for n, m in _told_at(document, i, word):
                if n != m and _may_be(document, document.phrases[n], document.phrases[m]):
                    found.setdefault(n, m)
                    break
    return found


def typed(document: Document, named: Mapping[int, int]) -> Document:
    """Return the document in which names that an article gives to a group are a group's wherever they stand.

    A model takes many an acronym for a person or a place.
    """
    tokens = document.tokens
    types = {
        tuple(tokens.text[document.phrases[m].start : document.phrases[m].end]): document.phrases[n].type
        for n, m in named.items()
        if family(document.phrases[n].type) != family(document.phrases[m].type)
    }
    if not types:
        return document
    return document.with_(
        phrases=tuple(
            replace(p, type=types.get(tuple(tokens.text[p.start : p.end]), p.type)) if p.kind == "name" else p
            for p in document.phrases
        )
    )


def _told_at(document: Document, i: int, word: str) -> Iterator[tuple[int, int]]:
    """Yield mentions with the name that they may be given at token ``i``, the likeliest first."""
    tokens = document.tokens
    if word in _NAMED or word in _STYLED:
        m = _name_after(document, i)
        if m is not None and tokens.tag[i] in ("VBN", "VBD") and (word in _NAMED or _is_neutral(document, i, m)):
            yield from ((n, m) for n in _before(document, i))
    elif word in _FORMERLY or word in _ALIAS:
        m = _name_at(document, i + 1)
        if m is not None and (word in _ALIAS or _is_closed(document, m)):
            yield from ((n, m) for n in _adjacent(document, i, apart=word in _FORMERLY))
    elif word in _SELVES:
        verb = tokens.head[i]
        m = _name_at(document, i + 1)
        if tokens.lemma[verb] in _SELF_NAMED and verb < i and m is not None:
            yield from ((n, m) for n in _doers(document, verb))
    elif word == "or":
        yield from _acronym_after(document, i)
    elif word == "(":
        yield from _bracketed(document, i)
    else:
        verb = i if word == "whose" else tokens.head[i]
        if word == "whose" or tokens.lemma[verb] in ("go", "operate"):
            m = _name_after(document, i) if _noun_after(document, i) is not None else None
            if m is not None:
                owners = _adjacent(document, i, apart=False) if word == "whose" else _doers(document, verb)
                yield from ((n, m) for n in owners)


def _name_after(document: Document, i: int) -> int | None:
    """Return the number of the name that follows "known as", "called", "known by its acronym" at token ``i``."""
    tokens = document.tokens
    after = i + 1
    while after < len(tokens) and tokens.lower[after] in _ADVERBS:
        after += 1
    word = tokens.lower[after : after + 1]
    if word in (["by"], ["under"]) or tokens.lower[i] == "whose":
        noun = _noun_after(document, after)
        if noun is None:
            return None
        after = noun + 1
        if tokens.lower[after : after + 1] in (["of"], ["as"], ["is"], ["was"], [","]):
            after += 1
    elif word == ["as"] or word == ["to"]:
        after += 1
    elif tokens.lower[i] in ("known", "abbreviated", "shortened"):
        return None
    return _name_at(document, after)


def _noun_after(document: Document, i: int) -> int | None:
    """Return the token of the noun for a name close after token ``i``, with nothing but its modifiers between."""
    tokens = document.tokens
    for k in range(i + 1, min(i + _NEAR, len(tokens))):
        if tokens.lemma[k] in _NOUNS or tokens.lower[k].removesuffix("s") in _NOUNS:
            return k
        if tokens.pos[k] in ("VERB", "PUNCT") or tokens.text[k].isspace():
            return None
    return None


def _name_at(document: Document, i: int) -> int | None:
    """Return the number of the whole name at token ``i``, its article and quotation mark passed over."""
    tokens = document.tokens
    while i < len(tokens) and (tokens.lower[i] in ("the", "as") or tokens.text[i] in _QUOTES):
        i += 1
    n = document.phrase_of[i] if i < len(tokens) else None
    if n is None or document.phrases[n].kind != "name" or document.phrases[n].start != i:
        return None
    # "Africa Corps", not the Africa in it
    for m in range(n - 1, max(-1, n - 3), -1):
        outer = document.phrases[m]
        if outer.start == i and outer.kind == "name" and outer.end > document.phrases[n].end:
            n = m
    end = document.phrases[n].end
    # "known as Ruslan's men", "the Wagner leader"
    goes_on = end < len(tokens) and (tokens.pos[end] in ("NOUN", "PROPN", "PART") or tokens.text[end] == "-")
    return None if goes_on and tokens.text[end] not in _CLOSING - {"-"} else n


def _is_closed(document: Document, n: int) -> bool:
    end = document.phrases[n].end
    return end >= len(document.tokens) or document.tokens.text[end] in _CLOSING


def _is_neutral(document: Document, i: int, m: int) -> bool:
    """Say whether "called" at token ``i`` gives a name: "also called", or a group so far without one."""
    tokens = document.tokens
    end = document.phrases[m].end
    if tokens.text[end : end + 1] and tokens.text[end] in _QUOTES:
        end += 1
    if tokens.lower[end : end + 1] == ["by"]:
        return False
    also = i > 0 and tokens.lower[i - 1] in _ADVERBS
    return also or all(document.phrases[n].kind == "nominal" for n in _before(document, i))


def _before(document: Document, i: int) -> Iterator[int]:
    """Yield the mentions that the participle at token ``i`` may belong to: by the parse, then by their place."""
    tokens = document.tokens
    if any(tokens.dep[c] == "neg" for c in tokens.children[i]):
        return
    head = tokens.head[i] if tokens.dep[i] in ("acl", "relcl") else tokens.child(i, "nsubjpass")
    n = document.phrase_by_head.get(head) if head is not None else None
    if n is not None and document.phrases[n].end <= i:
        yield n
    yield from _adjacent(document, i, apart=False)


def _adjacent(document: Document, i: int, *, apart: bool) -> Iterator[int]:
    """Yield the mention that ends right before token ``i``, adverbs and a comma or bracket between them.

    Arguments:
        apart: only where a comma, dash or bracket stands between.
    """
    tokens = document.tokens
    while i > 0 and tokens.lower[i - 1] in _ADVERBS | _AUXILIARIES:
        i -= 1
    parted = i > 0 and tokens.text[i - 1] in _OPENING
    while i > 0 and (tokens.text[i - 1] in _OPENING or tokens.text[i - 1] in ("'s", "’s")):
        i -= 1
    n = document.phrase_of[i - 1] if i > 0 and (parted or not apart) else None
    if n is not None and document.phrases[n].end == i:
        yield n


def _doers(document: Document, verb: int) -> Iterator[int]:
    """Yield the mention that is the subject of the verb, or which its relative or participial clause describes."""
    tokens = document.tokens
    subject = tokens.child(verb, "nsubj")
    if subject is None or tokens.lower[subject] in ("which", "that", "who"):
        subject = tokens.head[verb] if tokens.dep[verb] in ("relcl", "acl") else None
    n = document.phrase_by_head.get(subject) if subject is not None else None
    if n is not None and document.phrases[n].end <= verb:
        yield n


def _acronym_after(document: Document, i: int) -> Iterator[tuple[int, int]]:
    """Yield from "the Rapid Support Forces, or RSF,"."""
    tokens = document.tokens
    m = _name_at(document, i + 1)
    if m is None or tokens.text[i - 1 : i] != [","] or not _is_closed(document, m):
        return
    short = document.phrases[m]
    for n in _adjacent(document, i, apart=True):
        long = document.phrases[n]
        if stands_for("".join(tokens.text[short.start : short.end]), tokens.text[long.start : long.end]):
            yield n, m


def _bracketed(document: Document, i: int) -> Iterator[tuple[int, int]]:
    """Yield from "the regional bloc (ECOWAS)": an acronym in brackets behind a group without a name."""
    tokens = document.tokens
    m = _name_at(document, i + 1)
    if m is None:
        return
    short = document.phrases[m]
    acronym = short.end == i + 2 and tokens.text[i + 1].isupper() and len(tokens.text[i + 1]) > 2
    if not acronym or tokens.text[short.end : short.end + 1] != [")"]:
        return
    for n in _adjacent(document, i, apart=False):
        long = document.phrases[n]
        if long.kind == "nominal" and long.type in ORGANIZATIONS and not long.plural:
            yield n, m


def _may_be(document: Document, long: Phrase, short: Phrase) -> bool:
    """Say whether a mention may have the name: kinds agree, and no country or other known name is renamed."""
    if long.kind == "pronoun" or long.type in STATES or short.type == "Country":
        return False
    if long.key and short.key and long.key != short.key:
        return False
    if family(long.type) == family(short.type):
        # ten fighters known as the Dawn are the Dawn's, one of several
        return not long.plural or long.kind == "name" or family(long.type) == "organization"
    doubtful = not short.key and short.type in (nouns.PERSON, "GeopoliticalEntity", "Location", "PopulatedPlace")
    return doubtful and long.kind == "nominal" and long.type in ORGANIZATIONS and not long.plural
