"""Faults to plant in a copy of the sample year 2021: each changes one ledger and says where."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import openpyxl

LG03 = "LG03_不合格食品核查处置台账.xlsx"
LG05 = "LG05_药品医疗器械监督检查台账.xlsx"
LG14 = "LG14_12315投诉举报工单导出_合成示例.csv"
LG07A = "LG07A_特种设备监督检查台账.xlsx"
LG17 = "LG17_宣传培训与媒体投放台账.xlsx"


class Sheet:
    """One ledger of the copy with its header row found, to be changed and written in place of the link."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, openpyxl.load_workbook(path)
        self.sheet = self.book.worksheets[0]
        rows = self.sheet.iter_rows(min_row=1, max_row=10)
        header = next(row for row in rows if sum(cell.value is not None for cell in row) > 4)
        self.top = header[0].row
        self.columns = {str(cell.value).partition("（")[0]: cell.column for cell in header if cell.value}

    def rows(self) -> Iterator[int]:
        return iter(range(self.top + 1, self.sheet.max_row + 1))

    def get(self, row: int, title: str) -> object:
        return self.sheet.cell(row, self.columns[title]).value

    def append_like(self, row: int, **changes: object) -> int:
        values = [cell.value for cell in self.sheet[row]]
        for title, value in changes.items():
            values[self.columns[title] - 1] = value
        self.sheet.append(values)
        return self.sheet.max_row

    def save(self) -> None:
        self.path.unlink()
        self.book.save(self.path)


def total_off_by_four(data: Path) -> tuple[int, int]:
    """A totals row in LG07A with four devices too many: its row, and what the rows above add up to."""
    ledger = Sheet(data / "2021" / LG07A)
    counted = sum(int(ledger.get(row, "检查设备数量") or 0) for row in ledger.rows())
    cells: dict[str, object] = dict.fromkeys(ledger.columns)
    cells |= {next(iter(ledger.columns)): "合计", "检查设备数量": counted + 4}
    row = ledger.append_like(ledger.top, **cells)
    ledger.save()
    return row, counted


def media_total_off_by_four(data: Path) -> int:
    """A line of LG17 whose total of broadcasts is four more than media times broadcasts each: its row."""
    ledger = Sheet(data / "2021" / LG17)
    row = next(
        row for row in ledger.rows() if ledger.get(row, "总次数") and ledger.get(row, "条线") != "竞争"
    )
    ledger.sheet.cell(row, ledger.columns["总次数"]).value += 4
    ledger.save()
    return row


def unit_in_two_categories(data: Path) -> tuple[int, int]:
    """A village clinic in LG05 that is a pharmacy in another row: both rows."""
    ledger = Sheet(data / "2021" / LG05)
    clinic = next(row for row in ledger.rows() if ledger.get(row, "单位类型") == "村卫生室")
    copied = ledger.append_like(clinic, 检查编号="示例重复编号", 单位类型="零售药店")
    ledger.save()
    return clinic, copied


def ticket_in_two_categories(data: Path) -> tuple[int, int]:
    """A report about food in LG14 that is one about drugs under another number: both rows."""
    path = data / "2021" / LG14
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    top = next(at for at, row in enumerate(rows) if "登记编号" in row)
    column = {title: at for at, title in enumerate(rows[top])}
    kind, values = column["客体类别"], {"客体类别": "食品", "登记平台": "平台内", "业务类型": "举报"}
    first = next(
        at for at, row in enumerate(rows) if all(row[column[name]] == text for name, text in values.items())
    )
    copied = list(rows[first])
    copied[kind], copied[column["登记编号"]] = "药品", f"{copied[column['登记编号']]}9"
    path.unlink()
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([*rows, copied])
    return first + 1, len(rows) + 1


def disposal_missing(data: Path) -> object:
    """LG03 without the rows of its first batch: the batch's number."""
    ledger = Sheet(data / "2021" / LG03)
    number = ledger.get(next(ledger.rows()), "抽样单编号")
    for row in [row for row in ledger.rows() if ledger.get(row, "抽样单编号") == number][::-1]:
        ledger.sheet.delete_rows(row)
    ledger.save()
    return number


def report(data: Path, figure: str, value: str) -> None:
    """Change what was told of a figure."""
    path = data / "2021" / "reported.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    for row in rows:
        if row[0] == figure:
            row[3] = value
    path.unlink()
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
