"""Faults planted in a copy of the 2021 ledgers: each is named where it is, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass

import planting
import pytest
from planting import LG05, LG07A, LG14, LG17

from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.checks.relations import all_checks, load_relations
from workreport.checks.verdicts import Check
from workreport.figures.book import Book
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake

pytestmark = pytest.mark.slow
REPORTED_OFF, PUT_RIGHT = "reported:product.sampling.batches:市局", "reported:special.devices_total:市局"


@dataclass(frozen=True)
class Spoilt:
    """Checks of 2021 over the copy, by id, and where each fault was planted in it."""

    checks: dict[str, Check]
    total: tuple[int, int]
    unit: tuple[int, int]
    ticket: tuple[int, int]
    disposal: object
    media: int


@pytest.fixture(scope="module")
def sound(book_of) -> dict[str, Check]:
    book = book_of("2021")
    return {check.id: check for check in all_checks(book, load_relations(book.frames.intake.workspace))}


@pytest.fixture(scope="module")
def spoilt(repository, tmp_path_factory) -> Spoilt:
    """A copy of the sample bureau of 2020 and 2021 with all faults at once: one reading of it tells of each."""
    data = tmp_path_factory.mktemp("faults") / "data"
    for folder in ("2020", "2021", "reference"):
        (data / folder).mkdir(parents=True)
        for path in (repository / "data" / folder).glob("*.*"):
            (data / folder / path.name).symlink_to(path)
    (data / "bureau.yaml").write_bytes((repository / "data" / "bureau.yaml").read_bytes())
    planting.report(data, "product.sampling.batches", "152")
    planting.report(data, "special.devices_total", "1231")
    planted = {
        "total": planting.total_off_by_four(data),
        "unit": planting.unit_in_two_categories(data),
        "ticket": planting.ticket_in_two_categories(data),
        "disposal": planting.disposal_missing(data),
        "media": planting.media_total_off_by_four(data),
    }
    workspace = Workspace.open(data, tmp_path_factory.mktemp("store"))
    book = Book(Frames(Intake.of(workspace)), Period.parse("2021"))
    return Spoilt({check.id: check for check in all_checks(book, load_relations(workspace))}, **planted)


def test_sample_data_has_the_one_conflict_of_the_published_report(sound):
    assert not [check.id for check in sound.values() if check.verdict == "FAILS"]
    assert [id for id, check in sound.items() if check.verdict == "CONFLICT"] == [PUT_RIGHT]


def test_no_other_check_comes_to_another_verdict(sound, spoilt):
    now = spoilt.checks
    assert set(sound) == set(now)
    assert {id: now[id].verdict for id in sound if now[id].verdict != sound[id].verdict} == {
        "C-ALL1": "FAILS",
        "C-PB2": "FAILS",
        "R24": "FAILS",
        "R22": "FAILS",
        "R22-2": "TRIVIAL",  # “all settled” is no longer said
        "R27-1": "SUSPECT",
        # one report more than was reported
        "reported:complaint.total:省系统": "CONFLICT",
        "reported:complaint.reports:省系统": "CONFLICT",
        REPORTED_OFF: "CONFLICT",
        PUT_RIGHT: "HOLDS",
    }


def test_a_total_in_a_ledger_off_by_four(spoilt):
    (row, counted), explanation = spoilt.total, spoilt.checks["C-ALL1"].explanation
    assert f"2021/{LG07A}" in explanation and f"第{row}行" in explanation
    assert f"写的是 {counted + 4}，明细加起来是 {counted}" in explanation


def test_a_media_total_off_by_four(spoilt):
    check = spoilt.checks["C-PB2"]
    assert check.difference == "4"
    assert f"总次数=媒体家数×每家次数不成立：2021/{LG17}" in check.explanation
    assert f"第{spoilt.media}行" in check.explanation and "行等" not in check.explanation


def test_a_reported_figure_off_and_one_put_right(spoilt):
    off = spoilt.checks[REPORTED_OFF]
    assert (off.left, off.right, off.difference) == ("150", "152", "-2")


def test_a_unit_counted_in_two_categories(spoilt):
    (clinic, copied), explanation = spoilt.unit, spoilt.checks["R24"].explanation
    assert f"检查村卫生室：2021/{LG05}" in explanation and f"第{clinic}行" in explanation
    assert f"检查药品零售企业：2021/{LG05}" in explanation and f"第{copied}行" in explanation


def test_a_ticket_counted_in_two_categories(spoilt):
    (first, copied), explanation = spoilt.ticket, spoilt.checks["R27-1"].explanation
    assert f"食品类投诉举报：2021/{LG14}" in explanation and f"第{first}行" in explanation
    assert f"药品类投诉举报：2021/{LG14}" in explanation and f"第{copied}行" in explanation


def test_a_disposal_missing(spoilt):
    check = spoilt.checks["R22"]
    assert check.difference == "-1"
    assert "无对应：2021/LG02_食品安全监督抽检台账.xlsx 工作表" in check.explanation
    assert f"抽样单编号{spoilt.disposal}" in check.explanation
