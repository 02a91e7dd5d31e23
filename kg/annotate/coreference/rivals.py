"""Tell where a pronoun rather takes up a thing that is no mention: "The report names ... It also says".

Entities are only some of the things that an article tells of. "It" and "they" as often stand for a report, a
disease or a plan; where such a thing stands better than the best entity, the pronoun is left alone.
"""

from __future__ import annotations

from bisect import bisect_left

from kg.annotate import nouns
from kg.annotate.coreference.salience import PER_SENTENCE, SUBJECTS
from kg.annotate.document import Document, Phrase, Tokens
from kg.annotate.statements import cues
from kg.vocabulary import ORGANIZATIONS, STATES

_OBJECTS = frozenset({"dobj", "pobj", "attr", "conj"})
#: nouns that no pronoun takes up: times, measures and what only counts or relates others
_EMPTY = frozenset(
    {"day", "week", "month", "year", "hour", "minute", "time", "morning", "night", "decade", "moment", "today"}
    | {"percent", "number", "part", "way", "order", "case", "fact", "term", "addition", "response", "result", "end"}
    | {"side", "behalf", "favor", "favour", "example", "instance", "lot", "kind", "statement", "interview"}
    | {"wake", "course", "place", "role", "control", "support", "power", "member", "majority", "rest", "press"}
    | {"mile", "kilometer", "kilometre", "meter", "metre", "acre", "ton", "tonne", "dollar", "euro", "pound", "point"}
)
#: sentences back in which a rival counts, and the weight of one that there is not
_BACK, _FAR = 2, 9.0
#: how much more likely is the subject of a clause of the same sentence, and one nearer than the best entity
_HERE, _SINCE = 0.25, 0.3
#: how much more likely is what has just been acted on
_PARALLEL = 0.8
_SINGULAR, _PLURAL = frozenset({"NN", "NNP"}), frozenset({"NNS"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
#: verbs whose subject and object do together what comes next
_TOGETHER = frozenset({"meet", "marry", "accompany", "join"})
#: tags of those who are several only together
_COUPLED = frozenset({"NN", "NNP", "PRP"})


class Rivals:
    """The common nouns of an article that stand for no entity that "it" or "they" could take up."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._found: dict[bool, list[int]] = {}

    def best(self, phrase: Phrase, *, plural: bool, back: int) -> float:
        """Return the weight of the best rival antecedent of a pronoun, on the scale of those of entities.

        Arguments:
            back: how many sentences back the best entity is mentioned; a subject since counts for more.
        """
        if plural not in self._found:
            self._found[plural] = self._nouns(plural=plural)
        tokens, found = self.document.tokens, self._found[plural]
        here, at = tokens.sent[phrase.start], phrase.start
        owned = tokens.head[at] if tokens.tag[at] == "PRP$" else None
        acts, texts = _acts(tokens, at), cues.table("noun")
        best = -_FAR
        for i in reversed(found[: bisect_left(found, at)]):
            distance = here - tokens.sent[i]
            if distance > _BACK:
                break
            several = plural and (tokens.tag[i] in _COUPLED or (owned is not None and _is_coupled(tokens, i, owned)))
            if acts and not several and (owned is not None or tokens.lemma[i] not in texts):
                # a report or a ruling says something too
                continue
            if owned is None and (tokens.left[i] <= at < tokens.right[i] or tokens.head[i] == tokens.head[at]):
                # what the pronoun is a part of, and the subject of what is done to it, are something else
                continue
            weight = (0.9 if tokens.dep[i] in SUBJECTS else 0.2) - PER_SENTENCE * distance - 0.004 * (at - i)
            if tokens.dep[i] in SUBJECTS:
                weight += _HERE * (distance == 0) + _SINCE * (distance < back)
            if owned is not None:
                weight += _owns(tokens, i, owned)
            elif tokens.dep[i] == tokens.dep[at] == "dobj" and _are_joined(tokens, tokens.head[i], tokens.head[at]):
                # "to clear land and return it"
                weight += _PARALLEL
            best = max(best, weight)
        return best

    def _nouns(self, *, plural: bool) -> list[int]:
        tokens, heads = self.document.tokens, self.document.phrase_by_head
        tags = _PLURAL if plural else _SINGULAR
        return [
            i
            for i, tag in enumerate(tokens.tag)
            if (
                tag in tags
                and tokens.dep[i] in SUBJECTS | _OBJECTS
                and (tokens.lemma[i] not in _EMPTY or (tokens.lemma[i] == "order" and tokens.childs(i, "det")))
                and (self._is_thing(heads[i]) if i in heads else tag != "NNP")
            )
            or (plural and tag in _COUPLED and _are_two(tokens, i))
        ]

    def _is_thing(self, n: int) -> bool:
        """Say whether a mention is of something that the pronoun is never joined to: a building, a weapon."""
        type_ = self.document.phrases[n].type
        return type_ not in ORGANIZATIONS and type_ not in STATES and type_ not in ("Person", "Population", "")


def _are_two(tokens: Tokens, i: int) -> bool:
    """Say whether a noun and what "and" joins to it are several together, or one who may be either: "he or she"."""
    if tokens.dep[i] not in SUBJECTS | _OBJECTS:
        return False
    if any(tokens.pos[c] in _NOMINAL for c in tokens.childs(i, "conj")):
        return tokens.dep[i] != "conj"
    if tokens.dep[i] == "nsubj" and tokens.lemma[tokens.head[i]] in _TOGETHER and tokens.childs(tokens.head[i], "dobj"):
        # "Haddad met Keller. They discussed"
        return True
    # "an applicant or their spouse"
    return tokens.tag[i] == "NN" and any(
        tokens.lower[o] == "their" for c in tokens.childs(i, "conj") for o in tokens.childs(c, "poss")
    )


def _are_joined(tokens: Tokens, one: int, other: int) -> bool:
    """Say whether "and" joins one verb to another before it."""
    return tokens.dep[other] == "conj" and tokens.head[other] == one


def _is_coupled(tokens: Tokens, i: int, owned: int) -> bool:
    """Say whether "and" joins what is owned to noun ``i``: "farmers and their wives"."""
    return tokens.head[owned] == i and tokens.dep[owned] == "conj"


def _owns(tokens: Tokens, i: int, owned: int) -> float:
    """Weigh noun ``i`` as what has noun ``owned``: the subject of a clause mostly has what it acts on."""
    if _is_coupled(tokens, i, owned):
        return 2.5
    return 0.8 if tokens.dep[i] in SUBJECTS and tokens.head[owned] == tokens.head[i] else 0.0


def _acts(tokens: Tokens, i: int) -> bool:
    """Say whether a pronoun does or has what only actors do or have: "it said", "its spokesman", "their troops"."""
    verb = tokens.head[i]
    if tokens.tag[i] == "PRP$":
        return tokens.lemma[verb] in nouns.roles() or tokens.lemma[verb] in nouns.commons()
    if tokens.dep[i] != "nsubj" or tokens.pos[verb] != "VERB":
        return False
    cue = cues.table("verb").get(tokens.lemma[verb])
    return cue is not None and cue.kind in ("speech", "stance", "decree", "belief", "intention")


def outweigh(rivals: Rivals, phrase: Phrase, score: float, *, back: int) -> bool:
    """Say whether a thing is a better antecedent of a pronoun than the best entity, with that score so far back."""
    return rivals.best(phrase, plural=phrase.plural, back=back) > score
