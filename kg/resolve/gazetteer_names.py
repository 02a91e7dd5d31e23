"""Turn the many spellings of a place name into the few keys that the gazetteer holds.

Keys are for comparison only: lower case, without diacritics, apostrophes and full stops, "Saint" as "st".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: letters that Unicode does not decompose
_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ı": "i", "ß": "ss", "æ": "ae",
        "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ə": "a", "Ə": "a", "-": " ", "–": " ", "‑": " ",
        "/": " ", ",": " ", "(": " ", ")": " ",
    }
)  # fmt: skip
_LATIN = re.compile(
    r"(?:['’‘ʻ]?[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ]|(?:al|el|as|an|ar|at|az|ash|ad)[- ]['’‘ʻ]?[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ])"
    r"[A-Za-zÀ-ÖØ-öø-ɏəʻʼʿʾḀ-ỿ0-9 .,'’‘`´()/–-]*"
)
_DROPPED = dict.fromkeys(map(ord, "'’‘ʻʼʿʾ`´."))
_PLAIN = _LETTERS | _DROPPED
_SAINT = re.compile(r"\b(?:saint|ste|sainte)\b")
_MOUNT = re.compile(r"\bmt\b")
_FORT = re.compile(r"\bft\b")

#: the Arabic article, its letter assimilated before a dental or sibilant, as maps and newspapers write it
_ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az) (?=\w{3})")

#: words for what a region or town is, before or after its name
_DESIGNATION = (
    r"province|governorate|county|state|region|district|prefecture|oblast|parish|municipality|republic|canton|krai|"
    r"department|territory|voivodeship|borough|wilaya|emirate"
)
_BEFORE = re.compile(
    rf"^(?:the )?(?:{_DESIGNATION}|commonwealth|city|town|village|township|kingdom|islands?|nation|country)"
    r" of (?=\w)"
)
_AFTER = re.compile(rf" (?:{_DESIGNATION}|city|township|metropolitan area)$")
_TOWN = re.compile(r"^(?:the )?(?:city|town|village|township) of | (?:city|township)$")


def normalize(name: str) -> str:
    """Return the key of a name; normalizing twice changes nothing.

    >>> normalize("Şalāḩ ad-Dīn"), normalize("St. Paul"), normalize("U.S.")
    ('salah ad din', 'st paul', 'us')
    """
    if name.isascii():
        plain = name.lower().translate(_PLAIN)
    else:
        split = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        plain = "".join(c for c in split if not unicodedata.combining(c)).casefold().translate(_PLAIN)
    key = " ".join(plain.split())
    if "sa" in key or "ste" in key:
        key = _SAINT.sub("st", key)
    if "mt" in key:
        key = _MOUNT.sub("mount", key)
    return _FORT.sub("fort", key) if "ft" in key else key


def looser(key: str) -> Iterator[tuple[str, bool | None]]:
    """Yield keys to try where ``key`` is unknown, each with what its designation says: a region, a town, or nothing.

    >>> list(looser("governorate of al anbar"))
    [('al anbar', True), ('anbar', True)]
    >>> list(looser("al najaf")), list(looser("alexandria police"))
    ([('najaf', None)], [])
    """
    region: bool | None = None
    bare = _BEFORE.sub("", key)
    if bare == key:
        bare = _AFTER.sub("", key)
    if bare != key:
        region = not _TOWN.search(key)
        yield bare, region
    without = without_article(bare)
    if without != bare:
        yield without, region


def without_article(key: str) -> str:
    """Return a key without a leading Arabic article.

    >>> without_article("ash shaddadi"), without_article("oman")
    ('shaddadi', 'oman')
    """
    return _ARTICLE.sub("", key)


def without_designation(key: str) -> str:
    """Return the key of a region without the word for what it is.

    >>> without_designation("fairfax county"), without_designation("new york")
    ('fairfax', 'new york')
    """
    return _AFTER.sub("", _BEFORE.sub("", key))


def is_latin(name: str) -> bool:
    """Say whether a name is one that an English text could write: Latin letters, capital at its start.

    >>> is_latin("Al-Mawşil"), is_latin("Мосул"), is_latin("mwsl")
    (True, False, False)
    """
    return _LATIN.fullmatch(name) is not None
