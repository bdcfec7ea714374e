"""Ledgers read by several processes are in the cache, once; one of the period that cannot be read stops the run."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from workreport.base.errors import LedgerError
from workreport.base.period import Period
from workreport.base.workers import may_fork
from workreport.base.workspace import REPOSITORY, Workspace
from workreport.ledgers.accounting import all_findings
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.pipeline.plan import RunRequest
from workreport.pipeline.read_ledgers import read_ledgers

pytestmark = pytest.mark.skipif(not may_fork(), reason="no process is forked on this system")
YEAR = Period.parse("2021")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The sample bureau with three of its ledgers of one year."""
    folder = tmp_path / "data"
    shutil.copytree(REPOSITORY / "data" / "reference", folder / "reference")
    shutil.copy(REPOSITORY / "data" / "bureau.yaml", folder)
    (folder / "2021").mkdir()
    for name in ("LG03", "LG15B", "LG16"):
        (path,) = (REPOSITORY / "data" / "2021").glob(f"{name}_*")
        shutil.copy(path, folder / "2021")
    return folder


def intake(data: Path, out: Path, *, fresh: bool = False) -> Intake:
    return Intake.of(Workspace.open(data, out), fresh=fresh)


def read(source: Intake, period: Period, jobs: int) -> None:
    class Plan:
        request = RunRequest(source.workspace, period, io.StringIO(), jobs=jobs)

    Plan.intake, Plan.period = source, period
    read_ledgers(Plan)


def drawn_on(source: Intake) -> list:
    return [file for file in source.files if file.year is None or file.year == 2021]


def test_all_are_in_the_store_afterwards_and_say_the_same(data, tmp_path):
    ahead, alone = intake(data, tmp_path / "ahead"), intake(data, tmp_path / "alone")
    read(ahead, YEAR, 2)
    assert drawn_on(ahead) and all(map(ahead.is_stored, drawn_on(ahead)))
    assert not any(map(alone.is_stored, drawn_on(alone)))
    assert all_findings(Frames(ahead), YEAR).equals(all_findings(Frames(alone), YEAR))
    for file in drawn_on(ahead):
        assert ahead.digest(file) == alone.digest(file), file.shown


def test_a_fresh_run_reads_again_and_only_once(data, tmp_path):
    read(intake(data, tmp_path / "out"), YEAR, 2)
    before = {
        path.name: path.stat().st_mtime_ns
        for path in (tmp_path / "out" / ".store" / "ledgers").glob("*.parquet")
    }
    again = intake(data, tmp_path / "out", fresh=True)
    assert not any(map(again.is_stored, drawn_on(again)))
    read(again, YEAR, 2)
    after = {
        path.name: path.stat().st_mtime_ns
        for path in (tmp_path / "out" / ".store" / "ledgers").glob("*.parquet")
    }
    assert all(map(again.is_stored, drawn_on(again)))
    assert before.keys() == after.keys() and all(after[name] > before[name] for name in after)


def test_a_broken_file_of_the_period_stops_the_run_here(data, tmp_path):
    (path,) = (data / "2021").glob("LG03_*.xlsx")
    path.write_bytes(b"PK\x03\x04 no workbook")
    source = intake(data, tmp_path / "out")
    for jobs in (2, 1):  # read by other processes and by this one
        with pytest.raises(LedgerError, match="LG03"):
            read(source, YEAR, jobs)
    (file,) = (candidate for candidate in source.files_of("food_disposal") if candidate.year == 2021)
    assert not source.is_stored(file)


def test_a_broken_file_of_last_year_alone_is_told_of_by_whoever_asks_for_it(data, tmp_path):
    (path,) = (data / "2021").glob("LG03_*.xlsx")
    path.write_bytes(b"PK\x03\x04 no workbook")
    source = intake(data, tmp_path / "out")
    read(source, Period.parse("2022"), 2)
    (file,) = (candidate for candidate in source.files_of("food_disposal") if candidate.year == 2021)
    with pytest.raises(LedgerError):
        source.read(file)
