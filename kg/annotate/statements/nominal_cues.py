"""Find what a noun or an adjective attributes: "the claim that", "fears of", "confident that"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.document import Tokens
from kg.annotate.statements import phrases, speakers, subclauses
from kg.annotate.statements.contents import Complement, Draft
from kg.annotate.statements.cues import RELIABILITY, Cue, members, table
from kg.annotate.syntax import Range, phrase, trim, verb_group


def of_noun(t: Tokens, noun: int) -> Draft | None:
    """Return what a noun such as "claim", "support" or "fear" attributes, or None."""
    cue = table("noun").get(t.lemma[noun])
    if cue is None:
        return None
    there = t.head[noun]
    if (
        t.dep[noun] == "attr"
        and t.child(there, "expl") is not None
        and any(t.lower[c] == "no" for c in t.children[noun])
    ):
        # "there was no confirmation of it"
        return None
    for frame, content, extra in _noun_complements(t, noun, cue):
        source = speakers.of_noun(t, noun)
        if source is not None and t.lemma[head := t.head[noun]] == "raise" and not _is_raiser(t, head, source):
            source = None
        giver = _giver(t, noun, cue)
        if giver is not None and source is not None:
            # "she had the support of the north": it is the north that supports her
            content, source = [phrase(t, source, without=noun)], giver
        group = [Range(noun, noun + 1)]
        if extra is not None:
            group[0] = Range(noun, extra + 1) if extra == noun + 1 else group[0]
        head = t.head[noun]
        if t.dep[noun] == "dobj" and t.lemma[head] in members("light"):
            light = verb_group(t, head)
            group = [light, *group] if light.end < noun else [Range(light.start, group[0].end)]
        confidence = cue.frames[frame] * (1.0 if source is not None else 0.7)
        return Draft(
            cue=cue, token=noun, group=group, source=source, content=content, frame=frame, confidence=confidence
        )
    return None


def _is_raiser(t: Tokens, verb: int, source: int) -> bool:
    """Say whether it is somebody's own fear that he raises, not one that a delay or its news raises in others."""
    named = t.pos[source] != "NOUN" or speakers.is_person(t, source)
    return named and t.tag[verb] != "VBG"


#: what the subject of these verbs gets from others
_GETTING = {"have", "gain", "lose", "win", "enjoy", "secure", "get", "receive", "draw"}


def _giver(t: Tokens, noun: int, cue: Cue) -> int | None:
    """Return who supports the subject of "had the support of X": X, not the subject."""
    head = t.head[noun]
    if cue.kind != "stance" or "of" not in cue.frames or t.dep[noun] != "dobj" or t.lemma[head] not in _GETTING:
        return None
    of = next((c for c in t.childs(noun, "prep") if t.lower[c] == "of"), None)
    return None if of is None else t.child(of, "pobj")


def _noun_complements(t: Tokens, noun: int, cue: Cue) -> Iterator[Complement]:
    if cue.lemma == "case" and t.lemma[t.head[noun]] == "be" and any(t.lower[c] == "a" for c in t.children[noun]):
        # "it is simply a case of"
        return
    of = next((c for c in t.childs(noun, "prep") if t.lower[c] == "of" and "of" in cue.frames), len(t))
    for clause in t.childs(noun, "acl", "relcl", "ccomp", "appos"):
        if of < clause:
            # "claims of a right to rule": the infinitive is part of what is claimed
            break
        first = [c for c in t.children[clause] if c < clause]
        if any(t.tag[c] == "TO" for c in first) and "inf" in cue.frames and t.dep[clause] in {"acl", "relcl"}:
            yield "inf", [trim(t, t.left[clause], t.right[clause])], None
        elif any(t.dep[c] == "mark" and t.lower[c] in {"that", "whether"} for c in first) and "that" in cue.frames:
            yield "that", [trim(t, t.left[clause], t.right[clause])], None
    head = t.head[noun]
    for clause in t.childs(head, "csubj", "csubjpass") if "that" in cue.frames else ():
        if t.left[clause] == noun + 1 and t.lower[noun + 1] == "that":
            # "her argument that the law was void was rejected": hung on the verb
            yield "that", [trim(t, t.left[clause], t.right[clause])], None
    if t.dep[noun] == "nsubj" and t.lemma[head] == "be" and "that" in cue.frames:
        clause_ = t.child(head, "ccomp")
        if clause_ is not None:
            yield "that", [trim(t, t.left[clause_], t.right[clause_])], None
    light = t.dep[noun] == "dobj" and t.lemma[head] in members("light")
    if light and "that" in cue.frames:
        for clause in t.childs(head, "ccomp", "acl"):
            if clause > noun and any(t.dep[c] == "mark" and t.lower[c] == "that" for c in t.children[clause]):
                # "made the case to them that ...": the parser hangs the clause on the verb
                yield "that", [trim(t, t.left[clause], t.right[clause])], None
    beside = t.childs(head, "prep") if light else []
    for prep in (*t.childs(noun, "prep"), *beside):
        name = t.lower[prep]
        if name in cue.frames and prep > noun:
            found = phrases.object_of(t, prep)
            holder = t.child(prep, "pobj")
            weak = name == "of" and cue.frames["of"] == RELIABILITY["low"] and not light
            if weak and holder is not None and t.ent_type[holder] in {"PERSON", "ORG", "GPE", "NORP"}:
                # "at the request of Estonia": who asks, not what for
                continue
            if name == "to" and holder is not None and cue.kind != "stance" and speakers.is_person(t, holder):
                # "made commitments to the voters": who hears them
                continue
            if found is not None:
                reason = next((c for c in t.childs(head, "prep") if c == found.end and t.lower[c] == "for"), None)
                if light and reason is not None:
                    # "heaped praise on her for the deal"
                    found = trim(t, found.start, t.right[reason])
                yield name, [phrases.listed(t, prep, found)], prep


def of_adjective(t: Tokens, adjective: int) -> Draft | None:
    """Return what an adjective such as "confident", "afraid" or "ready" attributes, or None."""
    cue = table("adjective").get(t.lower[adjective])
    if cue is None or (cue.lemma in {"sure", "certain"} and t.lemma[t.head[adjective]] == "make"):
        # to make sure of it is to see to it
        return None
    for frame, content, extra in _adjective_complements(t, adjective, cue):
        source = speakers.of_adjective(t, adjective)
        if source is None:
            return None
        copula = t.head[adjective] if t.dep[adjective] in {"acomp", "oprd", "ccomp"} else None
        start = adjective if copula is None or not adjective - 4 < copula < adjective else verb_group(t, copula).start
        end = adjective + 1 if extra is None or extra != adjective + 1 else extra + 1
        return Draft(
            cue=cue,
            token=adjective,
            group=[Range(start, end)],
            source=source,
            content=content,
            frame=frame,
            confidence=cue.frames[frame],
        )
    return None


def _adjective_complements(t: Tokens, adjective: int, cue: Cue) -> Iterator[Complement]:
    for clause in t.childs(adjective, "ccomp", "xcomp", "advcl"):
        kind = subclauses.kind(t, clause, adjective) if t.dep[clause] != "advcl" else ""
        if t.dep[clause] == "advcl" and any(t.lower[c] == "that" for c in t.childs(clause, "mark")):
            kind = "that"
        if clause < adjective:
            continue
        if kind in cue.frames:
            yield kind, [trim(t, t.left[clause], t.right[clause])], None
        elif kind in {"wh", "objinf"} and "that" in cue.frames:
            yield "that", [trim(t, t.left[clause], t.right[clause])], None
    for prep in t.childs(adjective, "prep"):
        if t.lower[prep] in cue.frames:
            found = phrases.object_of(t, prep)
            if found is not None:
                yield t.lower[prep], [found], prep
