"""Where each actor of a picture stands: components laid out by themselves, and packed in rows to fit the screen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import networkx as nx

__all__ = ["Spot", "components", "spots"]

Spot = tuple[float, float]

#: components of up to so many actors are spread until no two names run into each other
NAMED = 160

#: room for one actor with its name
NAME_WIDE, NAME_HIGH = 146.0, 68.0

#: the same where most arrows go up and down, and have to show between a name and the next actor
TALL_HIGH = 112.0

#: room for labels around a component
MARGIN_X, MARGIN_Y = 150.0, 76.0

#: actors from which NetworkX's spring layout would need SciPy
DENSE = 500


def components(ties: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return the actors that hang together, the largest component first.

    >>> components([("a", "b"), ("c", "d"), ("d", "e")])
    [['c', 'd', 'e'], ['a', 'b']]
    """
    return sorted((sorted(part) for part in nx.connected_components(nx.Graph(ties))), key=lambda p: (-len(p), p))


def spots(ties: Iterable[tuple[str, str]], *, ratios: Iterable[float]) -> list[dict[str, Spot]]:
    """Return where each actor stands, for each screen that is ``ratio`` times as wide as it is high.

    >>> spots([("a", "b")], ratios=[1.8])
    [{'a': (75.0, 25.3), 'b': (195.2, 25.3)}]
    """
    ties = sorted(ties)
    found = [_turned(_spread(part, ties)) for part in components(ties)]
    return [_placed([_box(part, tall=ratio < 1) for part in found], ratio) for ratio in ratios]


def _placed(boxes: list[_Box], ratio: float) -> dict[str, Spot]:
    """Return where the actors of boxes stand when these are packed so that the screen shows them as large as it can."""
    boxes = sorted(boxes, key=lambda box: (-box.high, -box.wide, min(box.place)))
    packed = (_packed(boxes, width) for width in _widths(boxes))
    rows = min(packed, key=lambda rows: max(_width(rows) / ratio, _height(rows)), default=[])
    place: dict[str, Spot] = {}
    y = 0.0
    for row in rows:
        x = (_width(rows) - sum(box.wide for box in row)) / 2
        for box in row:
            for iri, (inside_x, inside_y) in box.place.items():
                place[iri] = (round(x + inside_x, 1), round(y + inside_y, 1))
            x += box.wide
        y += row[0].high
    return place


def _widths(boxes: list[_Box]) -> list[float]:
    """Return widths that rows may have, from that of the widest box to that of all side by side."""
    low, high = max((box.wide for box in boxes), default=0.0), sum(box.wide for box in boxes)
    return [low * (high / low) ** (step / 24) for step in range(25)] if boxes else []


def _packed(boxes: list[_Box], width: float) -> list[list[_Box]]:
    """Return boxes in rows of at most this width; the first of a row is the highest."""
    rows: list[list[_Box]] = []
    left = -1.0
    for box in boxes:
        if box.wide > left + 1e-6:
            rows.append([])
            left = width
        rows[-1].append(box)
        left -= box.wide
    return rows


def _width(rows: list[list[_Box]]) -> float:
    return max((sum(box.wide for box in row) for row in rows), default=0.0)


def _height(rows: list[list[_Box]]) -> float:
    return sum(row[0].high for row in rows)


class _Box(NamedTuple):
    """A component laid out in a rectangle of its own, with room for labels around it."""

    wide: float
    high: float
    place: dict[str, Spot]


def _box(found: dict[str, Spot], *, tall: bool) -> _Box:
    """Return a component with its longest axis across the page, or down it, in the room that its names need."""
    wide = 100.0 * math.sqrt(len(found)) * (1.35 if len(found) > 2 else 0.85)
    reach_x, reach_y = (max(abs(spot[axis]) for spot in found.values()) or 1.0 for axis in (0, 1))
    high = min(0.8 * wide, max((0.5 if len(found) > 8 else 0.25) * wide, wide * reach_y / reach_x))
    places = {iri: (x / reach_x * wide / 2, y / reach_y * high / 2) for iri, (x, y) in found.items()}
    if tall and len(found) > 2:
        places = {iri: (y, x) for iri, (x, y) in places.items()}
    if 2 < len(found) <= NAMED:
        places = _apart(places, TALL_HIGH if tall else NAME_HIGH)
    left, top = (min(spot[axis] for spot in places.values()) for axis in (0, 1))
    right, bottom = (max(spot[axis] for spot in places.values()) for axis in (0, 1))
    return _Box(
        right - left + MARGIN_X,
        bottom - top + MARGIN_Y,
        {iri: (x - left + MARGIN_X / 2, y - top + MARGIN_Y / 3) for iri, (x, y) in places.items()},
    )


def _apart(places: dict[str, Spot], name_high: float) -> dict[str, Spot]:
    """Return a layout in which names do not run into each other: too close ones are pushed apart step by step."""
    order = sorted(places)
    xs, ys = [places[iri][0] for iri in order], [places[iri][1] for iri in order]
    for _ in range(80):
        moved = False
        for i in range(len(order)):
            for j in range(i):
                dx, dy = xs[i] - xs[j], ys[i] - ys[j]
                over_x, over_y = NAME_WIDE - abs(dx), name_high - abs(dy)
                if over_x <= 0 or over_y <= 0:
                    continue
                moved = True
                if over_x / NAME_WIDE < over_y / name_high:
                    step = math.copysign(0.3 * over_x, dx)
                    xs[i], xs[j] = xs[i] + step, xs[j] - step
                else:
                    step = math.copysign(0.3 * over_y, dy)
                    ys[i], ys[j] = ys[i] + step, ys[j] - step
        if not moved:
            break
    return dict(zip(order, zip(xs, ys, strict=True), strict=True))


def _spread(part: list[str], ties: list[tuple[str, str]]) -> dict[str, Spot]:
    if len(part) == 2:
        return {part[0]: (-1.0, 0.0), part[1]: (1.0, 0.0)}
    # a graph of its own: the nodes of a subgraph's view come in the order of a set, another one each time
    inside, alone = set(part), nx.Graph()
    alone.add_nodes_from(part)
    alone.add_edges_from(tie for tie in ties if tie[0] in inside)
    found = (
        nx.spring_layout(alone, k=2.4 / math.sqrt(len(part)), seed=7, iterations=300)
        if len(part) < DENSE
        else nx.forceatlas2_layout(alone, seed=7, max_iter=100)
    )
    return {iri: (float(x), float(y)) for iri, (x, y) in found.items()}


def _turned(found: dict[str, Spot]) -> dict[str, Spot]:
    """Return a layout about its middle, turned so that it is as wide as it can be."""
    middle_x = sum(x for x, _ in found.values()) / len(found)
    middle_y = sum(y for _, y in found.values()) / len(found)
    places = {iri: (x - middle_x, y - middle_y) for iri, (x, y) in found.items()}
    xx = sum(x * x for x, _ in places.values())
    yy = sum(y * y for _, y in places.values())
    xy = sum(x * y for x, y in places.values())
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    turned = {iri: (x * cos + y * sin, y * cos - x * sin) for iri, (x, y) in places.items()}
    low_x, high_x = min(x for x, _ in turned.values()), max(x for x, _ in turned.values())
    low_y, high_y = min(y for _, y in turned.values()), max(y for _, y in turned.values())
    return {iri: (x - (low_x + high_x) / 2, y - (low_y + high_y) / 2) for iri, (x, y) in turned.items()}
