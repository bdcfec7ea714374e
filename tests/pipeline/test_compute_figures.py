"""Figures are computed once: taken from the cache while their ledgers are as they were, and handed to kernels."""

from __future__ import annotations

import io

import pytest
from tiny_bureau import TinyBureau

from workreport.base.cache import Cache
from workreport.base.period import Period
from workreport.figures.book import Book
from workreport.figures.comparison import last_year, previous
from workreport.figures.registry import FIGURES
from workreport.ledgers.frames import Frames
from workreport.pipeline.compute_figures import Figures, compute_figures
from workreport.pipeline.plan import RunRequest
from workreport.pipeline.read_ledgers import Ledgers

PERIOD = Period.parse("2021")


class PlanOf:
    """As much of a plan as figures take."""

    def __init__(self, tiny: TinyBureau, *, force: bool, jobs: int) -> None:
        self.request = RunRequest(tiny.intake().workspace, PERIOD, io.StringIO(), jobs=jobs, force=force)
        self.intake, self.period, self.out = tiny.intake(), PERIOD, tiny.out


def compute(tiny: TinyBureau, *, force: bool = False, jobs: int = 1) -> Figures:
    plan = PlanOf(tiny, force=force, jobs=jobs)
    return compute_figures(Ledgers(plan, Frames(plan.intake)))


@pytest.fixture
def computed(monkeypatch) -> list[tuple[str, str]]:
    """Figures that are counted from rows in this process, in turn."""
    real, found = Book._measure, []

    def measured(self, figure):
        found.append((self.period.id, figure.id))
        return real(self, figure)

    monkeypatch.setattr(Book, "_measure", measured)
    return found


@pytest.fixture
def tiny(bureau: TinyBureau, two_figures) -> TinyBureau:
    bureau.samples(2021, {}, {"检验结论": "不合格"})
    bureau.samples(2020, {"抽样单编号": "A1", "抽样日期": "2020-03-01", "报告日期": "2020-03-09"})
    bureau.devices(2021, {})
    return bureau


def test_the_second_run_computes_what_has_changed(tiny, computed):
    compute(tiny)
    assert {("2021", "t.samples"), ("2021", "t.devices"), ("2020", "t.samples")} <= {*computed}
    computed.clear()
    again = compute(tiny)
    assert (again.book.value("t.samples").number, again.book.value("t.devices").number) == (2, 1)
    # what has no number is looked for again: the register of 2020 was not handed in
    assert {*computed} <= {("2020", "t.devices")}
    computed.clear()
    tiny.devices(2021, {}, {"设备编号": "D2"})
    assert compute(tiny).book.value("t.devices").number == 2
    assert ("2021", "t.devices") in computed and ("2021", "t.samples") not in computed


def test_force_computes_all(tiny, computed):
    compute(tiny)
    computed.clear()
    compute(tiny, force=True)
    assert {("2021", "t.samples"), ("2021", "t.devices")} <= {*computed}


def test_a_damaged_entry_is_computed_again(tiny):
    compute(tiny)
    folder = Cache.of(tiny.out, "figures").folder
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert compute(tiny).book.value("t.samples").number == 2


def test_comparisons_are_the_same_from_a_worker(sample_frames, book_of):
    class Plan:
        request = RunRequest(sample_frames.intake.workspace, PERIOD, io.StringIO(), jobs=2)
        intake, period, out = sample_frames.intake, PERIOD, sample_frames.intake.workspace.out

    book, whole = compute_figures(Ledgers(Plan, Frames(sample_frames.intake))).book, book_of("2021")
    for id in FIGURES:
        assert book.value(id) == whole.value(id)
        assert last_year(book, id) == last_year(whole, id) and previous(book, id) == previous(whole, id)
    batches = "food.sampling.province_batches"
    assert book.results.by_key["2020", batches].number == last_year(whole, batches).number
