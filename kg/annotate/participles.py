"""Attach what follows an inserted reporting clause to the sentence that it was inserted into.

"Shells fell on the town, the ministry said, wounding three": parsers hang the participle on "said", as if the
ministry had wounded them.
"""

from __future__ import annotations

from kg.annotate.document import Tokens
from kg.annotate.statements.cues import table

_CLOSING = frozenset({"”", '"', "''", "’", "»"})
_WORDS = frozenset({"speech", "stance", "belief"})


def host(tokens: Tokens, verb: int) -> int | None:
    """Return the verb whose clause ``verb`` goes on with across an inserted reporting clause, or None.

    A participle of speaking ("adding", "accusing") goes on with the speaker, and so does any after a quotation.
    """
    said = tokens.head[verb]
    dep = tokens.dep[verb]
    if said < verb and dep == "advcl" and tokens.tag[said] == "VB" and tokens.tag[verb] == "VBG":
        return _governor(tokens, verb, said)
    if said < verb and dep == "conj" and tokens.dep[said] == "ccomp":
        return _reporter(tokens, verb, said)
    if said >= verb or dep not in ("advcl", "conj") or not _speaks(tokens, said):
        return None
    if dep == "advcl" and tokens.tag[verb] not in ("VBG", "VBN"):
        return None
    if not _follows_comma(tokens, verb) or tokens.child(verb, "nsubj", "nsubjpass", "mark", "aux") is not None:
        return None
    cue = table("verb").get(tokens.lemma[verb])
    if cue is not None and cue.kind in _WORDS:
        return None
    clause = tokens.head[said] if tokens.dep[said] == "parataxis" else tokens.child(said, "ccomp")
    if clause is None or clause >= said or tokens.pos[clause] not in ("VERB", "AUX"):
        return None
    return None if any(tokens.text[i] in _CLOSING for i in range(clause, said) if tokens.dep[i] != "case") else clause


def _governor(tokens: Tokens, verb: int, infinitive: int) -> int | None:
    """Return the finite verb above an infinitive that a participle after a comma was hung on.

    In "voted to expel the envoy, angering Turkey" it was the vote.
    """
    if not _follows_comma(tokens, verb) or tokens.child(verb, "nsubj", "mark", "aux") is not None:
        return None
    above = _above_infinitives(tokens, infinitive)
    if tokens.dep[above] == "relcl":
        # "voted to require firms that wish to trade to register, angering Turkey"
        outer = tokens.head[tokens.head[above]]
        top = _above_infinitives(tokens, outer)
        above = top if top != outer else above
    if above == infinitive or tokens.pos[above] != "VERB" or tokens.tag[above] == "VB":
        return None
    return above


def _above_infinitives(tokens: Tokens, verb: int) -> int:
    """Return the verb above a chain of infinitives, or the verb itself."""
    while tokens.tag[verb] == "VB" and tokens.dep[verb] in ("xcomp", "advcl", "conj", "ccomp"):
        if tokens.child(verb, "nsubj") is not None or not any(tokens.lower[c] == "to" for c in tokens.children[verb]):
            break
        verb = tokens.head[verb]
    return verb


def _reporter(tokens: Tokens, verb: int, clause: int) -> int | None:
    """Return the verb of saying that a second one goes on with: "said that X was well, and accused Y"."""
    said = tokens.head[clause]
    if tokens.tag[verb] != "VBD" or not _speaks(tokens, said) or clause < said or tokens.lower[verb - 1] != "and":
        return None
    cue = table("verb").get(tokens.lemma[verb])
    speaks = cue is not None and cue.kind in ("speech", "stance", "intention")
    if not speaks or tokens.child(verb, "nsubj", "aux") is not None:
        return None
    # "said X would go and promised": a future goes with no past
    future = any(tokens.tag[c] == "MD" for c in tokens.children[clause])
    return said if future or _follows_comma(tokens, verb) else None


def home(tokens: Tokens, i: int) -> int:
    """Return the verb that token ``i`` goes on with across an inserted reporting clause, or the token itself."""
    found: int | None = host(tokens, i)
    for above in tokens.ancestors(i):
        if found is not None or tokens.dep[above] in ("ccomp", "relcl"):
            break
        found = host(tokens, above)
    return i if found is None else found


def _speaks(tokens: Tokens, verb: int) -> bool:
    cue = table("verb").get(tokens.lemma[verb])
    return cue is not None and cue.kind == "speech" and "that" in cue.frames


def _follows_comma(tokens: Tokens, verb: int) -> bool:
    """Say whether a comma parts the clause of a verb from what is before it."""
    first = verb
    for c in tokens.children[verb]:
        if c < first and tokens.dep[c] in ("advmod", "neg"):
            first = c
    if tokens.dep[verb] == "conj":
        first -= 1
        if tokens.pos[first] != "CCONJ":
            return False
    return first > 0 and tokens.text[first - 1] == ","
