"""A watched folder is built when its files have settled, and neither half-written files nor a lost share do harm."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest
from small_bureau import published, small_bureau

from workreport.base.atomic_folder import Busy
from workreport.base.errors import LedgerError
from workreport.base.period import Period
from workreport.pipeline.settled_files import Listing, Settling, list_files
from workreport.pipeline.up_to_date import BuildSummary
from workreport.pipeline.watch import Watch, WatchRequest, attention

REST = 10.0


class SetClock:
    """A clock that a test sets."""

    time = 0.0

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += seconds


class Builder:
    """Stands for the builds of a watch: what it answers, or raises, and how often it was asked."""

    def __init__(self) -> None:
        self.answer: BuildSummary | Exception = BuildSummary(0, False, ())
        self.count = 0

    def __call__(self, request: WatchRequest, period: Period) -> BuildSummary:
        self.count += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Watched:
    """A folder with two ledgers under watch; time passes by looks of two seconds."""

    def __init__(self, folder: Path) -> None:
        self.data, self.lines, self.clock, self.builder = folder / "data", [], SetClock(), Builder()
        (self.data / "2021").mkdir(parents=True)
        (self.data / "bureau.yaml").write_text("name: 区局\n", encoding="utf-8")
        self.write("甲.xlsx", "1")
        self.write("乙.xlsx", "1")
        request = WatchRequest(self.data, folder / "out", [Period.parse("2021")], every=2.0, rest=REST)
        self.watch = Watch(request, self.lines.append, self.builder, self.clock)

    def write(self, name: str, text: str, folder: str = "2021") -> Path:
        path = self.data / folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds / 2)):
            self.watch.look()
            self.clock.wait(2.0)

    def taken(self) -> str:
        text = "\n".join(self.lines)
        self.lines.clear()
        return text


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


@pytest.fixture
def built(watched: Watched) -> Watched:
    """Built once, with nothing left to do."""
    watched.pass_time(30)
    assert watched.builder.count == 1 and "2021年工作报告已生成" in watched.taken()
    return watched


def test_files_settle_when_none_has_changed_for_a_while() -> None:
    settling = Settling(REST)
    for now, size in enumerate((1, 2, 3)):
        settling.see(Listing({"data/2021/a": (size, 0)}), now)
    assert not settling.ready(2 + REST - 0.1) and settling.ready(2 + REST)
    settling.built()
    assert not settling.ready(100) and settling.changed == []
    settling.see(Listing({"data/2021/a": (3, 1), "data/2021/b": (1, 0)}), 100)
    assert settling.changed == ["data/2021/a", "data/2021/b"]
    assert not settling.ready(100 + REST - 0.1) and settling.ready(100 + REST)
    settling.see(Listing({"data/2021/a": (3, 0)}), 101)
    assert not settling.ready(200), "it is as it was built"


def test_a_changed_file_that_is_open_is_waited_for() -> None:
    settling = Settling(REST)
    files = {"data/2021/a": (1, 0), "data/2021/b": (1, 0)}
    settling.see(Listing(files, frozenset({"data/2021/a"})), 0)
    assert settling.ready(REST), "what is open and was not changed is as it was saved"
    settling.built()
    settling.see(Listing(files | {"data/2021/a": (2, 0)}, frozenset({"data/2021/a"})), 20)
    assert not settling.ready(100) and settling.waited_for == ["data/2021/a"]
    settling.see(Listing(files | {"data/2021/a": (2, 0)}), 101)
    assert settling.ready(101)


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("甲.xlsx", "~$甲.xlsx"),
        ("甲.xlsx", ".~lock.甲.xlsx#"),
        ("二〇二一年正文初稿.docx", "~$二一年正文初稿.docx"),
    ],
)
def test_locks_of_office_programs(tmp_path: Path, name: str, lock: str) -> None:
    folder = tmp_path / "2021"
    folder.mkdir()
    for file_name in (name, lock, "另一份.xlsx", "tmp", ".hidden"):
        (folder / file_name).write_text("x", encoding="utf-8")
    listing = list_files(tmp_path, [2021])
    assert listing.open == {f"data/2021/{name}"}
    inputs = {file for file in listing.files if file.startswith("data/2021/")}
    assert inputs == {f"data/2021/{name}", "data/2021/另一份.xlsx", "data/2021/tmp"}


def test_a_file_that_grows_is_built_when_it_is_whole(built: Watched) -> None:
    for length in range(10, 20):
        built.write("甲.xlsx", "1" * length)
        built.pass_time(4)
    assert built.builder.count == 1 and built.taken() == ""
    built.pass_time(REST)
    assert built.builder.count == 2 and "2021/甲.xlsx" in built.taken()
    built.pass_time(60)
    assert built.builder.count == 2 and built.taken() == ""


def test_a_lock_file_alone_builds_nothing(built: Watched) -> None:
    lock = built.write("~$甲.xlsx", "user")
    built.pass_time(60)
    lock.unlink()
    built.pass_time(60)
    assert built.builder.count == 1 and built.taken() == ""


def test_an_open_file_is_named_once(built: Watched) -> None:
    lock = built.write("~$甲.xlsx", "user")
    built.write("甲.xlsx", "123")
    built.pass_time(60)
    assert built.builder.count == 1 and built.taken().count("2021/甲.xlsx改过") == 1
    lock.unlink()
    built.pass_time(4)
    assert built.builder.count == 2


@pytest.mark.parametrize("whole", [True, False])
def test_a_share_that_goes_away_is_named_once_and_taken_up_again(built: Watched, whole: bool) -> None:
    folder = built.data if whole else built.data / "2021"
    folder.rename(folder.with_name("away"))
    if not whole:
        folder.mkdir()  # the mount point stays
    built.pass_time(60)
    text = built.taken()
    assert built.builder.count == 1 and text.count("2021 年的文件夹连不上") == 1 and "不动" in text
    if not whole:
        folder.rmdir()
    folder.with_name("away").rename(folder)
    built.write("甲.xlsx", "1234")
    built.pass_time(30)
    assert built.builder.count == 2 and "接着看" in built.taken()


def test_another_year_that_was_there_is_missed_too(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    (watched.data / "2020").mkdir()
    last = watched.write("丙.xlsx", "1", "2020")
    watched.pass_time(30)
    last.unlink()
    watched.pass_time(60)
    assert watched.builder.count == 1 and "2020 年的文件夹连不上" in watched.taken()


@pytest.mark.parametrize(
    ("error", "again", "message"),
    [
        (LedgerError("文件损坏", where="2021/甲.xlsx"), False, "文件损坏"),
        (Busy("另一个程序正在出稿"), True, "正在出稿"),
        (OSError(5, "Input/output error"), True, "Input/output error"),
    ],
)
def test_a_build_that_fails_is_reported_once(
    built: Watched, error: Exception, again: bool, message: str
) -> None:
    built.builder.answer = error
    built.write("甲.xlsx", "12345")
    built.pass_time(60)
    assert built.taken().count(message) == 1
    assert (built.builder.count > 2) == again, "what mends itself is tried again"
    built.builder.answer = BuildSummary(1, True, ("✗ 缺台账",))
    built.write("甲.xlsx", "1")
    built.pass_time(30)
    assert "草稿" in (text := built.taken()) and "✗ 缺台账" in text


def test_a_few_lines_on_what_is_new() -> None:
    before = ("✗ 缺台账", "· 一处")
    now = ("· 一处", *(f"· 第 {at} 处" for at in range(8)), "! 一条", "✗ 不成立")
    lines = attention(before, now)
    assert lines[:3] == ["✗ 不成立", "! 一条", "· 第 0 处"] and len(lines) == 9
    assert lines[6:] == [
        "另有新的 4 条，见 review.html",
        "此前的 1 条仍在，见 review.html",
        "1 条不再有",
    ]
    assert attention(now, now) == ["此前的 11 条仍在，见 review.html"]


@pytest.mark.slow
def test_the_command_builds_what_was_saved_and_ends_by_a_signal(repository: Path, tmp_path: Path) -> None:
    data, out = small_bureau(tmp_path / "data", repository), tmp_path / "out"
    command = [sys.executable, "-m", "workreport.cli", "watch", "2021", "--every", "0.2", "--rest", "1"]
    watching = subprocess.Popen(
        [*command, "--data", str(data), "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    lines = _lines(watching)
    try:
        _until(lines, "index.html")
        first = published(out / "2021")
        (data / "2021" / "~$LG16.xlsx").write_bytes(b"user")
        ledger = next((data / "2021").glob("LG18_*"))
        whole = ledger.read_bytes()
        ledger.write_bytes(whole[: len(whole) // 2])
        assert "没有出稿" in _until(lines, "没有出稿")
        assert published(out / "2021") == first
        ledger.write_bytes(whole)
        (data / "2021" / "notes.yaml").write_text("[]\n", encoding="utf-8")
        assert "2021/notes.yaml" in _until(lines, "有变动的文件")
        watching.send_signal(signal.SIGTERM)
        assert "已中断" in _until(lines, "已中断")
        assert watching.wait(60) == 128 + signal.SIGTERM
    finally:
        watching.kill()
    assert (out / "2021" / "manifest.json").is_file() and "Traceback" not in "".join(lines)


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    """The lines that a program writes; fails rather than wait for ever."""
    queue: Queue[str | None] = Queue()

    def read() -> None:
        for line in process.stdout:
            queue.put(line)
        queue.put(None)

    threading.Thread(target=read, daemon=True).start()
    while (line := queue.get(timeout=120)) is not None:
        yield line


def _until(lines: Iterator[str], text: str) -> str:
    for line in lines:
        if text in line:
            return line
    raise AssertionError(f"never written: {text}")
