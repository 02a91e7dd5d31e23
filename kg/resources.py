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
    return _own("KG_DATA", xdg="XDG_DATA_HOME", unix=".local/share", mac="Application Support", windows="data")


def cache_dir() -> Path:
    """Return where kg keeps what it can make again: ``KG_CACHE``, or the platform's directory for that."""
    return _own("KG_CACHE", xdg="XDG_CACHE_HOME", unix=".cache", mac="Caches", windows="cache")


def _own(variable: str, *, xdg: str, unix: str, mac: str, windows: str) -> Path:
    """Return the directory that a variable names, or the one that the platform has for the purpose."""
    if chosen := os.environ.get(variable):
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / mac / "kg"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "kg" / windows
    return Path(os.environ.get(xdg) or Path.home() / unix) / "kg"


def _folder(name: str) -> Path:
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
