"""Where actors stand: inside no other component's box, the same each time, and as the screen is."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations

import pytest

from kg.export import layout

TIES = [
    *(("hub", f"spoke{n}") for n in range(7)),
    *((f"chain{n}", f"chain{n + 1}") for n in range(5)),
    *((f"one{n}", f"other{n}") for n in range(8)),
]


@pytest.mark.parametrize(("ratio", "shape"), [(1.8, (1.2, 2.8)), (0.62, (0.35, 0.95))])
def test_the_picture_is_shaped_like_the_screen(ratio: float, shape: tuple[float, float]) -> None:
    (place,) = layout.spots(TIES, ratios=[ratio])
    wide, high = (max(spot[axis] for spot in place.values()) for axis in (0, 1))
    assert shape[0] < (wide + layout.MARGIN_X / 2) / (high + layout.MARGIN_Y) < shape[1]


def test_no_two_names_of_different_components_overlap() -> None:
    (place,) = layout.spots(TIES, ratios=[1.8])
    for one, other in combinations(layout.components(TIES), 2):
        for a in one:
            for b in other:
                apart = abs(place[a][0] - place[b][0]) >= 100 or abs(place[a][1] - place[b][1]) >= 40
                assert apart, (a, b)


def test_it_looks_the_same_each_time() -> None:
    code = f"from kg.export import layout; print(layout.spots({TIES!r}, ratios=[1.8, 0.62]))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


def test_nobody_stands_nowhere() -> None:
    assert layout.spots([], ratios=[1.8]) == [{}]
