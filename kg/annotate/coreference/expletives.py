"""Tell where "it" stands for nothing, or for what is said: "it is expected that", "it rained", "as she put it"."""

from __future__ import annotations

from kg.annotate.document import Document, Tokens

#: verbs with an empty subject, or one that is a whole state of affairs: "it takes time", "it bothers me"
_EMPTY = frozenset(
    "be seem appear become remain take make turn happen mean look feel sound depend matter bother worry cost".split()
)
#: verbs whose object "it" is what has been said or done: "he can assert it", "who heard it"
_OF_CONTENT = frozenset(
    "say assert hear know deny confirm report doubt understand believe mean explain regret do".split()
)
#: verbs that judge what an infinitive or a clause tells: "makes it likely that", "find it hard to"
_JUDGING = frozenset("make find consider think deem believe call keep leave render".split())


def is_empty(document: Document, i: int) -> bool:
    """Say whether "it" stands for nothing: "it is expected that", "it rained", "it is clear to"."""
    tokens = document.tokens
    if tokens.dep[i] == "expl":
        return True
    verb = tokens.head[i]
    if tokens.dep[i] == "dobj":
        return _is_content(tokens, i, verb)
    if tokens.dep[i] not in ("nsubj", "nsubjpass"):
        return False
    children = tokens.children[verb]
    if tokens.lower[verb] in ("'s", "’s") or tokens.lemma[verb] in _EMPTY:
        return True
    if tokens.pos[verb] == "ADJ" and tokens.lemma[tokens.head[verb]] in _JUDGING:
        return True
    coming = tokens.child(verb, "xcomp") if tokens.lower[verb] == "going" else None
    if coming is not None and tokens.lemma[coming] in _EMPTY:
        # "it is going to be close"
        return True
    return any(tokens.dep[c] in ("nsubjpass", "auxpass") for c in children) and any(
        tokens.dep[c] in ("ccomp", "xcomp") for c in children
    )


def _is_content(tokens: Tokens, i: int, verb: int) -> bool:
    """Say whether the object "it" is what is said or done: "as she puts it", "he denied it", "have it both ways"."""
    lemma = tokens.lemma[verb]
    if lemma in _OF_CONTENT:
        return True
    beside = [
        c for c in tokens.children[verb] if c > i and tokens.dep[c] in ("prep", "prt", "advmod", "npadvmod", "dative")
    ]
    if lemma == "put":
        return not any(tokens.dep[c] in ("prep", "prt", "advmod") for c in beside)
    if lemma == "make":
        # "if the church is going to make it"
        return not any(
            tokens.dep[c] in ("ccomp", "xcomp", "oprd", "acomp", "dobj") and c > i for c in tokens.children[verb]
        )
    return lemma == "have" and any(tokens.dep[c] == "npadvmod" for c in beside)
