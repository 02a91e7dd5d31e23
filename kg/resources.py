"""Find files: those that come with kg, in an installed package or a checkout, and those that it keeps for a user."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def ontology_dir() -> Path:
    """Return the folder of the ontology: ``kg.ttl``, ``alignments.ttl``, ``shapes.ttl`` and ``examples/``.

    >>> (ontology_dir() / "kg.ttl").exists()
    True
    """
    return _folder("ontology")


def queries_dir() -> Path:
    """Return the folder of the named queries."""
    return _folder("queries")


def data_dir() -> Path:
    """Return where kg keeps what belongs to a user: ``KG_DATA``, or the platform's directory for a program's data."""
    if chosen := os.environ.get("KG_DATA"):
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "kg"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "kg" / "data"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "kg"


def _folder(name: str) -> Path:
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
