"""Tell events of public life from what only sounds like one: contests, mishaps, figures of speech, private affairs.

What is only said, agreed or met about needs somebody who does it; an attack needs nobody to have happened.
"""

from __future__ import annotations

from functools import cache

from kg.annotate import clauses
from kg.annotate.events import arguments, games, tolls, triggers
from kg.annotate.events.cast import PLACES, Cast
from kg.annotate.events.predications import CASUALTY, Predication

#: words for force that become blame where only words are used
VERBAL = frozenset({"attack", "assault", "assail", "blast", "onslaught"})
#: what only words attack
IDEAS = frozenset(
    "ad ads advert campaign plan decision policy bill budget deal proposal remark comment statement move ruling law "
    "handling response silence report idea pact accord agreement treaty claim logic speech appointment nomination "
    "verdict cost price inflation poverty tax waste corruption problem bureaucracy rate freedom right democracy "
    "liberty institution independence rule value integrity legacy religion faith science press media culture".split()
)
#: words for winning, where nobody is hurt
CONTEST = frozenset({"beat", "defeat", "crush", "trounce", "thrash", "beating"})
#: words for winning that mean a battle where there is one
DEFEATING = frozenset({"defeat", "rout"})
STATE = frozenset({"GovernmentBody", "Country", "IntergovernmentalOrganization"})
CIVIL = frozenset({"Person", "PoliticalParty", "MediaOutlet", "Company"})
#: types that an attack, an arrest or a march has, whoever takes part
BARE = frozenset({"Assault", "Coerce", "Protest", "Mobilize", "Sanction", "Retreat"})
#: types of what private people do all day among themselves
EVERYDAY = frozenset({"Consult", "Support", "Aid", "Request", "Agree", "Concede", "Cooperate", "Reject"})
#: subtypes that take two who talk
TALKS = frozenset({"Meeting", "Conversation", "PhoneCall"})
#: what one takes control of without force
BODIES = frozenset({"PoliticalParty", "Organization", "Company", "MediaOutlet"})


def is_substantial(cast: Cast, p: Predication) -> bool:
    """Say whether a predication tells of an event worth the name; words of force between civilians become criticism."""
    if p.type not in BARE and not p.agents and not p.targets:
        return False
    t = cast.tokens
    if t.dep[p.trigger] in ("pobj", "pcomp") and t.lower[t.head[p.trigger]] == "without" and not p.targets:
        return False  # "fired without warning"
    if _is_private(cast, p) or _is_monologue(cast, p) or _is_opinion(cast, p) or _lacks_patient(cast, p):
        return False
    if p.type == "Protest" and p.noun and p.agents and all(_type(cast, a) in STATE for a in p.agents):
        p.type, p.subtype = "Accuse", "Complaint"  # a ministry does not march
    return p.type != "Assault" or _is_force(cast, p)


def _is_force(cast: Cast, p: Predication) -> bool:
    """Say whether a word for force means force; where it means blame, it becomes blame."""
    word = cast.tokens.lemma[p.trigger]
    if _hurts_animals(cast, p) or _is_accident(cast, p):
        return False
    if word in CONTEST and _between_civilians(cast, p):
        return False
    if word in CONTEST | games.FIGURATIVE and (games.is_game(cast.tokens, p.trigger) or _is_effort(cast, p)):
        return False
    if word in DEFEATING:
        return _is_at_war(cast, p)
    if p.subtype == "TerritorySeizure" and word == "take" and not any(_is_armed(cast, a) for a in p.agents):
        return False  # "the tour took the city"
    if p.subtype == "TerritorySeizure" and p.targets and all(_type(cast, x) in BODIES for x in p.targets):
        return False
    if word not in games.FIGURATIVE:
        return True
    if p.agents and _on_ideas(cast, p):
        p.type, p.subtype = "Accuse", "Condemnation"
        if p.noun and not p.targets:
            return False  # "launched an attack on rising costs"
    if _is_vague(cast, p):
        return False
    if _between_civilians(cast, p):
        if not p.targets or word not in VERBAL:
            return False
        p.type, p.subtype = "Accuse", "Condemnation"
    return True


def _is_monologue(cast: Cast, p: Predication) -> bool:
    """Say whether one person alone talks: "she spoke of her childhood", "talks about taxes"."""
    if p.type != "Consult" or not p.symmetric or len(p.agents) + len(p.targets) > 1:
        return False
    p.reliability *= 0.8
    if p.subtype not in TALKS or not (p.agents + p.targets):
        return False
    only, tokens = (p.agents + p.targets)[0], cast.tokens
    if p.noun and p.base.sense.use == "y":
        return False
    singular = tokens.tag[only] not in ("NNS", "NNPS") and tokens.lower[only] not in ("we", "they", "us", "them")
    return singular and (_type(cast, only) == "Person" or tokens.pos[only] == "PRON")


def _is_opinion(cast: Cast, p: Predication) -> bool:
    """Say whether somebody only thinks or foresees: "agrees that it is wrong", "warned that floods would come"."""
    t, word = cast.tokens, cast.tokens.lemma[p.trigger]
    clause = t.child(p.trigger, "ccomp") if word in ("agree", "warn") and not p.noun else None
    if clause is None or p.force:
        return False
    if word == "warn":
        return not p.targets and not any(t.lower[c] == "to" for c in t.childs(clause, "aux"))
    done = {"would", "will", "to"} if t.tag[p.trigger] in ("VBP", "VBZ") else {"would", "will", "to", "should", "must"}
    return not done & {t.lower[c] for c in t.childs(clause, "aux")}


def _lacks_patient(cast: Cast, p: Predication) -> bool:
    """Say whether nobody is there whom a deed needs: a release without a prisoner, a permission for a thing."""
    if p.subtype == "Warning" and p.targets:
        return all(cast.tokens.lemma[x] in triggers.classes()["public"] for x in p.targets)
    if p.type == "Request" and cast.tokens.lemma[p.trigger] == "call" and p.base.sense.with_ & {"on", "upon"}:
        asked = [n for word, n in clauses.obliques(cast.tokens, p.trigger) if word in ("on", "upon")]
        return not any(cast.kind(n) in ("actor", "place") for n in asked)  # "called me on the way home"
    if p.type == "Protest" and cast.tokens.lemma[p.trigger] == "demonstrate":
        return any(cast.tokens.lower[c] == "to" for c in cast.tokens.childs(p.trigger, "prep", "dative"))
    if p.type == "Protest" and p.base.sense.words == ("rally",) and p.noun:
        return any(_type(cast, a) == "Person" or cast.tokens.lemma[a] == "family" for a in p.agents)
    if p.subtype == "Siege" and cast.tokens.lemma[p.trigger] == "surround":
        return not p.agents  # "the areas surrounding the farm"
    if p.subtype == "Release" and p.noun and cast.tokens.tag[p.trigger] == "NNS":
        return True  # records and statements
    if p.subtype == "Release" and p.noun:
        if any(cast.kind(x) == "place" or _type(cast, x) in PLACES for x in p.targets):
            p.type, p.subtype = "Assault", "TerritorySeizure"  # "the liberation of the city"
        return not p.targets
    if p.subtype == "ReduceRelations" and cast.tokens.lemma[p.trigger] == "isolate":
        patient = clauses.direct_object(cast.tokens, p.trigger)
        if any(
            cast.kind(x) == "place" or _type(cast, x) in PLACES for x in [*p.targets, *([patient] if patient else [])]
        ):
            p.type, p.subtype = "Assault", "Siege"
        return all(cast.kind(x) == "thing" for x in p.targets)
    if p.subtype == "TroopWithdrawal" and p.noun:
        return not p.agents and not p.targets
    if p.subtype == "Permission":
        return not any(cast.kind(x) == "actor" for x in p.targets)
    return False


def _hurts_animals(cast: Cast, p: Predication) -> bool:
    """Say whether animals are killed, or do it: a cull, a hunt, a shark attack."""
    t, animals = cast.tokens, triggers.classes()["animal"]
    if p.noun:
        nouns = [n for word, n in clauses.obliques(t, p.trigger) if word in ("of", "on", "by")]
    else:
        nouns = [n for n in (clauses.direct_object(t, p.trigger), clauses.agent(t, p.trigger)) if n is not None]
    nouns += [n for noun in nouns for word, n in clauses.obliques(t, noun) if word == "of"]
    return any(t.lemma[n] in animals and t.pos[n] == "NOUN" for n in nouns)


def _is_at_war(cast: Cast, p: Predication) -> bool:
    """Say whether a defeat is one in battle: of an army, or beside a word of war."""
    t, words = cast.tokens, triggers.classes()
    sides = p.agents + p.targets
    if any(_type(cast, x) in ("MilitaryForce", "ArmedGroup") or t.lemma[x] in words["forces"] for x in sides):
        return True
    start, end = t.sentences[t.sent[p.trigger]]
    return any(t.lemma[i] in words["conflict"] for i in range(start, end))


def _is_accident(cast: Cast, p: Predication) -> bool:
    """Say whether what nobody is said to have done is told beside a crash, a fire or an illness and no fighting."""
    t, words = cast.tokens, triggers.classes()
    if p.noun and not p.agents and t.lemma[p.trigger] in ("explosion", "blast"):
        start, end = t.sentences[t.sent[p.trigger]]
        said = {t.lemma[i] for i in range(start, end)}
        return bool(said & words["industry"]) and not said & words["conflict"]
    if p.noun or p.agents or not (p.subtype == "Destruction" or t.lemma[p.trigger] in CASUALTY | {"strike", "hit"}):
        return False
    here = t.sent[p.trigger]
    window = range(t.sentences[max(0, here - 2)][0], t.sentences[min(len(t.sentences) - 1, here + 1)][1])
    if arguments.instruments(cast, p.base, None) or any(t.lemma[i] in words["conflict"] for i in window):
        return False
    return any(t.lemma[i] in words["accident"] and t.pos[i] in ("NOUN", "PROPN") for i in window)


def _is_effort(cast: Cast, p: Predication) -> bool:
    """Say whether a battle is one of words, courts or polls: "the battle to keep the case out of court"."""
    t, words = cast.tokens, triggers.classes()
    if p.noun:
        aim = t.child(p.trigger, "acl")
        return (
            aim is not None
            and t.tag[aim] == "VB"
            and not any(
                sense.type == "Assault" and not sense.with_ for sense in triggers.load().verbs.get(t.lemma[aim], ())
            )
        )
    start, end = t.sentences[t.sent[p.trigger]]
    return t.lemma[p.trigger] in CONTEST and any(t.lemma[i] in words["poll"] for i in range(start, end))


def _is_vague(cast: Cast, p: Predication) -> bool:
    """Say whether a vague word of force tells of no blow: "it hits the coast first", "before pupils hit school"."""
    t = cast.tokens
    if p.noun or clauses.is_passive(t, p.trigger):
        return False
    subject = t.child(p.trigger, "nsubj")
    if subject is None or clauses.antecedent(t, subject) != subject or arguments.instruments(cast, p.base, None):
        return False
    if t.lower[subject] in ("it", "this", "that", "what") and cast.document.entity_at(subject) is None:
        return True
    return bool(p.agents) and all(t.lemma[a] in _private() for a in p.agents)


def _on_ideas(cast: Cast, p: Predication) -> bool:
    """Say whether what is attacked, blasted or slammed is a plan, a law or a word."""
    t = cast.tokens
    attacked = [*t.childs(p.trigger, "dobj", "nsubjpass")]
    if t.pos[p.trigger] in ("NOUN", "PROPN"):
        attacked = [
            o for c in t.childs(p.trigger, "prep") if t.lower[c] in ("on", "against") for o in t.childs(c, "pobj")
        ]
    return any(t.lemma[o] in IDEAS for o in attacked)


def _between_civilians(cast: Cast, p: Predication) -> bool:
    """Say whether a named person, party, outlet or firm uses force against another, or against an idea."""
    doers = [cast.phrase(head) for head in p.agents]
    if not doers or not all(d is not None and d.kind != "nominal" and _type(cast, h) in CIVIL
                            for d, h in zip(doers, p.agents, strict=True)):  # fmt: skip
        return False
    if arguments.instruments(cast, p.base, None) or tolls.of_words(cast, p):
        return False
    return all(_type(cast, head) in CIVIL | {"GovernmentBody", ""} for head in p.targets)


def _is_private(cast: Cast, p: Predication) -> bool:
    """Say whether only private people meet, help or ask each other: "she met her husband", "doctors treat babies"."""
    if p.type == "Accuse":
        return any(cast.tokens.lower[x] == "you" and cast.document.entity_at(x) is None for x in p.targets)
    if p.type not in EVERYDAY or (p.type == "Support" and not p.agents):
        return False
    sides = p.agents if p.subtype == "Visit" else p.agents + p.targets
    standings = [_standing(cast, head) for head in sides]
    return "private" in standings and "public" not in standings


def _standing(cast: Cast, head: int) -> str:
    """Say whether a participant acts in public or in private, or "" where the article does not tell."""
    t, document = cast.tokens, cast.document
    entity = document.entity_at(head)
    if t.pos[head] == "PRON" and entity is None:
        return "private" if t.lower[head] in ("you", "someone", "somebody", "anyone", "everyone") else ""
    phrase = cast.phrase(head)
    if phrase is not None and phrase.kind == "name" and phrase.head == head:
        if phrase.type != "Person":
            return "public"
        return "public" if entity in cast.officials else ""
    if t.lemma[head] in _private():
        return "private"
    if entity is not None and document.entity[entity].type == "Person":
        return "public" if entity in cast.officials else ""
    return "public"


@cache
def _private() -> frozenset[str]:
    """Return nouns for people who have no part in public affairs: kin, friends, patients, pupils, artists, players."""
    return triggers.classes()["private"]


def _is_armed(cast: Cast, head: int) -> bool:
    """Say whether a participant bears arms."""
    if _type(cast, head) in ("MilitaryForce", "ArmedGroup", "Country"):
        return True
    return cast.tokens.lemma[head] in triggers.classes()["forces"] | triggers.classes()["conflict"]


def _type(cast: Cast, head: int) -> str:
    entity = cast.document.entity_at(head)
    return "" if entity is None else cast.document.entity[entity].type
