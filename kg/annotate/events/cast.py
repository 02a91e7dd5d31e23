"""Tell which noun phrases of an article are actors, places or weapons, and look into those that are none.

An argument that is no actor itself ("Libya's decision", "positions of the army", "a U.S. request") is looked into
for the actor that it belongs to or is directed at.
"""

from __future__ import annotations

from functools import cache, cached_property

from kg.annotate import clauses, lexicon
from kg.annotate.document import Document, Phrase
from kg.model import Span

ACTORS = frozenset(
    {
        "Person", "Organization", "GovernmentBody", "MilitaryForce", "ArmedGroup", "PoliticalParty", "Alliance",
        "IntergovernmentalOrganization", "MediaOutlet", "Company", "Population", "GeopoliticalEntity", "Country",
    }
)  # fmt: skip
TOWNS = frozenset({"PopulatedPlace", "AdministrativeRegion"})
PLACES = frozenset({"Location", "Facility", "NaturalFeature", "AdministrativeRegion", "PopulatedPlace"})
WEAPONS = frozenset({"Weapon", "MilitaryPlatform"})
#: where the actor hides in a noun phrase that is none, best first
INNER = ("of", "by", "against", "on", "to", "with", "between", "among", "for", "from", "into", "in")
#: stretches of land that are hit without being anybody's
STRETCHES = frozenset("border frontier vicinity side coast road outskirt highway".split())
#: verbs by which one is judged or dealt with for what one did
JUDGING = clauses.ACCUSERS | frozenset(
    "honor honour commend applaud sack fire dismiss sue fine jail sanction kill".split()
)
SELF = frozenset({"himself", "herself", "itself", "themselves", "each", "other", "one", "there"})


@cache
def _nouns() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    people = {r["lemma"] for r in lexicon.read("group_nouns") if r["nominal"]}
    people |= {r["lemma"] for r in lexicon.read("roles")} | {r["title"] for r in lexicon.read("titles")}
    people |= {r["lemma"] for r in lexicon.read("event_people")}
    places = {r["lemma"] for r in lexicon.read("place_nouns") if r["nominal"]}
    weapons = {r["lemma"] for r in lexicon.read("weapons")}
    return frozenset(people), frozenset(places), frozenset(weapons)


@cache
def _offices() -> frozenset[str]:
    offices = {row["lemma"] for row in lexicon.read("offices") if row["relation"] in ("leads", "spokespersonFor")}
    return frozenset(offices | {row["title"] for row in lexicon.read("titles") if row["kind"] != "honorific"})


@cache
def _inanimate() -> frozenset[str]:
    return frozenset(row["lemma"] for row in lexicon.read("event_classes") if row["class"] == "inanimate")


def is_personal(lemma: str) -> bool:
    """Say whether a noun that no list knows is formed as those for people are: "rustler", "lobbyist", "gasman".

    >>> is_personal("rustler"), is_personal("boiler"), is_personal("fever")
    (True, False, False)
    """
    if lemma.endswith(("ist", "man", "men", "woman", "women")):
        return lemma not in _inanimate()
    return len(lemma) > 5 and lemma.endswith(("er", "or")) and lemma not in _inanimate()


class Cast:
    """Tells which noun phrases of one article are actors, places or weapons, and looks into those that are none."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tokens = document.tokens
        self.people, self.places, self.weapons = _nouns()
        self._kind: dict[int, str] = {}
        self.strays = self._strays()

    @cached_property
    def officials(self) -> frozenset[str]:
        """The persons whom the article calls by an office or a rank."""
        t, entities, offices = self.tokens, self.document.entity, _offices()
        return frozenset(
            entity
            for phrase, entity in zip(self.document.phrases, self.document.chain, strict=False)
            if entity is not None
            and entities[entity].type == "Person"
            and any(t.lower[i] in offices or t.lemma[i] in offices for i in range(max(0, phrase.start - 3), phrase.end))
        )

    def _strays(self) -> dict[int, list[int]]:
        """Return names that the parse coordinates with a verb, by the name of their kind that they go with.

        In "at X, which was closed, and Y" the parse often hangs Y on the main verb.
        """
        t = self.tokens
        found: dict[int, list[int]] = {}
        for i, dep in enumerate(t.dep):
            if dep != "conj" or t.pos[i] != "PROPN" or t.pos[t.head[i]] != "VERB" or t.child(i, "nsubj") is not None:
                continue
            phrase = self.phrase(i)
            start, _ = t.sentences[t.sent[i]]
            if phrase is None or i not in self.document.phrase_by_head:
                continue
            for other in reversed(self.document.phrases):
                if start <= other.head < phrase.start and other.type == phrase.type and other.kind == "name":
                    if t.dep[other.head] in ("pobj", "dobj", "conj"):
                        found.setdefault(other.head, []).append(i)
                    break
        return found

    def phrase(self, i: int) -> Phrase | None:
        """Return the mention that token ``i`` heads, or the innermost one it is a part of."""
        n = self.document.phrase_by_head.get(i)
        if n is None:
            n = self.document.phrase_of[i]
            if n is not None and self.tokens.pos[i] in ("VERB", "ADP"):
                return None
        return None if n is None else self.document.phrases[n]

    def kind(self, i: int) -> str:
        """Say what token ``i`` heads: "actor", "place", "weapon", "thing" or "none" (times, expletives)."""
        found = self._kind.get(i)
        if found is None:
            found = self._kind[i] = self._classify(i)
        return found

    def _classify(self, i: int) -> str:
        t = self.tokens
        lower, lemma, pos = t.lower[i], t.lemma[i], t.pos[i]
        if lower in SELF:
            return "none"
        phrase = self.phrase(i)
        if phrase is not None:
            if phrase.type in WEAPONS:
                return "weapon"
            if phrase.type in ACTORS:
                return "actor"
            if phrase.type in PLACES:
                return "place"
        if pos == "PRON":
            if lower in ("it", "that", "this", "which", "what", "these", "those"):
                entity = self.document.entity_at(i)
                return "actor" if entity is not None and self.document.entity[entity].type in ACTORS else "none"
            if t.tag[i] == "WP" and not any(t.dep[a] == "relcl" for a in t.ancestors(i)):
                return "none"
            return "actor" if t.tag[i] in ("PRP", "WP") or lower in ("many", "several", "others", "both") else "none"
        if t.ent_type[i] in ("DATE", "TIME", "MONEY", "PERCENT"):
            return "none"
        if lower == "force" and not any(c < i for c in t.children[i]):
            return "thing"  # "threatened to use force"
        if lemma in self.people:
            return "thing" if lemma in ("side", "part") and any(t.lower[c] == "of" for c in t.children[i]) else "actor"
        if lemma in self.weapons:
            return "weapon"
        if lemma in self.places:
            return "place"
        if t.ent_type[i] in ("PERSON", "NORP", "ORG", "GPE"):
            return "actor"
        if pos == "NUM":
            people = t.ent_type[i] == "CARDINAL" and t.dep[i] in ("nsubj", "nsubjpass", "dobj")
            return "actor" if people and not any(t.lower[c] == "of" for c in t.children[i]) else "thing"
        return "thing" if pos in ("NOUN", "PROPN") else "none"

    def is_person(self, i: int) -> bool:
        """Say whether token ``i`` heads a phrase for a person, a group or an organization."""
        i = clauses.antecedent(self.tokens, i)
        # a people that nothing else knows: "the Saxons"
        return self.kind(i) == "actor" or (self.tokens.tag[i] == "NNPS" and self.phrase(i) is None)

    def is_land(self, i: int) -> bool:
        """Say whether token ``i`` heads a name for a place, or stands for one: "captured Aleppo", "retook it"."""
        i = clauses.antecedent(self.tokens, i)
        phrase = self.phrase(i)
        kind = "" if phrase is None or phrase.kind != "name" else phrase.type
        if self.tokens.pos[i] == "PRON":
            entity = self.document.entity_at(i)
            kind = "" if entity is None else self.document.entity[entity].type
        return kind in PLACES or kind in ("Country", "GeopoliticalEntity")

    def is_name(self, i: int) -> bool:
        """Say whether token ``i`` belongs to an actor's name or to a date, and is no word of its own there."""
        t = self.tokens
        if t.ent_type[i] in ("DATE", "TIME"):
            return True
        if t.pos[i] != "PROPN":
            return False
        n = self.document.phrase_of[i]
        return n is not None and self.document.phrases[n].kind == "name"

    def modifier(self, i: int, *, possessive: bool = True) -> int | None:
        """Return the actor that stands before a noun: "Libya's decision", "Israeli strikes", "a Saudi-led raid"."""
        t = self.tokens
        for c in t.children[i]:
            if t.dep[c] == "poss" and possessive and self.kind(c) == "actor" and t.lower[c] != "whose":
                return c
        for c in reversed(t.children[i]):
            if c > i or t.dep[c] not in ("amod", "compound", "nmod", "poss", "npadvmod", "nummod"):
                continue
            if self.kind(c) == "actor" and self._may_modify(c) and self._apart(c, i):
                return c
            for d in t.children[c]:
                if t.dep[d] in ("compound", "npadvmod", "nmod", "amod", "poss", "nsubj") and self.kind(d) == "actor":
                    return d
        return None

    def _may_modify(self, c: int) -> bool:
        """Say whether an actor before a noun is one: a mention, or a noun, but no adjective such as "military"."""
        return self.tokens.pos[c] in ("PROPN", "NOUN") or (self.tokens.pos[c] == "ADJ" and self.phrase(c) is not None)

    def _apart(self, c: int, i: int) -> bool:
        """Say whether the actor's mention ends before the noun that it modifies."""
        phrase = self.phrase(c)
        return phrase is None or not phrase.start <= i < phrase.end

    def inside(self, i: int, depth: int = 0) -> int | None:
        """Return the actor that a noun phrase which is none belongs to or is directed at, or None."""
        owner = self.modifier(i)
        if owner is not None:
            return owner
        if depth > 2:
            return None
        arguments = clauses.obliques(self.tokens, i)
        for word in INNER:
            for prep, noun in arguments:
                if prep == word:
                    kind = self.kind(noun)
                    if kind == "actor" or (kind == "place" and word != "in"):
                        return noun
                    if kind in ("thing", "weapon") and (found := self.inside(noun, depth + 1)) is not None:
                        return found
        for c in self.tokens.children[i]:
            stated = self.tokens.child(c, "nsubj") if self.tokens.dep[c] in ("acl", "ccomp") else None
            if stated is not None and self.kind(stated) == "actor":
                return stated
            if self.tokens.dep[c] == "acl" and clauses.is_passive(self.tokens, c):
                doer = clauses.agent(self.tokens, c)
                if doer is not None and self.kind(doer) == "actor":
                    return doer
            gerund = self.tokens.child(c, "pcomp") if self.tokens.dep[c] == "prep" else None
            patient = None if gerund is None else self.tokens.child(gerund, "dobj")
            if patient is not None:
                return patient if self.kind(patient) == "actor" else self.inside(patient, depth + 1)
        return None

    def agents(self, i: int | None) -> list[int]:
        """Return the heads of the actors that do something; a town there stands for its government or its people.

        A pronoun that nobody has resolved is taken for the speaker of the clause it is the subject of.
        """
        if i is None:
            return []
        found = []
        for head in clauses.heads(self.tokens, clauses.antecedent(self.tokens, i)):
            phrase = self.phrase(head)
            if (meant := self.meant(head)) != head:
                found.append(meant)
            elif self.kind(head) == "place" and phrase is not None and phrase.kind == "name" and phrase.type in TOWNS:
                found.append(head)
            elif self.tokens.pos[head] == "PRON" and self.document.entity_at(head) is None:
                speaker = self._speaker(head)
                found += [head] if speaker is None and self.kind(head) == "actor" else []
                found += [] if speaker is None else [speaker]
            else:
                found += self.actors(head) if head != i else self._one(head)
        return list(dict.fromkeys(found))

    def meant(self, i: int) -> int:
        """Return whom "his" means in "praised the mayor for his role": who is praised, blamed or dismissed."""
        t = self.tokens
        prep = t.head[t.head[i]]
        verb = t.head[prep]
        if t.tag[i] != "PRP$" or t.dep[t.head[i]] != "pobj" or t.lower[prep] not in ("for", "over"):
            return i
        patient = clauses.direct_object(t, verb) if t.lemma[verb] in JUDGING else None
        return patient if patient is not None and patient < i and self.kind(patient) == "actor" else i

    def _one(self, head: int) -> list[int]:
        kind = self.kind(head)
        if kind == "actor" or (
            kind == "thing" and self.tokens.pos[head] == "NOUN" and is_personal(self.tokens.lemma[head])
        ):
            return [head]
        above = self.tokens.head[head]
        if kind == "thing" and self.tokens.dep[head] == "appos" and self.kind(above) == "actor":
            return [above]
        if kind == "thing" and self.tokens.pos[head] == "PROPN":
            return [self.inside(head) or head]
        owner = self.inside(head) if kind in ("thing", "weapon", "place") else None
        return [] if owner is None else [owner]

    def _speaker(self, pronoun: int) -> int | None:
        """Return the subject of the verb of saying whose clause has an unresolved third person as its subject."""
        t = self.tokens
        if t.lower[pronoun] not in ("it", "they", "he", "she"):
            return None
        verb = t.head[pronoun]
        while t.dep[verb] in ("conj", "xcomp"):
            verb = t.head[verb]
        if t.dep[verb] != "ccomp":
            return None
        speaker = clauses.grammatical_subject(t, t.head[verb])
        if speaker is None or t.pos[speaker] == "PRON" or self.kind(speaker) not in ("actor", "place"):
            return None
        plural = t.tag[speaker] in ("NNS", "NNPS") or bool(t.childs(speaker, "conj"))
        return speaker if plural == (t.lower[pronoun] == "they") else None

    def actors(self, i: int | None) -> list[int]:
        """Return the heads of the actors that an argument stands for, coordinated ones apart."""
        if i is None:
            return []
        found = []
        for head in clauses.heads(self.tokens, clauses.antecedent(self.tokens, i)):
            kind = self.kind(head)
            if kind == "actor":
                found.append(head)
            elif kind in ("thing", "weapon", "place") and (owner := self.inside(head)) is not None:
                found.append(owner)
        return list(dict.fromkeys(found))

    def targets(self, i: int) -> list[int]:
        """Return the actors or places that an argument stands for; a place counts as it is."""
        found = []
        coordinated = clauses.heads(self.tokens, clauses.antecedent(self.tokens, i))
        for head in coordinated + [s for h in coordinated for s in self.strays.get(h, ())]:
            kind, phrase = self.kind(head), self.phrase(head)
            owner = None
            named = phrase is not None and phrase.kind == "name"
            if kind == "place" and not named and self.tokens.lemma[head] not in STRETCHES:
                owner = self.modifier(head) or self._of(head)
                if owner is not None and self._names_place(owner):
                    owner = None
            if owner is not None:
                found.append(owner)
            elif kind in ("actor", "place"):
                found.append(head)
            elif kind in ("thing", "weapon") and (owner := self.inside(head)) is not None:
                found.append(owner)
        return list(dict.fromkeys(found))

    def _names_place(self, i: int) -> bool:
        """Say whether a token names a town or the like, which tells where a place is and not whose."""
        phrase = self.phrase(i)
        return phrase is not None and phrase.type in TOWNS | {"GeopoliticalEntity", "Location", "Facility"}

    def _of(self, i: int) -> int | None:
        return next(
            (n for prep, n in clauses.obliques(self.tokens, i) if prep == "of" and self.kind(n) == "actor"), None
        )

    def extent(self, i: int) -> tuple[int, int]:
        """Return the tokens of the phrase that token ``i`` heads, without relative clauses and appositions."""
        n = self.document.phrase_by_head.get(i)
        if n is None:
            n = self.document.phrase_of[i]
        if n is not None:
            return self.document.phrases[n].start, self.document.phrases[n].end
        t = self.tokens
        start = i
        for c in t.children[i]:
            if c < i and t.dep[c] in ("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod"):
                start = min(start, t.left[c])
        end = i + 1
        for c in t.children[i]:
            if c == end and t.dep[c] == "prep" and t.lower[c] in ("of", "in", "from") and t.right[c] - c <= 8:
                end = t.right[c]
        return start, end

    def span(self, i: int) -> Span:
        """Return the characters of the phrase that token ``i`` heads."""
        return self.tokens.span(*self.extent(i))
