"""Score the development slices of annotated corpora and hold the figures against the recorded floors.

    python tests/eval/corpora.py              print the table; exit 1 where a figure is below its floor
    python tests/eval/corpora.py --update     raise the floors to what was reached (never lowers one)
    python tests/eval/corpora.py --only plv   one corpus

The corpora belong to others and are not part of the project: where they are missing, this says so and succeeds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
EVALS = ROOT.parent / "shared" / "evals"
FLOORS = HERE / "corpora-floors.json"

#: a figure may fall this far below its floor: other versions of a library round otherwise
SLACK = 0.002


def number(value: object) -> float | None:
    """Return a figure of the scorers, which write some as "40/42 = 0.952", or None where there is none.

    >>> number("40/42 = 0.952"), number(0.5), number(None)
    (0.9523809523809523, 0.5, None)
    """
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and "/" in value:
        part, whole = value.partition(" ")[0].split("/")
        return float(Fraction(int(part), int(whole))) if int(whole) else None
    return None


def measure(only: str | None) -> dict[str, float]:
    """Run the scorers; return every headline figure by its name."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "table.json"
        command = [sys.executable, str(EVALS / "run.py"), "--kg", str(Path(sys.executable).parent / "kg")]
        command += ["--json", str(out), *(["--only", only] if only else [])]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        table = json.loads(out.read_text())
    return {name: figure for name, value in table.items() if (figure := number(value)) is not None}


def main() -> int:
    """Print the table and compare it with the floors; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--only")
    given = parser.parse_args()
    if not EVALS.is_dir():
        print("make eval: the annotated corpora (../shared/evals) are not here; nothing was measured.")
        return 0
    floors: dict[str, float] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    reached = measure(given.only)
    fallen = []
    for name, figure in reached.items():
        floor = floors.get(name)
        below = floor is not None and figure < floor - SLACK
        fallen += [name] if below else []
        print(
            f"{name:45} {figure:.3f}   floor {'none' if floor is None else f'{floor:.3f}'}{'   BELOW' if below else ''}"
        )
    if given.update:
        floors |= {name: round(max(figure, floors.get(name, 0.0)), 3) for name, figure in reached.items()}
        FLOORS.write_text(json.dumps(dict(sorted(floors.items())), indent=1) + "\n")
    if fallen:
        print(f"Below the floor: {', '.join(fallen)}", file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
