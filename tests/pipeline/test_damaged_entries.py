"""A bit that flips in any file of a cache: the entry counts as none, the run logs it, and the report stays what it was."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_bureau import LOG, published, small_bureau

from workreport.base.cache import Cache
from workreport.base.checked_files import damage_logged, is_intact
from workreport.base.paths import NOTEBOOKS
from workreport.base.period import Period
from workreport.history.runs import FOLDER as HISTORY
from workreport.history.runs import OBJECTS, History
from workreport.ledgers import table_cache as store_module
from workreport.ledgers.table_cache import TableCache
from workreport.pipeline.build import report
from workreport.pipeline.up_to_date import inputs_key, published_if_current

PERIOD = Period.parse("2021")
FLIPS = 50
"""Of each kind of file; there are ten kinds."""


def flip(path: Path, chance: random.Random) -> None:
    """Flip one bit of a file."""
    content = bytearray(path.read_bytes())
    at = chance.randrange(8 * len(content))
    content[at // 8] ^= 1 << at % 8
    path.write_bytes(content)


def assert_flips_are_noticed(path: Path, read: Callable[[], Any]) -> None:
    """`read` gives something of a file as it was written, and nothing, with a line in the log, of one with a flipped bit."""
    whole, chance = path.read_bytes(), random.Random(path.suffix)
    with damage_logged(lambda _: None):
        pass  # what other tests left damaged is logged here
    for _ in range(FLIPS):
        logged: list[Path] = []
        flip(path, chance)
        with damage_logged(logged.append):
            assert not read()
        assert logged == [path]
        path.write_bytes(whole)
    assert read()


# ledgers


@pytest.fixture
def ledger(bureau, monkeypatch) -> Path:
    """The entry of a ledger with rows that contradict each other and more findings than its notes take."""
    monkeypatch.setattr(store_module, "GROUP", 2)
    twice = {"抽样单编号": "S1", "检验结论": "不合格"}
    bureau.samples(2021, {}, twice, {"抽样日期": "昨天"}, {"报告日期": "2021-01-01"}, {}, {})
    intake = bureau.intake()
    (file,) = intake.files_of("samples")
    intake.read(file)
    return intake.table(file)


class Made(Exception):
    """An entry was made anew."""


def read_ledger(entry: Path) -> Callable[[], bool]:
    """A function that says whether a store that has read nothing yet finds the entry."""

    def make(path: Path) -> Any:
        raise Made

    def read() -> bool:
        found, key = TableCache(Cache(entry.parent)), entry.stem
        try:
            found.get(key, make)
        except Made:
            return False
        return found.has(key) and TableCache(Cache(entry.parent)).has(key)

    return read


@pytest.mark.parametrize("kind", ["", ".parquet", ".aside.parquet", ".findings.parquet"])
def test_a_ledger(ledger, kind):
    assert_flips_are_noticed(ledger.with_suffix(kind), read_ledger(ledger))


def test_a_ledger_that_is_read_in_parts(ledger, monkeypatch):
    monkeypatch.setattr(store_module, "LARGE", 1)
    assert_flips_are_noticed(ledger, read_ledger(ledger))


# what a whole run leaves


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The small bureau's data, and the output folder of its first run."""
    folder = tmp_path_factory.mktemp("built")
    data = small_bureau(folder / "data", repository)
    assert ask(data, folder / "out") == 0
    return data, folder / "out"


def ask(data: Path, out: Path) -> int:
    return report(data, out, PERIOD, jobs=2, stream=io.StringIO()).status


def entry(out: Path, pattern: str) -> Path:
    """One of the files that a run left."""
    return min(out.glob(pattern))


@pytest.mark.parametrize("kind", ["sections/2021", "bodies/2021", "figures"])
def test_sections_and_figures(built, kind):
    path = entry(built[1], f".store/{kind}/*")
    assert_flips_are_noticed(path, lambda: Cache(path.parent).get(path.name))


def test_what_was_said_of_a_report(built):
    key = inputs_key(built[0], PERIOD.id, (), NOTEBOOKS)
    path = entry(built[1], ".store/runs/2021/*")
    assert_flips_are_noticed(path, lambda: published_if_current(built[1], PERIOD.id, key))


def test_a_run_and_what_it_names(built):
    history = History.of(built[1])
    (run,) = history.runs(PERIOD.id)
    assert_flips_are_noticed(entry(built[1], f"{HISTORY}/2021/*.json"), lambda: history.runs(PERIOD.id))
    figures = history.folder / OBJECTS / run.manifest["outputs"]["figures.csv"]
    assert_flips_are_noticed(figures, lambda: history.runs(PERIOD.id))


# whole reports


RECORD = ".store/runs/2021/*"
"""Without it, the report is built again out of what is kept."""


@pytest.mark.parametrize(
    "patterns",
    [
        (".store/ledgers/*[!t]", ".store/figures/*"),
        (".store/ledgers/*.parquet", ".store/bodies/2021/*", f"{HISTORY}/2021/*", f"{HISTORY}/{OBJECTS}/*"),
        (".store/figures/*", ".store/sections/2021/*"),
    ],
    ids=["notes", "tables", "sections"],
)
def test_the_report_stays_what_it_was(built, patterns):
    data, out = built
    before, chance = published(out / PERIOD.id), random.Random(len(patterns))
    paths = {path for pattern in (RECORD, *patterns) for path in out.glob(pattern)}
    for path in paths:
        flip(path, chance)
    assert ask(data, out) == 0
    assert published(out / PERIOD.id) == before
    log = (out / PERIOD.id / LOG).read_text(encoding="utf-8")
    logged = {Path(line.partition("不予采用：")[2]) for line in log.splitlines() if "不予采用：" in line}
    # those alone, so that what was damaged before this test was made again
    assert {path for path in logged if path.parent.name != OBJECTS} == {
        path for path in paths if path.parent.name != OBJECTS
    }
    assert all(is_intact(path, path.name) for path in (out / HISTORY / OBJECTS).iterdir())
