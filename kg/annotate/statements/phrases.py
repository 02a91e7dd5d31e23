"""Tell how far the phrase reaches that a cue governs: an object, what a preposition governs, the rest of a list."""

from __future__ import annotations

from kg.annotate.document import Tokens
from kg.annotate.statements.cues import Cue
from kg.annotate.syntax import SUBJECTS, Range, phrase, trim

#: prepositions that say more of a noun, whatever the parser hangs them on
_ADNOMINAL = {
    "of",
    "between",
    "among",
    "about",
    "regarding",
    "concerning",
    "toward",
    "towards",
    "against",
    "into",
    "behind",
}
#: those that do so unless they tell when, or who is spoken to: "the switch to a new system", "the plan for the port"
_MOSTLY_ADNOMINAL = {"to", "for"}


def extended(t: Tokens, thing: int, verb: int, cue: Cue) -> Range:
    """Return an object with what is said of it just behind: "the gap between them", "show her ahead"."""
    found = phrase(t, thing, without=verb)
    if thing < verb:
        return found
    for child in t.children[verb]:
        shown = cue.kind == "evidence" or t.pos[thing] == "PRON"
        more = t.dep[child] == "prep" and (shown or _says_more(t, cue, child))
        if t.left[child] == found.end and (more or (shown and t.dep[child] in {"advmod", "acomp", "prt"})):
            found = trim(t, found.start, t.right[child])
    return found


def _says_more(t: Tokens, cue: Cue, prep: int) -> bool:
    if t.lower[prep] in _ADNOMINAL:
        return True
    thing = t.child(prep, "pobj")
    if t.lower[prep] not in _MOSTLY_ADNOMINAL or thing is None:
        return False
    told = t.lower[prep] == "to" and cue.kind == "speech"
    return not told and t.ent_type[thing] not in {"DATE", "TIME"} and t.lemma[thing] not in {"time", "way", "reason"}


def join(t: Tokens, thing: int, rest: int, verb: int) -> list[Range]:
    """Return an object with what is said of it, as one range where they adjoin: "named a rival head of the army"."""
    first, second = phrase(t, thing, without=verb), trim(t, t.left[rest], t.right[rest])
    if first.start <= second.start and not first.end <= verb < second.start:
        return [trim(t, first.start, max(first.end, second.end))]
    return sorted([first, second])


def object_of(t: Tokens, prep: int) -> Range | None:
    """Return what a preposition governs, also through another ("out against", "as to whether")."""
    thing = t.child(prep, "pobj", "pcomp", "ccomp")
    if thing is not None:
        return trim(t, t.left[thing], t.right[thing])
    inner = t.child(prep, "prep")
    return None if inner is None else object_of(t, inner)


def listed(t: Tokens, verb: int, found: Range) -> Range:
    """Return an object with the rest of its list, which the parser hangs elsewhere: "aimed at A, B and C"."""
    last = t.sentences[t.sent[verb]][1]
    if found.end + 1 >= last or t.text[found.end] != ",":
        return found
    for i in range(found.end + 1, min(found.end + 8, last)):
        if t.pos[i] in {"NOUN", "PROPN"} and found.end <= t.left[i] <= found.end + 1:
            other = t.dep[i] in SUBJECTS or t.child(i, "cc") is None or t.child(i, "conj") is None
            return found if other else trim(t, found.start, t.right[i])
    return found


def with_predicate(t: Tokens, verb: int, prep: int, found: Range) -> Range:
    """Return what a preposition governs with what is said of it: "referred to the raid as a crime"."""
    predicate = next((c for c in t.childs(verb, "prep") if c > prep and t.lower[c] == "as"), None)
    return found if predicate is None else trim(t, found.start, t.right[predicate])


def addresses(t: Tokens, verb: int, prep: int) -> bool:
    """Say whether a to-phrase names somebody who is spoken to."""
    thing = t.child(prep, "pobj")
    return (
        thing is not None
        and t.lemma[verb] not in {"refer", "allude", "point", "object", "admit", "agree", "commit"}
        and (t.pos[thing] in {"PROPN", "PRON"} or t.ent_type[thing] in {"PERSON", "ORG", "NORP"})
    )
