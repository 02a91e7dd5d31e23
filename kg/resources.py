"""Find the files that come with kg: inside an installed package, or at the top of a checkout."""

from __future__ import annotations

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


def _folder(name: str) -> Path:
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
