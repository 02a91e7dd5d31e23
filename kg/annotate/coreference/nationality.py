"""Say which country an organization or person belongs to, where the article does: "the Congolese army".

The country stands in the name ("Iraqi Defense Ministry"), owns it ("Burundi's defence ministry"), follows it
("the government of Iraq") or begins what a person or group is called before the name ("Kenya's Foreign Minister",
"the Spanish rebel group"). "Iran-backed" says nothing of where a militia is from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.annotate import geography, nouns
from kg.annotate.document import Document, Phrase
from kg.annotate.names import organizations, titles
from kg.model import Entity
from kg.resolve import national
from kg.resolve.generic import is_generic
from kg.vocabulary import ORGANIZATIONS, PLACES

#: classes that belong to many countries
_OF_MANY = frozenset({"IntergovernmentalOrganization", "Alliance"})
_MODIFIERS = frozenset({"amod", "compound", "nmod"})
#: persons who are not of the country that has them: "Lebanon's neighbour"
_RELATED = frozenset(
    {"neighbour", "neighbor", "ally", "enemy", "rival", "ruler", "critic", "friend", "partner", "foe", "opponent"}
)

#: what a name may be called by before it has at most as many words: "Iraqi Defense Ministry spokesperson Major General"
_LONGEST = 7


def mark(document: Document) -> Document:
    """Return the document with the country of each organization and person of which the article tells only one."""
    told: dict[str, set[str]] = defaultdict(set)
    kinds = ORGANIZATIONS - _OF_MANY | {nouns.PERSON}
    for phrase, id_ in zip(document.phrases, document.chain, strict=True):
        if id_ is not None and phrase.kind != "pronoun" and document.entity[id_].type in kinds:
            told[id_].update(_countries(document, phrase))
    in_sight = _in_sight(document).union(*told.values())
    marked = (_marked(entity, told.get(entity.id, set()), in_sight) for entity in document.entities)
    return document.with_(entities=tuple(marked))


def _in_sight(document: Document) -> set[str]:
    """Return the countries that the article names, or whose organizations it names."""
    found = {p.key.partition(":")[2] for p in document.phrases if p.key.startswith("country:")}
    for entity in document.entities:
        known = organizations.known().get(entity.name) if entity.type in ORGANIZATIONS else None
        if known is not None and len(known.country) == 2 and not is_generic(entity.name):
            found.add(known.country)
        if entity.country and entity.type in PLACES:
            found.add(entity.country)
    return found


def _marked(entity: Entity, codes: set[str], in_sight: set[str]) -> Entity:
    """Return the entity with its country, known or told.

    Arguments:
        codes: what the article tells of it.
        in_sight: the countries of the article.
    """
    if entity.country is not None or entity.type not in ORGANIZATIONS | {nouns.PERSON}:
        return entity
    known = organizations.known().get(entity.name) if entity.type in ORGANIZATIONS else None
    if known is not None and len(known.country) == 2:
        # other countries have a Senate and a Ministry of Defence too
        of_many = is_generic(entity.name) or national.institution(entity.name)[0]
        if not of_many or (known.country in (codes or in_sight or {known.country})):
            return replace(entity, country=known.country)
    return replace(entity, country=next(iter(codes))) if len(codes) == 1 else entity


def _countries(document: Document, phrase: Phrase) -> Iterator[str]:
    """Yield the countries that modify a mention, its title or its head."""
    tokens = document.tokens
    title = titles.before(document, phrase)
    for i in range(*title or (0, 0)):
        if tokens.pos[i] == "ADP":
            # not "envoy to Kenya"
            break
        yield from _code(document, i)
    owned = phrase.type != "ArmedGroup" and tokens.lemma[phrase.head] not in _RELATED
    modifiers = _MODIFIERS | {"poss"} if owned else _MODIFIERS
    for i in range(phrase.start, phrase.head):
        if tokens.dep[i] in modifiers and (i == phrase.start or tokens.head[i] == phrase.head):
            yield from _code(document, i)
    for i in tokens.childs(phrase.head, *modifiers):
        # "envoy to Kenya Ada Wei" is no Kenyan
        if i < phrase.start and not (i + 1 == phrase.start and tokens.pos[i - 1] == "ADP"):
            yield from _code(document, i)
    if phrase.kind == "name":
        yield from _before(document, phrase)
    of = tokens.child(phrase.head, "prep")
    if of is not None and tokens.lower[of] == "of" and (owner := tokens.child(of, "pobj")) is not None:
        yield from _code(document, owner)


def _before(document: Document, phrase: Phrase) -> Iterator[str]:
    """Yield the country that begins the run of nouns and adjectives before a name, however they were parsed."""
    tokens = document.tokens
    low = max(tokens.sentences[tokens.sent[phrase.start]][0], phrase.start - _LONGEST)
    for i in range(phrase.start - 1, low - 1, -1):
        n = document.phrase_of[i]
        inner = None if n is None else document.phrases[n]
        owns = tokens.lower[i] in ("'s", "’s")
        code = geography.demonym(tokens.text[i]) if tokens.text[i][:1].isupper() else ""
        if code and tokens.text[i + 1] != "-":
            yield code
            return
        if inner is not None and inner.type == "Country" and inner.kind == "name" and not owns:
            if i + 1 < phrase.start:
                yield from _code(document, i)
            return
        a_person = inner is not None and inner.kind == "name" and inner.type == nouns.PERSON
        if a_person or tokens.lemma[i] in _RELATED or (owns and phrase.type == "ArmedGroup"):
            return
        if not owns and tokens.pos[i] not in ("NOUN", "PROPN", "ADJ") and tokens.text[i] not in ("-", "&"):
            return


def _code(document: Document, i: int) -> Iterator[str]:
    """Yield the ISO code of the country that token ``i`` names, unless it is part of "Iran-backed"."""
    n = document.phrase_of[i]
    if n is None or document.tokens.text[i + 1 : i + 2] == ["-"]:
        return
    id_ = document.chain[n]
    phrase = document.phrases[n]
    if phrase.type == "Country" and phrase.key.startswith("country:"):
        yield phrase.key.partition(":")[2]
    elif id_ is not None and document.entity[id_].type == "Country" and (code := document.entity[id_].country):
        # "Riyadh's ambassador"
        yield code
