"""Counts every number of a report again from what the run left behind, without the workbook's own code.

Reads figures.csv, evidence.csv and evidence/ as their README says; exact arithmetic throughout.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal, localcontext
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

CLOSE = Decimal("1e-18")
COMPARED = {"yoy": "last_year", "change": "last_year", "mom": "previous"}
OVER_ALL = ("rank", "median", "spread")
TASKS = ("target", "completion", "distance")
NOT_COMPARABLE = "不可比"
PER = 1000
UNPLACED = "未填"
SMALL = 10
CUT = re.compile(r"^.*〔(by_\w+)〕$")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


class Report:
    """A published period's folder, and the data folder that holds its year's tasks."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder, self.data = folder, data
        self.figures = {row["id"]: row for row in rows_of(folder / "figures.csv")}
        own = next(iter(self.figures.values()))["period"]
        recipes = rows_of(folder / "evidence.csv")
        self.recipes = {(row["id"], "" if row["period"] == own else row["period"]): row for row in recipes}
        self._read: dict[tuple[str, str], list[dict[str, str]]] = {}

    def evidence(self, id: str, period: str = "") -> list[dict[str, str]]:
        if (id, period) not in self._read:
            rows = rows_of(self.folder / self.recipes[id, period]["file"])
            self._read[id, period] = [
                {CUT.sub(r"\1", name): cell for name, cell in row.items()} for row in rows
            ]
        return self._read[id, period]

    def count(self, id: str, cut: dict[str, str] | None = None, period: str = "") -> Decimal | None:
        """A figure's value, or its cut at these labels by dimension; None where there is nothing to count."""
        recipe, rows = self.recipes[id, period], self.evidence(id, period)
        measure, column, factor = recipe["measure"], recipe["column"], Decimal(recipe["factor"])
        if measure in ("ratio", "total"):
            part = {row["指标编号"]: self.count(row["指标编号"], cut, period) for row in rows}
            roles = {row["指标编号"]: row["作用"] for row in rows}
            if measure == "ratio":
                upper, lower = (
                    next(v for k, v in part.items() if roles[k] == role)
                    for role in ("numerator", "denominator")
                )
                return None if upper is None or not lower else upper * factor / lower
            if None in part.values():
                return None
            return sum((v if roles[k] == "plus" else -v for k, v in part.items()), Decimal(0))
        if recipe["status"] != "ok" and measure != "median":
            return None  # not handed in, or not to be known; its rows, if any, tell nothing
        for name, label in (cut or {}).items():
            rows = [row for row in rows if label in row[f"by_{name}"].split("|")]
        if measure == "rows":
            return Decimal(len(rows))
        cells = [row[column] for row in rows]
        if measure == "distinct":
            return Decimal(len(set(cells)))
        numbers = [Decimal(cell) for cell in cells if cell]
        if measure == "sum":
            return sum(numbers, Decimal(0)) * factor
        return (median(numbers) if measure == "median" else numbers[0] * factor) if numbers else None

    def expected_number(self, mark: dict[str, str]) -> Decimal | None:
        """What a mark's number has to be."""
        id, kind, row = mark["data-figure"], mark.get("data-kind", "value"), self.figures[mark["data-figure"]]
        names = mark["data-by"].split("|") if "data-by" in mark else []
        labels = mark["data-cut"].split("|") if "data-cut" in mark else []
        cut, period = dict(zip(names, labels, strict=False)), mark.get("data-period", "")
        if kind == "row":
            file, sheet, line = labels
            place = {"文件": file, "工作表": sheet, "行": line}
            found = [r for r in self.evidence(id) if place.items() <= r.items()]
            return Decimal(found[0][f"by_{names[0]}"])
        if kind == "rows":
            return Decimal(len(self.evidence(id)))
        if kind == "share":
            return self.count(id, cut, period) * 100 / self.count(id, None, period)
        if kind in COMPARED:
            if period:
                return change(
                    self.count(id, cut, period), self.count(id, cut, year_before(period)), row["unit"]
                )
            if NOT_COMPARABLE in (row["change"] if kind != "mom" else ""):
                return None
            now, base = number(row["value"]), number(row[COMPARED[kind]])
            if cut:
                now, base = self.count(id, cut), self.count(id, self.earlier(cut), self.last_year)
            return change(now, base, row["unit"])
        if kind in ("last_year", "previous") and not cut:
            return number(row[kind])
        if kind in TASKS:
            return self.task(row, kind, period)
        if kind in OVER_ALL or kind == "per_base":
            return self.ranked(id, mark.get("data-base", ""), kind, names[0], labels)
        return self.count(id, cut, period)

    def ranked(self, id: str, base: str, kind: str, by: str, labels: list[str]) -> Decimal | None:
        """A unit's rate or rank among all that have a base, or the median or spread of their rates."""
        below = base or next(r["指标编号"] for r in self.evidence(id) if r["作用"] == "denominator")
        units = {label for row in self.evidence(below) for label in row[f"by_{by}"].split("|")} - {UNPLACED}
        rates = {}
        for unit in units:
            cut = {by: unit}
            rates[unit] = self.count(id, cut) * PER / self.count(base, cut) if base else self.count(id, cut)
        if kind == "per_base":
            return rates[labels[0]]
        if kind == "rank":
            return Decimal(1 + sum(rate > rates[labels[0]] for rate in rates.values()))
        return median(rates.values()) if kind == "median" else max(rates.values()) - min(rates.values())

    def so_far(self, row: dict[str, str], period: str) -> Decimal | None:
        """What counts towards a task: a level as it stands, an amount since the year began."""
        if row["kind"] == "stock" or self.recipes[row["id"], ""]["measure"] == "ratio":
            return number(row["value"])
        last = row["as_of"]
        year_so_far = {"03": "Q1", "06": "H1", "12": ""}.get(last[5:7], f"-01..{last[:7]}")
        span = period or f"{last[:4]}{year_so_far}"
        return self.count(row["id"], None, "" if span == row["period"] else span)

    def task(self, row: dict[str, str], kind: str, period: str) -> Decimal | None:
        """What targets.csv asks of a figure by its year's end, and how far it has come."""
        day = date.fromisoformat(row["as_of"])
        tasks = [
            one
            for one in rows_of(self.data / str(day.year) / "targets.csv")
            if one["指标编号"] == row["id"] and one["下达日期"] <= row["as_of"]
        ]
        target = Decimal(max(tasks, key=lambda one: one["下达日期"])["任务数"])
        if kind == "target":
            return target
        done = self.so_far(row, period) * 100 / target
        # the sample's periods end with a month, its tasks with the year
        return done if kind == "completion" else done - Decimal(day.month * 100) / 12

    @cached_property
    def last_year(self) -> str:
        return year_before(next(iter(self.figures.values()))["period"])

    def earlier(self, cut: dict[str, str]) -> dict[str, str]:
        month = cut.get("month", "")
        return {**cut, "month": f"{int(month[:4]) - 1}{month[4:]}"} if month[:4].isdigit() else cut


def year_before(period: str) -> str:
    """The id of the same part of the year before."""
    return "..".join(f"{int(part[:4]) - 1}{part[4:]}" for part in period.split(".."))


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def change(now: Decimal | None, base: Decimal | None, unit: str) -> Decimal | None:
    if now is None or base is None:
        return None
    if unit == "%" or abs(base) < SMALL:
        return now - base
    return (now - base) / base * 100


def same(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= max(abs(one), Decimal(1)) * CLOSE


def wrong_figures(report: Report) -> list[str]:
    """Figures whose value is not what their evidence gives."""
    with localcontext() as exact:
        exact.prec = 28
        return [
            f"{id}: {row['value']} but {report.count(id)}"
            for id, row in report.figures.items()
            if not same(number(row["value"]), report.count(id))
        ]


VOID = {"br", "img", "meta", "link", "hr", "input", "col", "wbr"}
SKIPPED_TAGS = {"script", "style", "svg", "th", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"}
SKIPPED_CLASSES = {
    "wr-fig",  # a marked number
    "wr-count",  # counts of rows and checks, traced to rows.csv and checks.csv
    "wr-date", "wr-source", "wr-name", "wr-hidden",  # dates, codes and names, numbers kept from leaders
    "wr-office",  # the office's own words
    "wr-text",  # printed output, review view only
}  # fmt: skip


class Marks(HTMLParser):
    """Collects every marked number of a page, and the numbers of its body that stand outside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.marks: list[dict[str, str]] = []
        self.loose: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.stack: list[tuple[str, bool, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        attributes = {name: value or "" for name, value in attrs}
        classes = set(attributes.get("class", "").split())
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if "data-figure" in attributes:
            self.marks.append(
                {**attributes, "value": attributes.get("value", attributes.get("data-value", ""))}
            )
        if "wr-ref" in classes:
            self.links.append(attributes["href"])
        if tag in VOID:
            return
        _, inside, skipped = self.stack[-1] if self.stack else ("", False, False)
        inside = inside or "wr-section" in classes or "wr-notice" in classes
        skipped = skipped or tag in SKIPPED_TAGS or bool(classes & SKIPPED_CLASSES)
        self.stack.append((tag, inside, skipped))

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        depth = len(self.stack)
        self.handle_starttag(tag, attrs)
        del self.stack[depth:]

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1][1] and not self.stack[-1][2] and any(c.isdigit() for c in data):
            self.loose.append(data.strip())
