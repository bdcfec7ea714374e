"""Faults planted in copies of the 2021 ledgers: each is named where it is, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import planting
import pytest
from planting import LG05, LG07A, LG14

from workreport.checks.relations import all_checks, load_relations
from workreport.checks.verdicts import Check
from workreport.figures.book import Book
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.period import Period
from workreport.workspace import Workspace


@pytest.fixture(scope="module")
def checks_in(repository, tmp_path_factory) -> Callable[[Path], dict[str, Check]]:
    """The checks of 2021 in a data folder, by id; what no fault touched is read once for all tests."""
    store = tmp_path_factory.mktemp("store")

    def checks(data: Path) -> dict[str, Check]:
        workspace = Workspace.open(data, store)
        book = Book(Frames(Intake.of(workspace)), Period.parse("2021"))
        return {one.id: one for one in all_checks(book, load_relations(workspace))}

    return checks


@pytest.fixture
def data(repository, tmp_path) -> Path:
    """A copy of the sample bureau of 2020 and 2021; files are links until a fault replaces one."""
    copied = tmp_path / "data"
    for folder in ("2020", "2021", "reference"):
        (copied / folder).mkdir(parents=True)
        for path in (repository / "data" / folder).glob("*.*"):
            (copied / folder / path.name).symlink_to(path)
    (copied / "bureau.yaml").write_bytes((repository / "data" / "bureau.yaml").read_bytes())
    return copied


@pytest.fixture(scope="module")
def sound(book_of) -> dict[str, Check]:
    book = book_of("2021")
    return {one.id: one for one in all_checks(book, load_relations(book.frames.intake.workspace))}


def changed(sound: dict[str, Check], now: dict[str, Check]) -> dict[str, str]:
    """Checks that came to another verdict, by id."""
    assert set(sound) == set(now)
    return {id: now[id].verdict for id in sound if now[id].verdict != sound[id].verdict}


def test_sample_data_has_the_one_conflict_of_the_published_report(sound):
    assert not [one.id for one in sound.values() if one.verdict == "FAILS"]
    assert [id for id, one in sound.items() if one.verdict == "CONFLICT"] == [
        "reported:special.devices_total:市局"
    ]


def test_a_total_in_a_ledger_off_by_four(data, sound, checks_in):
    row, counted = planting.total_off_by_four(data)
    now = checks_in(data)
    assert changed(sound, now) == {"C-ALL1": "FAILS"}
    told = now["C-ALL1"].explanation
    assert f"2021/{LG07A}" in told and f"第{row}行" in told
    assert f"写的是 {counted + 4}，按上面各行加起来是 {counted}" in told


def test_a_reported_figure_off_and_one_put_right(data, sound, checks_in):
    planting.report(data, "product.sampling.batches", "152")
    planting.report(data, "special.devices_total", "1231")
    now = checks_in(data)
    off, right = "reported:product.sampling.batches:市局", "reported:special.devices_total:市局"
    assert changed(sound, now) == {off: "CONFLICT", right: "HOLDS"}
    assert (now[off].left, now[off].right, now[off].difference) == ("150", "152", "-2")


def test_a_unit_counted_in_two_categories(data, sound, checks_in):
    clinic, copied = planting.unit_in_two_categories(data)
    now = checks_in(data)
    assert changed(sound, now) == {"R24": "FAILS"}
    told = now["R24"].explanation
    assert f"检查村卫生室：2021/{LG05}" in told and f"第{clinic}行" in told
    assert f"检查药品零售企业：2021/{LG05}" in told and f"第{copied}行" in told


def test_a_ticket_counted_in_two_categories(data, sound, checks_in):
    first, copied = planting.ticket_in_two_categories(data)
    now = checks_in(data)
    told = {id: verdict for id, verdict in changed(sound, now).items() if not id.startswith("reported:")}
    assert told == {"R27-1": "SUSPECT"}, "and the totals are no longer those reported"
    assert (
        f"食品类投诉举报：2021/{LG14}" in now["R27-1"].explanation
        and f"第{first}行" in now["R27-1"].explanation
    )
    assert (
        f"药品类投诉举报：2021/{LG14}" in now["R27-1"].explanation
        and f"第{copied}行" in now["R27-1"].explanation
    )


def test_a_disposal_missing(data, sound, checks_in):
    number = planting.disposal_missing(data)
    now = checks_in(data)
    assert changed(sound, now) == {"R22": "FAILS", "R22-2": "TRIVIAL"}, "and “all settled” is no longer said"
    assert now["R22"].difference == "-1"
    assert "无对应：2021/LG02_食品安全监督抽检台账.xlsx 工作表" in now["R22"].explanation
    assert f"抽样单编号{number}" in now["R22"].explanation
