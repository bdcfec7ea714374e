"""A run killed anywhere: the next one finishes what is left and publishes the same bytes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from small_bureau import SECTIONS, published, small_bureau


def start(data: Path, out: Path, *options: str) -> subprocess.Popen:
    """A run with a temporary folder beside its output."""
    temporary = out.with_name("temporary")
    temporary.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "workreport.cli", "run", "2021", "--data", str(data), "--out", str(out)]
    return subprocess.Popen(
        [*command, "--jobs", "1", *options],
        env=os.environ | {"TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(data: Path, out: Path, *options: str) -> str:
    run = start(data, out, *options)
    output, progress = run.communicate(timeout=600)
    assert run.returncode == 0, progress
    return output + progress


def cached_sections(out: Path) -> int:
    return len(list(out.glob(".store/sections/2021/[!.]*")))


MOMENTS: list[Callable[[Path], bool]] = [
    lambda out: (out / ".staging" / "2021" / "new").is_dir(),
    lambda out: cached_sections(out) == 1,
    lambda out: cached_sections(out) == len(SECTIONS),
    lambda out: (out / "2021").is_dir(),
]
"""While ledgers are read; while sections run; while pages are made; when it is published and not yet remembered."""


@pytest.fixture(scope="module")
def once(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The small bureau's data, and the output folder of a run that nobody disturbed."""
    folder = tmp_path_factory.mktemp("once")
    data = small_bureau(folder / "data", repository)
    finish(data, folder / "out")
    return data, folder / "out"


def test_killed_at_one_moment_after_the_other(once, tmp_path):
    data, whole = once
    out = tmp_path / "out"
    for moment in MOMENTS:
        run = start(data, out)
        while run.poll() is None and not moment(out):
            time.sleep(0.005)
        os.kill(run.pid, signal.SIGKILL)
        run.communicate()
        assert run.returncode == -signal.SIGKILL
    assert "2 节没有变化，沿用；0 节重新生成" in finish(data, out)
    assert published(out / "2021") == published(whole / "2021")
    assert not (out / ".staging").exists()
    assert list((tmp_path / "temporary").iterdir()) == []
    left, right = (
        [path.name for path in (folder / ".history" / "2021").iterdir()] for folder in (out, whole)
    )
    assert left == right
    assert "没有变化" in finish(data, out)


def test_one_ledger_changed_and_all_asked_for(once, tmp_path):
    data, out = once
    before = published(out / "2021")
    (ledger,) = (data / "2021").glob("LG18_*")
    content = ledger.read_bytes()
    try:
        book = openpyxl.load_workbook(ledger)
        sheet = max(book.worksheets, key=lambda sheet: sheet.max_row)
        sheet.delete_rows(sheet.max_row)
        book.save(ledger)
        assert "1 节没有变化，沿用；1 节重新生成" in finish(data, out)
        assert published(out / "2021") != before
    finally:
        ledger.write_bytes(content)
    # as it was: both sections are still known, and what the report says of the run before comes with it
    assert "2 节没有变化，沿用；0 节重新生成" in finish(data, out)
    changed = json.loads((out / "2021" / "manifest.json").read_text(encoding="utf-8"))
    assert changed["earlier"]
    output = finish(data, out, "--force")
    assert "沿用" not in output and "[2/2]" in output
