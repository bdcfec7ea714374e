"""How fast ledgers are read, validated and accounted for, beside what merely opens the same files.

Run by ``make bench``. The files are sample complaints repeated under new numbers; every measurement is
the median of interleaved rounds, so that a busy machine slows both sides alike.
"""

from __future__ import annotations

import csv
import shutil
import statistics
import tempfile
from pathlib import Path

import pandas as pd
import python_calamine
import xlsxwriter
from measuring import Goal, Times, interleaved, ratio

import marketsupervision  # noqa: F401
from workreport.base.period import Period
from workreport.base.workspace import REPOSITORY, Workspace
from workreport.ledgers.accounting import accounts
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake

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


def measure(rounds: int) -> tuple[dict[str, Times], list[Goal]]:
    """Seconds of reading beside plain reading, and the ratios that are allowed."""
    with tempfile.TemporaryDirectory(prefix="workreport-bench-") as folder:
        work = Path(folder)
        rows = sample(CSV_ROWS)
        csv_data, xlsx_data = bureau(work / "csv"), bureau(work / "xlsx")
        large = write_csv(csv_data / "2021" / "LG14_投诉举报.csv", rows)
        small = write_csv(work / "same.csv", rows[: XLSX_ROWS + 1])
        book = write_xlsx(xlsx_data / "2021" / "LG14_投诉举报.xlsx", rows[: XLSX_ROWS + 1])
        del rows
        taken = interleaved(
            {
                "pandas.read_csv": lambda _: pd.read_csv(large, dtype=str),
                "workbook, csv": lambda _: account(csv_data, CSV_ROWS),
                "pandas.read_csv, half": lambda _: pd.read_csv(small, dtype=str),
                "calamine": lambda _: calamine(book),
                "workbook, xlsx": lambda _: account(xlsx_data, XLSX_ROWS),
            },
            rounds,
        )
    parts = ("calamine", "pandas.read_csv, half", "workbook, xlsx")
    of_allowed = statistics.median(
        own / (XLSX_LIMIT * plain + CSV_LIMIT * same)
        for plain, same, own in zip(*(taken[name].seconds for name in parts), strict=True)
    )
    return taken, [
        Goal(
            "reading: csv, times pandas.read_csv",
            ratio(taken["workbook, csv"], taken["pandas.read_csv"]),
            CSV_LIMIT,
        ),
        Goal("reading: xlsx, of 1.5 × calamine plus 6 × read_csv", round(of_allowed, 3), 1),
    ]
