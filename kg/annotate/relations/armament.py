"""Read who uses which weapons: "fired rockets", "strikes using drones", "the army's tanks", "rocket fire from X".

A vehicle or boat that civilians have too is no weapon of whoever owns one: it takes a fight to make it one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.annotate.actors import NOUNS, Arguments
from kg.annotate.relations.posts import Tie
from kg.model import Event

WEAPONS = frozenset({"Weapon", "MilitaryPlatform"})
#: platforms that are no weapons by themselves
_CIVIL = frozenset(
    {"vehicle", "boat", "ship", "vessel", "truck", "plane", "airplane", "convoy", "motorcade", "bulldozer"}
    | {"satellite", "technical", "carrier", "knife", "laser", "hardware", "bus", "pickup truck", "speedboat"}
)
_ARMED = frozenset("armored armoured military combat attack fighting war gun patrol assault naval missile".split())
_USING = frozenset(
    "fire launch use operate fly deploy drop detonate wield possess acquire employ field test deliver utilize".split()
)
#: nouns for doing the same, with the weapon after "of" or before them
_USE = frozenset("use deployment possession launch firing employment".split())
#: nouns for the shots themselves, with the weapon before them
_FIRE = frozenset("fire barrage salvo bombardment volley attack strike raid".split())
_NO_USERS = frozenset({"Company", "MediaOutlet"})


def find(arguments: Arguments) -> Iterator[Tie]:
    """Yield usesWeapon between those who fire, hold or send a weapon and the weapon."""
    t = arguments.tokens
    for i, lemma in enumerate(t.lemma):
        if t.pos[i] == "VERB":
            if lemma in _USING:
                yield from _using(arguments, i)
            elif lemma in ("arm", "equip") and t.tag[i] == "VBN":
                yield from _armed(arguments, i)
        elif t.pos[i] == "NOUN":
            if lemma in _USE:
                yield from _use(arguments, i)
            elif lemma in _FIRE:
                yield from _fire(arguments, i)
    yield from _owned(arguments)


def of_events(events: Sequence[Event], type_of: dict[str, str]) -> Iterator[tuple[Event, str, str]]:
    """Yield an event with its agent and the weapon that it was done with, by the classes of the entities."""
    for event in events:
        agents = [p.entity for p in event.participants if p.role == "agent" and p.entity]
        tools = [p.entity for p in event.participants if p.role == "instrument" and p.entity]
        for tool in tools:
            if type_of[tool] in WEAPONS:
                yield from ((event, agent, tool) for agent in agents if type_of[agent] not in _NO_USERS)


def _weapons(arguments: Arguments, heads: list[int]) -> list[str]:
    """Return the weapons that phrases name, coordinated ones apart."""
    document = arguments.document
    found = []
    for head in heads:
        for member in arguments.coordinated(head):
            entity = document.entity_at(member) if arguments.phrase(member) else None
            if entity is not None and document.entity[entity].type in WEAPONS and not _drives(arguments, member):
                found.append(entity)
    return list(dict.fromkeys(found))


def _drives(arguments: Arguments, weapon: int) -> bool:
    """Say whether somebody only drives or flies what civilians have too: "operating a vehicle while drunk"."""
    t = arguments.tokens
    return t.lemma[t.head[weapon]] in ("operate", "fly", "use", "acquire") and _is_civil(arguments, weapon)


def _users(arguments: Arguments, heads: list[int]) -> list[str]:
    found = (e for head in heads for e in arguments.actors(head, acting=False))
    return [e for e in dict.fromkeys(found) if arguments.document.entity[e].type not in _NO_USERS]


def _tied(users: list[str], weapons: list[str], token: int, rule: str, confidence: float) -> Iterator[Tie]:
    for user in users:
        for weapon in weapons:
            if user != weapon:
                yield Tie(user, "usesWeapon", weapon, token, rule, confidence)


def _hedged(arguments: Arguments, i: int) -> bool:
    """Say whether the text does not say that it is done: "never fired", "could use", "threatened to launch"."""
    t = arguments.tokens
    if any(t.dep[c] == "neg" or t.tag[c] == "MD" for c in t.children[i]):
        return True
    return t.dep[i] == "xcomp" and t.tag[i] == "VB"


def _using(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "X fired rockets" and "X conducted strikes using drones"."""
    t = arguments.tokens
    weapons = _weapons(arguments, arguments.objects(i))
    if not weapons or _hedged(arguments, i):
        return
    users = _users(arguments, arguments.subjects(i))
    if not users and t.dep[i] in ("acl", "advcl") and t.tag[i] == "VBG":
        above = t.head[i] if t.pos[t.head[i]] == "VERB" else t.head[t.head[i]]
        users = _users(arguments, arguments.subjects(above)) if t.pos[above] == "VERB" else []
    yield from _tied(users, weapons, i, "armament.used", 0.8)


def _armed(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "fighters armed with rifles"."""
    t = arguments.tokens
    weapons = [p for c in t.childs(i, "prep") if t.lower[c] == "with" for p in t.childs(c, "pobj")]
    yield from _tied(_users(arguments, arguments.objects(i)), _weapons(arguments, weapons), i, "armament.armed", 0.75)


def _use(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "the use of rockets by X" and "X's rocket launches"."""
    t = arguments.tokens
    heads = arguments.of(i) + [c for c in t.childs(i, "compound", "nmod") if c < i]
    agents = [a for a in arguments.agents(i) if a not in heads]
    if not agents:
        # "X was involved in the use of rockets"
        head = t.head[i]
        verb = t.head[head] if t.dep[i] == "pobj" and t.lower[head] == "in" else head
        agents = arguments.surface(verb) if t.lemma[verb] in ("involve", "engage", "accuse", "admit") else []
    yield from _tied(_users(arguments, agents), _weapons(arguments, heads), i, "armament.use-of", 0.7)


def _fire(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "mortar fire from X"."""
    t = arguments.tokens
    heads = [c for c in t.children[i] if c < i and t.dep[c] in ("compound", "nmod", "amod")]
    agents = [a for a in arguments.agents(i) if a not in heads and t.dep[a] in ("poss", "pobj")]
    yield from _tied(_users(arguments, agents), _weapons(arguments, heads), i, "armament.fire", 0.75)


def _owned(arguments: Arguments) -> Iterator[Tie]:
    """Yield from "Hezbollah's rockets", "ISIL tanks, mortars and IEDs" and "jets from the Royal Air Force"."""
    document, t = arguments.document, arguments.tokens
    for n, phrase in enumerate(document.phrases):
        entity, head = document.chain[n], phrase.head
        if entity is None or document.entity[entity].type not in WEAPONS or _is_civil(arguments, head):
            continue
        owners = [c for c in t.children[head] if c < head and t.dep[c] in ("poss", "compound", "nmod", "amod")]
        sent = [p for c in t.childs(head, "prep") if t.lower[c] == "from" for p in t.childs(c, "pobj")]
        forces = [s for s in sent if _force(arguments, s)]
        for owner in owners + forces:
            user = arguments.entity(owner, acting=False)
            if user is None or user == entity or document.entity[user].type in _NO_USERS | WEAPONS:
                continue
            if t.dep[owner] == "compound" and document.entity[user].type == "Person":
                # "Kalashnikov rifles" are called after their maker
                continue
            more = [c for c in arguments.coordinated(head) if c == head or not _has_owner(arguments, c)]
            rule = "armament.owned" if owner in owners else "armament.sent"
            yield from _tied([user], _weapons(arguments, more), head, rule, 0.7)


def _force(arguments: Arguments, i: int) -> bool:
    entity = arguments.entity(i)
    return entity is not None and arguments.document.entity[entity].type in ("MilitaryForce", "ArmedGroup")


def _has_owner(arguments: Arguments, i: int) -> bool:
    t = arguments.tokens
    return t.pos[i] not in NOUNS or any(c < i and t.dep[c] in ("poss", "det") for c in t.children[i])


def _is_civil(arguments: Arguments, head: int) -> bool:
    """Say whether a platform is none by itself: "a boat", but not "a patrol boat"."""
    t = arguments.tokens
    return t.lemma[head] in _CIVIL and not any(t.lower[c] in _ARMED for c in t.children[head])
