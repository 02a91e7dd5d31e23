"""Find what a verb attributes: the clause, phrase or quotation that the frame of the cue calls for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.annotate.document import Tokens
from kg.annotate.statements import speakers
from kg.annotate.statements.cues import RELIABILITY, Cue, members, table
from kg.annotate.syntax import SUBJECTS, Range, is_passive, nearest_subject, phrase, subject, trim, verb_group

_WH = {"whether", "if", "how", "why", "what", "when", "where", "who", "whom", "which", "whose"}
_CLAUSAL = ("ccomp", "xcomp", "oprd", "acomp")


@dataclass(slots=True, kw_only=True)
class Draft:
    """A statement in the making, in tokens: one cue, its source's head and range, and the content that it covers."""

    cue: Cue
    token: int
    group: list[Range]
    source: int | None
    content: list[Range]
    frame: str
    confidence: float
    passive: bool = False
    source_range: Range | None = None
    hedged: bool = False
    """The article adds that it could not verify the content."""
    quoted: list[int] = field(default_factory=list)
    """Numbers of the quotations in the content that the cue introduces."""


#: a frame, the content in it, and a preposition that goes with the cue
Complement = tuple[str, list[Range], int | None]


def of_verb(t: Tokens, verb: int) -> Draft | None:
    """Return what the verb attributes if it is a cue in one of its frames; a cue without content has an empty one."""
    verbs = table("verb")
    cue = next(
        (
            found
            for child in t.childs(verb, "prt", "advmod", "prep")
            if child == verb + 1 and (found := verbs.get(f"{t.lemma[verb]}_{t.lower[child]}"))
        ),
        None,
    )
    if cue is None:
        # the lemmatizer makes "hop" of "hoped"
        cue = verbs.get(t.lemma[verb]) or verbs.get(t.lemma[verb] + "e")
    if cue is None:
        return None
    passive = is_passive(t, verb) or _is_bare_passive(t, verb, cue)
    group = [verb_group(t, verb)]
    nothing: Complement = ("", [], None)
    frame, content, extra = next(_complements(t, verb, cue, passive), nothing)
    if frame == "raise":
        source = None
    elif frame == "subj":
        source = _experiencer(t, verb, passive)
    else:
        source = speakers.of_verb(t, verb, passive=passive)
    empty = {"WDT", "WP"} if cue.kind != "decree" else {"WDT", "WP", "PRP"}
    if frame == "np" and passive and all(t.tag[part.end - 1] in empty for part in content):
        # "which was announced in May": what is meant lies elsewhere
        content = []
    if extra is not None and extra not in group[0]:
        group.append(Range(extra, extra + 1))
    confidence = cue.frames.get(frame, cue.frames.get("quote", RELIABILITY["low"]))
    if source is None and frame != "raise":
        confidence *= 0.65
    return Draft(
        cue=cue,
        token=verb,
        group=group,
        source=source,
        content=content,
        frame=frame,
        confidence=confidence,
        passive=passive,
    )


_PROOF = {"evidence", "datum", "data", "proof", "fact", "basis", "information", "research"}


def _complements(t: Tokens, verb: int, cue: Cue, passive: bool) -> Iterator[Complement]:
    """Yield frame, content and a preposition that goes with the cue, best frame first."""
    frames = cue.frames
    addressing = t.lemma[verb] in members("addressing")
    objects = t.childs(verb, "dobj")
    lacking = t.dep[verb] == "relcl" and not objects and t.child(verb, "nsubj") is not None and "as" in frames
    if lacking and not passive and _has_as(t, verb):
        # "a claim the rebels dismissed as fantasy"
        objects = [t.head[verb]]
    if cue.kind == "stance" and t.dep[verb] == "acl" and t.tag[verb] == "VB" and t.lemma[t.head[verb]] in _PROOF:
        # "no data to support that" backs nothing
        return
    if passive and not addressing:
        own = t.child(verb, "nsubjpass", "nsubj")
        objects = [own] if own is not None else _participle_head(t, verb)
    if "raise" in frames or "raiseinf" in frames:
        yield from _raised(t, verb, infinitive="raiseinf" in frames)
        return
    if "subj" in frames:
        yield from _felt(t, verb, passive)
    yield from _clausal(t, verb, cue, passive, objects)
    if "that" in frames:
        yield from _misplaced(t, verb)
    yield from _nominal(t, verb, cue, objects)
    answer = t.child(verb, "intj")
    if answer == verb + 1 and "that" in frames:
        # "said no"
        yield "that", [Range(answer, answer + 1)], None
    for prep in t.childs(verb, "prep", "prt", "agent"):
        name = t.lower[prep]
        if passive and cue.kind == "intention":
            # "talks are planned for May" tells of nobody's plan
            return
        if name in frames and t.dep[prep] != "agent" and (prep > verb or t.dep[verb] == "relcl"):
            found = object_of(t, prep)
            thing = t.child(prep, "pobj")
            if name == "on" and thing is not None and t.lower[thing] in _MANNERS:
                continue
            if name == "as" and prep > verb and not passive:
                # "named a rival as": the parser has mistaken the object
                yield name, [trim(t, verb_group(t, verb).end, t.right[prep])], None
            elif found is not None and not (name == "to" and _addresses(t, verb, prep)):
                if name in {"on", "upon", "with", "to"}:
                    # "called on them to leave"
                    bidden = [c for c in t.childs(verb, "xcomp") if c > prep and clause_kind(t, c, verb) == "inf"]
                    found = trim(t, found.start, max([found.end, *(t.right[c] for c in bidden)]))
                yield name, [_with_predicate(t, verb, prep, _listed(t, verb, found))], prep


def _clausal(t: Tokens, verb: int, cue: Cue, passive: bool, objects: list[int]) -> Iterator[Complement]:
    """Yield the clauses that a verb governs, those after it first."""
    frames = cue.frames
    for clause in sorted(t.childs(verb, *_CLAUSAL, "advcl"), key=lambda clause: clause < verb):
        kind = clause_kind(t, clause, verb)
        aside = t.text[t.left[clause] - 1] == "," and t.child(clause, "mark") is None and clause > verb
        if aside and cue.kind == "evidence" and objects and verb < objects[0] < clause:
            # "shows men at a wall, some of them bound"
            continue
        if kind == "owning" and verb < clause and t.text[t.left[clause] - 1] == ",":
            # "he said, his voice shaking"
            continue
        if clause < verb and (":" in t.text[clause:verb] or cue.force == "deny"):
            # "Rome seems to agree: the envoy praised the deal", "the court ruled so, a ruling Rome rejects"
            continue
        if clause < verb and cue.kind == "stance" and objects and objects[0] > verb:
            # "they were so small, they loved everybody": what is loved stands behind
            continue
        if kind in {"that", "wh"}:
            if kind in frames or f"obj{kind}" in frames:
                yield _first(frames, kind, f"obj{kind}"), _clause(t, verb, clause), None
            elif kind == "wh" and ("that" in frames or "np" in frames):
                # "condemned what she called a crime"
                yield _first(frames, "that", "np"), _clause(t, verb, clause), None
        elif kind == "inf":
            if objects and objects[0] < clause and ("objinf" in frames or passive):
                if "objinf" in frames or "inf" in frames:
                    yield _first(frames, "objinf", "inf"), _join(t, objects[0], clause, verb), None
            elif passive and t.child(verb, "nsubjpass") is not None and "objinf" in frames:
                yield "objinf", _clause(t, verb, clause), None
            elif "inf" in frames and not objects:
                yield "inf", _clause(t, verb, clause), None
        elif kind in {"objinf", "owning"}:
            # "wants them to go", "saw them going"
            if "objinf" in frames or "that" in frames:
                yield _first(frames, "objinf", "that"), _clause(t, verb, clause), None
        elif kind == "ing" and "ing" in frames:
            yield "ing", _clause(t, verb, clause), None
        elif kind == "small" and ("oprd" in frames or "as" in frames):
            if objects:
                yield _first(frames, "oprd", "as"), _join(t, objects[0], clause, verb), None
            elif t.child(clause, "nsubj") is not None:
                yield _first(frames, "oprd", "as"), _clause(t, verb, clause), None


def _has_as(t: Tokens, verb: int) -> bool:
    named = nearest_subject(t, verb)
    relative = named is not None and t.tag[named] in {"WDT", "WP"}
    return not relative and any(t.lower[c] == "as" and c > verb for c in t.childs(verb, "prep"))


def _misplaced(t: Tokens, verb: int) -> Iterator[Complement]:
    """Yield a that-clause that the parser hangs on a noun between: "said in the report that", "told the court that"."""
    addressed = ("dobj",) if t.lemma[verb] in members("addressing") else ()
    for prep in t.childs(verb, "prep", "npadvmod", "dative", *addressed):
        noun = prep if t.dep[prep] != "prep" else t.child(prep, "pobj")
        for clause in t.childs(noun, "acl", "relcl", "ccomp") if noun is not None and prep > verb else ():
            mark = t.left[clause]
            if (
                t.lower[mark] == "that"
                and _is_conjunction(t, mark, clause)
                and (t.lower[prep] in {"in", "on", "during"} or not _takes_that(t, noun))
            ):
                yield "that", [trim(t, mark, t.right[clause])], None


def _is_conjunction(t: Tokens, mark: int, clause: int) -> bool:
    """Say whether "that" is no pronoun, whatever its tag: a clause with a subject and an object needs none."""
    if t.tag[mark] == "IN":
        return True
    filled = t.child(clause, "nsubj", "nsubjpass") not in {None, mark} and t.dep[mark] == "dobj"
    return filled and any(c != mark for c in t.childs(clause, "dobj", "xcomp", "ccomp", "attr"))


def _takes_that(t: Tokens, noun: int | None) -> bool:
    cue = None if noun is None else table("noun").get(t.lemma[noun])
    return cue is not None and "that" in cue.frames


def _nominal(t: Tokens, verb: int, cue: Cue, objects: list[int]) -> Iterator[Complement]:
    """Yield what an object makes the content of: alone, or with the phrase that says what of it."""
    frames = cue.frames
    if cue.force == "deny" and any(t.dep[c] == "dative" and t.pos[c] != "ADP" for c in t.children[verb]):
        # "denied him a hearing": withheld, not disputed
        return
    for thing in objects:
        for prep in t.childs(verb, "prep"):
            name = t.lower[prep]
            if prep > thing and ((name == "as" and "as" in frames) or f"obj{name}" in frames):
                yield _first(frames, f"obj{name}", "as"), _join(t, thing, prep, verb), None
        for prep in t.childs(thing, "prep"):
            # "accused the guard of ramming it": the parser hangs the phrase on the object
            if f"obj{t.lower[prep]}" in frames and prep > thing and "np" not in frames:
                yield f"obj{t.lower[prep]}", [_phrase(t, thing, verb)], None
        inner = next((c for c in t.childs(thing, "prep") if t.lower[c] == "as" and "as" in frames), None)
        if inner is not None or "np" in frames:
            if t.lower[thing] in {"himself", "herself", "itself", "themselves"}:
                continue
            if thing < verb and t.dep[thing] == "dobj" and t.tag[thing] not in {"WP", "WDT", "DT"}:
                # no English object stands before its verb: the parser erred
                continue
            nameless = thing <= verb and speakers.agent(t, verb) is None
            if nameless and (t.head[verb] == thing or cue.kind == "intention"):
                # "a report published in May", "a man wanted in Rome" tell of no source
                continue
            asked = t.ent_type[thing] in {"GPE", "ORG", "NORP"} and any(
                t.lower[c] == "for" for c in t.childs(verb, "prep")
            )
            if asked and t.lemma[verb] in members("addressing"):
                continue
            if cue.kind == "speech" and (t.ent_type[thing] == "PERSON" or t.lower[thing] in _PERSONAL):
                # to question or email somebody is to say nothing yet
                continue
            yield _first(frames, "np", "as"), [_extended(t, thing, verb, cue)], None


_PERSONAL = {"him", "her", "them", "me", "us", "you", "himself", "herself", "themselves", "who", "whom"}
#: what one speaks on without its being the topic: "on behalf of the family", "on condition of anonymity"
_MANNERS = {"behalf", "condition", "record"}
#: prepositions that say more of a noun, whatever the parser hangs them on
_ADNOMINAL = {"of", "between", "among", "about", "regarding", "concerning", "toward", "towards"}


def _extended(t: Tokens, thing: int, verb: int, cue: Cue) -> Range:
    """Return an object with what is said of it just behind: "the gap between them", "show her ahead"."""
    found = _phrase(t, thing, verb)
    if thing < verb:
        return found
    for child in t.children[verb]:
        shown = cue.kind == "evidence" or t.pos[thing] == "PRON"
        more = t.dep[child] == "prep" and (shown or t.lower[child] in _ADNOMINAL)
        if t.left[child] == found.end and (more or (shown and t.dep[child] in {"advmod", "acomp", "prt"})):
            found = trim(t, found.start, t.right[child])
    return found


def _first(frames: Mapping[str, float], *names: str) -> str:
    """Return the first frame of the cue among ``names``, by default the last."""
    return next((name for name in names if name in frames), names[-1])


def _is_bare_passive(t: Tokens, verb: int, cue: Cue) -> bool:
    """Say whether a cue that needs an object before its preposition has lost its auxiliary: "Man accused of fraud"."""
    if t.child(verb, "dobj") is not None or t.tag[verb] not in {"VBD", "VBN"}:
        return False
    names = {t.lower[prep] for prep in t.childs(verb, "prep")}
    return any(f"obj{name}" in cue.frames and name not in cue.frames for name in names)


def _felt(t: Tokens, verb: int, passive: bool) -> Iterator[Complement]:
    """Yield what worries, pleases or angers: the subject, or the by-phrase of the passive."""
    if passive:
        cause = speakers.agent(t, verb)
        if cause is None:
            at = next((c for c in t.childs(verb, "prep") if t.lower[c] in {"at", "about", "with", "over"}), None)
            cause = None if at is None else t.child(at, "pobj", "pcomp")
        if cause is not None:
            yield "subj", [_phrase(t, cause, verb)], None
    elif t.child(verb, "dobj") is not None and t.child(verb, "prt") is None:
        stimulus = t.child(verb, "nsubj", "csubj")
        if stimulus is not None and t.lower[stimulus] not in {"who", "he", "she", "they", "i", "we", "you"}:
            yield "subj", [_phrase(t, stimulus, verb)], None


def _experiencer(t: Tokens, verb: int, passive: bool) -> int | None:
    if not passive:
        return t.child(verb, "dobj")
    found = subject(t, verb)
    return None if found is None or found.empty else found.head


def _raised(t: Tokens, verb: int, *, infinitive: bool) -> Iterator[Complement]:
    """Yield the content of "seems", "appears": the subject and what it seems to be or do."""
    above = subject(t, verb)
    rest = next(iter(t.childs(verb, "xcomp", "oprd", "acomp", "ccomp", "attr")), None)
    if rest is None:
        like = next((c for c in t.childs(verb, "prep", "mark") if t.lower[c] in {"like", "as"}), None)
        if like is not None:
            rest = like
    if rest is None or (infinitive and clause_kind(t, rest, verb) not in {"inf", "that"}):
        return
    if infinitive and t.tag[verb] == "VBG" and above is not None and clause_kind(t, rest, verb) == "inf":
        # "is looking to": an aim, not a semblance
        yield "inf", _clause(t, verb, rest), None
        return
    kind = "that" if clause_kind(t, rest, verb) == "that" else "raise"
    if above is None or above.empty or kind == "that" or t.dep[above.head] == "expl":
        yield kind, _clause(t, verb, rest), None
    elif t.child(verb, "nsubj") is not None:
        yield kind, [_phrase(t, above.head, verb), *_clause(t, verb, rest)], None
    else:
        yield kind, _clause(t, verb, rest), None


def _participle_head(t: Tokens, verb: int) -> list[int]:
    """Return the noun that a passive participle modifies: "emails described as secret"."""
    if t.dep[verb] == "acl":
        noun = t.head[verb]
        above = t.head[noun]
        # "a number of arrests reported by ..."
        return [
            t.head[above]
            if t.dep[noun] == "pobj" and t.lower[above] == "of" and t.lemma[t.head[above]] in members("quantity")
            else noun
        ]
    lender = subject(t, verb)
    return (
        [lender.head] if lender is not None and not lender.empty and t.dep[verb] in {"conj", "xcomp", "relcl"} else []
    )


def clause_kind(t: Tokens, clause: int, verb: int) -> str:
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
        if t.dep[clause] == "ccomp" or t.tag[clause] in {"VBD", "VBZ", "VBP"}:
            return "that"
        return "small" if t.tag[clause] == "VBN" else ""
    if t.dep[clause] == "ccomp" and (t.child(clause, "cop", "aux", "mark") is not None or clause < verb):
        return "that"
    return "small"


def _clause(t: Tokens, verb: int, clause: int) -> list[Range]:
    """Return the tokens of a complement clause, without those of the cue's own clause in its midst."""
    that = next((c for c in t.childs(clause, "mark") if t.lower[c] == "that" and c < clause), t.left[clause])
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
        if pronoun is not None and pronoun == named and not is_passive(t, verb):
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
    return t.right[clause]


def opens_with_question(t: Tokens, verb: int) -> bool:
    """Say whether a participle at the beginning of the sentence tells what its subject was asked: "Asked if …, …"."""
    return t.tag[verb] == "VBN" and t.lemma[verb] in {"ask", "press"} and verb - t.sentences[t.sent[verb]][0] <= 1


def _join(t: Tokens, thing: int, rest: int, verb: int) -> list[Range]:
    first, second = _phrase(t, thing, verb), trim(t, t.left[rest], t.right[rest])
    if first.start <= second.start and not first.end <= verb < second.start:
        return [trim(t, first.start, max(first.end, second.end))]
    return sorted([first, second])


def _phrase(t: Tokens, head: int, verb: int) -> Range:
    return phrase(t, head, without=verb)


def object_of(t: Tokens, prep: int) -> Range | None:
    """Return what a preposition governs, also through another ("out against", "as to whether")."""
    thing = t.child(prep, "pobj", "pcomp", "ccomp")
    if thing is not None:
        return trim(t, t.left[thing], t.right[thing])
    inner = t.child(prep, "prep")
    return None if inner is None else object_of(t, inner)


def _listed(t: Tokens, verb: int, found: Range) -> Range:
    """Return an object with the rest of its list, which the parser hangs on the verb: "aimed at A, B and C"."""
    if found.end >= len(t) or t.text[found.end] != ",":
        return found
    more = next((c for c in t.childs(verb, "dobj", "npadvmod", "appos", "conj") if t.left[c] == found.end + 1), None)
    if more is None or t.pos[more] not in {"NOUN", "PROPN"} or t.child(more, "cc") is None:
        return found
    return trim(t, found.start, t.right[more])


def _with_predicate(t: Tokens, verb: int, prep: int, found: Range) -> Range:
    """Return what a preposition governs with what is said of it: "referred to the raid as a crime"."""
    predicate = next((c for c in t.childs(verb, "prep") if c > prep and t.lower[c] == "as"), None)
    return found if predicate is None else trim(t, found.start, t.right[predicate])


def _addresses(t: Tokens, verb: int, prep: int) -> bool:
    """Say whether a to-phrase names somebody who is spoken to."""
    thing = t.child(prep, "pobj")
    return (
        thing is not None
        and t.lemma[verb] not in {"refer", "allude", "point", "object", "admit", "agree", "commit"}
        and (t.pos[thing] in {"PROPN", "PRON"} or t.ent_type[thing] in {"PERSON", "ORG", "NORP"})
    )
