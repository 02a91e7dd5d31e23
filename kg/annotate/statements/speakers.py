"""Find who is the source of a cue, and to whom it is said."""

from __future__ import annotations

from kg.annotate.document import Tokens
from kg.annotate.nouns import class_at, commons
from kg.annotate.statements.cues import Cue, members, table
from kg.annotate.syntax import Range, is_passive, phrase, subject, trim

_SAYING_TO = {"to", "with"}


def of_verb(t: Tokens, verb: int, *, passive: bool = False) -> int | None:
    """Return the head token of the source of a verb: its subject, or the agent of a passive, or None."""
    if passive or is_passive(t, verb):
        return agent(t, verb)
    quoted = _quoted_as(t, verb)
    if quoted is not None:
        return quoted
    found = subject(t, verb)
    if found is None or found.empty:
        return None
    thing, above = found.head, t.head[found.head]
    spender = _spender(t, verb)
    if spender is not None:
        return spender
    if t.dep[verb] in {"acl", "relcl"} and t.dep[thing] == "dobj" and thing < verb and t.pos[above] == "VERB":
        # "issued a statement saying", "left the talks believing": the issuer says so, who leaves believes
        cue = table("verb").get(t.lemma[verb])
        kind = None if cue is None else cue.kind
        minded = kind in {"belief", "stance", "intention"} and not t.ent_type[thing] and t.tag[verb] == "VBG"
        if minded or (kind == "speech" and t.lemma[above] in members("issuing")):
            issuer = subject(t, above)
            if issuer is not None and not issuer.empty and not issuer.passive:
                return issuer.head
    return thing


def _quoted_as(t: Tokens, verb: int) -> int | None:
    """Return who is quoted by another: of "the agency quoted the general as saying that", the general."""
    prep = t.head[verb]
    quoting = t.head[prep]
    if t.dep[verb] != "pcomp" or t.lower[prep] != "as" or t.lemma[quoting] not in {"quote", "cite"}:
        return None
    return None if is_passive(t, quoting) else t.child(quoting, "dobj")


def _spender(t: Tokens, verb: int) -> int | None:
    """Return who does what time goes by with: of "spent much of his speech defending", who spent it."""
    if t.tag[verb] != "VBG" or t.dep[verb] not in {"acl", "advcl", "xcomp"}:
        return None
    spending = next((i for i in t.ancestors(verb) if t.pos[i] == "VERB"), None)
    if spending is None or t.lemma[spending] not in {"spend", "waste"} or verb < spending:
        return None
    found = subject(t, spending)
    return None if found is None or found.empty or found.passive else found.head


def agent(t: Tokens, verb: int) -> int | None:
    """Return the head of the by-phrase of a passive verb, or None.

    A coordinated passive shares the phrase at the end: "was seen and condemned by all".
    """
    by = t.child(verb, "agent")
    if by is None:
        by = next((c for c in t.childs(verb, "prep") if t.lower[c] == "by"), None)
    return None if by is None else t.child(by, "pobj")


def of_noun(t: Tokens, noun: int) -> int | None:
    """Return the head of the source of a noun: its owner, by- or from-phrase, or the subject of a light verb."""
    owner = t.child(noun, "poss")
    if owner is not None:
        return owner
    for prep in t.childs(noun, "prep", "agent"):
        if t.lower[prep] in {"by", "from", "among"}:
            found = t.child(prep, "pobj")
            if found is not None:
                return found
    head = t.head[noun]
    if t.dep[noun] in {"dobj", "pobj", "attr", "conj"}:
        while t.dep[noun] in {"conj", "pobj"} and t.pos[head] in {"NOUN", "ADP"} and t.head[head] != head:
            noun, head = head, t.head[head]
        if (t.pos[head] == "VERB" or t.child(head, "nsubj") is not None) and _lends(t, head, noun):
            return of_verb(t, head)
    return None


#: what a thing does to be or to tell something: "serves as a reminder", "went on a rant"
_LENDING = {("serve", "as"), ("stand", "as"), ("act", "as"), ("come", "as"), ("go", "on"), ("launch", "into")}


def _lends(t: Tokens, verb: int, noun: int) -> bool:
    """Say whether the subject of a verb has or is what a noun under it means."""
    if t.dep[noun] == "prep":
        return t.lemma[verb] in members("light") or (t.lemma[verb], t.lower[noun]) in _LENDING
    return t.dep[noun] == "dobj" and t.lemma[verb] in members("light")


def of_adjective(t: Tokens, adjective: int) -> int | None:
    """Return the head of whoever is confident, afraid or ready: the subject of the copula, or the noun it modifies."""
    head, dep = t.head[adjective], t.dep[adjective]
    while dep == "conj" and t.pos[head] == "ADJ":
        adjective, (head, dep) = head, (t.head[head], t.dep[head])
    if dep in {"acomp", "oprd", "xcomp", "ccomp", "conj", "advcl"} and t.pos[head] in {"VERB", "AUX"}:
        found = subject(t, head)
        return None if found is None or found.empty else found.head
    if dep in {"amod", "acl", "relcl", "appos"} and t.pos[head] in {"NOUN", "PROPN", "PRON"}:
        governor = t.head[head]
        if head < adjective and t.dep[head] == "dobj" and t.text[t.left[adjective] - 1] in {",", '"', "”"}:
            # "carrying a flag, eager to march"
            found = subject(t, governor)
            return None if found is None or found.empty else found.head
        return head
    found = subject(t, adjective)
    return None if found is None or found.empty else found.head


def is_person(t: Tokens, head: int) -> bool:
    """Say whether a noun phrase stands for people: by name, pronoun or a noun for them."""
    if t.ent_type[head] in {"PERSON", "NORP"} or t.lower[head] in _PERSONAL:
        return True
    kind = class_at(t, head, commons()) if t.pos[head] == "NOUN" else None
    return kind is not None and kind[0] in {"Person", "Population"}


_PERSONAL = set(
    "i he she they we you him her them me us himself herself themselves who whom those anyone everyone "
    "nobody others".split()
)
#: pronouns that may stand for a report or a picture
_NEUTER = {"it", "this", "that", "these", "those", "which"}


def bears_message(t: Tokens, head: int) -> bool:
    """Say whether a source is a text, picture or count, which shows what people and things do not: "the footage"."""
    for i in named(t, head, head):
        if t.pos[i] == "PRON" and t.lower[i] in _NEUTER:
            return True
        of = next((c for c in t.childs(i, "prep") if t.lower[c] == "of"), None)
        inner = None if of is None or t.lemma[i] not in members("quantity") else t.child(of, "pobj")
        if _is_message(t.lemma[i]) or (inner is not None and _is_message(t.lemma[inner])):
            return True
    return False


def _is_message(noun: str) -> bool:
    cue = table("noun").get(noun)
    return noun in members("bearer") or (cue is not None and cue.kind in {"speech", "evidence"})


def is_thing(t: Tokens, head: int) -> bool:
    """Say whether a source is a common noun for what cannot mean anything by what it does: "the slump suggests"."""
    return (
        t.pos[head] == "NOUN"
        and not t.ent_type[head]
        and class_at(t, head, commons()) is None
        and not bears_message(t, head)
    )


def span_of(t: Tokens, head: int, cue: int) -> Range:
    """Return the tokens of the source phrase of ``head``, never those of the cue or beyond it.

    A clause about a source is part of it, a sentence that the parser hung on it is not.
    """
    found = phrase(t, head, without=cue)
    # "Pressed three times, Dahl said": the participle before a name is no part of it
    start = max([found.start, *(t.right[c] for c in t.children[head] if c < head and t.dep[c] in {"acl", "advcl"})])
    dated = [c for c in t.childs(head, "prep") if t.lower[c] == "on" and t.right[c] == found.end and _is_day(t, c)]
    found = trim(t, start, dated[-1] if dated and dated[-1] > head else found.end)
    if cue in found:
        found = Range(found.start, cue) if head < cue else Range(cue + 1, found.end)
    return found


def _is_day(t: Tokens, prep: int) -> bool:
    day = t.child(prep, "pobj")
    return day is not None and t.ent_type[day] in {"DATE", "TIME"}


def named(t: Tokens, head: int, cue: int) -> list[int]:
    """Return the heads of all who are the source: coordinated or included by name; for "who", whom it stands for."""
    if t.tag[head] in {"WP", "WDT"}:
        clause = cue
        while t.dep[clause] != "relcl" and t.head[clause] != clause:
            clause = t.head[clause]
        if t.dep[clause] == "relcl" and t.head[clause] < head:
            head = t.head[clause]
            while t.dep[head] == "appos" and t.pos[t.head[head]] == "PROPN":
                head = t.head[head]  # "Brandt, a Republican who": he is Brandt
    found, queue = [], [head]
    while queue:
        i = queue.pop(0)
        found.append(i)
        queue.extend(c for c in t.childs(i, "conj") if t.pos[c] in {"NOUN", "PROPN", "PRON"} and c != cue)
        for including in (c for c in t.childs(i, "prep") if t.lower[c] == "including"):
            queue.extend(t.childs(including, "pobj"))
    return found


def addressee(t: Tokens, verb: int, cue: Cue, frame: str) -> int | None:
    """Return the head token of whom a verb addresses: "told reporters", "wrote to the court", "was asked"."""
    if cue.lemma in members("addressing") or (
        cue.kind in {"speech", "decree"} and frame in {"objinf", "objthat", "objwh"}
    ):
        if is_passive(t, verb):
            found = subject(t, verb)
            # "Asked if it could wait, Ames said no"
            asked = t.dep[verb] == "advcl" and t.tag[verb] == "VBN"
            return found.head if found is not None and (found.passive or asked) and not found.empty else None
        direct = t.child(verb, "dative", "dobj")
        if direct is not None and t.pos[direct] in {"NOUN", "PROPN", "PRON"}:
            return t.child(direct, "pobj") if t.pos[direct] == "ADP" else direct
        # "told him the deal was dead": the parser may take the addressee for a subject
        return None
    if cue.kind not in {"speech", "intention"}:
        return None
    for prep in t.childs(verb, "prep", "dative"):
        if t.lower[prep] in _SAYING_TO:
            return t.child(prep, "pobj")
        if t.lower[prep] == "in":
            # "said in a letter to the council"
            medium = t.child(prep, "pobj")
            to = None if medium is None else next((c for c in t.childs(medium, "prep") if t.lower[c] == "to"), None)
            if to is not None:
                return t.child(to, "pobj")
    return None
