"""Hear what governs an event: promises, threats, refusals, requests, auxiliaries and negation.

What a governing word makes of an event stands in ``event_operators.tsv`` and ``event_senses.tsv``: "agreed to send
troops" is an agreement, "threatened to attack" a threat, "refused to meet" a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.annotate import clauses, unreal
from kg.annotate.events import arguments, triggers
from kg.annotate.events.cast import Cast
from kg.annotate.events.predications import HOSTILE, SAYING, Predication
from kg.annotate.events.triggers import Trigger

WILL = frozenset({"will", "shall", "'ll", "wo", "’ll"})
MAYBE = frozenset({"may", "might", "could", "would"})
TELLING = frozenset({"tell", "remind", "inform", "advise", "warn", "persuade", "convince"})
NEITHER = frozenset({"neither", "nor"})
#: types that one can stop doing
ENDED = frozenset({"Assault", "Support", "Aid"})
GOVERNED = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})
#: what tells that a deed is only thought of
_UNREAL = (unreal.is_supposed, unreal.is_open_end, unreal.is_potential, unreal.is_proposed)


class Governors:
    """Changes the predications of one article by the words above them; ``consumed`` collects the triggers used up."""

    def __init__(self, cast: Cast, found: Mapping[int, Trigger], consumed: set[int]) -> None:
        self.cast = cast
        self.tokens = cast.tokens
        self.lexicon = triggers.load()
        self.found = found
        self.consumed = consumed

    def govern(self, predications: list[Predication]) -> list[Predication]:
        """Return the predications as the words above them leave them."""
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
            elif self._is_denied_to_be(p.trigger):
                p.force = "denied"  # "it was not an attack"
            elif not p.force and (force := unreal.noun(self.tokens, p.trigger)) != "asserted":
                p.force = force
            out.append(p)
        return [p for p in out if id(p) not in dropped]

    def _is_denied_to_be(self, noun: int) -> bool:
        """Say whether something is said not to be one: "it was not an attack"."""
        t = self.tokens
        negation = t.child(t.head[noun], "neg") if t.dep[noun] == "attr" else None
        return negation is not None and t.lower[negation + 1] not in ("just", "only", "merely", "simply")

    def _depth(self, i: int) -> int:
        return sum(1 for _ in self.tokens.ancestors(i))

    def _climb(self, p: Predication, by_node: dict[int, Predication]) -> Predication | None:
        """Return what the words above a predicate make of it: itself, another predication, or None."""
        t, node = self.tokens, p.node
        self._mood(p, node)
        if unreal.is_false(t, node):
            p.force = "denied"
        elif unreal.is_unproven(t, node):
            p.force = p.force or "claimed"
        elif unreal.is_undone(t, node):
            p.force = "denied"
        elif unreal.is_asked(t, node):
            p.force = "planned"
        elif any(test(t, node) for test in _UNREAL):
            p.force = p.force or "planned"
        for _ in range(5):
            up = self._governing(node)
            if up is None:
                break
            operators = triggers.operators_of(t, up)
            if not operators and t.lemma[up] == "be":
                infinitive = t.dep[node] == "xcomp" and any(t.lower[c] == "to" for c in t.childs(node, "aux"))
                if infinitive and t.child(up, "attr", "acomp") is None:
                    p.force = p.force or "planned"  # "are to meet on Friday"
                break
            if operators & {"request", "threaten"} and self._only_tells(node, up):
                break
            changed: str | None = next((o for o in ("commit", "threaten", "refuse", "request") if o in operators), None)
            if "intend" in operators and (
                (changed == "request" and self._is_own_aim(node, up)) or (changed == "commit" and p.type == "Protest")
            ):
                changed = None  # "wants to meet the rebels", "plans to march"
            if "prepare" in operators and p.type == "Assault":
                changed = "prepare"
            if changed and up in self.consumed and up in self.found:
                p.force = p.force or "planned"
                return p
            if (changed and t.dep[node] != "advcl") or changed == "request":
                return self._under(p, up, changed or "", by_node)
            if "intend" in operators or "prepare" in operators:
                p.force = p.force or "planned"
            elif t.dep[node] == "advcl":
                break
            elif "end" in operators and t.dep[node] == "xcomp" and t.tag[node] == "VBG" and p.type in ENDED:
                # "stopped shelling the town" did shell it, and has stopped
                kind, subtype = self.lexicon.senses["end", p.type]
                p.type, p.subtype, p.symmetric = kind, subtype, p.symmetric and kind == "Retreat"
            elif "permit" in operators and t.tag[up] in ("VBG", "VBZ", "VBP") and p.type in HOSTILE:
                p.force = p.force or "planned"  # "is assisting the army to destroy the camp"
            elif "prevent" in operators or ("factive" in operators and t.child(up, "neg") is not None):
                if "prevent" in operators and t.child(up, "neg") is not None:
                    break  # "did not stop them from shelling"
                p.force = "denied"  # "prevented from shelling", "not guilty of shelling"
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

    def _is_own_aim(self, clause: int, up: int) -> bool:
        """Say whether somebody wants to do something himself: "wants to meet", not "wants him to leave"."""
        t = self.tokens
        return t.dep[clause] == "xcomp" and t.child(clause, "nsubj") is None and t.child(up, "dobj", "agent") is None

    def _governing(self, node: int) -> int | None:
        """Return the verb, adjective or noun that takes the clause of ``node`` as its complement."""
        t = self.tokens
        while t.dep[node] == "conj" and t.child(node, "nsubj", "nsubjpass") is None and t.pos[t.head[node]] == "VERB":
            node = t.head[node]
        dep, up = t.dep[node], t.head[node]
        if up == node or dep not in GOVERNED or clauses.is_apart(t, node):
            return None
        if dep == "pcomp":
            above = t.head[up]
            if t.dep[above] == "dobj" and triggers.operators_of(t, t.head[above]) & {"accuse", "prevent"}:
                return t.head[above]  # "accused the army of shelling": parsers hang "of" on the army
            return above if above != up else None
        if dep == "advcl" and not (t.tag[node] == "VB" and t.child(node, "mark") is None):
            return None
        if dep == "acl" and (t.tag[node] != "VB" or t.lower[up - 1 : up + 1] == ["in", "order"]):
            return None
        if dep == "ccomp" and t.right[node] <= up and (t.lemma[up] in SAYING or t.text[t.right[node]] in (":", ";")):
            return None
        return up

    def _only_tells(self, clause: int, up: int) -> bool:
        """Say whether a verb of telling takes a statement: "told lawmakers that", not "told lawmakers to"."""
        t = self.tokens
        speaker, doer = clauses.grammatical_subject(t, up), clauses.grammatical_subject(t, clause)
        if speaker is None or doer is None or arguments.same(self.cast, [doer], [speaker]):
            # who warns that he will attack threatens
            return False
        return (
            t.lemma[up] in TELLING
            and t.dep[clause] == "ccomp"
            and not any(t.lower[c] == "to" and t.dep[c] == "aux" for c in t.children[clause])
        )

    def _mood(self, p: Predication, verb: int) -> None:
        """Hear the auxiliaries and the negation of a verb."""
        t = self.tokens
        words = {t.lower[c] for c in t.children[verb] if t.dep[c] in ("aux", "auxpass", "neg")}
        negated = any(
            (t.dep[c] == "neg" and not clauses.is_contrast(t, verb)) or t.lower[c] in NEITHER for c in t.children[verb]
        ) or any(
            t.lower[c] in ("no", "neither") and t.dep[c] == "det"
            for o in t.childs(verb, "dobj", "nsubj", "nsubjpass")
            for c in t.children[o]
        )
        conditional = any(
            t.dep[c] == "advcl" and any(t.lower[d] in ("if", "unless") for d in t.children[c]) for c in t.children[verb]
        )
        if t.dep[verb] in ("advcl", "acl") and any(t.lower[c] == "to" and t.dep[c] == "aux" for c in t.children[verb]):
            done = self._is_the_one(t.head[verb]) or self._is_done_by_it(p, t.head[verb])
            p.force = p.force or ("" if done else "planned")
        if (
            t.dep[verb] == "advcl"
            and t.tag[verb] == "VBG"
            and any(t.lower[c] in WILL for c in t.childs(t.head[verb], "aux"))
        ):
            p.force = p.force or "planned"  # "will return to the Gulf, visiting Riyadh"
        if t.dep[verb] == "csubj" and any(t.lower[c] in MAYBE for c in t.childs(t.head[verb], "aux")):
            p.force = p.force or "planned"  # "arming the rebels would prolong the war"
        if t.dep[verb] == "pcomp" and t.lower[t.head[verb]] == "without":
            p.force = "denied"
        mark = t.child(verb, "mark")
        present = t.tag[verb] in ("VBZ", "VBP") or any(t.tag[c] in ("VBZ", "VBP") for c in t.childs(verb, "auxpass"))
        awaited = mark is not None and t.lower[mark] in ("until", "till", "before", "once") and present
        if awaited or (mark is not None and t.lower[mark] in ("if", "unless", "whether", "lest")):
            p.force = p.force or "planned"
        future = words & WILL or ("would" in words and (p.type not in HOSTILE or self._is_own_word(p, verb)))
        if future and p.agents and not negated:
            kind = None if p.subtype == "Praise" or p.reliability <= 0.5 else self.lexicon.senses.get(("will", p.type))
            if kind and (p.type not in HOSTILE or self._is_own_word(p, verb, strict=False)):
                p.type, p.subtype = kind[0], kind[1] or p.subtype
                p.symmetric = p.symmetric and p.type == "Agree"
            p.force = "planned"
        elif future and negated and p.agents and p.type not in HOSTILE and p.subtype != "Praise":
            p.type, p.subtype, p.force = "Reject", "Refusal", ""
        elif negated:
            # "if it did not yield" supposes, it does not deny
            p.force = "planned" if mark is not None and t.lower[mark] in ("if", "unless") else "denied"
        elif words & MAYBE:
            if p.type in HOSTILE and conditional and p.agents:
                p.type, p.subtype = "Threaten", "Threat"
            p.force = "planned"
        elif future or words & {"must", "should"}:
            p.force = "planned"

    def _is_the_one(self, noun: int) -> bool:
        """Say whether the infinitive after a noun tells who did it: "the first state to recognize", "the only one"."""
        t = self.tokens
        return any(
            t.lower[c] in ("only", "last", "latest", "next", "youngest", "oldest") or t.ent_type[c] == "ORDINAL"
            for c in t.children[noun]
        )

    def _is_done_by_it(self, p: Predication, act: int) -> bool:
        """Say whether an act is itself what it is for: "blocked the road to protest", "marched to demand"."""
        if self.tokens.tag[act] != "VBD":
            return False
        host = self.found.get(act)
        marches = host is not None and host.sense.type == "Protest"
        return p.type == "Protest" or (p.type in ("Request", "Accuse") and marches)

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
            # "an Israeli offer to" is Israel's, whoever turns it down
            who = cast.modifier(up)
            who = clauses.holder(t, up) if who is None else who
            subject = cast.actors(who) if who is not None else []
        if not subject and operator != "request":
            subject = p.agents
        if operator == "request":
            if own is not None:
                targets = own.targets or [a for a in p.agents if a not in subject]
            else:
                patient = clauses.direct_object(t, verb)
                targets = cast.targets(patient) if patient is not None else [a for a in p.agents if a not in subject]
        else:
            targets = p.targets or (own.targets if own is not None else [])
        if operator == "threaten" and own is not None and own.targets and t.dep[p.node] == "pcomp":
            targets = own.targets  # "warned Rome against selling arms to Chad"
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
        negation = any(t.dep[c] == "neg" for c in t.children[verb]) or unreal.is_undone(t, verb)
        if negation and operator == "commit":
            made.type, made.subtype = "Reject", "Refusal"
        elif negation:
            made.force = "denied"
        return made
