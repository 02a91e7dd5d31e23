"""The attribute memo stands for spaCy's attribute ruler: whatever it is given, it sets what the ruler sets."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from kg.annotate import nlp
from kg.annotate.attribute_memo import AttributeMemo, fits

EXAMPLES = Path(__file__).parents[2] / "examples"
SET = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START"]


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return nlp.load()


@pytest.fixture(scope="module")
def rulers(pipeline: Language) -> tuple[AttributeRuler, AttributeMemo]:
    """Return the ruler of the pipeline, which the pipeline itself no longer has, and a memo of its patterns."""
    memo = pipeline.get_pipe("attribute_ruler")
    assert isinstance(memo, AttributeMemo), "the default pipeline is read without the memo"
    ruler = AttributeRuler(pipeline.vocab)
    ruler.add_patterns(memo.patterns)
    return ruler, AttributeMemo(pipeline.vocab, memo.patterns)


def as_set(doc: Doc) -> list[list[int]]:
    return doc.to_array(SET).tolist()  # type: ignore[no-any-return]


def test_examples_get_what_the_ruler_sets(pipeline: Language, rulers: tuple[AttributeRuler, AttributeMemo]) -> None:
    ruler, memo = rulers
    said = "They're gonna leave. Let's go! There is a truce; there's no doubt. It ain't over, y'all got to come."
    texts = [said, *(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt")))]
    assert len(texts) >= 8
    with pipeline.select_pipes(disable=["attribute_ruler", "lemmatizer", "ner"]):
        parsed = list(pipeline.pipe(texts))
    for doc in parsed:
        assert as_set(memo(doc.copy())) == as_set(ruler(doc.copy()))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["gon", "Na", "let", "'s", "ai", "n't", "there", "is", "Who", "had", "\n", "U.S.", "x"]),
            st.sampled_from(["VB", "VBZ", "VBP", "NN", "NNP", "EX", "WP", "_SP", "POS", "RB", ""]),
            st.sampled_from(["expl", "aux", "ROOT", "nsubj", ""]),
        ),
        max_size=8,
    )
)
def test_any_tokens_get_what_the_ruler_sets(
    rulers: tuple[AttributeRuler, AttributeMemo], tokens: list[tuple[str, str, str]]
) -> None:
    ruler, memo = rulers
    words, tags, deps = ([token[i] for token in tokens] for i in range(3))
    doc = Doc(ruler.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
    assert as_set(memo(doc.copy())) == as_set(ruler(doc.copy()))


def test_patterns_that_read_more_are_left_to_the_ruler() -> None:
    assert not fits([{"patterns": [[{"ENT_TYPE": "GPE"}]], "attrs": {"POS": "PROPN"}, "index": 0}])
    assert not fits([{"patterns": [[{"TAG": "NN"}]], "attrs": {"SENT_START": 1}, "index": 0}])
