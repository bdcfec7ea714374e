"""Temporary folders go with their process; those of a killed one go when the next is made, and no living one's."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from workreport.base.temporary_folders import PREFIX, remove_abandoned, temporary_folder

HOLDER = """
import sys
from workreport.base.temporary_folders import temporary_folder
with temporary_folder() as folder:
    (folder / "inner").mkdir()
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def holder() -> tuple[subprocess.Popen[str], Path]:
    """A process with a temporary folder of its own, and the folder."""
    command = [sys.executable, "-c", HOLDER]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return process, Path(process.stdout.readline().strip())


def folders(parent: Path) -> set[Path]:
    return {path for path in parent.iterdir() if path.is_dir()}


def test_a_folder_ends_with_its_block(temporary: Path):
    with temporary_folder() as first, temporary_folder() as second:
        assert folders(temporary) == {first, second}
        (first / "file").write_text("x")
    assert list(temporary.iterdir()) == []


def test_folders_of_dead_processes_alone_are_removed(temporary: Path):
    (living, used), (killed, abandoned) = holder(), holder()
    with living, killed:
        killed.kill()
        killed.wait()
        assert abandoned.is_dir()
        with temporary_folder() as own:
            assert folders(temporary) == {own, used}
        living.communicate("")
    assert list(temporary.iterdir()) == []


def test_what_is_no_folder_of_ours_stays(temporary: Path):
    (temporary / f"{PREFIX}file").write_text("x")
    (temporary / f"{PREFIX}link").symlink_to(temporary / "theirs")
    (temporary / f"{PREFIX}link.lock").touch()
    (temporary / "theirs").mkdir()
    (temporary / "theirs" / "file").write_text("x")
    remove_abandoned()
    assert (temporary / f"{PREFIX}file").is_file() and (temporary / "theirs" / "file").is_file()
