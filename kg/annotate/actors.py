"""Tell which actors a phrase of the parse stands for, and which phrases are the arguments of a predicate.

A modifier is not an actor: "Iraqi" in "Iraqi militias" stays out. But the owner of a thing or an act stands for
it: an attack on "U.S. positions" is one on the U.S., and criticism of "Trump's tax plan" is criticism of Trump.
"""

from __future__ import annotations

from functools import cache

from kg.annotate import clauses, lexicon, participles
from kg.annotate.alignments.stances.words import words
from kg.annotate.document import Document, Phrase, Tokens

#: classes whose instances take sides
ACTORS = frozenset(
    "Actor Person Organization GovernmentBody MilitaryForce ArmedGroup PoliticalParty Alliance "
    "IntergovernmentalOrganization MediaOutlet Company Population GeopoliticalEntity Country".split()
)
#: classes that are actors only where they act: "Washington criticized", "the province joined"
PLACES_THAT_ACT = frozenset({"PopulatedPlace", "AdministrativeRegion"})

#: verbs whose subject is responsible for what they take ("took steps to", "has a plan to")
TAKING = frozenset(
    {"take", "have", "make", "lead", "join", "focus", "spearhead", "release", "air", "run", "post", "publish", "write"}
)
#: what those do to a thing whom an attack on it strikes
HOLDING = frozenset({"use", "utilize", "utilise", "hold", "control", "own", "operate", "run", "occupy", "man"})
#: what those do to a plan or text who stand behind it
MAKING = frozenset(
    {"draft", "propose", "sponsor", "submit", "table", "author", "write", "issue", "present", "put", "devise", "broker"}
)
#: what those do who are in a place: said after it, it is said of it
KEEPING = HOLDING | {"defend", "guard", "rule", "govern"}
#: verbs after which helper and helped do together what follows ("helped Iraq to retake")
HELPING = frozenset({"support", "help", "assist", "aid", "back", "join", "enable"})

#: what stands before a name only where that is a place
WHERE = frozenset({"near", "outside", "inside", "around"})
CLOSING = frozenset({'"', "”", "''", "»", "“", "``"})
HYPHENS = frozenset({"-", "‑", "–"})
NOUNS = frozenset({"NOUN", "PROPN"})
SUBJECTS = ("nsubj", "csubj")
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
#: nouns that stand for what their of-phrase names
PARTITIVE = frozenset(
    "member number series group dozen hundred thousand score handful majority rest one some many most all both part "
    "each several any none half range host element remnant regime leadership government people citizen force troop "
    "army leader head string kind type variety".split()
)


@cache
def _people() -> frozenset[str]:
    """Return the nouns for people and places: what modifies them never stands for them."""
    rows = (*lexicon.read("group_nouns"), *lexicon.read("place_nouns"))
    lived_in = {row["lemma"] for row in rows if row["nominal"] not in ("", "Facility", "Location", "NaturalFeature")}
    return frozenset(lived_in | {row["lemma"] for row in lexicon.read("roles")})


@cache
def _places() -> frozenset[str]:
    return frozenset(row["lemma"] for row in lexicon.read("place_nouns") if row["nominal"])


@cache
def _acts() -> frozenset[str]:
    """Return the nouns of acts whose of-phrase names whom they are done to ("criticism of", "bombing of")."""
    return frozenset(lemma for lemma, rows in words()["NOUN"].items() if any(row.frame == ("of",) for row in rows))


def _leaves_quotation(tokens: Tokens, head: int, v: int) -> bool:
    """Say whether the speaker goes on after his words: 'said he was "no president" and thanked Panama'."""
    text = tokens.text
    return any(
        tokens.dep[c] == "cc" and head < c < v and text[c - 1] in CLOSING and text[c + 1] not in CLOSING
        for c in tokens.children[head]
    )


class Arguments:
    """The arguments of predicates in one document, by its parse and its mentions."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tokens = document.tokens

    def phrase(self, i: int) -> Phrase | None:
        """Return the mention that token ``i`` heads, or the name of which it is the syntactic top."""
        document, t = self.document, self.tokens
        n = document.phrase_by_head.get(i)
        if n is None:
            n = document.phrase_of[i]
            if n is None or document.phrases[n].kind != "name":
                return None
            phrase = document.phrases[n]
            if phrase.start <= t.head[i] < phrase.end and t.head[i] != i:
                return None
        return document.phrases[n]

    def entity(self, i: int, *, acting: bool = True) -> str | None:
        """Return the entity of token ``i`` if it is an actor; ``acting`` lets towns and regions count as such."""
        phrase = self.phrase(i)
        if phrase is None:
            return None
        entity = self.document.entity_at(i)
        if entity is None or (phrase.start and self.tokens.lower[phrase.start - 1] in WHERE):
            return None
        type_ = self.document.entity[entity].type
        return entity if type_ in ACTORS or not type_ or (acting and type_ in PLACES_THAT_ACT) else None

    def actors(
        self, i: int, *, acting: bool = True, spread: bool = True, owned: bool = True, depth: int = 0
    ) -> list[str]:
        """Return the actors that the phrase headed by token ``i`` stands for.

        Args:
            i: the head of the phrase.
            acting: towns and regions count as actors.
            spread: what is coordinated with the phrase counts too.
            owned: a thing or an act stands for its owner.
            depth: how many owners were followed already.
        """
        found: list[str] = []
        i = self.described(self.antecedent(i))
        for head in self.coordinated(i) if spread else [i]:
            entity = self.entity(head, acting=acting)
            named = entity or next((e for c in self.tokens.childs(head, "appos") if (e := self.entity(c))), None)
            if named is not None:
                found.append(named)
            elif depth < 3 and (owned or self.tokens.lemma[head] in PARTITIVE):
                for owner in self.owners(head):
                    found.extend(self.actors(owner, acting=False, depth=depth + 1))
        return list(dict.fromkeys(found))

    def described(self, i: int) -> int:
        """Return whom an apposition describes ("Keller, a Republican who endorsed"), or the token itself."""
        t = self.tokens
        if t.dep[i] != "appos" or t.lower[t.left[i]] not in ("a", "an") or t.childs(i, "conj"):
            return i
        entity = self.document.entity_at(t.head[i])
        return t.head[i] if entity is not None and self.document.entity[entity].type == "Person" else i

    def is_place(self, i: int) -> bool:
        """Say whether token ``i`` is a common noun for a place."""
        return self.tokens.pos[i] == "NOUN" and self.tokens.lemma[i] in _places() and self.entity(i) is None

    def is_thing(self, i: int) -> bool:
        """Say whether token ``i`` is a common noun for neither people nor places: somebody stands behind it."""
        return self.tokens.pos[i] == "NOUN" and self.tokens.lemma[i] not in _people()

    def antecedent(self, i: int) -> int:
        """Return what a relative pronoun stands for, or the token itself."""
        t = self.tokens
        if t.lower[i] in RELATIVE and t.tag[i] in ("WDT", "WP", "WP$", "IN", "DT"):
            for above in t.ancestors(i):
                if t.dep[above] == "relcl":
                    return clauses.antecedent(t, i) if t.text[i - 1] == "," else t.head[above]
        return i

    def coordinated(self, i: int) -> list[int]:
        """Return token ``i`` and the nouns coordinated with it."""
        t, found = self.tokens, [i]
        for member in found:
            for c in t.children[member]:
                if t.dep[c] == "conj" and t.pos[c] in ("NOUN", "PROPN", "PRON"):
                    if not clauses.is_excluded(t, c):
                        found.append(c)
                elif t.dep[c] == "appos" and any(t.dep[d] == "conj" for d in t.children[c]) and t.text[c - 1] != "(":
                    # "A, B and C" is often parsed as if B and C were another name of A; "A, a Democrat and a friend"
                    # is one
                    if t.lower[t.left[c]] not in ("a", "an"):
                        found.append(c)
                elif t.lower[c] == "including" and t.dep[c] == "prep":
                    found.extend(t.childs(c, "pobj"))
        return found[1:] if clauses.is_ruled_out(t, i) else found

    def owners(self, i: int) -> list[int]:
        """Return the tokens whose actors stand for the thing, act or part that token ``i`` names."""
        t = self.tokens
        if t.pos[i] not in NOUNS and t.tag[i] not in ("CD", "DT", "NN", "NNS"):
            return []
        owners = t.childs(i, "poss")
        lemma = t.lemma[i]
        of = self.of(i) if lemma not in _acts() else []
        if owners:
            # what somebody's brother or client does is not his, what his spokesman says is
            other = t.tag[i] == "NN" and lemma in _people() and not lemma.startswith("spokes")
            return [] if other else owners
        if lemma in PARTITIVE or t.pos[i] in ("NUM", "DET", "PRON"):
            return of
        if lemma in _people():
            return self.users(i)
        return self.agents(i) or of or self.users(i)

    def users(self, i: int) -> list[int]:
        """Return who uses, holds or made a thing ("facilities used by the militias", "a plan drafted by Oman")."""
        t = self.tokens
        return [
            p
            for c in t.childs(i, "acl")
            if t.lemma[c] in HOLDING or t.lemma[c] in MAKING
            for a in t.childs(c, "agent")
            for p in t.childs(a, "pobj")
        ]

    def agents(self, i: int) -> list[int]:
        """Return who does the act that noun ``i`` names: its possessor, "by" and "from" phrases, or a name before."""
        t = self.tokens
        by = [
            p
            for c in t.children[i]
            if t.dep[c] in ("prep", "agent") and t.lower[c] in ("by", "from")
            for p in t.childs(c, "pobj")
        ]
        return t.childs(i, "poss") + by or self.modifiers(i)

    def modifiers(self, i: int) -> list[int]:
        """Return the names that stand before noun ``i`` and modify it ("U.S. positions", "Russian attacks")."""
        t = self.tokens
        phrase_by_head = self.document.phrase_by_head
        before = [c for c in t.children[i] if c < i]
        # "U.S. and British jets"
        before += [d for c in before for d in t.childs(c, "conj") if d < i and t.pos[d] in ("ADJ", "PROPN")]
        return [
            c
            for c in before
            if c < i
            and t.dep[c] in ("compound", "nmod", "amod", "conj")
            and c in phrase_by_head
            and "," not in t.text[c:i]
            and not self.hyphened(c)
            and not self.topic(c)
            and self.entity(c, acting=False) is not None
        ]

    def topic(self, c: int) -> bool:
        """Say whether a modifier names what its noun is about ("the Iran deal"), not whose it is."""
        if self.tokens.dep[c] == "amod" or self.tokens.tag[c] == "JJ" or self.tokens.text[c].isupper():
            return False
        entity = self.document.entity_at(c)
        return entity is not None and self.document.entity[entity].type in ("Country", "GeopoliticalEntity")

    def hyphened(self, i: int) -> bool:
        """Say whether token ``i`` stands in a hyphened compound ("anti-X", "X-led") that says more than "of X"."""
        text = self.tokens.text
        return (i > 1 and text[i - 1] in HYPHENS) or (i + 1 < len(text) and text[i + 1] in HYPHENS)

    def passive(self, v: int) -> bool:
        """Say whether verb ``v`` is a passive or a participle that modifies what it acts on."""
        t = self.tokens
        if t.tag[v] != "VBN":
            return False
        deps = {t.dep[c] for c in t.children[v]}
        if "auxpass" in deps or "nsubjpass" in deps or "agent" in deps:
            return True
        if t.dep[v] == "conj" and t.head[v] != v and not deps & {"nsubj", "aux", "dobj"}:
            return self.passive(t.head[v])
        return t.dep[v] in ("acl", "amod") or (t.dep[v] == "advcl" and "aux" not in deps and "dobj" not in deps)

    def subjects(self, v: int, depth: int = 0) -> list[int]:
        """Return the heads of the phrases that name who does what verb ``v`` says, through control and relatives."""
        t = self.tokens
        if self.passive(v):
            by = t.childs(v, "agent")
            by = [b for a in by for b in (t.childs(a, "conj") if t.childs(a, "neg") else [a])]
            return [p for a in by for p in t.childs(a, "pobj")]
        return self.surface(v, depth)

    def surface(self, v: int, depth: int = 0) -> list[int]:
        """Return the heads of the grammatical subject of ``v``, taken from above where it has none of its own."""
        t = self.tokens
        own = t.childs(v, "nsubj", "nsubjpass")
        if own:
            # "once a protégé of Keller, he joined": what is said of a subject is parsed as another
            if t.childs(own[0], "cc") or not all(s < v for s in own):
                return own
            named = [s for s in own if t.pos[s] == "PROPN"]
            return (named or own)[-1:]
        head, dep = t.head[v], t.dep[v]
        if head == v or depth > 6:
            return []
        if dep in ("acl", "relcl"):
            return self.responsible(head) if t.tag[v] == "VB" else [head]
        if dep == "prep" or dep == "agent":
            return self.surface(head, depth + 1)
        if dep == "pcomp":
            governor = t.head[head]
            if t.lower[head] == "by" and t.pos[governor] == "VERB" and not self.passive(governor):
                return self.surface(governor, depth + 1)
            accuser = clauses.accuser_by(t, governor)
            if accuser is not None:
                return self.objects(accuser)
            return (
                self.controller(governor, depth + 1)
                if t.pos[governor] in ("VERB", "AUX", "ADJ")
                else self.responsible(governor, depth + 1)
            )
        if dep in ("xcomp", "ccomp"):
            return self.controller(head, depth + 1)
        if dep == "conj" and t.dep[head] == "ccomp" and _leaves_quotation(t, head, v):
            return self.surface(t.head[head], depth + 1)
        if dep in ("conj", "advcl", "acomp", "attr", "oprd", "dep", "parataxis"):
            inserted = participles.host(t, v) if dep in ("advcl", "conj") else None
            if inserted is not None:
                return self.surface(inserted, depth + 1)
            if t.pos[head] in NOUNS and dep in ("advcl", "oprd"):
                return [head]
            return self.surface(head, depth + 1)
        return []

    def controller(self, governor: int, depth: int = 0) -> list[int]:
        """Return who does what stands under ``governor`` without a subject of its own."""
        t = self.tokens
        objects = t.childs(governor, "dobj", "dative")
        if objects and t.pos[governor] == "VERB":
            effect = operators().get(t.lemma[governor])
            if effect in ("urge", "cause", "accuse", "plan"):
                return objects
            if t.lemma[governor] in HELPING:
                return self.surface(governor, depth) + objects
        if t.dep[governor] in ("acomp", "oprd") or t.pos[governor] in ("ADJ", "VERB", "AUX"):
            return self.surface(governor, depth)
        return [governor]

    def responsible(self, n: int, depth: int = 0) -> list[int]:
        """Return who stands behind noun ``n`` in "n to do": itself, its agents, or the subject above."""
        t = self.tokens
        if self.entity(n) is not None or depth > 6:
            return [n]
        agents = self.agents(n)
        if any(self.entity(a) is not None for a in agents):
            return agents
        head, dep = t.head[n], t.dep[n]
        if any(t.lower[c] == "no" for c in t.childs(n, "det")):
            return []  # "had no role in the attacks"
        if dep == "conj":
            return self.responsible(head, depth + 1)
        if dep == "pobj":
            head = t.head[head]
            if t.pos[head] in NOUNS:
                return self.responsible(head, depth + 1)
        if head != n and (
            (dep == "dobj" and self.takes(t.lemma[head]))
            or (dep in ("pobj", "attr") and t.pos[head] in ("VERB", "AUX", "ADJ"))
        ):
            return self.surface(head, depth + 1)
        if dep == "nsubjpass":
            return self.subjects(head, depth + 1)
        return self.of(n) or [n]

    def takes(self, verb: str) -> bool:
        """Say whether who does the verb stands behind its object ("launched strikes", not "condemned strikes")."""
        return (
            verb in carriers() or verb in TAKING or operators().get(verb, "accuse") not in ("accuse", "deny", "refuse")
        )

    def of(self, n: int) -> list[int]:
        """Return the heads of the of-phrase after noun ``n``."""
        t = self.tokens
        return [p for c in t.childs(n, "prep") if t.lower[c] == "of" for p in t.childs(c, "pobj")]

    def objects(self, v: int) -> list[int]:
        """Return the heads of the phrases that name whom verb ``v`` acts on."""
        t = self.tokens
        own = t.childs(v, "dobj")
        if own:
            return own[:1]
        if t.lemma[v] in HELPING:
            # "helped Congo fight": the parse makes the helped the subject of what follows
            helped = [n for c in t.childs(v, "ccomp", "xcomp") for n in t.childs(c, "nsubj")]
            if helped:
                return helped
        if self.passive(v):
            subjects = t.childs(v, "nsubjpass")
            if subjects:
                return subjects
            if t.dep[v] in ("acl", "amod", "relcl"):
                return [t.head[v]]
            if t.dep[v] == "advcl" and t.lemma[v] in KEEPING and t.text[v - 1] == "," and t.pos[v - 2] in NOUNS:
                return [v - 2]  # "advanced on Tripoli, defended by"
            return self.surface(v)
        if t.dep[v] == "relcl" and t.childs(v, "nsubj"):
            return [t.head[v]]
        # the parser takes some names for clauses or adverbs
        clauses = ("xcomp", "ccomp", "oprd", "npadvmod", "advmod")
        return [c for c in t.children[v] if c > v and t.dep[c] in clauses and t.pos[c] == "PROPN"]

    def under(self, top: int, words: tuple[str, ...]) -> tuple[int, int] | None:
        """Follow the words of a frame down from a predicate; return the last token matched and its governor."""
        t = self.tokens
        pool, last, governor = [top], top, top
        for word in words:
            hit = None
            for start in reversed(pool):
                hit = next(
                    (
                        c
                        for c in t.children[start]
                        if c > top and (t.lower[c] == word or t.lemma[c] == word) and t.dep[c] not in SUBJECTS
                    ),
                    None,
                )
                if hit is not None:
                    governor = start
                    break
            if hit is None and word in ("from", "against"):
                hit = next((c for o in t.childs(top, "dobj") for c in t.childs(o, "prep") if t.lower[c] == word), None)
            if hit is None and word in ("on", "against") and last != top:
                # "tariffs of 50 percent on", "a motion of no confidence against"
                hit = next((c for o in self.of(last) for c in t.childs(o, "prep") if t.lower[c] == word), None)
            if hit is None:
                return None
            pool.append(hit)
            last = hit
        return last, governor


@cache
def operators() -> dict[str, str]:
    """Return what a word does to the predicate under it, by lemma; the first row of a word counts."""
    found: dict[str, str] = {}
    for row in lexicon.read("operators"):
        if row["effect"] not in ("light", "receive"):
            found.setdefault(row["lemma"], row["effect"])
    return found


@cache
def carriers() -> dict[str, str]:
    """Return the verbs that carry a noun predicate, light or receive, by lemma."""
    rows = lexicon.read("operators")
    return {row["lemma"]: row["effect"] for row in rows if row["effect"] in ("light", "receive")}
