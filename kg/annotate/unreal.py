"""Tell what is only possible, alleged or ruled out by the words around it, though no verb of saying stands above it.

"A possible attack", "a suspected strike", "used in attacks" under "should not", "reports that ... were false".
"""

from __future__ import annotations

from kg.annotate.document import Tokens
from kg.annotate.events.triggers import classes, operators_of
from kg.model import Factuality

_POINTING = frozenset({"the", "this", "that", "these", "those", "both"})
_MODAL = frozenset(
    {"will", "would", "should", "could", "may", "might", "can", "must", "shall", "wo", "ca", "'ll", "’ll"}
)
_OPEN = frozenset(
    "unlikely likely possible impossible imminent inevitable probable improbable conceivable uncertain".split()
)
_COMING = (["matter", "of", "time"], ["question", "of", "time"], ["matter", "of", "days"], ["matter", "of", "weeks"])
_NAMING = frozenset({"call", "label", "brand", "dub", "deem", "consider", "declare", "term", "name"})
_PROPOSING = frozenset(
    "oppose favor favour support back advocate propose suggest recommend consider contemplate resist welcome mull weigh"
    " debate discuss reject envisage".split()
)
_ALMOST = frozenset({"nearly", "almost"})
_NOBODY = frozenset({"nobody", "none", "neither", "few"})
_HARDLY = frozenset({"hardly", "scarcely", "barely"})
#: prepositions that take what has happened already: "met after attacks on ships"
_SINCE = frozenset({"after", "since", "following", "amid", "despite", "during", "over", "before", "by", "to"})


def noun(tokens: Tokens, i: int) -> Factuality:
    """Say how real the act that noun ``i`` names is by its own phrase and, where it points to none, by what is above.

    Denials are left to the verbs: what is said of nobody's act is no denial of one.
    """
    before = {word for c in tokens.children[i] if c < i for word in (tokens.lemma[c], tokens.lower[c])}
    if before & classes()["possible"] or "any" in before:
        return "planned"
    if alleged(tokens, i):
        return "claimed"
    if before & _POINTING or tokens.child(i, "poss") is not None:
        return "asserted"
    return "planned" if _is_prospect(tokens, i) or is_open_question(tokens, i) else "asserted"


def is_open_question(tokens: Tokens, i: int) -> bool:
    """Say whether a predicate asks if an act comes: "an invasion is unlikely", "war is only a matter of time"."""
    be = tokens.head[i]
    if tokens.dep[i] != "nsubj" or tokens.lemma[be] not in ("be", "seem", "appear", "look", "remain"):
        return False
    if any(tokens.lower[c] in _OPEN for c in tokens.childs(be, "acomp", "oprd")):
        return True
    return any(tokens.lower[c : c + 3] in _COMING for c in tokens.childs(be, "attr"))


def is_name_given(tokens: Tokens, i: int) -> bool:
    """Say whether noun ``i`` is only what somebody calls another: "which it called a threat to the region"."""
    verb = tokens.head[i]
    if tokens.dep[i] not in ("dobj", "oprd", "attr", "ccomp") or tokens.lemma[verb] not in _NAMING:
        return False
    return any(c < i for c in tokens.childs(verb, "dobj", "nsubjpass"))


def is_named(tokens: Tokens, i: int) -> bool:
    """Say whether a noun is only called something else: "called the talks a farce"."""
    verb = tokens.head[i]
    if tokens.lemma[verb] not in _NAMING or tokens.dep[i] not in ("dobj", "nsubj", "nsubjpass"):
        return False
    return any(c > i and tokens.pos[c] in ("NOUN", "ADJ") for c in tokens.childs(verb, "oprd", "dobj", "ccomp", "attr"))


def alleged(tokens: Tokens, i: int) -> bool:
    """Say whether the text keeps its distance from the name that noun ``i`` gives: "suspected rebels"."""
    words = classes()["alleged"]
    return any(
        tokens.dep[c] in ("amod", "compound", "nmod", "advmod")
        and (tokens.lower[c] in words or tokens.lemma[c] in words)
        for c in tokens.children[i]
        if c < i
    )


def _is_prospect(tokens: Tokens, i: int) -> bool:
    """Say whether an act is only wished, feared or hindered: "a threat of attacks", "should not be used in attacks"."""
    for _ in range(4):
        dep, above = tokens.dep[i], tokens.head[i]
        if dep == "conj" and tokens.pos[above] == "NOUN":
            i = above
            continue
        if dep == "pobj":
            if tokens.lower[above] in _SINCE and tokens.lemma[tokens.head[above]] not in ("lead", "threaten"):
                return False
            if tokens.lower[above] == "against" and tokens.lemma[tokens.head[above]] == "warn":
                return True
            above = tokens.head[above]
        elif dep != "dobj":
            return False
        if tokens.pos[above] in ("NOUN", "PROPN"):
            if tokens.lemma[above] in classes()["prospect"]:
                return True
            if any(tokens.lower[c] in _POINTING for c in tokens.childs(above, "det")) or tokens.child(above, "poss"):
                return False
            i = above
            continue
        return tokens.pos[above] in ("VERB", "AUX") and _is_open(tokens, above, dep)
    return False


def _is_open(tokens: Tokens, verb: int, dep: str) -> bool:
    """Say whether what a verb takes need not be there: what one fears, plans or prevents, or may be used for."""
    operators = operators_of(tokens, verb)
    if operators & {"factive"}:
        return False
    if tokens.lemma[verb] == "command":
        return False  # who commands attacks does not only ask for them
    if operators & {"intend", "prevent", "request", "refuse"} or tokens.lemma[verb] in classes()["prospect"]:
        return True
    means = dep == "pobj" or "cause" in operators or "light" in operators
    return means and any(tokens.dep[c] == "neg" or tokens.lower[c] in _MODAL for c in tokens.children[verb])


def is_false(tokens: Tokens, clause: int) -> bool:
    """Say whether the text calls the clause of a verb untrue: "it was false that", "reports that ... were false"."""
    dep, above = tokens.dep[clause], tokens.head[clause]
    if dep not in ("ccomp", "acl", "csubj", "relcl", "xcomp", "advcl"):
        return False
    said: list[int] = []
    if tokens.pos[above] == "NOUN":
        if tokens.lemma[above] not in classes()["report"]:
            return False
        said = tokens.childs(above, "amod")
        above = tokens.head[above]
    elif tokens.pos[above] == "ADJ" and tokens.dep[above] == "acomp":
        above = tokens.head[above]
    said += [c for c in tokens.childs(above, "acomp", "attr", "oprd", "ccomp", "amod") if c != clause]
    negated = any(tokens.dep[c] == "neg" for c in tokens.children[above])
    wrong, right = classes()["false"], classes()["true"]
    return any((tokens.lower[c] in wrong and not negated) or (tokens.lower[c] in right and negated) for c in said)


def is_unproven(tokens: Tokens, clause: int) -> bool:
    """Say whether nothing shows what the clause of a verb says: "no evidence that the army shelled"."""
    above = tokens.head[clause]
    return (
        tokens.dep[clause] == "acl"
        and tokens.lemma[above] in ("evidence", "proof", "indication", "sign", "suggestion")
        and any(tokens.lower[c] in ("no", "little", "any", "scant") for c in tokens.children[above])
    )


def is_supposed(tokens: Tokens, verb: int) -> bool:
    """Say whether an inverted clause supposes what its verb says: "were they to attack", "had she won"."""
    for clause in (verb, tokens.head[verb]):
        subject = tokens.child(clause, "nsubj", "nsubjpass")
        if subject is not None and tokens.dep[clause] in ("advcl", "ccomp"):
            first = tokens.left[clause]
            return tokens.lower[first] in ("were", "should", "had") and first < tokens.left[subject]
        if tokens.dep[clause] != "xcomp":
            break
    return False


def is_open_end(tokens: Tokens, verb: int) -> bool:
    """Say whether an infinitive tells what something may be used for, or somebody must do: "has to attack"."""
    above = tokens.head[verb]
    if tokens.dep[verb] == "xcomp" and tokens.lemma[above] in ("have", "get") and _is_infinitive(tokens, verb):
        return tokens.tag[above] != "VBD"
    return (
        tokens.dep[verb] in ("xcomp", "advcl")
        and tokens.tag[verb] == "VB"
        and any(tokens.dep[c] == "neg" or tokens.lower[c] in _MODAL for c in tokens.children[above])
    )


def is_potential(tokens: Tokens, clause: int) -> bool:
    """Say whether a clause is only what one can, may, should or wants to do: "the power to dismiss", "capable of"."""
    while tokens.dep[clause] == "conj" and tokens.child(clause, "nsubj", "nsubjpass") is None:
        clause = tokens.head[clause]
    above = tokens.head[clause]
    if tokens.dep[clause] == "pcomp":
        above = tokens.head[above]
    elif tokens.dep[clause] not in ("acl", "relcl", "xcomp") or not _is_infinitive(tokens, clause):
        return False
    words = classes()
    if tokens.pos[above] in ("NOUN", "ADJ") and tokens.lemma[above] in words["ability"] | words["prospect"]:
        return True
    return _is_infinitive(tokens, clause) and _is_judged(tokens, above)


def is_proposed(tokens: Tokens, clause: int) -> bool:
    """Say whether a gerund names what somebody is for or against: "opposes sending weapons"."""
    return (
        tokens.tag[clause] == "VBG"
        and tokens.dep[clause] in ("xcomp", "ccomp", "pcomp", "dobj")
        and tokens.lemma[tokens.head[clause]] in _PROPOSING
    )


def _is_infinitive(tokens: Tokens, clause: int) -> bool:
    return tokens.tag[clause] == "VB" and any(tokens.lower[c] == "to" for c in tokens.childs(clause, "aux"))


def _is_judged(tokens: Tokens, above: int) -> bool:
    """Say whether "it is" or "it would be" judges what an infinitive names: "it would be a mistake to attack"."""
    if tokens.dep[above] in ("attr", "acomp"):
        above = tokens.head[above]
    subject = tokens.child(above, "nsubj")
    if tokens.lemma[above] != "be" or subject is None or tokens.lower[subject] != "it":
        return False
    return tokens.tag[above] != "VBD" and not any(tokens.lemma[c] == "have" for c in tokens.childs(above, "aux"))


def is_undone(tokens: Tokens, verb: int) -> bool:
    """Say whether words beside a verb tell that nobody did it: "no country backs", "nearly attacked", "instead of"."""
    if any(tokens.lower[c] in _ALMOST for c in tokens.childs(verb, "advmod") if c < verb):
        return True
    dep, above = tokens.dep[verb], tokens.head[verb]
    if dep == "pcomp" and tokens.lower[above] == "of" and above > 0 and tokens.lower[above - 1] in ("instead", "short"):
        return True
    if verb > 1 and tokens.lower[verb - 2 : verb] == ["rather", "than"]:
        return True
    if dep == "xcomp" and any(tokens.lower[c] == "yet" for c in (*tokens.children[verb], *tokens.children[above])):
        return tokens.lemma[above] in ("have", "be")
    while dep == "xcomp" and tokens.child(verb, "nsubj", "nsubjpass") is None:
        # "nobody has dared to criticize"
        verb, dep = tokens.head[verb], tokens.dep[tokens.head[verb]]
    subject = tokens.child(verb, "nsubj", "nsubjpass")
    return subject is not None and _is_nobody(tokens, subject)


def _is_nobody(tokens: Tokens, i: int) -> bool:
    """Say whether a noun phrase stands for nobody: "no country", "few of them", "hardly any ally"."""
    words = {tokens.lower[c]: c for c in tokens.children[i] if c < i}
    if tokens.lower[i] in _NOBODY or words.keys() & {"no", "neither"}:
        return "a" not in words
    if "few" in words:
        return "a" not in words and not {"a", "the", "these", "those"} & {tokens.lower[words["few"] - 1]}
    return "any" in words and (words["any"] > 0 and tokens.lower[words["any"] - 1] in _HARDLY)


def is_asked(tokens: Tokens, verb: int) -> bool:
    """Say whether a verb is that of a yes-or-no question: "Did Russia attack Poland?"."""
    while tokens.dep[verb] == "conj":
        verb = tokens.head[verb]
    if tokens.dep[verb] not in ("ROOT", "ccomp"):
        return False
    first, last = tokens.sentences[tokens.sent[verb]]
    if "?" not in tokens.text[max(first, last - 3) : last]:
        return False
    subject = tokens.child(verb, "nsubj", "nsubjpass")
    asking = [c for c in tokens.children[verb] if tokens.dep[c] in ("aux", "auxpass") and c < verb]
    if subject is None or not asking or asking[0] > subject:
        return False
    return not any(tokens.tag[k].startswith("W") for k in range(tokens.left[verb], subject))
