"""How fast ledgers are read, validated and accounted for, beside what merely opens the same files.

Run by ``make bench``. The files are sample complaints repeated under new numbers; every measurement is
the median of interleaved rounds, so that a busy machine slows both sides alike.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import python_calamine
import xlsxwriter

import workreport.figures.catalogue  # noqa: F401
from workreport.ledgers.accounting import accounts
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.period import Period
from workreport.workspace import REPOSITORY, Workspace

ROUNDS = 5
CSV_ROWS, XLSX_ROWS = 200_000, 100_000
CSV_LIMIT, XLSX_LIMIT = 6.0, 1.5
"""Times what plain reading takes; for xlsx, times calamine alone plus what the same rows may take as csv."""
PERIOD = Period.parse("2021")


def sample(rows: int) -> list[list[str]]:
    """Header and that many rows, each with a number of its own."""
    (path,) = (REPOSITORY / "data" / "2021").glob("LG14_*.csv")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header, *given = csv.reader(lines)
    number, main = header.index("登记编号"), header.index("关联主单号")
    made = []
    for at in range(rows):
        row = list(given[at % len(given)])
        row[number], row[main] = f"{row[number]}{at:06d}", ""
        made.append(row)
    return [header, *made]


def bureau(folder: Path) -> Path:
    """A data folder with the sample bureau's settings and reference tables, and a year without ledgers."""
    shutil.copytree(REPOSITORY / "data" / "reference", folder / "reference")
    shutil.copy(REPOSITORY / "data" / "bureau.yaml", folder)
    (folder / "2021").mkdir()
    return folder


def write_csv(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)
    return path


def write_xlsx(path: Path, rows: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path


def account(data: Path, rows: int) -> None:
    """Read, validate and account for the only ledger of a data folder, with an empty store."""
    with tempfile.TemporaryDirectory() as out:
        frames = Frames(Intake.of(Workspace.open(data, out)))
        table = accounts(frames, PERIOD).set_index("ledger").loc["complaints"]
    parts = ("counted", "out_of_period", "duplicate", "quarantined", "not_data")
    assert table["read"] == rows == sum(table[part] for part in parts), dict(table)


def calamine(path: Path) -> None:
    with python_calamine.load_workbook(path) as book:
        book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def medians(tasks: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Seconds of each task, the median of rounds in which every task has its turn."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            taken[name].append(time.perf_counter() - start)
    return {name: round(statistics.median(seconds), 3) for name, seconds in taken.items()}


def measure(work: Path, rounds: int) -> dict[str, object]:
    """Both measurements, with what each may take."""
    rows = sample(CSV_ROWS)
    csv_data, xlsx_data = bureau(work / "csv"), bureau(work / "xlsx")
    large = write_csv(csv_data / "2021" / "LG14_投诉举报.csv", rows)
    small = write_csv(work / "same.csv", rows[: XLSX_ROWS + 1])
    book = write_xlsx(xlsx_data / "2021" / "LG14_投诉举报.xlsx", rows[: XLSX_ROWS + 1])
    del rows
    seconds = medians(
        {
            "csv_plain": lambda: pd.read_csv(large, dtype=str),
            "csv_ledger": lambda: account(csv_data, CSV_ROWS),
            "csv_same_rows_plain": lambda: pd.read_csv(small, dtype=str),
            "xlsx_plain": lambda: calamine(book),
            "xlsx_ledger": lambda: account(xlsx_data, XLSX_ROWS),
        },
        rounds,
    )
    csv_allowed = CSV_LIMIT * seconds["csv_plain"]
    xlsx_allowed = XLSX_LIMIT * seconds["xlsx_plain"] + CSV_LIMIT * seconds["csv_same_rows_plain"]
    return {
        "rounds": rounds,
        "rows": {"csv": CSV_ROWS, "xlsx": XLSX_ROWS},
        "seconds": seconds,
        "csv": {
            "ratio": round(seconds["csv_ledger"] / seconds["csv_plain"], 2),
            "limit": CSV_LIMIT,
            "met": seconds["csv_ledger"] <= csv_allowed,
        },
        "xlsx": {
            "allowed_seconds": round(xlsx_allowed, 3),
            "ratio_of_allowed": round(seconds["xlsx_ledger"] / xlsx_allowed, 2),
            "met": seconds["xlsx_ledger"] <= xlsx_allowed,
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "outputs" / "bench" / "results.json")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workreport-bench-") as work:
        found = {"reading": measure(Path(work), given.rounds)}
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
