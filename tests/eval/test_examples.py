"""The examples are read at least as well as before, and their gold files fit their texts."""

from __future__ import annotations

import pytest
import scoring
from gold import GOLD, load, locate


def test_every_example_has_its_gold() -> None:
    from kg.model import Article
    from kg.read import source

    examples = {
        item.iri for item in source.read([str(GOLD.parent.parent.parent / "examples")]) if isinstance(item, Article)
    }
    assert {gold.article.iri for gold in load()} == examples


def test_no_figure_falls_below_its_floor(capsys: pytest.CaptureFixture[str]) -> None:
    counts = scoring.pooled(scores for _, scores in scoring.run())
    floors = scoring.read_floors()
    with capsys.disabled():
        print("\n" + scoring.table(counts, floors))
    assert floors
    assert scoring.below(scoring.figures(counts), floors) == []


def test_a_fallen_figure_and_a_lost_case_are_noticed_and_floors_never_fall() -> None:
    floors = {"names": 0.9, "cases of names": 10.0}
    assert len(scoring.below({"names": 0.8, "cases of names": 9.0}, floors)) == 2
    assert scoring.raised({"names": 0.8, "cases of names": 9.0}, floors) == floors


def test_a_place_must_be_told_apart() -> None:
    with pytest.raises(ValueError, match="2 times"):
        locate("A denied it. B denied it.", "denied")
