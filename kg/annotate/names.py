"""Find the mentions of actors, organizations, locations and weapons: names, nominal groups, pronouns."""

from __future__ import annotations

from kg.annotate.document import Document, Phrase

TYPES = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "GeopoliticalEntity",
    "NORP": "Population",
    "LOC": "Location",
    "FAC": "Facility",
}


def find(document: Document) -> tuple[Phrase, ...]:
    """Return all mentions in text order."""
    return tuple(
        Phrase(start=e.start, end=e.end, head=e.root.i, type=TYPES[e.label_], kind="name", rule="names.model")
        for e in document.doc.ents
        if e.label_ in TYPES and "\n" not in e.text
    )
