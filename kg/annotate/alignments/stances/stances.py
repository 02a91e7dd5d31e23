"""Read who takes a side by the words for it: "backs", "lashed out at", "support for", "critical of", "an ally of".

The words and their frames are in the list ``stances``; what stands above them ("refused to", "vowed to", "voiced")
is in ``operators``. A stance that did not come about (negated, hypothetical) is not returned.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.actors import NOUNS, Arguments
from kg.annotate.alignments.stances.modifiers import of_adjective, of_against, of_preposition
from kg.annotate.alignments.stances.nouns import of_noun, of_receiver
from kg.annotate.alignments.stances.roles import of_role
from kg.annotate.alignments.stances.stance import Stance, in_name
from kg.annotate.alignments.stances.verbs import of_headline, of_verb
from kg.annotate.alignments.stances.words import words


def find(arguments: Arguments) -> Iterator[Stance]:
    """Yield the stances in the order of their predicates."""
    t = arguments.tokens
    lists = words()
    verbs, nouns, adjectives, prepositions, roles = (lists[k] for k in ("VERB", "NOUN", "ADJ", "PREP", "ROLE"))
    for i, pos in enumerate(t.pos):
        if pos == "VERB" or (pos in NOUNS and t.dep[i] in ("ROOT", "ccomp")):
            lemma = t.lemma[i]
            if lemma in verbs and pos == "VERB":
                yield from of_verb(arguments, i, verbs[lemma])
            if t.tag[i] == "VBN" and t.lower[i] in adjectives:
                yield from of_adjective(arguments, i, adjectives[t.lower[i]])
        if pos in NOUNS:
            if pos == "PROPN":
                yield from of_headline(arguments, i, verbs)
            lemma = t.lemma[i]
            if lemma in nouns and not in_name(arguments, i):
                yield from of_noun(arguments, i, nouns[lemma])
                yield from of_receiver(arguments, i, nouns[lemma])
            if lemma in roles and not in_name(arguments, i):
                yield from of_role(arguments, i, roles[lemma])
        elif pos == "ADJ":
            if t.lower[i] in adjectives:
                yield from of_adjective(arguments, i, adjectives[t.lower[i]])
        elif pos in ("ADP", "SCONJ", "ADV") and not in_name(arguments, i):
            if t.lower[i] in prepositions:
                yield from of_preposition(arguments, i, prepositions[t.lower[i]])
            elif t.lower[i] in ("against", "versus"):
                yield from of_against(arguments, i)
