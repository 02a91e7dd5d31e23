"""Give words their coarse tags, morphology and exceptional lemmas as spaCy's attribute ruler does, remembering each.

The ruler tries all of its patterns on every token anew, an eighth of a parse's time. Nearly all patterns of the
English pipelines look at one token only: what they make of it depends on nothing but what they read of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.vocab import Vocab

FACTORY = "kg_attribute_memo"

Row = tuple[int, ...]

#: what patterns may read and set for a memo to stand for them; the attributes of a token that it goes by
_READ = ("LOWER", "ORTH", "TAG", "DEP", "IS_SPACE")
_SET = ("TAG", "POS", "MORPH", "LEMMA", "DEP")
_KEY = (*_READ, "POS", "MORPH", "LEMMA")


class AttributeMemo:
    """An attribute ruler that remembers what its patterns set on a token.

    Its results are those of the ruler. Where patterns of several tokens match ("gon na"), the ruler itself reads those
    tokens anew, because patterns overwrite each other in their order.

    Arguments:
        patterns: those of the ruler, as :attr:`spacy.pipeline.AttributeRuler.patterns` lists them; see :func:`fits`.
    """

    def __init__(self, vocab: Vocab, patterns: Iterable[dict[str, Any]]):
        self._all, self._words, self._phrases = (AttributeRuler(vocab) for _ in range(3))
        for pattern in patterns:
            self._all.add(**pattern)
            for tokens in pattern["patterns"]:
                (self._words if len(tokens) == 1 else self._phrases).add([tokens], pattern["attrs"], pattern["index"])
        self._known: dict[Row, Row] = {}

    @property
    def patterns(self) -> list[dict[str, Any]]:
        """All patterns, in their order."""
        return self._all.patterns

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of a tagged document's tokens."""
        rows = _rows(doc, _KEY)
        new = list(set(rows).difference(self._known))
        if new:
            self._known.update(zip(new, _read(new, self._words), strict=True))
        found = [self._known[row] for row in rows]
        for start, end in _merged((start, end) for _, _, start, end in self._phrases.match(doc)):
            found[start:end] = _read(rows[start:end], self._all)
        if rows:
            _set(doc, _SET, found)
        return doc


def _read(rows: list[Row], ruler: AttributeRuler) -> list[Row]:
    """Return what a ruler sets on tokens of these attributes, standing side by side."""
    tokens = [dict(zip(_KEY, row, strict=True)) for row in rows]
    doc = Doc(ruler.vocab, words=[ruler.vocab.strings[token["ORTH"]] for token in tokens])
    given = ("TAG", "DEP", "POS", "MORPH", "LEMMA")
    _set(doc, given, [tuple(token[name] for name in given) for token in tokens])
    return _rows(ruler(doc), _SET)


def _rows(doc: Doc, names: tuple[str, ...]) -> list[Row]:
    return [tuple(row) for row in doc.to_array(list(names)).tolist()]


def _set(doc: Doc, names: tuple[str, ...], rows: list[Row]) -> None:
    values = np.array(rows, dtype="uint64")
    doc.from_array(list(names), values)  # type: ignore[arg-type]  # the annotation knows a type of spaCy's own only


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans of tokens in order, those that overlap as one."""
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last is not None and start < last[1]:
            last = (last[0], max(end, last[1]))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def fits(patterns: Iterable[dict[str, Any]]) -> bool:
    """Tell whether a memo can stand for a ruler of these patterns: they read and set nothing that it does not know.

    >>> fits([{"patterns": [[{"TAG": "NN"}]], "attrs": {"POS": "NOUN"}, "index": 0}])
    True
    >>> fits([{"patterns": [[{"TAG": "NN", "OP": "+"}]], "attrs": {"POS": "NOUN"}, "index": 0}])
    False
    """
    return all(
        pattern["attrs"].keys() <= {*_SET} and all(token.keys() <= {*_READ} for token in tokens)
        for pattern in patterns
        for tokens in pattern["patterns"]
    )


@Language.factory(FACTORY)
def make(nlp: Language, name: str, patterns: list[dict[str, Any]]) -> AttributeMemo:
    """Return a memo as a component of a pipeline."""
    return AttributeMemo(nlp.vocab, patterns)
