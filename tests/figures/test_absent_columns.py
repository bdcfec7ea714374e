"""Optional columns that a ledger lacks: every figure that needs one has no value and names it, none changes silently."""

from __future__ import annotations

import dataclasses

import pytest

from workreport.base.period import Period
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES, figure
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake


def test_no_figure_of_the_sample_changes_silently_without_an_optional_column(sample_frames):
    # a month in mid-year: the ledgers hold later changes, which have to be undone
    intake, period = sample_frames.intake, Period.parse("2021-08")
    full = Book(sample_frames, period)
    faults, taken = [], 0
    for ledger, contract in intake.contracts.items():
        using = [id for id in FIGURES if ledger in full.ledgers(id)]
        for field in (f for f in contract.read_fields if not f.constraints.required and using):
            book = Book(Frames(without(intake, ledger, field.name)), period)
            taken += 1
            for id in using:
                before, after = full.value(id), book.value(id)
                if after.status == "blocked" and before.status != "blocked":
                    named = f"台账未提供“{field.title}”列" in after.reason
                    faults += [] if named else [(ledger, field.name, id, after.reason)]
                elif after.number != before.number:
                    faults.append((ledger, field.name, id, before.number, after.number))
    assert not faults
    assert taken > 100


def without(intake: Intake, ledger: str, column: str) -> Intake:
    """The same ledgers, one of them without a column in all of its files."""
    for file in intake.files_of(ledger):
        intake.read(file)
    stored = {
        place: dataclasses.replace(
            typed,
            loaded=typed.loaded.drop(columns=column, errors="ignore"),
            contradicting=typed.contradicting.drop(columns=column, errors="ignore"),
        )
        if place[0] == ledger
        else typed
        for place, typed in intake._stored.items()
    }
    return dataclasses.replace(intake, _stored=stored)


@pytest.fixture
def devices_by_state(own_figures) -> None:
    """All devices ``t.devices`` and those in use ``t.in_use``."""

    @figure("t.devices", label="设备", unit="台", kind="stock")
    def registered(devices):
        """在册设备。"""
        return devices

    @figure("t.in_use", label="在用设备", unit="台", kind="stock")
    def in_use(devices):
        """在用设备。"""
        return devices[devices["status"] == "在用"]


@pytest.mark.usefixtures("devices_by_state")
class TestStateOnTheCutOffDay:
    def test_is_unknown_without_the_date_of_the_change(self, bureau):
        rows = [{"设备编号": "D1"}, {"设备编号": "D2", "状态": "停用", "状态变更日期": "2021-09-01"}]
        bureau.devices(2021, *rows)
        assert bureau.book("2021-06").value("t.in_use").number == 2
        path = bureau.devices(2021, *rows)
        drop_column(path, "状态变更日期")
        value = bureau.book("2021-06").value("t.in_use")
        assert (value.number, value.status) == (None, "blocked")
        assert value.reason == "台账未提供“状态变更日期”列，截止日的“状态”无从得知：T02 设备登记台账"
        assert bureau.book("2021-06").value("t.devices").number == 2, "which counts whatever the state"

    def test_is_unknown_without_the_date_of_removal(self, bureau):
        path = bureau.devices(2021, {"设备编号": "D1"}, {"设备编号": "D2", "注销日期": "2021-03-01"})
        assert bureau.book("2021-06").value("t.devices").number == 1
        drop_column(path, "注销日期")
        value = bureau.book("2021-06").value("t.devices")
        assert (value.status, value.reason) == ("blocked", "台账未提供“注销日期”列：T02 设备登记台账")


def drop_column(path, title: str) -> None:
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    at = lines[0].index(title)
    text = "\n".join(",".join(cells[:at] + cells[at + 1 :]) for cells in lines) + "\n"
    path.write_text(text, encoding="utf-8")
