"""Find the files that belong to kg but are no Python: the ontology and the named queries."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def ontology_dir() -> Path:
    """Return the folder of the ontology: inside an installed package, or at the top of a checkout."""
    return _find("ontology")


def queries_dir() -> Path:
    """Return the folder of the named queries: inside an installed package, or at the top of a checkout."""
    return _find("queries")


def _find(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
