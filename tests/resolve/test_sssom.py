"""Links and judgements go out as SSSOM and come back as they were."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.graph import derive
from kg.graph.ledger import Ledger
from kg.graph.stats import dataset_hash
from kg.graph.store import EmbeddedStore
from kg.model import Match
from kg.resolve import judgement, sssom
from tests.resolve.test_judgement import ARTICLES, JUDGEMENTS, SAME, THERE, actor_of, built, judged, told

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


def test_an_import_that_is_broken_off_is_told_to_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    sssom.export(store_of(), tmp_path / "one.tsv")
    monkeypatch.setattr(derive, "derive", broken_off)
    with EmbeddedStore(tmp_path / "store") as store, pytest.raises(KeyboardInterrupt):
        sssom.import_(store, tmp_path / "one.tsv")
    assert "did not end" in (Ledger.warning(str(tmp_path / "store")) or "")


def test_the_newer_judgement_stays(tmp_path: Path) -> None:
    sssom.export(store_of(), tmp_path / "old.tsv")
    later = judged(THERE.subject, THERE.object, "same", minute=24 * 60, kind="match")
    store = store_of(later)
    sssom.import_(store, tmp_path / "old.tsv")
    assert later in judgement.read(store)


#: the slots of the SSSOM specification 1.0 that a row or a header may have
SLOTS = frozenset(
    "author_id author_label comment confidence creator_id creator_label issue_tracker_item license mapping_cardinality "
    "mapping_date mapping_justification mapping_provider mapping_source mapping_tool mapping_tool_version match_string "
    "object_category object_id object_label object_match_field object_preprocessing object_source "
    "object_source_version object_type other predicate_id predicate_label predicate_modifier predicate_type "
    "publication_date reviewer_id reviewer_label see_also similarity_measure similarity_score subject_category "
    "subject_id subject_label subject_match_field subject_preprocessing subject_source subject_source_version "
    "subject_type".split()
)
SET_SLOTS = SLOTS | frozenset(
    "curie_map issue_tracker mapping_set_description mapping_set_id mapping_set_source mapping_set_title "
    "mapping_set_version".split()
)
#: what the specification lets a slot hold; a reference is a prefixed name, a set has its address and licence
REFERENCE, DATE = r"[A-Za-z_][\w.-]*:[^\s|]+", r"\d{4}-\d\d-\d\d"
JUSTIFICATION = (
    "semapv:(MappingReview|ManualMappingCuration|LogicalReasoning|LexicalMatching|CompositeMatching|"
    "UnspecifiedMatching|SemanticSimilarityThresholdMatching|LexicalSimilarityThresholdMatching|MappingChaining)"
)
HELD = {
    "subject_id": REFERENCE,
    "predicate_id": REFERENCE,
    "object_id": REFERENCE,
    "mapping_justification": JUSTIFICATION,
    "predicate_modifier": "(Not)?",
    "mapping_date": f"({DATE})?",
    "confidence": r"(0(\.\d+)?|1(\.0+)?)?",
    "author_label": r"[^|]*",
}


def parsed(file: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the header and the rows of a table, read as the specification says: YAML after "#", then TSV."""
    lines = file.read_text(encoding="utf-8").splitlines()
    header = dict(line.removeprefix("#").split(": ", 1) for line in lines if re.match(r"#\w+: ", line))
    body = [line for line in lines if not line.startswith("#")]
    return header, list(csv.DictReader(body, delimiter="\t", strict=True))


def test_the_table_keeps_to_the_specification(tmp_path: Path) -> None:
    # the reference implementation takes 390 MB and a hundred packages: see docs/identity.md
    sssom.export(store_of(judged(SAME.object, THERE.object, "unsure", kind="match")), tmp_path / "one.tsv")
    header, rows = parsed(tmp_path / "one.tsv")
    prefixes = dict(re.findall(r'^#  ([\w.-]+): "([^"]+)"$', (tmp_path / "one.tsv").read_text(), re.MULTILINE))
    assert header.keys() <= SET_SLOTS
    assert all(re.fullmatch(r'"https?://[^"]+"', header[slot]) for slot in ("mapping_set_id", "license"))
    assert rows
    for row in rows:
        assert row.keys() <= SLOTS
        assert {slot for slot, pattern in HELD.items() if not re.fullmatch(pattern, row[slot])} == set()
        assert {row[slot].partition(":")[0] for slot in sssom.REQUIRED} <= prefixes.keys()


def test_the_reference_implementation_finds_it_valid(tmp_path: Path) -> None:
    pytest.importorskip("sssom")
    from sssom.parsers import parse_sssom_table  # type: ignore[import-not-found, unused-ignore]
    from sssom.validators import validate  # type: ignore[import-not-found, unused-ignore]

    sssom.export(store_of(), tmp_path / "one.tsv")
    assert validate(parse_sssom_table(str(tmp_path / "one.tsv")), fail_on_error=True)


def test_pairs_go_out_for_a_person_to_judge_and_come_back_judged(tmp_path: Path) -> None:
    names = ("Jorge Marwan Hadell", "J. Hadell", "Mustafa al-Kadhimi", "Mustapha Kazemi")
    store, table = built([told(name) for name in names]), tmp_path / "pairs.tsv"
    assert sssom.export(store, table) == 0
    assert sssom.export(store, table, pairs=True) == 2
    _, rows = parsed(table)
    assert {row["comment"].partition(":")[0] for row in rows} == {"joined", "in doubt, not joined"}
    assert sssom.import_(store, table) == sssom.Imported(taken=0, known=0, skipped=2)
    text = table.read_text()
    verdict = "semapv:ManualMappingCuration\tada\t2024-03-05"
    table.write_text(text.replace("semapv:LexicalMatching\t\t", verdict))
    assert sssom.import_(store, table).taken == 2
    assert {j.kind for j in judgement.read(store)} == {"identity"}
    assert actor_of(store, "J. Hadell") == actor_of(store, "Jorge Marwan Hadell")
    sssom.export(store, table, pairs=True)
    assert "LexicalMatching" not in table.read_text().replace(verdict, "")


@pytest.mark.parametrize(("separator", "encoding"), [("\t", "utf-8-sig"), (",", "utf-8"), (";", "utf-16")])
def test_what_a_spreadsheet_makes_of_it_is_read_the_same(tmp_path: Path, separator: str, encoding: str) -> None:
    plain, edited = tmp_path / "plain.tsv", tmp_path / "edited.tsv"
    sssom.export(store_of(), plain)
    text = plain.read_text()
    head = [line for line in text.splitlines() if line.startswith("#")]
    _, rows = parsed(plain)
    columns = list(reversed(rows[0]))
    for row in rows:
        row["confidence"] = row["confidence"].replace("0.5", "0,5")
        row["mapping_date"] += " 00:00:00" if row["mapping_date"] else ""
    with edited.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerows([line, *[""] * (len(columns) - 1)] for line in head)
        writer.writerow(columns)
        writer.writerows([row[column] for column in columns] for row in rows)
        writer.writerow([""] * (len(columns) + 1))
    assert '"#  wd: ""http' in edited.read_text(encoding=encoding)
    assert list(sssom.read(edited)) == list(sssom.read(plain))


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
