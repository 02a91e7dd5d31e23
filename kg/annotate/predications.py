"""Turn the triggers of an article into predications: who does what, once operators and auxiliaries are heard.

"Agreed to send troops" is an agreement, "broke off talks" a reduction of relations, "said Y must leave" a request,
"carried out a raid" a raid. What a governing word makes of an event stands in ``event_operators.tsv`` and
``event_senses.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.annotate import arguments, clauses, triggers
from kg.annotate.arguments import Cast
from kg.annotate.triggers import Sense, Trigger

WILL = frozenset({"will", "shall", "'ll", "wo", "’ll"})
OUGHT = {"must": 0.85, "should": 0.65, "ought": 0.65}
BLAMED = {"responsible": 0.85, "behind": 0.8, "guilty": 0.8, "complicit": 0.8}
PHYSICAL = frozenset({"Assault", "Coerce", "Mobilize", "Sanction"})
MAYBE = frozenset({"may", "might", "could", "would"})
HOSTILE = frozenset({"Reject", "Threaten", "Protest", "Sanction", "Coerce", "Assault"})
CASUALTY = frozenset("kill wound injure slay maim hurt".split())
#: verbs whose clause says what somebody says: the clause counts as the main one
SAYING = frozenset(
    "say tell add report announce declare state note claim confirm explain stress insist argue write reveal "
    "acknowledge reiterate affirm maintain conclude learn reckon believe think indicate suggest show mention remark warn admit "
    "disclose assert hear know understand quote recall estimate find allege testify deny cite emphasize underline "
    "contend predict".split()
)
GOVERNED = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})


@dataclass(slots=True, kw_only=True)
class Predication:
    """An event as the sentence puts it, before its participants become records.

    ``node`` is the token whose place in the sentence it has (a light verb for its noun); ``force`` is "planned",
    "denied", "claimed" or "" where nothing is said against it.
    """

    trigger: int
    start: int
    node: int
    type: str
    subtype: str | None
    agents: list[int]
    targets: list[int]
    symmetric: bool
    reliability: float
    anchors: list[int] = field(default_factory=list)
    force: str = ""
    noun: bool = False
    base: Trigger


def read(cast: Cast) -> list[Predication]:
    """Return the predications of an article in text order."""
    return _Reader(cast).read()


class _Reader:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.tokens = cast.tokens
        self.lexicon = triggers.load()
        self.found: dict[int, Trigger] = {
            t.token: t for t in triggers.find(cast.tokens, is_person=cast.is_person, is_name=cast.is_name)
        }
        self.consumed: set[int] = set()

    def read(self) -> list[Predication]:
        out: list[Predication] = []
        verbs = [t for t in self.found.values() if t.is_verb]
        nouns = [t for t in self.found.values() if not t.is_verb]
        for trigger in nouns:
            self._consume(trigger)
        for trigger in verbs:
            if self._lacks_actor(trigger) or self._is_reflexive(trigger):
                continue
            agents, targets = arguments.of_verb(self.cast, trigger.token, trigger.sense)
            out.append(self._predication(trigger, trigger.token, agents, targets))
        for trigger in nouns:
            if trigger.token not in self.consumed:
                made = self._nominal(trigger)
                if made is not None:
                    out.append(made)
        out = self._govern(out)
        out.extend(self._obligations(out))
        out = [p for p in self._join(out) if p.trigger not in self.consumed]
        return sorted(out, key=lambda p: p.trigger)

    def _predication(self, trigger: Trigger, node: int, agents: list[int], targets: list[int]) -> Predication:
        sense = trigger.sense
        return Predication(
            trigger=trigger.token,
            start=trigger.start,
            node=node,
            type=sense.type,
            subtype=sense.subtype,
            agents=agents,
            targets=targets,
            symmetric=sense.symmetric,
            reliability=sense.reliability,
            anchors=list(dict.fromkeys([trigger.token, node])),
            noun=not trigger.is_verb,
            base=trigger,
        )

    def _lacks_actor(self, trigger: Trigger) -> bool:
        """Say whether what only people do is said of a thing: "this requires restraint", "the law bans smoking"."""
        verb = trigger.token
        if trigger.sense.type in PHYSICAL or clauses.is_passive(self.tokens, verb):
            return False
        stated = self.tokens.child(verb, "nsubj")
        if stated is None or self.tokens.lower[stated] == "who":
            return False
        stated = clauses.antecedent(self.tokens, stated)
        return (not self.cast.agents(stated) and self.tokens.pos[stated] != "PRON") or self.tokens.tag[stated] == "DT"

    def _is_reflexive(self, trigger: Trigger) -> bool:
        """Say whether the deed is done to oneself, as in "finances itself"."""
        patient = self.tokens.child(trigger.token, "dobj")
        return trigger.sense.type != "Assault" and patient is not None and self.tokens.lower[patient] in REFLEXIVE

    # nouns

    def _governor(self, noun: int) -> tuple[int, str] | None:
        """Return the verb that a noun is the object of, and the preposition between, if any."""
        t = self.tokens
        first = clauses.first_conjunct(t, noun)
        dep, above = t.dep[first], t.head[first]
        if dep in ("dobj", "nsubjpass", "dative") and t.pos[above] in ("VERB", "AUX"):
            return above, ""
        if dep == "pobj":
            word, prep = t.lower[above], t.head[above]
            if word in ("for", "in", "of") and t.lemma[prep] in SHARES and t.dep[prep] == "dobj":
                return t.head[prep], word
            if word == "of" and t.pos[prep] == "NOUN" and t.lemma[prep] in QUANTITIES:
                return self._governor(prep)
            if t.pos[prep] in ("VERB", "AUX", "ADJ"):
                return prep, word
        if dep in ("nsubj", "attr") and t.dep[above] == "relcl":
            return None
        return None

    def _relative_governor(self, noun: int) -> tuple[int, str] | None:
        """Return the verb of a relative clause whose object the noun is: "the raid they carried out"."""
        t = self.tokens
        for c in t.childs(noun, "acl", "relcl"):
            if clauses.is_passive(t, c) or t.child(c, "dobj") is None:
                patient = clauses.direct_object(t, c)
                if patient == noun:
                    return c, ""
        return None

    def _consume(self, trigger: Trigger) -> None:
        """Leave a noun to the verb that already says what it is: "imposed sanctions", "rejected a request"."""
        governor = self._governor(trigger.token)
        if governor is None or governor[0] not in self.found:
            return
        verb = self.found[governor[0]]
        operators = triggers.operators_of(self.tokens, governor[0])
        if governor[1] and not operators & {"commit", "threaten", "refuse", "request"}:
            return
        if verb.sense.objects or trigger.sense.type == verb.sense.type:
            self.consumed.add(trigger.token)
            if verb.sense.type == trigger.sense.type and trigger.sense.reliability > 0.7 and verb.sense.objects:
                self.consumed.discard(trigger.token)
                self.consumed.add(verb.token)
        elif "light" in operators or "receive" in operators:
            if trigger.sense.reliability >= 0.5:
                self.consumed.add(verb.token)
        elif operators & {"end"}:
            self.consumed.add(verb.token)
        elif operators & {"commit", "threaten", "refuse", "request"} or trigger.sense.use == "l":
            self.consumed.add(trigger.token)

    def _nominal(self, trigger: Trigger) -> Predication | None:
        cast, t = self.cast, self.tokens
        if t.dep[trigger.token] in ("oprd", "ccomp"):
            return None  # "called the talks a surrender" does not tell of one
        agents, targets = arguments.of_noun(cast, trigger)
        governor = self._governor(trigger.token) or self._relative_governor(trigger.token)
        if governor is not None:
            verb, prep = governor
            operators = triggers.operators_of(t, verb) if not prep else self._with_preposition(verb, prep)
            if operators & {"light", "end", "receive", "prevent"} and trigger.sense.use != "t":
                return self._supported(trigger, verb, operators, agents, targets)
        if not self._stands_alone(trigger, agents, targets):
            return None
        made = self._predication(trigger, trigger.token, agents, targets)
        if t.dep[trigger.token] == "attr":
            made.reliability *= 0.7
        if not (agents or targets):
            made.reliability *= 0.8
        return made

    def _stands_alone(self, trigger: Trigger, agents: list[int], targets: list[int]) -> bool:
        """Say whether a noun names an event without a verb to say that it took place."""
        use = trigger.sense.use
        if use == "t":
            # "operations against the camp", but not "the operation" and "operations in the region"
            return any(p in trigger.sense.slots for p, _ in clauses.obliques(self.tokens, trigger.token)) and bool(
                targets
            )
        return use == "y" or (bool(agents) and bool(targets) and trigger.sense.reliability >= 0.55)

    def _with_preposition(self, verb: int, prep: str) -> frozenset[str]:
        lemma = self.tokens.lemma[verb]
        found = self.lexicon.operators.get(f"{lemma} {prep}", frozenset())
        if (not found and lemma == "be") or self.tokens.pos[verb] == "ADJ":
            found = self.lexicon.operators.get(f"be {self.tokens.lower[verb]} {prep}", frozenset())
        return found

    def _supported(
        self, trigger: Trigger, verb: int, operators: frozenset[str], agents: list[int], targets: list[int]
    ) -> Predication:
        """Return what a noun under a light or operating verb amounts to."""
        cast, sense = self.cast, trigger.sense
        does = self.tokens.head[verb] if self.tokens.pos[verb] == "ADJ" else verb
        subject = cast.agents(clauses.agent(self.tokens, does))
        for slot in sense.slots:
            if not targets or targets == subject:
                for prep, noun in clauses.obliques(self.tokens, verb):
                    if prep == slot and noun != trigger.token:
                        targets = targets + cast.targets(noun)
        if "receive" in operators and "light" not in operators:
            made = self._predication(trigger, verb, agents or [x for x in targets if x not in subject], subject)
            return made
        inherited = agents
        agents = subject or agents
        sense_reliability = min(0.9, sense.reliability + 0.12)
        if "end" in operators:
            made = self._predication(trigger, verb, agents, targets or [a for a in inherited if a not in agents])
            made.type, made.subtype = self.lexicon.senses.get(("end", sense.type), (sense.type, sense.subtype))
            made.symmetric = False
            made.reliability = sense_reliability
            made.trigger = made.start = verb
            return made
        if not targets and subject and (sense.symmetric or sense.type in ("Accuse", "Protest")):
            targets = [a for a in inherited if a not in subject]
        made = self._predication(trigger, verb, agents, [x for x in targets if x not in agents])
        made.reliability = sense_reliability
        if "prevent" in operators:
            made.force = "denied"
        elif "intend" in operators or "commit" in operators:
            made.force = "planned"
        return made

    # what governs the predicate

    def _govern(self, predications: list[Predication]) -> list[Predication]:
        by_node = {p.node: p for p in predications if not p.noun or p.node != p.trigger}
        out: list[Predication] = []
        dropped: set[int] = set()
        for p in sorted(predications, key=lambda p: -self._depth(p.node)):
            if p.trigger in self.consumed:
                continue
            if p.node != p.trigger or not p.noun:
                made = self._climb(p, by_node)
                if made is not p:
                    dropped.add(id(p))
                    if made is None:
                        continue
                    if made.node in by_node and by_node[made.node] is not made:
                        dropped.add(id(by_node[made.node]))
                    by_node[made.node] = made
                    p = made
            out.append(p)
        return [p for p in out if id(p) not in dropped]

    def _depth(self, i: int) -> int:
        return sum(1 for _ in self.tokens.ancestors(i))

    def _climb(self, p: Predication, by_node: dict[int, Predication]) -> Predication | None:
        """Return what the words above a predicate make of it: itself, another predication, or None."""
        t, node = self.tokens, p.node
        self._mood(p, node)
        for _ in range(5):
            up = self._governing(node)
            if up is None:
                break
            operators = triggers.operators_of(t, up)
            if not operators and t.lemma[up] == "be":
                break
            changed: str | None = next((o for o in ("commit", "threaten", "refuse", "request") if o in operators), None)
            if "prepare" in operators and p.type == "Assault":
                changed = "prepare"
            if (changed and t.dep[node] != "advcl") or changed == "request":
                return self._under(p, up, changed or "", by_node)
            if "intend" in operators or "prepare" in operators:
                p.force = p.force or "planned"
            elif "prevent" in operators:
                p.force = "denied"
            elif "accuse" in operators:
                p.force = "claimed"
                break
            elif not operators & {"through", "light", "end", "permit", "cause"}:
                break
            if t.dep[node] == "advcl":
                break
            node = up
            p.anchors.append(up)
            if t.pos[up] == "ADJ" or t.tag[up] == "VBN":
                self.consumed.add(up)  # "was honoured to host"
            if operators & {"through", "light", "end"} and up not in self.found:
                p.node = up
            self._mood(p, node)
        return p

    def _governing(self, node: int) -> int | None:
        """Return the verb, adjective or noun that takes the clause of ``node`` as its complement."""
        t = self.tokens
        while t.dep[node] == "conj" and t.child(node, "nsubj", "nsubjpass") is None and t.pos[t.head[node]] == "VERB":
            node = t.head[node]
        dep, up = t.dep[node], t.head[node]
        if up == node or dep not in GOVERNED:
            return None
        if dep == "pcomp":
            return t.head[up] if t.head[up] != up else None
        if dep == "advcl" and not (t.tag[node] == "VB" and t.child(node, "mark") is None):
            return None
        if dep == "acl" and t.tag[node] != "VB":
            return None
        if dep == "ccomp" and t.right[node] <= up and t.lemma[up] in SAYING:
            return None
        return up

    def _mood(self, p: Predication, verb: int) -> None:
        """Hear the auxiliaries and the negation of a verb."""
        t = self.tokens
        words = {t.lower[c] for c in t.children[verb] if t.dep[c] in ("aux", "auxpass", "neg")}
        negated = any(t.dep[c] == "neg" or t.lower[c] in NEITHER for c in t.children[verb]) or any(
            t.lower[c] in ("no", "neither") and t.dep[c] == "det"
            for o in t.childs(verb, "dobj", "nsubj", "nsubjpass")
            for c in t.children[o]
        )
        conditional = any(
            t.dep[c] == "advcl" and any(t.lower[d] in ("if", "unless") for d in t.children[c]) for c in t.children[verb]
        )
        if t.dep[verb] == "pcomp" and t.lower[t.head[verb]] == "without":
            p.force = "denied"
        mark = t.child(verb, "mark")
        if mark is not None and t.lower[mark] in ("if", "unless", "whether", "lest"):
            p.force = p.force or "planned"
        future = words & WILL or ("would" in words and (p.type not in HOSTILE or self._is_own_word(p, verb)))
        if future and p.agents and not negated:
            kind = None if p.subtype == "Praise" else self.lexicon.senses.get(("will", p.type))
            if kind and (p.type not in HOSTILE or self._is_own_word(p, verb, strict=False)):
                p.type, p.subtype = kind[0], kind[1] or p.subtype
                p.symmetric = p.symmetric and p.type == "Agree"
            p.force = "planned"
        elif future and negated and p.agents and p.type not in HOSTILE and p.subtype != "Praise":
            p.type, p.subtype, p.force = "Reject", "Refusal", ""
        elif negated:
            p.force = "denied"
        elif words & MAYBE:
            if p.type in HOSTILE and conditional and p.agents:
                p.type, p.subtype = "Threaten", "Threat"
            p.force = "planned"
        elif future or words & {"must", "should"}:
            p.force = "planned"

    def _is_own_word(self, p: Predication, verb: int, *, strict: bool = True) -> bool:
        """Say whether the doer himself announces the deed ("they said they would march")."""
        t = self.tokens
        for above in t.ancestors(verb):
            if t.lemma[above] in SAYING or t.lemma[above] == "vow":
                speaker = clauses.grammatical_subject(t, above)
                if speaker is None:
                    return False
                mine = {self.cast.document.entity_at(a) for a in p.agents} - {None}
                if self.cast.document.entity_at(speaker) in mine or speaker in p.agents:
                    return True
                return any(t.pos[a] == "PRON" for a in p.agents)
        return not strict

    def _under(self, p: Predication, up: int, operator: str, by_node: dict[int, Predication]) -> Predication | None:
        """Return what a promise, threat, refusal or request to do ``p`` is, with the governing word as trigger."""
        t, cast = self.tokens, self.cast
        own = by_node.get(up)
        kind, subtype = self.lexicon.senses.get((operator, p.type)) or self.lexicon.senses.get(
            (operator, "*"), (p.type, p.subtype)
        )
        verb = up
        if t.pos[up] == "ADJ" or t.dep[up] in ("acomp", "attr", "oprd"):
            verb = t.head[up]
        subject = (
            own.agents
            if own is not None
            else cast.actors(
                clauses.grammatical_subject(t, verb)
                if operator != "request" or not clauses.is_passive(t, verb)
                else clauses.agent(t, verb)
            )
        )
        if not subject and t.pos[up] == "NOUN":
            who = clauses.holder(t, up)
            subject = cast.actors(who) if who is not None else []
        if not subject and operator != "request":
            subject = p.agents
        if operator == "request":
            if own is not None:
                targets = own.targets
            else:
                patient = clauses.direct_object(t, verb)
                targets = cast.targets(patient) if patient is not None else [a for a in p.agents if a not in subject]
        else:
            targets = p.targets or (own.targets if own is not None else [])
        if not p.targets and operator != "request" and own is None:
            targets = arguments.places(cast, *p.anchors)[:1]
        made = Predication(
            trigger=up,
            start=up,
            node=verb,
            type=kind,
            subtype=subtype or (own.subtype if own is not None else p.subtype),
            agents=subject,
            targets=[x for x in targets if x not in subject],
            symmetric=p.symmetric or (kind == "Agree" and own is not None and own.symmetric),
            reliability=max(p.reliability, own.reliability if own is not None else 0.8),
            anchors=[up, *p.anchors],
            force="",
            base=own.base if own is not None else p.base,
        )
        if operator == "commit" and kind == p.type:
            made.force = "planned"
        negation = any(t.dep[c] == "neg" for c in t.children[verb])
        if negation and operator == "commit":
            made.type, made.subtype = "Reject", "Refusal"
        elif negation:
            made.force = "denied"
        return made

    def _obligations(self, predications: list[Predication]) -> list[Predication]:
        """Return requests made by saying that somebody must do something."""
        t, cast = self.tokens, self.cast
        out = []
        for i, lower in enumerate(t.lower):
            if lower in BLAMED:
                out.extend(self._blame(i))
            if lower not in OUGHT or t.dep[i] != "aux":
                continue
            verb = t.head[i]
            said = next((a for a in (verb, t.head[verb]) if t.dep[a] == "ccomp" and t.lemma[t.head[a]] in SAYING), None)
            if said is None:
                continue
            speaker = cast.agents(clauses.grammatical_subject(t, t.head[said]))
            asked = t.child(verb, "nsubj", "nsubjpass")
            if not speaker or asked is None:
                continue
            targets = cast.targets(asked) or [h for h in clauses.heads(t, asked) if cast.kind(h) == "thing"]
            if not targets or arguments.same(cast, targets, speaker):
                continue
            sense = Sense((lower,), "v", frozenset(), frozenset(), "Request", "Demand", (), False, "y", OUGHT[lower])
            trigger = Trigger(i, sense, i)
            out.append(self._predication(trigger, verb, speaker, [x for x in targets if x not in speaker]))
            for p in predications:
                if p.node in (verb, t.head[said]):
                    self.consumed.add(p.trigger)
        return out

    def _blame(self, i: int) -> Iterator[Predication]:
        """Yield the accusation in saying that somebody is responsible or to blame."""
        t, cast = self.tokens, self.cast
        verb = t.head[i]
        if t.lemma[verb] != "be" or t.dep[verb] != "ccomp" or t.lemma[t.head[verb]] not in SAYING:
            return
        speaker = cast.agents(clauses.grammatical_subject(t, t.head[verb]))
        blamed = t.child(verb, "nsubj")
        targets = [] if blamed is None else cast.actors(blamed)
        if speaker and targets and not arguments.same(cast, targets, speaker):
            sense = Sense(
                (t.lower[i],),
                "v",
                frozenset(),
                frozenset(),
                "Accuse",
                "Accusation",
                (),
                False,
                "y",
                BLAMED[t.lower[i]],
            )
            yield self._predication(Trigger(i, sense, i), verb, speaker, targets)

    # one event said twice in a sentence

    def _join(self, predications: list[Predication]) -> list[Predication]:
        """Merge the noun and the verb that tell of one deed: "air strikes hit the town", "was killed in a bombing"."""
        t = self.tokens
        by_trigger = {p.trigger: p for p in predications if p.trigger not in self.consumed}
        for p in list(by_trigger.values()):
            if p.noun or p.type != "Assault" or p.trigger not in by_trigger:
                continue
            subject = clauses.grammatical_subject(t, p.trigger)
            nouns = [] if subject is None else clauses.heads(t, subject)
            nouns += [n for prep, n in clauses.obliques(t, p.trigger) if prep in ("in", "by", "during", "with")]
            for n in nouns:
                other = by_trigger.get(n)
                if other is None or not other.noun or other.type != "Assault" or other is p:
                    continue
                if n == subject and p.base.sense.words[0] in CASUALTY:
                    # "the attack killed two": the attack is the event, the killing its toll
                    other.anchors.append(p.trigger)
                    other.node = p.node
                    other.targets = other.targets or p.targets
                    other.reliability = max(other.reliability, p.reliability)
                    self.consumed.add(p.trigger)
                    break
                p.subtype = other.subtype if other.subtype not in (None, "Attack") else p.subtype
                p.agents = p.agents or other.agents
                p.targets = p.targets or other.targets
                p.anchors += other.anchors
                self.consumed.add(n)
        for p in list(by_trigger.values()):
            self._toll(p, by_trigger)
        live = [p for p in predications if p.trigger not in self.consumed]
        nodes = {p.node: p for p in live}
        for p in live:
            self._fill(p, nodes)
        return predications

    def _fill(self, p: Predication, nodes: dict[int, Predication]) -> None:
        """Take the other side from the clause that says what for or on what condition, where the main one names none."""
        t = self.tokens
        if p.type == "Mobilize" and self._keeps_peace(p):
            p.type, p.subtype = "Aid", "Peacekeeping"
        if p.targets:
            return
        for c in t.childs(p.node, "advcl", "acl", "xcomp") + (t.childs(p.trigger, "acl") if p.noun else []):
            other = nodes.get(c)
            if other is not None and other is not p and (other.type == p.type or p.type == "Protest"):
                p.targets = [x for x in other.targets if x not in p.agents]
                if other.type == p.type and not set(other.agents) - set(p.agents):
                    self.consumed.add(other.trigger)
            elif p.type == "Protest" and t.tag[c] in ("VB", "VBG"):
                p.targets = [x for x in arguments.complement_targets(self.cast, p.node, c) if x not in p.agents]
            elif (
                p.type == "Threaten" and (mark := t.child(c, "mark")) is not None and t.lower[mark] in ("if", "unless")
            ):
                who = t.child(c, "nsubj")
                p.targets = [] if who is None else [x for x in self.cast.agents(who) if x not in p.agents]
            if p.targets:
                return
        p.targets = [x for x in arguments.deep_targets(self.cast, p.node, p.base.sense.slots) if x not in p.agents]

    def _keeps_peace(self, p: Predication) -> bool:
        t = self.tokens
        words = {t.lemma[i] for i in range(t.left[p.node], t.right[p.node]) if t.dep[i] != "punct"}
        return bool(words & triggers.classes()["peacekeeping"])

    def _toll(self, p: Predication, by_trigger: dict[int, Predication]) -> None:
        """Leave "…, killing two" to the attack that it tells the toll of."""
        t = self.tokens
        if p.noun or p.base.sense.words[0] not in CASUALTY | {"destroy", "displace"}:
            return
        node = p.trigger
        if not p.agents and clauses.is_passive(t, node):
            for c in t.childs(node, "advcl"):
                mark = t.child(c, "mark", "advmod")
                attack = next((o for o in by_trigger.values() if c in (o.node, o.trigger) and o is not p), None)
                if mark is not None and t.lower[mark] in WHEN and attack is not None and attack.type == "Assault":
                    # "two were hurt when rockets hit the base": the rockets are the event
                    attack.anchors.append(p.trigger)
                    attack.node = p.node
                    attack.targets = attack.targets or p.targets
                    self.consumed.add(p.trigger)
                    return
        if t.dep[node] == "conj":
            node = clauses.first_conjunct(t, node)
        if t.dep[node] not in ("advcl", "relcl", "acl") and not (node != p.trigger and node in by_trigger):
            return
        if t.tag[node] != "VBG" and t.dep[node] == "advcl":
            return
        above = node if node in by_trigger and node != p.trigger else t.head[node]
        if t.dep[node] == "relcl" and above not in by_trigger and not self.cast.is_person(above):
            # "operations against the base, which injured two": the parse hangs the clause on the nearest noun
            above = next((a for a in t.ancestors(above) if a in by_trigger or t.pos[a] in ("VERB", "AUX")), above)
        for other in by_trigger.values():
            if other is not p and other.type == "Assault" and above in (other.trigger, other.node, *other.anchors):
                if clauses.is_passive(t, p.trigger) and t.dep[node] in ("acl", "relcl") and not other.noun:
                    return
                other.anchors.append(p.trigger)
                other.targets = other.targets or p.targets
                self.consumed.add(p.trigger)
                return


REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "myself", "yourself", "ourselves"})
NEITHER = frozenset({"neither", "nor"})
WHEN = frozenset({"when", "as", "after", "while"})
SHARES = frozenset({"responsibility", "credit", "role", "part"})
QUANTITIES = frozenset(
    "series number wave string spate dozen hundred thousand round set lot couple kind pair barrage".split()
)
