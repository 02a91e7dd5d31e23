"""Read the words that introduce what somebody says, believes, intends, decrees or shows, and their frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from kg.annotate import lexicon

CueKind = Literal["speech", "belief", "intention", "evidence", "decree", "stance"]
Force = Literal["plain", "distance", "deny", "factive", "directive"]

RELIABILITY = {"high": 0.9, "medium": 0.7, "low": 0.45}


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word: what kind of attribution it makes, with what force, and how reliably in which frame."""

    lemma: str
    kind: CueKind
    force: Force
    frames: Mapping[str, float]


@cache
def table(pos: Literal["verb", "noun", "adjective", "adverb", "preposition"]) -> Mapping[str, Cue]:
    """Return the cues of a part of speech by lemma; a verb with a particle is "point_out".

    >>> table("verb")["claim"].force
    'distance'
    """
    cues: dict[str, Cue] = {}
    for row in lexicon.read("cues"):
        if row["pos"] == pos:
            frames = (frame.split("=") for frame in row["frames"].split())
            cue = Cue(
                row["lemma"],
                cast(CueKind, row["kind"]),
                cast(Force, row["force"]),
                {name: RELIABILITY[level] for name, level in frames},
            )
            # a user's own rows come first and win
            cues.setdefault(row["lemma"], cue)
    return cues


@cache
def members(name: str) -> frozenset[str]:
    """Return the lemmas of a class in ``lexicons/cue_classes.tsv``.

    >>> "voice" in members("light")
    True
    """
    return frozenset(row["lemma"] for row in lexicon.read("cue_classes") if row["class"] == name)


@cache
def deeds() -> Mapping[str, frozenset[str]]:
    """Return for each verb the objects with which it tells of a deed, not of words or thoughts.

    >>> "access" in deeds()["deny"]
    True
    """
    return {row["lemma"]: frozenset(row["objects"].split("|")) for row in lexicon.read("cue_traps")}
