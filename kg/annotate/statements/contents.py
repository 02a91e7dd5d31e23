"""Find what a verb attributes: the clause, phrase or quotation that the frame of the cue calls for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.annotate.document import Tokens
from kg.annotate.statements import phrases, speakers, subclauses
from kg.annotate.statements.cues import RELIABILITY, Cue, deeds, members, table
from kg.annotate.syntax import (
    SUBJECTS,
    Range,
    is_negated,
    is_passive,
    nearest_subject,
    phrase,
    subject,
    trim,
    verb_group,
)

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
    if cue.lemma == "compare" and _is_measure(t, verb):
        return None
    passive = is_passive(t, verb) or _is_bare_passive(t, verb, cue) or subclauses.opens_with_question(t, verb)
    if _is_deed(t, verb, cue, passive) or (passive and _is_naming(t, verb, cue)):
        return None
    group = [verb_group(t, verb)]
    above = t.head[verb]
    if t.dep[verb] == "xcomp" and t.lemma[above] in _SEEMING and above < verb:
        group = [Range(verb_group(t, above).start, group[0].end)]
    nothing: Complement = ("", [], None)
    frame, content, extra = next(_complements(t, verb, cue, passive), nothing)
    source = _source(t, verb, frame, passive)
    if passive and source is not None and cue.kind in {"speech", "decree"} and speakers.is_thing(t, source):
        # "charged with theft by shoplifting"
        source = None
    if frame in _SHOWING and not _is_shown(t, cue, source):
        frame, content, extra = nothing
    if passive and source is None and t.dep[verb] in {"acl", "advcl"} and cue.lemma in members("addressing"):
        # "officials briefed on the talks", "when told of it": nobody says anything here
        content = content if frame in {"that", "wh", "objinf", "objthat", "objwh"} else []
    empty = {"WDT", "WP"} if cue.kind != "decree" else {"WDT", "WP", "PRP"}
    if frame == "np" and passive and source is None and cue.lemma in members("finding"):
        # "the title was determined in Lyon"
        content = []
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


def _is_deed(t: Tokens, verb: int, cue: Cue, passive: bool) -> bool:
    """Say whether the object makes a deed of the verb: "denied them access", "presented a trophy"."""
    traps = deeds().get(cue.lemma)
    if traps is None or any(clause > verb for clause in t.childs(verb, "ccomp")):
        return False
    own = t.childs(verb, "nsubjpass") or (_participle_head(t, verb) if passive else [])
    return any(t.lemma[thing] in traps for thing in (*t.childs(verb, "dobj"), *own))


def _is_naming(t: Tokens, verb: int, cue: Cue) -> bool:
    """Say whether a passive only tells a name, which is nobody's word: "a device called the Watchman"."""
    if "oprd" not in cue.frames or speakers.agent(t, verb) is not None:
        return False
    name = t.child(verb, "oprd", "attr", "dobj")
    return name is not None and name > verb and (t.pos[name] == "PROPN" or cue.lemma == "name")


#: verbs that only soften the infinitive after them: "the emails seem to show"
_SEEMING = {"seem", "appear"}


def _is_measure(t: Tokens, verb: int) -> bool:
    """Say whether a participle only sets one number against another: "8 percent, compared to 4 percent in May"."""
    return (
        t.tag[verb] == "VBN" and t.child(verb, "auxpass", "aux", "nsubjpass", "agent") is None and t.head[verb] != verb
    )


def _source(t: Tokens, verb: int, frame: str, passive: bool) -> int | None:
    if frame == "raise":
        return None
    return _experiencer(t, verb, passive) if frame == "subj" else speakers.of_verb(t, verb, passive=passive)


#: frames in which a thing or an act, not a clause, is what is shown
_SHOWING = {"np", "objinf", "ing", "on"}


def _is_shown(t: Tokens, cue: Cue, source: int | None) -> bool:
    """Say whether a source means what it shows: the footage that shows a tank, not the crew that shows courage."""
    if cue.lemma in members("showing"):
        return source is not None and speakers.bears_message(t, source)
    return source is None or cue.lemma not in members("pointing") or not speakers.is_thing(t, source)


_PROOF = {"evidence", "datum", "data", "proof", "fact", "basis", "information", "research"}


def _complements(t: Tokens, verb: int, cue: Cue, passive: bool) -> Iterator[Complement]:
    """Yield frame, content and a preposition that goes with the cue, best frame first."""
    frames = cue.frames
    addressing = t.lemma[verb] in members("addressing")
    objects = t.childs(verb, "dobj")
    if not objects and not passive and t.dep[verb] == "conj":
        objects = _shared_relative(t, verb)
    if not objects and not passive and _judges_antecedent(t, verb):
        objects = [t.head[verb]]
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
    if (
        passive
        and cue.lemma in {"quote", "cite"}
        and any(t.child(c, "pcomp") is not None for c in t.childs(verb, "prep"))
    ):
        # "was quoted as saying" is one cue
        return
    if "raise" in frames or "raiseinf" in frames:
        yield from _raised(t, verb, infinitive="raiseinf" in frames)
        return
    if "subj" in frames:
        yield from _felt(t, verb, passive)
    yield from _clausal(t, verb, cue, passive, objects)
    if "that" in frames:
        yield from (("that", [clause], None) for clause in subclauses.misplaced(t, verb))
    yield from _nominal(t, verb, cue, objects, addressing)
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
            found = phrases.object_of(t, prep)
            thing = t.child(prep, "pobj")
            if name == "on" and thing is not None and t.lower[thing] in _MANNERS:
                continue
            if name == "as" and prep > verb and not passive:
                # "named a rival as": the parser has mistaken the object
                yield name, [trim(t, verb_group(t, verb).end, t.right[prep])], None
            elif found is not None and not (name == "to" and phrases.addresses(t, verb, prep)):
                if name in {"on", "upon", "with", "to"}:
                    # "called on them to leave"
                    bidden = [c for c in t.childs(verb, "xcomp") if c > prep and subclauses.kind(t, c, verb) == "inf"]
                    found = trim(t, found.start, max([found.end, *(t.right[c] for c in bidden)]))
                yield name, [phrases.with_predicate(t, verb, prep, phrases.listed(t, verb, found))], prep


def _judges_antecedent(t: Tokens, verb: int) -> bool:
    """Say whether a clause without a pronoun judges the words that it follows: "a charge Rome denies"."""
    named = t.child(verb, "nsubj")
    said = t.dep[verb] in {"relcl", "acl"} and t.lemma[t.head[verb]] in table("noun")
    return said and named is not None and t.tag[named] not in {"WDT", "WP"} and t.left[verb] == t.left[named]


def _shared_relative(t: Tokens, verb: int) -> list[int]:
    """Return the pronoun that is the object of both verbs in "a charge that she has faced and denied"."""
    first = t.head[verb]
    if t.dep[first] != "relcl" or t.child(verb, *SUBJECTS) is not None or t.child(verb, "ccomp", "xcomp") is not None:
        return []
    return [c for c in t.childs(first, "dobj") if t.lower[c] in {"that", "which", "whom", "what"} and c < first]


def _clausal(t: Tokens, verb: int, cue: Cue, passive: bool, objects: list[int]) -> Iterator[Complement]:
    """Yield the clauses that a verb governs, those after it first."""
    frames = cue.frames
    for clause in sorted(t.childs(verb, *_CLAUSAL, "advcl"), key=lambda clause: clause < verb):
        kind = subclauses.kind(t, clause, verb)
        aside = t.text[t.left[clause] - 1] == "," and t.child(clause, "mark") is None and clause > verb
        if aside and cue.kind == "evidence" and objects and verb < objects[0] < clause:
            # "shows men at a wall, some of them bound"
            continue
        if kind == "owning" and verb < clause and t.text[t.left[clause] - 1] == ",":
            # "he said, his voice shaking"
            continue
        before = t.text[clause:verb] if clause < verb else []
        if clause < verb and (":" in before or ";" in t.text[t.right[clause] : verb] or cue.force == "deny"):
            # "Rome seems to agree: the envoy praised the deal", "the court ruled so, a ruling Rome rejects"
            continue
        if clause < verb and cue.kind == "stance" and objects and objects[0] > verb:
            # "they were so small, they loved everybody": what is loved stands behind
            continue
        if t.dep[clause] == "advcl" and passive and objects and "as" in frames and t.lower[clause - 1] == "as":
            # "was confirmed as infected"
            yield "as", phrases.join(t, objects[0], clause, verb), None
        if kind in {"that", "wh"}:
            if kind in frames or f"obj{kind}" in frames:
                yield _first(frames, kind, f"obj{kind}"), subclauses.extent(t, verb, clause), None
            elif kind == "wh" and ("that" in frames or "np" in frames) and not _is_awaited(t, verb):
                # "condemned what she called a crime"
                yield _first(frames, "that", "np"), subclauses.extent(t, verb, clause), None
        elif kind == "inf":
            if objects and objects[0] < clause and ("objinf" in frames or passive):
                if passive and "objinf" not in frames and _is_raised(t, clause, cue):
                    yield "that", phrases.join(t, objects[0], clause, verb), None
                elif "objinf" in frames or "inf" in frames:
                    yield _first(frames, "objinf", "inf"), phrases.join(t, objects[0], clause, verb), None
            elif passive and t.child(verb, "nsubjpass") is not None and "objinf" in frames:
                yield "objinf", subclauses.extent(t, verb, clause), None
            elif "inf" in frames and not objects:
                yield "inf", subclauses.extent(t, verb, clause), None
        elif kind in {"objinf", "owning"}:
            # "wants them to go", "saw them going"
            if "objinf" in frames or "that" in frames:
                yield _first(frames, "objinf", "that"), subclauses.extent(t, verb, clause), None
        elif kind in {"small", "ing"} and passive and objects and cue.lemma in members("holding"):
            # "are feared dead", "were reported missing"
            yield "that", phrases.join(t, objects[0], clause, verb), None
        elif kind == "ing" and "ing" in frames:
            yield "ing", subclauses.extent(t, verb, clause), None
        elif kind == "small" and ("oprd" in frames or "as" in frames):
            if objects:
                yield _first(frames, "oprd", "as"), phrases.join(t, objects[0], clause, verb), None
            elif t.child(clause, "nsubj") is not None:
                yield _first(frames, "oprd", "as"), subclauses.extent(t, verb, clause), None


def _is_raised(t: Tokens, infinitive: int, cue: Cue) -> bool:
    """Say whether the infinitive after a passive tells what is so: "is suspected to have fled"."""
    if cue.lemma in members("holding"):
        return True
    if "that" not in cue.frames or "inf" in cue.frames or cue.kind not in {"speech", "belief", "evidence"}:
        return False
    stative = t.lemma[infinitive] in {"be", "have"} or any(t.lower[c] in {"be", "have"} for c in t.children[infinitive])
    return cue.kind != "speech" or stative


def _is_awaited(t: Tokens, verb: int) -> bool:
    """Say whether seeing is finding out in time: "to see what happens", not "cannot see how that helps"."""
    return t.lemma[verb] == "see" and not is_negated(t, verb)


def _has_as(t: Tokens, verb: int) -> bool:
    named = nearest_subject(t, verb)
    relative = named is not None and t.tag[named] in {"WDT", "WP"}
    return not relative and any(t.lower[c] == "as" and c > verb for c in t.childs(verb, "prep"))


def _nominal(t: Tokens, verb: int, cue: Cue, objects: list[int], addressing: bool) -> Iterator[Complement]:
    """Yield what an object makes the content of: alone, or with the phrase that says what of it."""
    frames = cue.frames
    if cue.force == "deny" and any(t.dep[c] == "dative" and t.pos[c] != "ADP" for c in t.children[verb]):
        # "denied him a hearing": withheld, not disputed
        return
    for thing in objects:
        for prep in t.childs(verb, "prep"):
            name = t.lower[prep]
            if t.lower[prep : prep + 2] == ["as", "of"]:
                continue
            if prep > thing and ((name == "as" and "as" in frames) or f"obj{name}" in frames):
                yield _first(frames, f"obj{name}", "as"), phrases.join(t, thing, prep, verb), None
        for prep in t.childs(thing, "prep"):
            # "accused the guard of ramming it": the parser hangs the phrase on the object
            if f"obj{t.lower[prep]}" in frames and prep > thing and "np" not in frames:
                yield f"obj{t.lower[prep]}", [phrase(t, thing, without=verb)], None
        inner = next((c for c in t.childs(thing, "prep") if t.lower[c] == "as" and "as" in frames), None)
        if inner is not None or "np" in frames:
            if t.lower[thing] in {"himself", "herself", "itself", "themselves"}:
                continue
            if thing < verb and t.dep[thing] == "dobj" and t.tag[thing] not in {"WP", "WDT", "DT", "IN"}:
                # no English object stands before its verb: the parser erred
                continue
            nameless = thing <= verb and speakers.agent(t, verb) is None and t.child(verb, "nsubj") is None
            if nameless and (t.head[verb] == thing or cue.kind == "intention"):
                # "a report published in May", "a man wanted in Rome" tell of no source
                continue
            asked = t.ent_type[thing] in {"GPE", "ORG", "NORP"} and any(
                t.lower[c] == "for" for c in t.childs(verb, "prep")
            )
            if asked and addressing:
                continue
            asking = addressing or t.lemma[verb] in {"question", "email", "interview", "quote"}
            named = t.ent_type[thing] == "PERSON" or t.lower[thing] in _PERSONAL
            if cue.kind == "speech" and (named or (asking and speakers.is_person(t, thing))):
                # to question or email somebody is to say nothing yet
                continue
            yield _first(frames, "np", "as"), [phrases.extended(t, thing, verb, cue)], None


_PERSONAL = {"him", "her", "them", "me", "us", "you", "himself", "herself", "themselves", "who", "whom"}
#: what one speaks on without its being the topic: "on behalf of the family", "on condition of anonymity"
_MANNERS = {"behalf", "condition", "record"}


def _first(frames: Mapping[str, float], *names: str) -> str:
    """Return the first frame of the cue among ``names``, by default the last."""
    return next((name for name in names if name in frames), names[-1])


def _is_bare_passive(t: Tokens, verb: int, cue: Cue) -> bool:
    """Say whether a cue that needs an object before its preposition has lost its auxiliary: "Man accused of fraud"."""
    if t.child(verb, "dobj") is not None or t.tag[verb] not in {"VBD", "VBN"}:
        return False
    if t.dep[verb] == "acl" and t.tag[verb] == "VBD" and t.child(verb, "nsubj") is None and "oprd" in cue.frames:
        # "emails now deemed secret": the tagger takes the participle for a past tense
        return t.child(verb, "oprd") is not None
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
            yield "subj", [phrase(t, cause, without=verb)], None
    elif t.child(verb, "dobj") is not None and t.child(verb, "prt") is None:
        stimulus = t.child(verb, "nsubj", "csubj")
        if stimulus is not None and t.lower[stimulus] not in {"who", "he", "she", "they", "i", "we", "you"}:
            yield "subj", [phrase(t, stimulus, without=verb)], None


def _experiencer(t: Tokens, verb: int, passive: bool) -> int | None:
    if not passive:
        return t.child(verb, "dobj")
    found = subject(t, verb)
    return None if found is None or found.empty else found.head


def _raised(t: Tokens, verb: int, *, infinitive: bool) -> Iterator[Complement]:
    """Yield the content of "seems", "appears": the subject and what it seems to be or do."""
    above = subject(t, verb)
    told = t.child(verb, "xcomp")
    if t.lemma[verb] in _SEEMING and told is not None and above is not None and not above.empty and _tells(t, told):
        # "the emails seem to show that": the emails show it
        return
    rest = next(iter(t.childs(verb, "xcomp", "oprd", "acomp", "ccomp", "attr")), None)
    if rest is None:
        like = next((c for c in t.childs(verb, "prep", "mark") if t.lower[c] in {"like", "as"}), None)
        if like is not None:
            rest = like
    if rest is not None and rest < verb and t.dep[rest] == "ccomp" and (above is None or not above.empty):
        # "it can be spelt so; this spelling seems preferred"
        return
    if rest is None or (infinitive and subclauses.kind(t, rest, verb) not in {"inf", "that"}):
        return
    if infinitive and t.tag[verb] == "VBG" and above is not None and subclauses.kind(t, rest, verb) == "inf":
        # "is looking to": an aim, not a semblance
        yield "inf", subclauses.extent(t, verb, rest), None
        return
    kind = "that" if subclauses.kind(t, rest, verb) == "that" else "raise"
    if above is None or above.empty or kind == "that" or t.dep[above.head] == "expl":
        yield kind, subclauses.extent(t, verb, rest), None
    elif t.child(verb, "nsubj") is not None:
        yield kind, [phrase(t, above.head, without=verb), *subclauses.extent(t, verb, rest)], None
    else:
        yield kind, subclauses.extent(t, verb, rest), None


def _tells(t: Tokens, infinitive: int) -> bool:
    """Say whether an infinitive is a cue of its own that has something to tell: "to show that", "to confirm it"."""
    cue = table("verb").get(t.lemma[infinitive])
    return (
        cue is not None
        and cue.kind in {"speech", "evidence"}
        and t.child(infinitive, "auxpass") is None
        and t.child(infinitive, "ccomp", "dobj", "xcomp") is not None
    )


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
