"""Tell what kind of clause a cue governs, and where it begins and ends."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.document import Tokens
from kg.annotate.statements.cues import members, table
from kg.annotate.syntax import SUBJECTS, Range, is_passive, nearest_subject, phrase, trim

_WH = {"whether", "if", "how", "why", "what", "when", "where", "who", "whom", "which", "whose"}


def kind(t: Tokens, clause: int, verb: int) -> str:
    """Say what kind of complement a clause is: that, wh, inf, objinf, ing, small, or none for an adjunct."""
    children = t.children[clause]
    first = [c for c in children if c < clause]
    if t.dep[clause] == "advcl":
        # the parser takes "asked if", "know whether" for adjuncts at times
        mark = next((t.lower[c] for c in first if t.dep[c] == "mark"), "")
        return (
            "wh"
            if mark in {"whether", "if"} and clause > verb and t.lemma[verb] in {"ask", "wonder", "know", "say"}
            else ""
        )
    to = any(t.tag[c] == "TO" for c in first)
    own = any(t.dep[c] in {"nsubj", "nsubjpass", "expl", "csubj"} for c in first)
    if to and t.tag[clause] in {"VB", "VBN", "VBG"} | ({"NN", "JJ"} if t.child(clause, "cop") else set()):
        wh = any(t.lower[c] in _WH for c in first)
        return "wh" if wh else "objinf" if own else "inf"
    if any(
        t.lower[c] in _WH and t.dep[c] in {"mark", "advmod", "nsubj", "dobj", "attr", "pobj", "nsubjpass", "dep"}
        for c in first
    ):
        return "wh"
    if t.pos[clause] in {"VERB", "AUX"}:
        perfect = any(t.dep[c] == "aux" and t.tag[c] == "VBG" for c in first)
        if perfect or (t.tag[clause] == "VBG" and t.child(clause, "aux") is None):
            return "ing" if not own else "owning"
        if t.tag[clause] == "VB" and t.child(clause, "aux") is None and t.dep[clause] == "ccomp" and own:
            return "that"
        if t.tag[clause] == "VB" and clause > verb and not children:
            # a noun that the tagger takes for a verb: "asked her during a chat"
            return ""
        if t.dep[clause] == "ccomp" or t.tag[clause] in {"VBD", "VBZ", "VBP"}:
            return "that"
        return "small" if t.tag[clause] == "VBN" else ""
    if t.dep[clause] == "ccomp" and (t.child(clause, "cop", "aux", "mark") is not None or clause < verb):
        return "that"
    return "small"


def extent(t: Tokens, verb: int, clause: int) -> list[Range]:
    """Return the tokens of a complement clause, without those of the cue's own clause in its midst."""
    that = next((c for c in t.childs(clause, "mark") if t.lower[c] == "that" and c < clause), t.left[clause])
    if t.dep[that] == "det" and t.dep[t.head[that]] == "npadvmod" and that == verb + 1:
        # "reported that night the mine was on fire"
        that = t.right[t.head[that]]
    found = [trim(t, that, _own_end(t, verb, clause))]
    lone = not any(t.dep[c] in SUBJECTS for c in t.children[clause]) and t.pos[clause] in {"VERB", "AUX"}
    if t.dep[verb] == "parataxis" and lone and clause > verb and (named := nearest_subject(t, verb)) is not None:
        # "ships it says have carried oil"
        thing = t.left[named] - 1
        if thing > 0 and t.pos[thing] in {"NOUN", "PROPN"} and t.tag[clause] != "VB":
            found.insert(0, phrase(t, thing))
    own_clause = any(t.tag[c] == "IN" and t.lower[c] == "that" for c in t.childs(verb, "mark"))
    if (
        t.dep[verb] == "relcl"
        and not own_clause
        and not any(t.dep[c] in {"nsubj", "nsubjpass", "expl"} for c in t.children[clause])
    ):
        # "a deal that she said would fail": what fails is the relative pronoun, or else the antecedent
        pronoun = next((c for c in t.childs(verb, "nsubj", "dobj", "mark") if t.tag[c] in {"WDT", "WP"}), None)
        named = nearest_subject(t, verb)
        owned = named is not None and t.lower[t.left[named]] == "whose"
        if owned or (pronoun is not None and pronoun == named and not is_passive(t, verb)):
            # "those who wanted to leave": who wants it is no part of what is wanted
            return found
        own = pronoun is not None and pronoun != named
        found.insert(
            0, Range(pronoun, pronoun + 1) if own and pronoun is not None else phrase(t, t.head[verb], without=verb)
        )
    return found


def _own_end(t: Tokens, verb: int, clause: int) -> int:
    """Return where a clause ends: an infinitive before a finite verb, "to return and left" tells of two acts.

    "Asked whether it had failed, the envoy sighed": the question ends where the sentence goes on.
    """
    if opens_with_question(t, verb) and verb < clause:
        after = {"NNP", "PRP", "DT", "PRP$"}
        comma = (i for i in range(clause, t.right[clause] - 1) if t.text[i] == "," and t.tag[i + 1] in after)
        return next(comma, t.right[clause])
    if t.tag[clause] == "VB":
        for other in t.childs(clause, "conj"):
            if t.tag[other] in {"VBD", "VBZ"} and t.child(other, "nsubj") is None and t.left[other] > clause:
                cc = [c for c in t.childs(clause, "cc") if c < other]
                return cc[-1] if cc else t.left[other]
    for other in t.childs(verb, "ccomp"):
        if t.right[clause] == t.left[other] == other and t.tag[clause] == "VBG" and t.child(other, *SUBJECTS) is None:
            # "believes the report documenting it contains mistakes": the parser breaks the clause in two
            return t.right[other]
    return t.right[clause]


def opens_with_question(t: Tokens, verb: int) -> bool:
    """Say whether a participle at the beginning of the sentence tells what its subject was asked: "Asked if …, …"."""
    if t.lemma[verb] not in {"ask", "press"} or verb - t.sentences[t.sent[verb]][0] > 1:
        return False
    # the tagger may take the participle for a past tense
    return t.tag[verb] == "VBN" or (t.tag[verb] == "VBD" and t.dep[verb] == "advcl" and t.child(verb, "nsubj") is None)


def misplaced(t: Tokens, verb: int) -> Iterator[Range]:
    """Yield a that-clause that the parser hangs on a noun between: "said in the report that", "told the court that"."""
    addressed = ("dobj",) if t.lemma[verb] in members("addressing") else ()
    for prep in t.childs(verb, "prep", "npadvmod", "dative", *addressed):
        if prep < verb:
            continue
        for noun in _nouns_of(t, prep if t.dep[prep] != "prep" else t.child(prep, "pobj")):
            for clause in t.childs(noun, "acl", "relcl", "ccomp"):
                mark = t.left[clause]
                if (
                    t.lower[mark] == "that"
                    and _is_conjunction(t, mark, clause)
                    and (not _takes_that(t, noun) or _is_medium(t, noun))
                ):
                    yield trim(t, mark, t.right[clause])


def _nouns_of(t: Tokens, noun: int | None) -> Iterator[int]:
    """Yield a noun and those that phrases behind it name: "in one of the suits", "the daily, in a letter"."""
    if noun is None:
        return
    yield noun
    for prep in t.childs(noun, "prep"):
        if t.lower[prep] in {"of", "in", "during"}:
            yield from _nouns_of(t, t.child(prep, "pobj"))
    for other in t.childs(noun, "appos"):
        yield from _nouns_of(t, other)


def _is_conjunction(t: Tokens, mark: int, clause: int) -> bool:
    """Say whether "that" is no pronoun, whatever its tag: a clause with a subject and an object needs none."""
    if t.tag[mark] == "IN":
        return True
    filled = t.child(clause, "nsubj", "nsubjpass") not in {None, mark}
    if t.dep[mark] == "mark":
        return filled
    return (
        filled and t.dep[mark] == "dobj" and any(c != mark for c in t.childs(clause, "dobj", "xcomp", "ccomp", "attr"))
    )


def _takes_that(t: Tokens, noun: int) -> bool:
    cue = table("noun").get(t.lemma[noun])
    return cue is not None and "that" in cue.frames


def _is_medium(t: Tokens, noun: int) -> bool:
    """Say whether a noun only tells where something is said: "in a statement", not "in recognition that"."""
    cue = table("noun").get(t.lemma[noun])
    return t.lower[t.head[noun]] in {"in", "on", "during"} and cue is not None and cue.kind == "speech"
