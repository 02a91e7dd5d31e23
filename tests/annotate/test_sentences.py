from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.annotate import nlp
from kg.model import Article


@pytest.fixture(scope="module")
def sentences(article: Callable[..., Article]) -> Callable[..., list[str]]:
    def run(text: str, **given: str) -> list[str]:
        (document,) = nlp.parse([article(text, **given)])
        return [document.tokens.span(a, b).of(text) for a, b in document.tokens.sentences]

    return run


def test_a_closing_mark_belongs_to_the_sentence_that_it_closes(sentences: Callable[..., list[str]]) -> None:
    assert sentences('"We will rebuild." The mayor left. "It will take years," he said. "We know that."') == [
        '"We will rebuild."',
        "The mayor left.",
        '"It will take years," he said.',
        '"We know that."',
    ]


def test_abbreviations_do_not_end_sentences(sentences: Callable[..., list[str]]) -> None:
    assert sentences("Sen. Ana Vega met U.S. Army Gen. Rolf Brandt. He flew home from the U.S. The talks ended.") == [
        "Sen. Ana Vega met U.S. Army Gen. Rolf Brandt.",
        "He flew home from the U.S.",
        "The talks ended.",
    ]


def test_sentences_do_not_cross_blocks(sentences: Callable[..., list[str]]) -> None:
    assert sentences("Miners Walk Out\n\nThe strike began", title="Miners Walk Out") == [
        "Miners Walk Out",
        "The strike began",
    ]
