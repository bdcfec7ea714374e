"""A file or folder that another program holds for a moment is renamed all the same; one that stays open is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workreport.base import renaming
from workreport.base.atomic_folder import replace_file, staged, write_tree
from workreport.base.errors import WorkreportError
from workreport.base.ownership import PAGE_MARKER
from workreport.base.renaming import PAUSES_S, open_files, rename, replace


@contextmanager
def held(patch: pytest.MonkeyPatch, path: Path, attempts: float = float("inf")) -> Iterator[list[float]]:
    """Hold a file open as Word does on Windows, for so many attempts to rename it, its folder, or something onto it."""
    pauses: list[float] = []

    def guarded(act: Callable[[str, str], None]) -> Callable[[str, str], None]:
        def acting(source: str, target: str) -> None:
            touched = {Path(source), Path(target)} & {path, *path.parents}
            if touched and path.exists() and len(pauses) < attempts:
                raise PermissionError(13, "in use", str(source))
            act(source, target)

        return acting

    with patch.context() as inside:
        inside.setattr(renaming.time, "sleep", pauses.append)
        for name in ("rename", "replace"):
            inside.setattr(os, name, guarded(getattr(os, name)))
        yield pauses


def publish(out: Path, content: bytes) -> None:
    with staged(out, "2021") as folder:
        write_tree(folder, {"report.docx": content, "sections/01.html": content})


def report(out: Path) -> dict[str, bytes]:
    return {name: (out / "2021" / name).read_bytes() for name in ("report.docx", "sections/01.html")}


@pytest.mark.parametrize("act", [rename, replace])
def test_what_is_let_go_is_renamed(tmp_path, monkeypatch, act):
    source = tmp_path / "a"
    source.write_bytes(b"content")
    with held(monkeypatch, source, attempts=2) as pauses:
        act(source, tmp_path / "b")
    assert pauses == list(PAUSES_S[:2]) and (tmp_path / "b").read_bytes() == b"content"


@pytest.mark.parametrize("act", [rename, replace])
def test_what_stays_open_is_an_error(tmp_path, monkeypatch, act):
    source = tmp_path / "a"
    source.write_bytes(b"content")
    with held(monkeypatch, source) as pauses, pytest.raises(PermissionError):
        act(source, tmp_path / "b")
    assert pauses == list(PAUSES_S) and source.read_bytes() == b"content"


def test_open_files_are_named(tmp_path, monkeypatch):
    publish(tmp_path, b"old")
    assert open_files(tmp_path) == [] and open_files(tmp_path / "missing") == []
    with held(monkeypatch, tmp_path / "2021" / "sections" / "01.html"):
        assert open_files(tmp_path) == ["2021/sections/01.html"]


def test_a_report_open_before_a_run_stops_it_at_once(tmp_path, monkeypatch):
    publish(tmp_path, b"old")
    with (
        held(monkeypatch, tmp_path / "2021" / "report.docx"),
        pytest.raises(WorkreportError, match="打开着") as caught,
        staged(tmp_path, "2021"),
    ):
        pytest.fail("nothing may be built")
    assert "（report.docx）" in caught.value.where and "关闭" in caught.value.todo
    assert set(report(tmp_path).values()) == {b"old"} and not (tmp_path / ".staging").exists()


def test_a_report_opened_during_a_run_stays_whole(tmp_path, monkeypatch):
    publish(tmp_path, b"old")
    with pytest.raises(WorkreportError, match="打开着") as caught, staged(tmp_path, "2021") as folder:
        write_tree(folder, {"report.docx": b"new"})
        word = held(monkeypatch, tmp_path / "2021" / "report.docx")
        word.__enter__()
    word.__exit__(None, None, None)
    assert "（report.docx）" in caught.value.where
    assert set(report(tmp_path).values()) == {b"old"} and not (tmp_path / ".staging").exists()


def test_a_report_held_for_a_moment_is_replaced(tmp_path, monkeypatch):
    publish(tmp_path, b"old")
    with staged(tmp_path, "2021") as folder:
        write_tree(folder, {"report.docx": b"new", "sections/01.html": b"new"})
        scanner = held(monkeypatch, tmp_path / "2021" / "report.docx", attempts=3)
        pauses = scanner.__enter__()
    scanner.__exit__(None, None, None)
    assert len(pauses) == 3 and set(report(tmp_path).values()) == {b"new"}


def test_a_page_held_for_a_moment_is_replaced(tmp_path, monkeypatch):
    page = tmp_path / "index.html"
    replace_file(page, PAGE_MARKER)
    with held(monkeypatch, page, attempts=2):
        replace_file(page, PAGE_MARKER + b"2")
    assert page.read_bytes().endswith(b"2") and list(tmp_path.iterdir()) == [page]
