"""Read the events that sentences tell of: verbs, nouns, light verbs with nouns, obligations and blame.

"Carried out a raid" is a raid, "broke off talks" a reduction of relations, "said Y must leave" a request.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate import clauses, unreal
from kg.annotate.events import arguments, tolls, triggers
from kg.annotate.events.cast import Cast
from kg.annotate.events.governors import Governors
from kg.annotate.events.joins import Joiner
from kg.annotate.events.predications import CASUALTY, SAYING, Predication
from kg.annotate.events.triggers import QUANTITIES, Kinds, Sense, Trigger

OUGHT = {"must": 0.85, "should": 0.65, "ought": 0.65}
BLAMED = {"responsible": 0.85, "behind": 0.8, "guilty": 0.8, "complicit": 0.8}
#: verbs by which one speaks out, not those of mind or of evidence
TELLING = SAYING - frozenset(
    "learn reckon believe think indicate show hear know understand recall estimate find reveal".split()
)
#: verbs whose participle tells a state: "were armed"
STATES = frozenset({"arm"})
PHYSICAL = frozenset({"Assault", "Coerce", "Mobilize", "Sanction"})
#: types that are done by saying so
WORDS = frozenset({"Support", "Accuse", "Concede", "Reject", "Request"})
#: types whose doer is somebody, a weapon or an attack
DEEDS = frozenset({"Assault", "Threaten"})
#: deeds that are done once and cannot be broken off
SINGLE = frozenset({"Execution", "Killing", "Assassination", "Abduction", "SexualViolence", "PhysicalAssault", "Coup"})
#: what one does to oneself without harm to others, unlike who blows himself up
SUICIDAL = frozenset({"kill", "hang", "shoot", "stab", "poison", "hurt"})
#: endings of nouns that are likely people unknown to the word lists: "rustlers"
PERSONAL = ("er", "or", "ist", "man", "men")
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "myself", "yourself", "ourselves"})
#: verbs and nouns of the law, with the crime after them
CRIME = frozenset("charge indict convict accuse arrest sentence suspect suspicion count jail try".split())
SHARES = frozenset({"responsibility", "credit", "role", "part"})


def read(cast: Cast) -> list[Predication]:
    """Return the predications of an article in text order."""
    return _Reader(cast).read()


class _Reader:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.tokens = cast.tokens
        self.lexicon = triggers.load()
        self.found: dict[int, Trigger] = {
            t.token: t
            for t in triggers.find(cast.tokens, kinds=Kinds(cast.is_person, cast.is_land), is_name=cast.is_name)
        }
        self.consumed: set[int] = set()
        #: verbs of ending whose noun says what they end, with what they amount to: "called off an offensive"
        self.ended: dict[int, Predication] = {}

    def read(self) -> list[Predication]:
        out: list[Predication] = []
        verbs = [t for t in self.found.values() if t.is_verb]
        nouns = [t for t in self.found.values() if not t.is_verb]
        for trigger in nouns:
            self._consume(trigger)
        for trigger in verbs:
            if self._lacks_actor(trigger) or self._is_reflexive(trigger):
                self.consumed.add(trigger.token)
                continue
            agents, targets = arguments.of_verb(self.cast, trigger.token, trigger.sense)
            out.append(self._predication(trigger, trigger.token, agents, targets))
        for trigger in nouns:
            if trigger.token not in self.consumed:
                made = self._nominal(trigger)
                if made is not None:
                    out.append(made)
        self.consumed -= self.ended.keys()
        out = [p for p in out if self.ended.get(p.trigger, p) is p]
        out = Governors(self.cast, self.found, self.consumed).govern(out)
        out.extend(self._obligations(out))
        out = [p for p in Joiner(self.cast, self.consumed).join(out) if p.trigger not in self.consumed]
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
        if trigger.sense.type == "Protest" and clauses.is_passive(self.tokens, verb):
            return True  # "as the figures demonstrated"
        if trigger.sense.words[0] in STATES and self.tokens.child(verb, "auxpass") is not None:
            return self.tokens.child(verb, "agent", "dobj") is None
        if trigger.sense.words[0] in CASUALTY and self._means_victims(verb):
            return True
        if trigger.sense.words[0] in CASUALTY and self._hurts_a_thing(verb):
            return True
        if trigger.sense.type in DEEDS and self._is_mishap(trigger):
            return True
        if trigger.sense.type in PHYSICAL or clauses.is_passive(self.tokens, verb):
            return False
        stated = self.tokens.child(verb, "nsubj")
        if stated is None and self.tokens.dep[verb] == "conj":
            stated = clauses.grammatical_subject(self.tokens, verb)
        if stated is None or self.tokens.lower[stated] == "who":
            return False
        stated = clauses.antecedent(self.tokens, stated)
        if trigger.sense.type == "Accuse" and self.tokens.lemma[stated] in triggers.classes()["document"]:
            return clauses.direct_object(self.tokens, verb) is None  # "the report accuses the army"
        if self.cast.kind(stated) == "thing" and self.tokens.pos[stated] == "NOUN" and not self._counts(stated):
            # "praise from Rome helps", but "the ministry's spokesman said"
            return self.cast.modifier(stated) is None and self.tokens.dep[stated] != "appos"
        return (not self.cast.agents(stated) and self.tokens.pos[stated] != "PRON") or self.tokens.tag[stated] == "DT"

    def _means_victims(self, verb: int) -> bool:
        """Say whether a participle only names people: "flew the most seriously wounded to Ankara"."""
        t, above = self.tokens, self.tokens.head[verb]
        return t.tag[verb] == "VBN" and t.dep[verb] == "acl" and t.lower[above] == "the"

    def _hurts_a_thing(self, verb: int) -> bool:
        """Say whether what is killed or wounded is nobody: "killed the bill", "the truce is wounded"."""
        patient = clauses.direct_object(self.tokens, verb)
        if patient is None or self.tokens.pos[patient] != "NOUN" or self._counts(patient):
            return False
        return self.cast.kind(patient) == "thing" and not any(
            p == "of" for p, _ in clauses.obliques(self.tokens, patient)
        )

    def _is_mishap(self, trigger: Trigger) -> bool:
        """Say whether what does it is neither somebody nor a weapon nor an attack: floods, liquor, a virus."""
        t, verb = self.tokens, trigger.token
        passive = clauses.is_passive(t, verb)
        if trigger.sense.subtype == "Bombing" and not passive:
            return False  # "a car exploded"
        if t.tag[verb] == "VB" and t.child(verb, "nsubj", "agent") is None:
            return False  # "it would be a mistake to attack"
        cause = clauses.agent(t, verb)
        if cause is None or t.pos[cause] != "NOUN" or cause in self.found or self._counts(cause):
            return False
        if not passive and t.dep[cause] == "attr" and cause in t.ancestors(verb):
            return False  # "it would be a mistake to attack": judged, not done by it
        if t.lemma[cause] == "fire" and not any(t.dep[c] in ("compound", "amod") for c in t.children[cause]):
            return True  # a blaze, unlike "sniper fire"
        if self.cast.kind(cause) != "thing" or t.lemma[cause] in triggers.classes()["violence"]:
            return False
        if t.lemma[cause].endswith(PERSONAL) and trigger.sense.words[0] not in CASUALTY:
            return False
        return self.cast.modifier(cause) is None if passive else not self.cast.agents(cause)

    def _counts(self, noun: int) -> bool:
        """Say whether a noun only counts those after it: "hundreds of people"."""
        return self.tokens.lemma[noun] in QUANTITIES or self.tokens.ent_type[noun] == "CARDINAL"

    def _is_reflexive(self, trigger: Trigger) -> bool:
        """Say whether the deed is done to oneself, as in "finances itself" and "killed himself"."""
        patient = self.tokens.child(trigger.token, "dobj")
        if patient is None or self.tokens.lower[patient] not in REFLEXIVE:
            return False
        alone = self.tokens.child(patient, "conj") is None  # "killed himself and three others"
        return trigger.sense.type != "Assault" or (alone and trigger.sense.words[0] in SUICIDAL)

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
        governor = self._governor(trigger.token) or self._relative_governor(trigger.token)
        if governor is None or governor[0] not in self.found:
            return
        verb = self.found[governor[0]]
        operators = triggers.operators_of(self.tokens, governor[0])
        if governor[1] and verb.sense.type == trigger.sense.type and trigger.sense.words[-1] in verb.sense.with_:
            self.consumed.add(trigger.token)  # "taken into custody"
            return
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
        if t.dep[trigger.token] in ("oprd", "ccomp") or unreal.is_name_given(t, trigger.token):
            return None  # "called the talks a surrender" does not tell of one
        agents, targets = arguments.of_noun(cast, trigger)
        governor = self._governor(trigger.token) or self._relative_governor(trigger.token)
        if governor is not None and not unreal.is_named(t, trigger.token):
            verb, prep = governor
            operators = triggers.operators_of(t, verb) if not prep else self._with_preposition(verb, prep)
            if t.lemma[verb] in ("have", "win", "secure", "gain") and trigger.sense.type in ("Support", "Aid"):
                operators = frozenset({"receive"})
            elif t.lemma[verb] == "have" and trigger.sense.type == "Assault":
                operators = frozenset({"receive"})  # "we have had shelling since dawn"
            if t.lemma[verb] == "hold" and trigger.sense.type in ("Aid", "Assault", "Retreat"):
                operators = operators - {"light"}  # donations are held back, talks are held
            if t.lemma[verb] == "keep":
                if trigger.sense.type == "Agree":
                    return None  # who keeps a promise makes none
                operators = frozenset({"light"})  # "kept an embargo"
            if "end" in operators and trigger.sense.subtype in SINGLE:
                operators = frozenset({"prevent"})  # who delays an execution makes no truce
            if "prevent" in operators and verb in self.found and self.found[verb].sense.subtype == "Ban":
                return None  # "a law that bans protests" tells of no protest
            if operators & {"light", "end", "receive", "prevent"} and trigger.sense.use != "t":
                return self._supported(trigger, verb, operators, agents, targets)
        if not self._stands_alone(trigger, agents, targets) or (not agents + targets and self._is_charge(trigger)):
            return None
        made = self._predication(trigger, trigger.token, agents, targets)
        if t.dep[trigger.token] == "attr":
            made.reliability *= 0.7
        if not (agents or targets):
            made.reliability *= 0.8
        return made

    def _is_charge(self, trigger: Trigger) -> bool:
        """Say whether a noun only names a crime: "charged with aggravated assault"."""
        t, prep = self.tokens, self.tokens.head[trigger.token]
        return (
            t.dep[trigger.token] == "pobj" and t.lower[prep] in ("with", "of", "for") and t.lemma[t.head[prep]] in CRIME
        )

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
    ) -> Predication | None:
        """Return what a noun under a light or operating verb amounts to."""
        cast, sense = self.cast, trigger.sense
        does = self.tokens.head[verb] if self.tokens.pos[verb] == "ADJ" else verb
        held = self._held_responsible(verb)
        doer = clauses.agent(self.tokens, does) if held is None else held
        nobody = doer is not None and tolls.is_nobody(cast, doer)
        # "no group claimed the attack": there was one
        unclaimed = nobody and self.tokens.lemma[verb] in ("claim", "take", "admit")
        subject = [] if unclaimed else cast.agents(doer)
        for slot in sense.slots:
            if not targets or targets == subject:
                for prep, noun in clauses.obliques(self.tokens, verb):
                    if prep == slot and noun != trigger.token:
                        targets = targets + cast.targets(noun)
        if "receive" in operators and "light" not in operators:
            # "survived an attack on his train": what is hit is his who survives
            others = [] if arguments.same(cast, targets, subject) else targets
            doers = [] if arguments.same(cast, agents, subject) else agents
            if not subject:
                return self._predication(
                    trigger, verb, agents, targets
                )  # "an attack on the port would be met with force"
            return self._predication(trigger, verb, doers or others, subject)
        inherited = agents
        if "prevent" not in operators or "light" in operators:
            agents = subject or agents
        sense_reliability = min(0.9, sense.reliability + 0.12)
        if "end" in operators and sense.subtype == "Visit":
            return None  # who cuts a trip short breaks with nobody
        if "end" in operators:
            made = self._predication(trigger, verb, agents, targets or [a for a in inherited if a not in agents])
            made.type, made.subtype = self.lexicon.senses.get(("end", sense.type), (sense.type, sense.subtype))
            made.symmetric = False
            made.reliability = sense_reliability
            made.trigger = made.start = verb
            self.ended[verb] = made
            return made
        if not targets and subject and (sense.symmetric or sense.type in ("Accuse", "Protest")):
            targets = [a for a in inherited if a not in subject]
        made = self._predication(trigger, verb, agents, [x for x in targets if x not in agents])
        made.reliability = sense_reliability
        if held is not None:
            made.force = "claimed"
        if unclaimed:
            made.node = trigger.token
        if "prevent" in operators:
            made.force = "denied"
        elif "intend" in operators or ("commit" in operators and not ("light" in operators and made.type in WORDS)):
            made.force = "planned"  # "offered aid", but who offers condolences or an apology has given them
        return made

    def _held_responsible(self, adjective: int) -> int | None:
        """Return whom a verb above says to be responsible: "held the army responsible for"."""
        t = self.tokens
        above = t.head[adjective]
        if t.pos[adjective] != "ADJ" or t.lemma[above] not in ("hold", "deem", "consider", "find", "declare"):
            return None
        own = t.child(adjective, "nsubj")
        return own if own is not None else clauses.direct_object(t, above)

    def _obligations(self, predications: list[Predication]) -> list[Predication]:
        """Return requests made by saying that somebody must do something."""
        t, cast = self.tokens, self.cast
        out: list[Predication] = []
        for i, lower in enumerate(t.lower):
            if lower in BLAMED:
                out.extend(self._blame(i))
            if lower not in OUGHT or t.dep[i] != "aux":
                continue
            verb = t.head[i]
            said = next(
                (a for a in (verb, t.head[verb]) if t.dep[a] == "ccomp" and t.lemma[t.head[a]] in TELLING), None
            )
            if said is None:
                continue
            speaker = cast.agents(clauses.grammatical_subject(t, t.head[said]))
            asked = t.child(verb, "nsubj", "nsubjpass")
            if not speaker or asked is None or i < asked or t.lower[asked] in ("it", "this", "that", "there"):
                continue
            targets = cast.targets(asked)
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
        if t.lemma[verb] != "be" or t.dep[verb] != "ccomp" or t.lemma[t.head[verb]] not in TELLING:
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
