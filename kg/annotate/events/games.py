"""Tell sentences of sport, where one side beats another and nobody is hurt."""

from __future__ import annotations

from kg.annotate.document import Tokens
from kg.annotate.events.triggers import classes

#: words for force that politics uses of words
FIGURATIVE = frozenset(
    "attack assault assail blast hit target pound batter hammer battle clash fight war onslaught offensive raid strike "
    "barrage fighting confrontation skirmish pummel storm ambush".split()
)
#: words of bodies whose scores are votes
_VOTING = frozenset({"vote", "rule", "ruling", "council", "court", "committee", "panel", "board", "senate", "decision"})
#: what people beat others with
_CLUBS = frozenset({"bat", "stick", "club"})


def is_game(tokens: Tokens, i: int) -> bool:
    """Say whether the sentence of token ``i`` tells of a match, a score or a player, and of no armed conflict."""
    words = classes()
    start, end = tokens.sentences[tokens.sent[i]]
    voted = not _VOTING.isdisjoint(tokens.lemma[start:end])
    sport = any(
        (tokens.lemma[k] in words["sport"] and tokens.lemma[tokens.head[k]] not in _CLUBS)
        or (tokens.pos[k] == "NUM" and _is_score(tokens.text[k : k + 3]) and not voted)
        for k in range(start, end)
    )
    return sport and not any(tokens.lemma[k] in words["conflict"] - FIGURATIVE for k in range(start, end))


def _is_score(words: list[str]) -> bool:
    """Say whether words are the score of a match.

    >>> _is_score(["3", "-", "1"]), _is_score(["2016", "-", "17"]), _is_score(["3", "of", "1"])
    (True, False, False)
    """
    dash = len(words) == 3 and words[1] in ("-", "–") and words[0].isdecimal() and words[2].isdecimal()
    return dash and max(int(words[0]), int(words[2])) < 30
