"""Links and judgements go out as SSSOM and come back as they were."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.graph.stats import dataset_hash
from kg.graph.store import EmbeddedStore
from kg.model import Match
from kg.resolve import judgement, sssom
from tests.resolve.test_judgement import ARTICLES, JUDGEMENTS, THERE, built, judged, told

#: links into four namespaces, one of them unknown to us, and a judgement with all that may trip a table
ELSEWHERE = told(
    "Norland",
    "Country",
    *(
        Match(target=iri, method="gazetteer", score=0.875, label='The "Free"\tNorland')
        for iri in (
            "http://www.wikidata.org/entity/Q0",
            "https://example.org/place?id=1",
            "http://dbpedia.org/resource/N",
        )
    ),
)


def store_of(*more: judgement.Judgement) -> EmbeddedStore:
    return built([*ARTICLES, ELSEWHERE], [*JUDGEMENTS, *more])


def test_export_import_export_is_identical(tmp_path: Path) -> None:
    one, other = store_of(), built([*ARTICLES, ELSEWHERE])
    assert sssom.export(one, tmp_path / "one.tsv") == 7
    assert sssom.import_(other, tmp_path / "one.tsv") == sssom.Imported(taken=4, known=0, skipped=3)
    sssom.export(other, tmp_path / "other.tsv")
    assert (tmp_path / "one.tsv").read_bytes() == (tmp_path / "other.tsv").read_bytes()


def test_reading_its_own_file_changes_nothing(tmp_path: Path) -> None:
    store = store_of()
    before = dataset_hash(store)
    sssom.export(store, tmp_path / "one.tsv")
    assert sssom.import_(store, tmp_path / "one.tsv").known == 4
    assert dataset_hash(store) == before


def test_the_newer_judgement_stays(tmp_path: Path) -> None:
    sssom.export(store_of(), tmp_path / "old.tsv")
    later = judged(THERE.subject, THERE.object, "same", minute=24 * 60, kind="match")
    store = store_of(later)
    sssom.import_(store, tmp_path / "old.tsv")
    assert later in judgement.read(store)


def test_the_table_keeps_to_the_schema(tmp_path: Path) -> None:
    sssom.export(store_of(), tmp_path / "one.tsv")
    lines = (tmp_path / "one.tsv").read_text().splitlines()
    prefixes = {m[1] for line in lines if (m := re.match(r"#  ([\w]+): ", line))}
    header, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            assert cells[column].partition(":")[0] in prefixes
        assert cells["predicate_modifier"] in ("", "Not")
        assert 0 <= float(cells["confidence"]) <= 1
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", cells["mapping_date"])


def test_the_reference_implementation_finds_it_valid(tmp_path: Path) -> None:
    pytest.importorskip("sssom")
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    sssom.export(store_of(), tmp_path / "one.tsv")
    assert validate(parse_sssom_table(str(tmp_path / "one.tsv")), fail_on_error=True)


HEAD = "#curie_map:\n#  ex: http://example.org/\nsubject_id\tpredicate_id\tobject_id\tmapping_justification"
ROW = "kge:1\tskos:exactMatch\tex:2\tsemapv:ManualMappingCuration"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("subject_id\tobject_id\n", 1, "predicate_id is missing"),
        (f"{HEAD}\n{ROW}\n", 4, "who judged"),
        (f"{HEAD}\tauthor_label\n{ROW}\tada\n", 4, "no date"),
        (f"{HEAD}\n{ROW.replace('ex:2', 'nix:2')}\n", 4, "no prefix"),
        (f"{HEAD}\n{ROW.replace('kge:1', 'ex:1')}\n", 4, "no entity of ours"),
        (f"{HEAD}\n{ROW.replace('exactMatch', 'broadMatch')}\n", 4, "neither"),
        (f"{HEAD}\tpredicate_modifier\n{ROW}\tMaybe\n", 4, "Maybe"),
        (f"{HEAD}\tauthor_label\tconfidence\n{ROW}\tada\thigh\n", 4, "no number"),
        (f"{HEAD}\n{ROW}\tmore\n", 4, "more cells"),
        (f"{HEAD}\n{ROW.replace('ex:2', 'ex:a>b')}\n", 4, "no prefix"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_taken(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    (tmp_path / "bad.tsv").write_text(text)
    store = store_of()
    before = dataset_hash(store)
    with pytest.raises(ReadError, match=rf"bad.tsv:{line}: .*{problem}"):
        sssom.import_(store, tmp_path / "bad.tsv")
    assert dataset_hash(store) == before
