"""Find who takes part in an event: its agents and targets by syntax, its places and its instruments."""

from __future__ import annotations

from kg.annotate import clauses
from kg.annotate.alignments import blame
from kg.annotate.document import Phrase
from kg.annotate.events.cast import PLACES, Cast
from kg.annotate.events.predications import CASUALTY
from kg.annotate.events.triggers import Sense, Trigger, classes, load, operators_of

LOCATIVES = frozenset(
    {
        "in",
        "at",
        "near",
        "on",
        "outside",
        "inside",
        "across",
        "along",
        "around",
        "throughout",
        "within",
        "off",
        "between",
    }
)
#: what a verb does to the act that its relative clause is about, so that its subject has done it
DOING = frozenset({"light", "through", "intend"})
NEARBY = frozenset({"near", "in", "along"})
#: types that can befall a thing: "burned the archive", "condemned the raid", "rejected the plan"
BEARING = frozenset({"Assault", "Coerce", "Accuse", "Reject", "Support", "Protest", "Sanction"})


def of_verb(cast: Cast, verb: int, sense: Sense) -> tuple[list[int], list[int]]:
    """Return the heads of agents and of targets of a verb that names an event."""
    agents = cast.agents(_doer(cast, verb))
    if sense.slots[-1:] and sense.slots[-1].endswith("_"):
        # "the town fell to rebels"
        lost = clauses.grammatical_subject(cast.tokens, verb)
        winners = [n for prep, n in clauses.obliques(cast.tokens, verb) if prep + "_" in sense.slots]
        return [x for n in winners for x in cast.actors(n)], [] if lost is None else cast.targets(lost)
    word = f"be {cast.tokens.lower[verb]}"
    if not agents and word in load().operators and clauses.is_passive(cast.tokens, verb) and _is_state(cast, verb):
        # "is committed to", "was honoured to": a state of its subject
        agents = cast.agents(clauses.grammatical_subject(cast.tokens, verb))
    if sense.words[0] in ("explode", "detonate") and clauses.direct_object(cast.tokens, verb) is None:
        agents = []  # "a truck with three officers exploded"
    if sense.subtype in ("Deployment", "Peacekeeping") and sense.objects and not agents:
        # "peacekeepers were deployed": who is moved, where nobody is said to move them
        forces = clauses.direct_object(cast.tokens, verb)
        agents = [] if forces is None else [f for f in cast.actors(forces) if cast.kind(f) == "actor"]
    if sense.symmetric and any(word == "between" for word, _ in clauses.obliques(cast.tokens, verb)):
        agents = []  # "fled fighting between the army and the militia"
    if sense.words[0] in CASUALTY and _is_mutual(cast, _doer(cast, verb)):
        agents = []  # "the war between Iran and Iraq killed thousands"
    things = sense.type in BEARING
    put = blame.read(cast.tokens, verb)
    if put is not None:
        return agents, [x for x in cast.targets(put.blamed) if x not in agents]
    if sense.subtype == "Investigation" and _is_deed(cast, verb):
        return agents, []  # who investigates a soldier's death does not accuse the soldier
    targets = verb_targets(cast, verb, sense.slots, specific=bool(sense.objects), things=things)
    if agents and targets and same(cast, targets, agents) and cast.document.entity_at(targets[0]) is not None:
        # "Beijing said the Philippines had provoked it, and urged Manila": nobody urges himself
        agents = cast.agents(_reporter(cast, verb)) or agents
    if sense.type in ("Agree", "Cooperate"):
        # "agreed to step up the fight against the rebels": not with them
        targets = [t for t in targets if cast.tokens.lower[cast.tokens.head[t]] != "against"]
    return agents, [t for t in targets if t not in agents]


def _is_mutual(cast: Cast, cause: int | None) -> bool:
    """Say whether what kills is done by two sides: a war "between" them."""
    if cause is None or cast.kind(cause) != "thing":
        return False
    return any(word == "between" for word, _ in clauses.obliques(cast.tokens, cause))


def _is_state(cast: Cast, verb: int) -> bool:
    """Say whether a passive tells what its subject is ready for: "is committed to peace", not "honoured for"."""
    t = cast.tokens
    return t.child(verb, "xcomp") is not None or any(t.lower[c] == "to" for c in t.childs(verb, "prep", "dative"))


def _is_deed(cast: Cast, verb: int) -> bool:
    """Say whether what is investigated befell somebody: a death, a killing, a crash."""
    tokens = cast.tokens
    patient = clauses.direct_object(tokens, verb)
    looked_into = [n for word, n in clauses.obliques(tokens, verb) if word == "into"]
    return any(tokens.lemma[n] in classes()["deed"] for n in [*looked_into, *([] if patient is None else [patient])])


def _reporter(cast: Cast, verb: int) -> int | None:
    """Return who says the clause that a verb is coordinated with, if it has no subject of its own."""
    tokens = cast.tokens
    above = tokens.head[verb]
    if (
        tokens.dep[verb] != "conj"
        or tokens.dep[above] != "ccomp"
        or tokens.child(verb, "nsubj", "nsubjpass") is not None
    ):
        return None
    return clauses.grammatical_subject(tokens, tokens.head[above])


def _doer(cast: Cast, verb: int) -> int | None:
    """Return who does what a verb says; of "a raid near the border, which killed five", who raided."""
    tokens = cast.tokens
    stated = tokens.child(verb, "nsubj")
    if stated is None or tokens.dep[verb] != "relcl" or tokens.lower[stated] != "which":
        return clauses.agent(tokens, verb)
    place = clauses.antecedent(tokens, stated)
    if cast.kind(place) != "place" or tokens.dep[place] != "pobj" or tokens.lower[tokens.head[place]] not in LOCATIVES:
        return clauses.agent(tokens, verb)
    host = next((above for above in tokens.ancestors(place) if tokens.pos[above] in ("VERB", "AUX")), None)
    return None if host is None else clauses.agent(tokens, host)


def verb_targets(cast: Cast, verb: int, slots: tuple[str, ...], *, specific: bool, things: bool) -> list[int]:
    """Return the targets of a verb from the first of its slots that holds any."""
    tokens = cast.tokens
    patient = clauses.direct_object(tokens, verb)
    own = clauses.obliques(tokens, verb)
    heads = [] if patient is None else clauses.heads(tokens, patient)
    attached = [pair for head in heads for pair in clauses.obliques(tokens, head)]
    for slot in slots:
        found: list[int] = []
        if slot == "obj":
            found = cast.targets(patient) if patient is not None else []
        elif slot == "obj2":
            dative = tokens.child(verb, "dative")
            if dative is not None:
                noun = tokens.child(dative, "pobj")
                found = cast.targets(dative if noun is None else noun)
        elif slot == "poss":
            owner = None if patient is None else tokens.child(patient, "poss")
            found = [] if owner is None else cast.targets(owner)
        elif slot in ("comp", "that"):
            below = clauses.complement(tokens, verb)
            found = [] if below is None else complement_targets(cast, verb, below)
        else:
            if (stranded := _stranded(cast, verb, slot)) is not None:
                found += cast.targets(stranded) or [stranded]
            pool = own + attached if specific else own
            for prep, noun in pool:
                if things and slot == "from" and slots[-1] == "obj" and cast.kind(noun) == "place":
                    continue  # "seized the tanks from the airfield"
                if prep == slot:
                    # "near the Syrian border" is where it is, not whose
                    found += [noun] if slot in NEARBY and cast.kind(noun) == "place" else cast.targets(noun)
        if found:
            return list(dict.fromkeys(found))
    if patient is not None and (not specific or slots[-1] == "obj"):
        heads = clauses.heads(tokens, clauses.antecedent(tokens, patient))
        things = things and tokens.lemma[patient] not in classes()["struggle"]  # "fought a war"
        return [h for h in heads if cast.kind(h) in ("thing", "weapon")] if "obj" in slots and things else []
    return []


def _stranded(cast: Cast, verb: int, prep: str) -> int | None:
    """Return the subject of a passive with a preposition left behind: "the convoy was fired upon"."""
    tokens = cast.tokens
    if not clauses.is_passive(tokens, verb):
        return None
    bare = any(
        tokens.lower[c] == prep and tokens.dep[c] in ("prep", "prt") and tokens.child(c, "pobj") is None
        for c in tokens.children[verb]
    )
    return clauses.grammatical_subject(tokens, verb) if bare else None


def complement_targets(cast: Cast, governor: int, below: int) -> list[int]:
    """Return whom the clause under a verb of wanting, promising or threatening is about."""
    tokens = cast.tokens
    stated = tokens.child(below, "nsubj", "nsubjpass")
    if stated is not None:
        who = cast.targets(stated)
        own = cast.agents(clauses.agent(tokens, governor))
        if who and not same(cast, who, own):
            return who
    dative = tokens.child(below, "dative")
    if dative is not None:
        noun = tokens.child(dative, "pobj")
        found = cast.targets(dative if noun is None else noun)
        if found:
            return found
    patient = tokens.child(below, "dobj")
    if patient is not None and (cast.kind(patient) == "actor" or _is_named_place(cast, patient)):
        return cast.targets(patient)
    attached = clauses.obliques(tokens, patient) if patient is not None else []
    for words in (("to", "with", "against", "on", "for", "from", "into", "between"), ("in", "at", "of", "by")):
        for prep, noun in clauses.obliques(tokens, below) + attached:
            if prep in words and (found := cast.targets(noun)):
                return found
    if patient is not None and (found := cast.targets(patient)):
        return found
    deeper = tokens.child(below, "xcomp", "ccomp")
    return [] if deeper is None else complement_targets(cast, governor, deeper)


def _is_named_place(cast: Cast, i: int) -> bool:
    phrase = cast.phrase(i)
    return phrase is not None and phrase.kind == "name" and cast.kind(i) == "place"


#: prepositions that mark the other side wherever they stand in the predicate
MARKING = frozenset({"against", "between", "with", "to", "for"})


def deep_targets(cast: Cast, node: int, slots: tuple[str, ...]) -> list[int]:
    """Return the targets after the prepositions of a word wherever they hang in its predicate: parses attach badly."""
    t = cast.tokens
    for slot in slots:
        if slot not in MARKING:
            continue
        for i in range(node + 1, t.right[node]):
            if t.lower[i] != slot or t.dep[i] != "prep" or (slot != "between" and not _same_clause(cast, i, node)):
                continue
            if t.head[i] != node and cast.kind(t.head[i]) == "place":  # "fighting near the border with Georgia"
                continue
            noun = t.child(i, "pobj")
            if noun is not None and (found := cast.targets(noun)):
                return found
    return []


def _same_clause(cast: Cast, i: int, node: int) -> bool:
    for above in cast.tokens.ancestors(i):
        if above == node:
            return True
        if cast.tokens.dep[above] in ("relcl", "acl", "ccomp", "advcl", "conj", "pcomp"):
            return False
    return False


def same(cast: Cast, a: list[int], b: list[int]) -> bool:
    """Say whether ``a`` are the same actors as ``b``, or pronouns that may well be."""
    ids = {cast.document.entity_at(i) for i in b} - {None}
    pronouns = all(cast.tokens.pos[i] == "PRON" and cast.document.entity_at(i) is None for i in a)
    return pronouns or set(a) <= set(b) or bool(ids & {cast.document.entity_at(i) for i in a})


def of_noun(cast: Cast, trigger: Trigger) -> tuple[list[int], list[int]]:
    """Return the heads of agents and of targets of a noun that names an event, from its own phrase."""
    tokens, noun, slots = cast.tokens, trigger.token, trigger.sense.slots
    agents: list[int] = []
    targets: list[int] = []
    arguments = clauses.obliques(tokens, noun)
    put = blame.of_act(tokens, noun)
    if put is not None:
        arguments = [(prep, n) for prep, n in arguments if n != put.blamed]
    by = [n for prep, n in arguments if prep == "by"]
    if not by:  # "the killing of a scientist by Israel": parsers hang "by" on the scientist
        of = [n for prep, n in arguments if prep == "of"]
        by = [n for person in of for prep, n in clauses.obliques(tokens, person) if prep == "by"]
    for n in by:
        agents += cast.actors(n)
    for slot in slots:
        if slot == "comp":
            continue
        if slot == "poss":
            owner = tokens.child(noun, "poss")
            if owner is not None and not targets and not any(p == "of" for p, _ in arguments):
                targets += cast.targets(owner)
            continue
        name = slot.rstrip("_")
        for prep, n in arguments:
            if prep != name:
                continue
            if slot.endswith("_"):
                agents += cast.actors(n)
            elif not targets or slot == slots[0]:
                targets += cast.targets(n)
    if not targets and trigger.sense.type == "Assault" and slots[:1] == ("of",):
        # "the bombing of a bus"
        targets = [n for prep, n in arguments if prep == "of" and cast.kind(n) == "thing" and tokens.tag[n] != "NNP"]
    owner = cast.modifier(noun, possessive="poss" not in slots)
    if owner is not None and owner not in targets:
        suffers = trigger.sense.type == "Assault" and tokens.dep[owner] in ("compound", "nmod")
        if suffers and (trigger.sense.subtype == "CyberAttack" or _is_victim(cast, owner, trigger.sense)):
            targets.append(owner)
        elif not suffers or not _is_scene(cast, owner):
            agents.append(cast.meant(owner))
    for prep, n in arguments:
        if prep in ("from",) and not agents and "from" not in slots and cast.kind(n) == "actor":
            agents += cast.actors(n)
    for clause in tokens.childs(noun, "acl", "relcl"):
        taken = tokens.child(clause, "dobj")
        if not agents and taken is not None and tokens.lemma[taken] == "responsibility":
            agents += cast.actors(clauses.agent(tokens, clause))  # "for which the group claimed responsibility"
        if not agents and clauses.is_passive(tokens, clause):
            if operators_of(tokens, clause) & {"light", "commit", "intend"}:
                agents += cast.actors(clauses.agent(tokens, clause))
        elif not agents and tokens.child(clause, "dobj") is None and operators_of(tokens, clause) & DOING:
            who = tokens.child(clause, "nsubj")
            agents += [] if who is None or tokens.lower[who] in clauses.RELATIVES else cast.actors(who)
    agents = list(dict.fromkeys(agents))
    return agents, [t for t in dict.fromkeys(targets) if t not in agents]


def _is_victim(cast: Cast, i: int, sense: Sense) -> bool:
    """Say whether the name before a deed is whom it hits: "the NHS hack", "the Floyd killing"."""
    phrase = cast.phrase(i)
    kind = "" if phrase is None else phrase.type
    if sense.subtype == "CyberAttack":
        return kind not in ("Country", "ArmedGroup", "MilitaryForce")
    return kind == "Person" and sense.subtype in ("Killing", "Shooting", "Assassination", "Abduction", "SexualViolence")


def _is_scene(cast: Cast, i: int) -> bool:
    """Say whether the name before an attack is where it happens: "church shootings", "the Paris attacks"."""
    phrase = cast.phrase(i)
    if phrase is not None and phrase.type in PLACES:
        return True
    return cast.tokens.lemma[i] in cast.places or cast.tokens.lemma[i] in classes()["house"]


def places(cast: Cast, *anchors: int) -> list[int]:
    """Return the heads of the places where something happens, from the prepositional phrases of its words."""
    found = []
    for anchor in anchors:
        for prep, noun in clauses.obliques(cast.tokens, anchor):
            if prep not in LOCATIVES:
                continue
            for head in clauses.heads(cast.tokens, noun):
                phrase = cast.phrase(head)
                if _is_place(cast, head, phrase):
                    found.append(head)
                elif cast.kind(head) in ("thing", "place"):
                    for inner, noun2 in clauses.obliques(cast.tokens, head):
                        inside = cast.phrase(noun2)
                        if inner in ("of", "in", "at") and inside is not None and inside.type in PLACES | {"Country"}:
                            found.append(noun2)
    for head in list(found):
        for prep, noun in clauses.obliques(cast.tokens, head):
            if prep in LOCATIVES and _is_place(cast, noun, cast.phrase(noun)):
                found.append(noun)
    return list(dict.fromkeys(found))


def origins(cast: Cast, *anchors: int) -> list[int]:
    """Return the heads of the places that an attack comes from: "fired from the hills"."""
    found = []
    for anchor in anchors:
        patient = cast.tokens.child(anchor, "dobj")
        for prep, noun in clauses.obliques(cast.tokens, anchor) + (
            [] if patient is None else clauses.obliques(cast.tokens, patient)
        ):
            if prep == "from":
                heads = clauses.heads(cast.tokens, noun)
                found += [head for head in heads if _is_place(cast, head, cast.phrase(head))]
    return list(dict.fromkeys(found))


def _is_place(cast: Cast, head: int, phrase: Phrase | None) -> bool:
    if phrase is None:
        return cast.kind(head) == "place"
    return phrase.type in PLACES or phrase.type in ("GeopoliticalEntity", "Country")


def instruments(cast: Cast, trigger: Trigger, support: int | None) -> list[int]:
    """Return the heads of the weapons used: "with rockets", "by a bomb", "missiles hit", "fired mortars"."""
    tokens = cast.tokens
    found = []
    for anchor in (trigger.token, support):
        if anchor is None:
            continue
        for prep, noun in clauses.obliques(tokens, anchor):
            if prep in ("with", "by", "from", "in") and cast.kind(noun) == "weapon":
                found += [h for h in clauses.heads(tokens, noun) if cast.kind(h) == "weapon"]
        if tokens.pos[anchor] == "VERB":
            # "fired rockets", but not "ambushed a convoy" or "shot down a drone"
            own = anchor == trigger.token
            handles = not own or (trigger.sense.objects and "obj" not in trigger.sense.slots)
            handled = tokens.child(anchor, "dobj") if handles else None
            stranded = {s for prep in ("on", "at", "upon") if (s := _stranded(cast, anchor, prep)) is not None}
            for role in (clauses.grammatical_subject(tokens, anchor), handled):
                if role is not None and role not in stranded:
                    found += [h for h in clauses.heads(tokens, role) if cast.kind(h) == "weapon"]
            for clause in tokens.childs(anchor, "advcl", "xcomp"):
                if tokens.lemma[clause] == "use" and tokens.child(clause, "nsubj") is None:
                    tool = tokens.child(clause, "dobj")
                    if tool is not None and cast.kind(tool) == "weapon":
                        found.append(tool)
    for i in range(trigger.start, trigger.token):
        if cast.kind(i) == "weapon" or tokens.lemma[i] in cast.weapons:
            found.append(i)
    return list(dict.fromkeys(found))
