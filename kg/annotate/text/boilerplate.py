"""Know the newsroom's own formulas: they tell how the news was gathered, not what anybody said.

"Spoke on condition of anonymity", "asked not to be named", "did not return a call seeking comment".
"""

from __future__ import annotations

from kg.annotate.document import Tokens
from kg.annotate.statements.contents import Draft

_SECRECY = {"anonymity", "confidentiality"}
_NAMING = {"name", "identify", "quote", "cite"}
_FILLING = {"a", "an", "any", "further", "for", "immediate", "additional", "the", "more"}
#: how people are found, which nobody judges
_STATES = {"dead", "alive", "unconscious", "unresponsive", "hanged", "stabbed", "strangled", "unharmed", "safe"}
_DATING = {"before", "after", "until", "when", "once"}


def is_formula(t: Tokens, draft: Draft) -> bool:
    """Say whether a cue stands in a formula about sources: anonymity granted, names withheld, comment sought."""
    i = draft.token
    if t.lemma[i] == "name" and draft.frame == "np" and t.child(i, "neg") is not None:
        # "did not name its source"
        return True
    if (
        draft.frame == "oprd"
        and t.lemma[i] == "find"
        and any(t.lower[k] in _STATES for part in draft.content for k in range(*part))
    ):
        return True
    if draft.frame == "np" and all(part.end - part.start == 1 and t.tag[part.start] == "WP" for part in draft.content):
        # "what the candidates promise"
        return True
    words = [k for part in draft.content for k in range(*part) if t.text[k][0].isalnum()]
    if t.lemma[i] in _NAMING and t.tag[i] == "VBN" and t.child(i, "neg") is not None and t.child(i, "aux") is not None:
        return True
    if any(t.lower[k] in _SECRECY for k in words) and len(words) <= 5:
        return True
    if draft.frame == "on" and words and "condition" in t.lower[words[0] : words[0] + 2]:
        # "spoke on the condition that he not be named"
        return True
    if t.lemma[i] in {"decline", "refuse"} and words and t.lemma[words[-1]] in {"name", "surname"}:
        return True
    if draft.passive and draft.source is None and draft.frame == "np" and _is_date(t, i):
        return True
    if draft.frame in {"inf", "objinf"} and any(t.lemma[k] in _NAMING and t.tag[k] == "VBN" for k in words[-1:]):
        # "asked not to be named"
        return any(t.lower[k] == "not" for k in words) and len(words) <= 4
    core = [t.lower[k] for k in words if t.lower[k] not in _FILLING]
    return core in (["comment"], ["reaction"], ["response"]) and t.lemma[i] in {"seek", "request"}


def _is_date(t: Tokens, verb: int) -> bool:
    """Say whether a clause only dates another: "before the results were announced"."""
    opening = t.lower[t.left[verb] : t.left[verb] + 2]
    return t.dep[verb] in {"advcl", "pcomp", "ccomp"} and any(word in _DATING for word in opening)
