"""What a sentence says of an event before it becomes a record: the type, who does it to whom, how real it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.annotate.events.triggers import Trigger

HOSTILE = frozenset({"Reject", "Threaten", "Protest", "Sanction", "Coerce", "Assault"})
CASUALTY = frozenset("kill wound injure slay maim hurt".split())
#: verbs whose clause says what somebody says: the clause counts as the main one
SAYING = frozenset(
    "say tell add report announce declare state note claim confirm explain stress insist argue write reveal "
    "acknowledge reiterate affirm maintain conclude learn reckon believe think indicate suggest show mention remark "
    "warn admit "
    "disclose assert hear know understand quote recall estimate find allege testify deny cite emphasize underline "
    "contend predict".split()
)


@dataclass(slots=True, kw_only=True)
class Predication:
    """An event as the sentence puts it, before its participants become records.

    ``node`` is the token whose place in the sentence it has (a light verb for its noun); ``force`` is "planned",
    "denied", "claimed" or "" where nothing is said against it.
    """

    trigger: int
    start: int
    node: int
    type: str
    subtype: str | None
    agents: list[int]
    targets: list[int]
    symmetric: bool
    reliability: float
    anchors: list[int] = field(default_factory=list)
    force: str = ""
    noun: bool = False
    base: Trigger
