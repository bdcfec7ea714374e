"""``make bench``: measures everything, keeps ``outputs/bench/results.json``, fails where a goal is missed.

``BENCH="--only cold limit"`` measures parts and leaves the others' last results; ``--rounds`` (five) for a quick look.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import batches
import cold
import limit
import reading
import reruns
import scale
from drawn import draw
from machine import described

from workreport.base.workspace import REPOSITORY

PARTS = {
    "reading": reading.measure,
    "cold": cold.measure,
    "limit": limit.measure,
    "reruns": reruns.measure,
    "batch": batches.measure,
    "scale": scale.measure,
}
ROUNDS = 5
SAID = {True: "met   ", False: "MISSED", None: "told  "}
RESULTS = REPOSITORY / "outputs" / "bench" / "results.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args()
    found = json.loads(given.out.read_text(encoding="utf-8")) if given.out.is_file() else {}
    missed = []
    for name in given.only:
        print(f"{name}:", flush=True)
        taken, goals = PARTS[name](given.rounds)
        found[name] = {
            "machine": described(),
            "rounds": given.rounds,
            "seconds": {task: times.told() for task, times in taken.items()},
            "goals": [goal.told() for goal in goals],
        }
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for goal in goals:
            print(f"  {SAID[goal.met]} {goal.name}: {goal.value} {goal.told()['bound']}")
        missed += [goal.name for goal in goals if goal.met is False]
    draw(found, given.out.parent)
    print(json.dumps({name: part["goals"] for name, part in found.items()}, ensure_ascii=False, indent=1))
    if missed:
        print(f"missed: {'; '.join(missed)}", file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
