"""The sample year 2021 reproduces every published figure, counted from rows."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from workreport.figures.registry import FIGURES

with (Path(__file__).parent / "figures_2021.csv").open(encoding="utf-8") as lines:
    PUBLISHED = list(csv.DictReader(lines))


def test_table_is_whole() -> None:
    assert len(PUBLISHED) == 117
    assert len({row["id"] for row in PUBLISHED}) == 117


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["id"])
def test_published_figure(row: dict[str, str], book_of) -> None:
    value = book_of("2021").value(row["id"])
    assert value.status == "ok", value.reason
    assert Decimal(row["low"]) <= Decimal(value.number) <= Decimal(row["high"])


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["id"])
def test_unit_and_kind_are_the_published_ones(row: dict[str, str]) -> None:
    figure = FIGURES[row["id"]]
    assert figure.unit == row["unit"].replace("km", "公里").replace("台(套)", "台（套）")
    if row["stock_flow"] == "stock":
        assert figure.kind in ("stock", "cohort")
    else:
        assert figure.kind in ("flow", "cohort")


def test_special_equipment_differs_from_what_was_reported(book_of) -> None:
    from workreport.checks.reported import reported

    book = book_of("2021")
    found = [check for check in reported(book) if check.id.startswith("reported:special.devices_total:")]
    assert book.value("special.devices_total").number == 1231
    assert {(check.verdict, check.left, check.right, check.difference) for check in found} == {
        ("CONFLICT", "1231", "1235", "-4")
    }
