"""What the documents say is what there is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LEXICONS = sorted((ROOT / "kg" / "annotate" / "lexicons").glob("*.tsv"))


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_readme_shows_the_help_as_it_is() -> None:
    environment = {**os.environ, "COLUMNS": "110"}
    shown = subprocess.run(
        [sys.executable, "-m", "kg.cli", "--help"], capture_output=True, text=True, check=True, env=environment
    ).stdout.replace("python -m kg.cli", "kg")
    assert shown.strip() in README


def test_readme_python_runs(tmp_path: Path) -> None:
    (block,) = _blocks("python")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert " says " in done.stdout


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_with_an_example(name: str) -> None:
    text = main.commands[name].help or ""
    assert "Example:" in text or getattr(main.commands[name], "commands", None), f"kg {name} has no example"
    assert f"kg {name}" in text or getattr(main.commands[name], "commands", None)


def test_every_linked_page_is_there() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_every_word_list_says_what_it_is_and_where_from(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert any(line.startswith("# source:") for line in lines)
    header = next(line for line in lines if not line.startswith("#"))
    row = f"| `{path.stem}` | {lines[0][2:].rstrip('.')} | {', '.join(header.split(chr(9)))} |"
    assert row in (ROOT / "docs" / "lexicons.md").read_text(encoding="utf-8")


def test_nothing_heavy_is_imported_for_help() -> None:
    code = "import sys, kg.cli; print({'spacy', 'pyoxigraph', 'rdflib', 'networkx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
