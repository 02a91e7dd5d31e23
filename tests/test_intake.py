"""What becomes of tables and files of many articles: read, told of, changed, and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main

ONE = "Kenya accused Sudan on Monday of closing the border. Sudan denied it."
TWO = "The governor of Nairobi met the mayor of Mombasa on Monday and praised her."
TABLE = f'id,headline,outlet,body\na,Border closed,Lake Paper,"{ONE}"\nb,Praise,Lake Paper,"{TWO}"\n'


def kg(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "news.csv"
    path.write_text(TABLE)
    return path


def publishers(store: Path) -> list[str]:
    found = json.loads(kg("query", "articles", "--store", store, "--format", "json"))["results"]["bindings"]
    return [row["from"]["value"] if "from" in row else "" for row in found]


def test_columns_that_are_not_used_are_told_and_what_is_named_later_replaces(table: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    told = kg("build", table, "--key", "text=body", "--store", store)
    assert "headline, outlet" in told
    assert "--key title=headline" in told
    keys = ("--key", "text=body", "--key", "title=headline", "--key", "publisher=outlet")
    again = kg("build", table, *keys, "--store", store)
    assert "2 replaced" in again
    assert "not used" not in again
    assert publishers(store) == ["Lake Paper", "Lake Paper"]
    third = kg("build", table, "--key", "text=body", "--store", store)
    assert "2 known" in third


def test_a_table_in_a_folder_is_to_be_named(table: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(ONE)
    assert "name it on the command line" in kg("build", tmp_path, "--store", tmp_path / "store")


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_file_of_many_articles_is_taken_back_whole(kind: str, table: Path, tmp_path: Path) -> None:
    store, other = tmp_path / "store", tmp_path / "other.txt"
    other.write_text("Chad condemned Libya on Monday.")
    records = [{"text": ONE, "url": "https://example.org/1"}, {"text": TWO}]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, records)))
    key = f"text={'body' if kind == 'csv' else 'text'}"
    kg("build", tmp_path / f"news.{kind}", other, "--key", key, "--store", store)
    assert kg("remove", tmp_path / f"news.{kind}", "--store", store).count("Removed") == 2
    assert len(publishers(store)) == 1
