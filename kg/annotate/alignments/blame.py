"""Read who is blamed for what: "blamed the attack on Y", "the raid, which X was quick to pin on Y", "laid blame on Y".

Parsers hang "on Y" on the attack, as if Y had suffered it.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotate.clauses import RELATIVES, antecedent
from kg.annotate.document import Tokens

_PUTTING = frozenset({"lay", "put", "place", "pin", "cast"})
_BLAMING = _PUTTING | {"blame"}


@dataclass(frozen=True, slots=True)
class Blame:
    """A verb that puts an act on somebody: the heads of the act, if named, and of the one blamed."""

    verb: int
    act: int | None
    blamed: int


def read(tokens: Tokens, verb: int) -> Blame | None:
    """Return whom a verb blames for what after "on", or None where it does not say it so."""
    if tokens.lemma[verb] not in _BLAMING:
        return None
    act = tokens.child(verb, "dobj", "nsubjpass")
    if act is None or tokens.lower[act] in RELATIVES:
        act = _relative(tokens, verb)
    if act is None or tokens.pos[act] == "PRON":
        return None
    pool = [verb, act, *(p for c in tokens.childs(verb, "agent") for p in tokens.childs(c, "pobj"))]
    said = tokens.lemma[act] in ("blame", "responsibility")
    if said:
        about = [p for c in tokens.childs(act, "prep") + tokens.childs(verb, "prep") for p in tokens.childs(c, "pobj")]
        named = [p for p in about if tokens.lower[tokens.head[p]] == "for"]
        pool += named
        act = named[0] if named else None
    elif tokens.lemma[verb] in _PUTTING - {"pin"}:
        return None
    ons = [c for top in pool for c in tokens.childs(top, "prep") if tokens.lower[c] == "on" and c > verb]
    blamed = tokens.child(max(ons), "pobj") if ons else None
    return None if blamed is None else Blame(verb, act, blamed)


def of_act(tokens: Tokens, noun: int) -> Blame | None:
    """Return the blame for the act that a noun names, where the verb above it tells one."""
    above = tokens.head[noun]
    for _ in range(3):
        found = read(tokens, above)
        if found is not None:
            return found if found.act == noun else None
        if tokens.pos[above] == "VERB" or tokens.head[above] == above:
            return None
        above = tokens.head[above]
    return None


def _relative(tokens: Tokens, verb: int) -> int | None:
    """Return the noun whose relative clause a verb is in ("which X was quick to blame on Y")."""
    for clause in (verb, *tokens.ancestors(verb)):
        if tokens.dep[clause] == "relcl":
            opened = any(tokens.lower[c] in RELATIVES and tokens.dep[c] != "nsubj" for c in tokens.children[clause])
            return antecedent(tokens, tokens.head[clause]) if opened else None
        if tokens.dep[clause] not in ("xcomp", "acomp"):
            return None
    return None
