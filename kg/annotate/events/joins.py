"""Join what tells of one event in a sentence: noun and verb, attack and toll, deed and purpose."""

from __future__ import annotations

from kg.annotate import clauses
from kg.annotate.events import arguments, tolls, triggers
from kg.annotate.events.cast import Cast
from kg.annotate.events.predications import CASUALTY, Predication

#: what an attack does to what it hits
HARMING = frozenset(
    "engage disable suppress damage hit strike cripple level flatten destroy target kill wound injure gut crater rock "
    "degrade neutralize neutralise demolish wreck ravage devastate shatter".split()
)
WHEN = frozenset({"when", "as", "after", "while"})


class Joiner:
    """Joins the predications of one article; ``consumed`` collects the triggers that went into another event."""

    def __init__(self, cast: Cast, consumed: set[int]) -> None:
        self.cast = cast
        self.tokens = cast.tokens
        self.consumed = consumed

    def join(self, predications: list[Predication]) -> list[Predication]:
        """Merge the noun and the verb that tell of one deed: "air strikes hit the town", "was killed in a bombing"."""
        t = self.tokens
        by_trigger = {p.trigger: p for p in predications if p.trigger not in self.consumed}
        for p in list(by_trigger.values()):
            if p.noun or p.type != "Assault" or p.trigger not in by_trigger:
                continue
            verb = p.trigger
            subject = clauses.grammatical_subject(t, verb)
            nouns = [] if subject is None else clauses.heads(t, subject)
            if (first := self._first_deed(p, by_trigger)) is not p:
                p = first  # "killed ten and burned homes in a raid": all of it is the raid
                nouns = []
            nouns += [n for prep, n in clauses.obliques(t, verb) if prep in ("in", "by", "during", "with")]
            for n in nouns:
                other = by_trigger.get(n)
                if other is None or not other.noun or other.type != "Assault" or other is p:
                    continue
                hurt = p.base.sense.words[0] in CASUALTY
                if hurt and n != subject and subject is not None and tolls.is_nobody(self.cast, subject):
                    # "no one was hurt in the attack": there was one
                    other.anchors.append(p.trigger)
                    self.consumed.add(p.trigger)
                    break
                if n == subject and hurt:
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
        for p in by_trigger.values():
            self._harm(p)
        live = [p for p in predications if p.trigger not in self.consumed]
        nodes = {p.node: p for p in live}
        for p in live:
            self._fill(p, nodes)
        return predications

    def _first_deed(self, p: Predication, by_trigger: dict[int, Predication]) -> Predication:
        """Return the first of the attacks that verbs joined by "and" tell of one doer."""
        t, verb = self.tokens, p.trigger
        while t.dep[verb] == "conj" and t.child(verb, "nsubj", "nsubjpass") is None:
            verb = t.head[verb]
        first = by_trigger.get(verb, p)
        return first if first.type == "Assault" and not first.noun else p

    def _harm(self, p: Predication) -> None:
        """Take what an attack hits from the verb that it is the subject of: "the strikes disabled two bridges"."""
        t = self.tokens
        if not p.noun or p.type != "Assault" or p.targets or t.dep[p.trigger] != "nsubj":
            return
        verb = t.head[p.trigger]
        patient = t.child(verb, "dobj") if t.lemma[verb] in HARMING else None
        if patient is not None:
            p.targets = self.cast.targets(patient) or clauses.heads(t, patient)
            p.anchors.append(verb)

    def _fill(self, p: Predication, nodes: dict[int, Predication]) -> None:
        """Take the other side from the clause of purpose or condition, where the main one names none."""
        t = self.tokens
        if p.type == "Mobilize" and self._keeps_peace(p):
            p.type, p.subtype = "Aid", "Peacekeeping"
        if p.type == "Consult":
            for c in t.childs(p.node, "advcl", "xcomp"):
                other = nodes.get(c)
                if other is not None and other.type == "Consult" and t.tag[c] == "VB" and not other.targets:
                    self.consumed.add(other.trigger)  # "met his counterpart to discuss the war"
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

    def _is_occasion(self, attack: Predication, node: int) -> bool:
        """Say whether an attack is told in the "when"-clause after ``node``, wherever the parse hangs that clause."""
        t = self.tokens
        if t.sent[attack.node] != t.sent[node] or attack.node < node or t.pos[attack.node] != "VERB":
            return False
        return any(t.lower[c] in WHEN and t.dep[c] in ("mark", "advmod") for c in t.children[attack.node])

    def _cause(self, verb: int, by_trigger: dict[int, Predication]) -> Predication | None:
        """Return the attack that is the subject of a verb of outcome: "the blast left"."""
        subject = self.tokens.child(verb, "nsubj")
        cause = None if subject is None or self.tokens.lemma[verb] != "leave" else by_trigger.get(subject)
        return cause if cause is not None and cause.type == "Assault" else None

    def _in_which(self, clause: int, by_trigger: dict[int, Predication]) -> Predication | None:
        """Return the attack that a relative clause is about: "an attack in Diffa, in which ten were killed"."""
        t = self.tokens
        preps = t.childs(clause, "prep")
        if not any(
            t.lower[c] == "in" and (d := t.child(c, "pobj")) is not None and t.lower[d] == "which" for c in preps
        ):
            return None
        before = (p for p in by_trigger.values() if p.noun and p.type == "Assault" and p.trigger < clause)
        attack = max(before, key=lambda p: p.trigger, default=None)
        return attack if attack is not None and t.sent[attack.trigger] == t.sent[clause] else None

    def _toll(self, p: Predication, by_trigger: dict[int, Predication]) -> None:
        """Leave "…, killing two" to the attack that it tells the toll of."""
        t = self.tokens
        if p.noun or p.type != "Assault":
            return
        node = p.trigger
        if (named := self._in_which(node, by_trigger)) is not None:
            named.anchors.append(node)
            named.targets = named.targets or p.targets
            self.consumed.add(node)
            return
        if p.base.sense.words[0] not in CASUALTY | {"destroy", "displace"}:
            return
        if not p.agents and clauses.is_passive(t, node):
            for attack in list(by_trigger.values()):
                if attack is not p and attack.type == "Assault" and self._is_occasion(attack, node):
                    # "two were hurt when rockets hit the base": the rockets are the event
                    attack.anchors.append(p.trigger)
                    attack.node = p.node
                    attack.targets = attack.targets or p.targets
                    self.consumed.add(p.trigger)
                    return
        if t.dep[node] == "conj":
            node = clauses.first_conjunct(t, node)
        if node != p.trigger and (cause := self._cause(node, by_trigger)) is not None and not p.agents:
            # "the blast left seven dead and dozens injured"
            cause.anchors.append(p.trigger)
            self.consumed.add(p.trigger)
            return
        if t.dep[node] not in ("advcl", "relcl", "acl") and not (node != p.trigger and node in by_trigger):
            return
        if node == p.trigger and t.tag[node] != "VBG" and t.dep[node] == "advcl":
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
