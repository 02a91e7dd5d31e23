"""Attach what follows an inserted reporting clause to the sentence that it was inserted into.

"Shells fell on the town, the ministry said, wounding three": parsers hang the participle on "said", as if the
ministry had wounded them.
"""

from __future__ import annotations

from kg.annotate.cues import table
from kg.annotate.document import Tokens

_CLOSING = frozenset({"”", '"', "''", "’", "»"})
_WORDS = frozenset({"speech", "stance", "belief"})


def host(tokens: Tokens, verb: int) -> int | None:
    """Return the verb whose clause ``verb`` goes on with across an inserted reporting clause, or None.

    A participle of speaking ("adding", "accusing") goes on with the speaker, and so does any after a quotation.
    """
    said = tokens.head[verb]
    dep = tokens.dep[verb]
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
