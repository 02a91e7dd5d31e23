"""Find the names of a user's own gazetteers in the tokens of an article, each with the type that is given there.

A name of several entries that are of different types is left to what else speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.annotate.document import Document
from kg.annotate.names import organizations
from kg.annotate.names.organizations import Known
from kg.resolve import gazetteer_library as library
from kg.resolve.gazetteer_entries import same_spelling
from kg.resolve.gazetteer_names import normalize

#: tokens that a word of a name may be cut into: "al-Hashd", "O’Hara"
_CUTS = 3


@lru_cache(maxsize=50_000)
def _first(word: str) -> str:
    """Return the first word of a token's key, or ""."""
    return normalize(word).partition(" ")[0]


def find(document: Document) -> Iterator[tuple[int, int, Known]]:
    """Yield the longest listed names that begin at each token, as start, end and what is known."""
    listings = [listing for listing in library.installed() if listing.is_own]
    if not listings:
        return
    tokens, text = document.tokens, document.text
    for i, word in enumerate(tokens.text):
        first = _first(word)
        longest = max(listing.starts.get(first, 0) for listing in listings)
        if not longest or not word[0].isalnum():
            continue
        high = min(tokens.sentences[tokens.sent[i]][1], i + longest * _CUTS)
        for stop in range(high, i, -1):
            if not any(c.isalnum() for c in tokens.text[stop - 1]):
                continue
            written = text[tokens.start[i] : tokens.end[stop - 1]]
            key = library.key_of(written)
            if key.count(" ") >= longest or "\n\n" in written:
                continue
            known = _known(written, key, listings)
            if known is not None:
                yield i, stop, known
                break


def _known(written: str, key: str, listings: Sequence[library.Listing]) -> Known | None:
    """Return what is known of a name, or None where it is not listed, spelt otherwise, or of several types."""
    found = [
        (type_, name, f"{listing.about.name} {number}")
        for listing in listings
        for spelling, type_, name, number in listing.types(key)
        if same_spelling(written, spelling)
    ]
    types = {type_ for type_, _, _ in found}
    if len(types) != 1:
        return None
    ours = organizations.known().get(found[0][1])
    # two names of one entry are names of one actor, by our own list too
    same = ours.key if ours is not None else f"gazetteer:{found[0][2]}"
    return Known(types.pop(), same if len({number for *_, number in found}) == 1 else key)
