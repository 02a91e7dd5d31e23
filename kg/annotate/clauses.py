"""Read who does what to whom from a parse: subjects, objects and prepositional arguments across control and relatives.

Subjects are found where English leaves them out: after coordination, in infinitives and participles, in reduced
relative clauses; objects of passives are their subjects.
"""

from __future__ import annotations

from kg.annotate import participles
from kg.annotate.document import Tokens

#: what stands after a place that is no subject
PARTED = ([","], ["-"], ["–"], ["—"], ["--"])
RELATIVES = frozenset({"who", "which", "that", "whom"})
#: acts that people judge, and verbs by which they do
ACTS = frozenset(
    "strike airstrike attack raid bombing shelling assault killing arrest invasion operation offensive sanction vote "
    "ruling veto crackdown incursion blockade expulsion".split()
)
JUDGING = frozenset(
    "condemn denounce criticize criticise welcome praise deplore decry hail support oppose reject".split()
)
#: what one does to somebody, or else it is done to oneself
UNDERGONE = frozenset(
    "kill wound injure arrest detain jail kidnap abduct assassinate behead convict sentence oust sack expel evacuate "
    "displace free execute hospitalize slay stab honor honour besiege".split()
)
#: verbs whose infinitive is done by their object, not by their subject
OBJECT_CONTROL = frozenset(
    "urge ask tell order force allow permit let enable help invite encourage compel press pressure instruct command "
    "advise request persuade convince require warn train direct beg implore exhort lead cause get see want authorize "
    "oblige appeal call plead send".split()
)


def heads(tokens: Tokens, i: int) -> list[int]:
    """Return token ``i`` and the heads coordinated with it, in text order, but for those ruled out.

    Of "not the army but the police" the army is ruled out, of "the army, and not the rebels" the rebels.
    """
    found = [] if is_ruled_out(tokens, i) else [i]
    for c in tokens.children[i]:
        if tokens.dep[c] == "conj" and tokens.pos[c] not in ("VERB", "AUX") and not is_excluded(tokens, c):
            found.extend(heads(tokens, c))
        elif tokens.dep[c] == "appos" and tokens.child(c, "conj") is not None:
            owner = tokens.child(c, "poss")
            if owner is not None and tokens.tag[owner] == "PRP$":
                found.extend(heads(tokens, c))  # "the commander, his brother and two guards"
    return found


def is_excluded(tokens: Tokens, i: int) -> bool:
    """Say whether a coordinated head is named only to be ruled out: "the army, and not the rebels"."""
    start = tokens.left[i]
    return tokens.lower[start] == "not" or (start > 0 and tokens.lower[start - 1] == "not")


def is_ruled_out(tokens: Tokens, i: int) -> bool:
    """Say whether a head stands only for what comes after "but": "not the army but the police"."""
    if not any(tokens.dep[c] == "cc" and tokens.lower[c] == "but" for c in tokens.children[i]):
        return False
    return is_excluded(tokens, i) or (
        tokens.dep[i] in ("dobj", "attr")
        and tokens.child(i, "conj") is not None
        and any(tokens.dep[c] == "neg" for c in tokens.children[tokens.head[i]])
    )


def is_contrast(tokens: Tokens, verb: int) -> bool:
    """Say whether the negation of a verb is one of its object alone: "did not attack the army but the police"."""
    return any(is_ruled_out(tokens, c) for c in tokens.childs(verb, "dobj", "attr"))


def first_conjunct(tokens: Tokens, i: int) -> int:
    """Return the first of the coordinated heads that token ``i`` belongs to."""
    while tokens.dep[i] == "conj":
        i = tokens.head[i]
    return i


#: verbs of charging, with the word for the charge: without an object of their own they are passive
CHARGING = {"charge": "with", "accuse": "of", "suspect": "of", "convict": "of", "acquit": "of"}


def is_headline_passive(tokens: Tokens, verb: int) -> bool:
    """Say whether a verb lacks its auxiliary: "Soldier killed in border clash", as headlines have it."""
    charge = CHARGING.get(tokens.lemma[verb])
    charged = charge is not None and any(tokens.lower[c] == charge for c in tokens.children[verb])
    if (
        (tokens.lemma[verb] not in UNDERGONE and not charged)
        or tokens.tag[verb] not in ("VBD", "VBN")
        or tokens.dep[verb] != "ROOT"
    ):
        return False
    deps = {tokens.dep[c] for c in tokens.children[verb]}
    if "nsubj" not in deps or deps & {"dobj", "aux", "ccomp", "xcomp", "prt", "dative"}:
        return False
    if charged:
        return True  # "the mayor accused of fraud fled to Spain"
    # "killed and wounded dozens": the object may stand with the last of the verbs
    return all(tokens.pos[c] != "VERB" for c in tokens.childs(verb, "conj"))


def is_passive(tokens: Tokens, verb: int) -> bool:
    """Say whether a verb stands in the passive or as a reduced passive relative ("the men arrested in Lyon")."""
    deps = [tokens.dep[c] for c in tokens.children[verb]]
    if "nsubjpass" in deps or "auxpass" in deps or "csubjpass" in deps:
        return True
    if is_headline_passive(tokens, verb):
        return True
    undergone = "nsubj" in deps and tokens.tag[verb] == "VBN" and tokens.lemma[verb] in UNDERGONE
    if undergone and tokens.dep[verb] == "conj" and not {"aux", "dobj", "ccomp", "xcomp"} & set(deps):
        return True  # "two were killed and 40 wounded"
    if tokens.dep[verb] == "conj" and tokens.tag[verb] == "VBN" and not {"nsubj", "aux", "dobj"} & set(deps):
        return is_passive(tokens, tokens.head[verb])
    reduced = tokens.tag[verb] == "VBD" and tokens.dep[verb] == "acl" and tokens.lemma[verb] in UNDERGONE
    if reduced and not {"nsubj", "dobj", "aux"} & set(deps):
        return True  # "the rebels besieged in the town surrendered"
    return tokens.tag[verb] == "VBN" and (
        (tokens.dep[verb] in ("acl", "advcl", "amod") and "dobj" not in deps and "aux" not in deps)
        or (tokens.dep[verb] in ("ROOT", "ccomp") and ("agent" in deps or _is_cut_short(tokens, verb, deps)))
        or (
            tokens.dep[verb] in ("ccomp", "oprd", "pcomp", "dep", "csubj", "csubjpass")
            and not {"aux", "dobj"} & set(deps)
        )
    )


def _is_cut_short(tokens: Tokens, verb: int, deps: list[str]) -> bool:
    """Say whether a participle stands for a passive with its doer: "Town hit by shells", as headlines have it."""
    by = any(tokens.lower[c] == "by" and tokens.dep[c] == "prep" for c in tokens.children[verb])
    return by and "nsubj" in deps and not {"aux", "dobj"} & set(deps)


def antecedent(tokens: Tokens, i: int) -> int:
    """Return the noun that a relative pronoun stands for, or the token itself."""
    if tokens.lower[i] in RELATIVES and tokens.tag[i] in ("WDT", "WP", "IN", "DT"):
        for above in tokens.ancestors(i):
            if tokens.dep[above] == "relcl":
                return _judged(tokens, above, tokens.head[above]) if tokens.text[i - 1] == "," else tokens.head[above]
    return i


def _judged(tokens: Tokens, verb: int, noun: int) -> int:
    """Return what a relative clause after a comma judges: in "strikes on the port, which X condemned" the strikes."""
    above = tokens.head[noun]
    if tokens.dep[noun] != "pobj" or tokens.lemma[verb] not in JUDGING or tokens.lower[above] == "of":
        return noun
    act = tokens.head[above]
    return act if tokens.lemma[act] in ACTS and tokens.pos[act] == "NOUN" else noun


def grammatical_subject(tokens: Tokens, verb: int, depth: int = 0) -> int | None:
    """Return the head of the subject of a verb, stated or understood, or None."""
    if depth > 6:
        return None
    stated = tokens.child(verb, "nsubj", "nsubjpass")
    if stated is not None:
        if is_ruled_out(tokens, stated):
            # parsers take what comes after "but" for one more subject
            stated = tokens.childs(verb, "nsubj", "nsubjpass")[-1]
        elif tokens.pos[stated] == "PROPN" and tokens.text[stated + 1 : stated + 2] in PARTED:
            # "in the capital, Sana, police shot", "OSLO - Police shot": parsers take the town for one more subject
            stated = [c for c in tokens.childs(verb, "nsubj", "nsubjpass") if c < verb or c == stated][-1]
        return antecedent(tokens, stated)
    dep, above = tokens.dep[verb], tokens.head[verb]
    if above == verb:
        return None
    if dep in ("advcl", "conj") and (host := participles.host(tokens, verb)) is not None:
        return grammatical_subject(tokens, host, depth + 1)
    if dep == "conj" and tokens.pos[above] in ("VERB", "AUX"):
        return grammatical_subject(tokens, above, depth + 1)
    if dep == "amod":
        return above
    if dep == "acomp" and tokens.pos[above] in ("VERB", "AUX"):
        return grammatical_subject(tokens, above, depth + 1)
    if dep in ("relcl", "acl") and tokens.pos[above] not in ("VERB", "AUX"):
        if dep == "acl" and tokens.child(verb, "aux") is not None:
            return holder(tokens, above, depth)
        return above
    if dep in ("xcomp", "advcl", "pcomp", "ccomp", "oprd", "dep"):
        return understood(tokens, verb, above, depth)
    return None


def understood(tokens: Tokens, verb: int, above: int, depth: int) -> int | None:
    """Return the subject that an infinitive or participle takes over from the predicate ``above`` it."""
    dep = tokens.dep[verb]
    if dep == "pcomp":
        governor = tokens.head[above]
        if tokens.dep[governor] == "dobj" and tokens.lemma[tokens.head[governor]] in ACCUSERS:
            return governor  # "charged the men with killing": parsers hang "with" on the men
        if tokens.pos[governor] in ("VERB", "AUX"):
            if tokens.lower[above] in ("of", "for", "from", "with") and tokens.lemma[governor] in ACCUSERS:
                return direct_object(tokens, governor)
            return grammatical_subject(tokens, governor, depth + 1)
        return holder(tokens, governor, depth)
    # "asked the court to rule, alleging": he who asks alleges
    infinitive = dep != "advcl" or tokens.tag[verb] == "VB"
    if dep in ("xcomp", "ccomp", "advcl") and infinitive and tokens.lemma[above] in OBJECT_CONTROL:
        patient = direct_object(tokens, above)
        if patient is not None and tokens.left[verb] > patient:
            return patient
    if tokens.pos[above] in ("VERB", "AUX", "ADJ"):
        if dep == "advcl" and tokens.tag[verb] not in ("VBG", "VBN") and tokens.child(verb, "mark") is not None:
            return None
        if tokens.pos[above] == "ADJ" and tokens.dep[above] in ("acomp", "attr"):
            above = tokens.head[above]
        if is_passive(tokens, above) and dep == "advcl":
            agent = tokens.child(above, "agent")
            by = None if agent is None else tokens.child(agent, "pobj")
            return by if by is not None else None
        return grammatical_subject(tokens, above, depth + 1)
    return holder(tokens, above, depth) if tokens.pos[above] in ("NOUN", "PROPN") else None


#: verbs that say of their object what it has done
ACCUSERS = frozenset(
    "accuse blame suspect charge convict condemn criticize criticise denounce indict fault stop prevent keep bar ban "
    "prohibit praise thank slam arrest detain sentence investigate discourage deter acquit clear "
    "absolve exonerate".split()
)


CHARGES = frozenset("suspicion charge accusation allegation claim count ground".split())


#: verbs whose subject has nothing to do with the plan that is their object: "foiled a plot to"
THWARTING = frozenset(
    "foil thwart disrupt uncover prevent avert expose discover unearth denounce condemn reject oppose block survive "
    "criticize criticise welcome praise".split()
)


def accuser_by(tokens: Tokens, noun: int) -> int | None:
    """Return the verb of "arrested him on suspicion of": what follows is what its object is said to have done."""
    above = tokens.head[noun]
    if tokens.dep[noun] != "pobj" or tokens.lemma[noun] not in CHARGES:
        return None
    verb = tokens.head[above]
    return verb if tokens.lemma[verb] in ACCUSERS else None


def holder(tokens: Tokens, noun: int, depth: int = 0) -> int | None:
    """Return who has the plan, right or duty that a noun names: "its decision to", "took steps to"."""
    owner = tokens.child(noun, "poss")
    if owner is not None:
        return owner
    by = next((c for c in tokens.childs(noun, "prep", "agent") if tokens.lower[c] == "by"), None)
    if by is not None and (doer := tokens.child(by, "pobj")) is not None:
        return doer
    accuser = accuser_by(tokens, noun)
    if accuser is not None:
        return direct_object(tokens, accuser)
    if tokens.dep[noun] in ("dobj", "pobj", "attr"):
        above = tokens.head[noun]
        while tokens.dep[above] in ("prep", "pobj", "pcomp") and tokens.head[above] != above:
            above = tokens.head[above]
        if tokens.pos[above] in ("VERB", "AUX"):
            foreign = tokens.dep[noun] == "dobj" and tokens.lemma[above] in THWARTING
            return None if foreign else grammatical_subject(tokens, above, depth + 1)
    return None


def direct_object(tokens: Tokens, verb: int) -> int | None:
    """Return the head of what a verb acts on: its object, or its subject in the passive, or None."""
    if is_passive(tokens, verb):
        return grammatical_subject(tokens, verb)
    stated = tokens.child(verb, "dobj")
    if stated is None and tokens.dep[verb] == "relcl":
        return relative_object(tokens, verb)
    if stated is None:
        below = tokens.child(verb, "ccomp")
        infinitive = below is not None and any(tokens.lower[c] == "to" for c in tokens.childs(below, "aux"))
        if below is not None and infinitive and tokens.lemma[verb] in OBJECT_CONTROL:
            stated = tokens.child(below, "nsubj", "nsubjpass")
        if stated is None and len(named := tokens.childs(verb, "oprd")) > 1:
            stated = named[0]  # "called Peters a liar"
        other = tokens.child(verb, "conj")
        if stated is None and other == verb + 2 and tokens.child(other, "nsubj") is None:
            stated = tokens.child(other, "dobj")  # "invaded and annexed Kuwait"
    return None if stated is None else antecedent(tokens, stated)


def relative_object(tokens: Tokens, verb: int) -> int | None:
    """Return the noun that a relative clause without its object hangs on ("the men they arrested"), or None."""
    subject = tokens.child(verb, "nsubj")
    if subject is None or tokens.lower[subject] in RELATIVES or tokens.child(verb, "ccomp", "xcomp") is not None:
        return None
    return tokens.head[verb]


def agent(tokens: Tokens, verb: int) -> int | None:
    """Return the head of who does what a verb says: its subject, or its "by"-phrase in the passive, or None."""
    if not is_passive(tokens, verb):
        return grammatical_subject(tokens, verb)
    by = tokens.child(verb, "agent")
    if by is None:
        by = next((c for c in tokens.children[verb] if tokens.lower[c] == "by" and tokens.dep[c] == "prep"), None)
    if by is not None and tokens.child(by, "neg") is not None:
        # "not by the rebels but by the army"
        by = tokens.child(by, "conj")
    return None if by is None else tokens.child(by, "pobj")


def obliques(tokens: Tokens, i: int) -> list[tuple[str, int]]:
    """Return the prepositional arguments of a token as ``(preposition, head)`` in text order."""
    found = []
    for c in tokens.children[i]:
        if tokens.dep[c] not in ("prep", "agent", "dative", "prt", "advmod"):
            continue
        for word, noun in _objects(tokens, c):
            found.append((word, noun))
            found.extend((tokens.lower[d], noun2) for d in _more(tokens, c) for _, noun2 in _objects(tokens, d))
    return found


def _more(tokens: Tokens, prep: int) -> list[int]:
    return [c for c in tokens.children[prep] if tokens.dep[c] == "conj" and tokens.pos[c] == "ADP"]


def _objects(tokens: Tokens, prep: int) -> list[tuple[str, int]]:
    noun = tokens.child(prep, "pobj")
    if noun is not None:
        return [(tokens.lower[prep], noun)]
    inner = tokens.child(prep, "prep", "pcomp")
    if tokens.lower[prep] == "according":
        return []  # "deployed in Angola, according to the minister": he is not whom they were sent to
    if inner is not None and tokens.pos[inner] in ("ADP", "SCONJ") and tokens.lower[prep] not in ("along", "together"):
        noun = tokens.child(inner, "pobj")
        if noun is not None:
            return [(tokens.lower[inner], noun)]
    return []


def is_apart(tokens: Tokens, clause: int) -> bool:
    """Say whether a semicolon parts a clause from the later verb that the parse hangs it on."""
    above = tokens.head[clause]
    if clause > above:
        return False
    # "bombed a market, days after Rome demanded a truce": the parse turns the clauses about
    marked = tokens.dep[clause] == "ccomp" and any(c > clause for c in tokens.childs(above, "mark"))
    return marked or ";" in tokens.text[clause:above]


def complement(tokens: Tokens, i: int) -> int | None:
    """Return the predicate of the clause that a verb or noun governs ("agreed to *send*"), or None."""
    for c in tokens.children[i]:
        if tokens.dep[c] in ("xcomp", "ccomp") and tokens.pos[c] in ("VERB", "AUX") and not is_apart(tokens, c):
            return c
    for c in tokens.children[i]:
        if tokens.dep[c] == "prep" and (gerund := tokens.child(c, "pcomp")) is not None:
            return gerund
        if tokens.dep[c] == "advcl" and tokens.tag[c] == "VB" and tokens.child(c, "mark") is None:
            return c
    for c in tokens.children[i]:
        if tokens.dep[c] in ("acomp", "oprd", "attr") and (below := tokens.child(c, "xcomp", "ccomp")) is not None:
            return below
    return tokens.child(i, "acl")
