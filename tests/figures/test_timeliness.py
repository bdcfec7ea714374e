"""Statutory limits kept and missed: extensions left out, and no rule applied before it was in force."""

from __future__ import annotations

import pandas as pd
import pytest

import marketsupervision  # noqa: F401  (declares every figure)
from marketsupervision import timeliness
from workreport.base.period import Period
from workreport.base.workspace import REPOSITORY, Workspace
from workreport.figures.book import Book
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake

CALENDAR = pd.DataFrame({"day": pd.to_datetime([]), "is_workday": pd.Series([], dtype=bool)})
RULE = {"day_kind": "自然日", "valid_from": pd.Timestamp("2019-10-01"), "valid_to": pd.NaT}
RULES = pd.DataFrame([RULE | {"matter": "food_disposal", "label": "处置", "days": 90}])


def disposals(
    *rows: tuple[str, str | None, str, bool], extended_to: str | None = "2021-09-01"
) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["recv_date", "done_date", "status", "extended"])
    frame = frame.assign(extended_to=extended_to)
    dates = ("recv_date", "done_date", "extended_to")
    return frame.astype(dict.fromkeys(dates, "datetime64[us]"))


def test_disposals_in_time_late_extended_and_still_open() -> None:
    rows = disposals(
        ("2021-01-01", "2021-04-01", "处置完毕", False),  # the 90th day
        ("2021-01-01", "2021-04-02", "处置完毕", False),
        ("2021-01-01", "2021-08-01", "处置完毕", True),
        ("2021-01-01", None, "处置中", False),
        ("2021-12-01", None, "未处置", False),
        ("2021-01-01", None, "处置中", True),
    )
    arguments = (rows, RULES, CALENDAR, pd.Timestamp("2021-12-31"))
    assert len(timeliness.completed_judged(*arguments)) == 2
    assert len(timeliness.completed_in_time(*arguments)) == 1
    assert timeliness.disposal_overdue(*arguments).index.tolist() == [3]


@pytest.mark.parametrize("column", ["blank", "absent"])
def test_an_extension_without_a_date_is_none(column: str) -> None:
    rows = disposals(("2021-01-01", "2021-08-01", "处置完毕", True), extended_to=None)
    rows = rows if column == "blank" else rows.drop(columns="extended_to")
    arguments = (rows, RULES, CALENDAR, pd.Timestamp("2021-12-31"))
    assert len(timeliness.completed_judged(*arguments)) == 1
    assert len(timeliness.completed_in_time(*arguments)) == 0


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    return Frames(Intake.of(Workspace(REPOSITORY / "data", tmp_path_factory.mktemp("out"))))


@pytest.mark.parametrize(
    ("figure", "before", "since"),
    [
        ("case.publication_due", "2021-01..2021-08", "2021-09..2021-12"),
        ("food.inspect.publication_due", "2021", "2022"),
        ("special.recheck_due", "2021", "2022H2"),
        ("special.recheck_due", "2022H1", "2022H2"),
    ],
)
def test_a_rule_binds_only_from_the_day_it_was_in_force(
    frames: Frames, figure: str, before: str, since: str
) -> None:
    assert Book(frames, Period.parse(before)).value(figure).number == 0
    assert Book(frames, Period.parse(since)).value(figure).number > 0
