"""A test that lacks a program is skipped with words that help, and on CI it fails."""

from __future__ import annotations

import shutil
from pathlib import Path

import programs
import pytest


@pytest.mark.parametrize("program", programs.PACKAGES)
def test_a_missing_program_is_named_with_its_package(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    with pytest.raises(pytest.skip.Exception) as skipped:
        programs.require([program])
    assert program in skipped.value.msg and programs.PACKAGES[program] in skipped.value.msg


def test_a_program_outside_the_path_and_one_of_another_name_are_found(tmp_path: Path, monkeypatch) -> None:
    for name in ("initdb", "google-chrome"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.require(["chromium"]) == [tmp_path / "google-chrome"]
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setitem(programs.ELSEWHERE, "initdb", [tmp_path])
    assert programs.require(["initdb"]) == [tmp_path / "initdb"]


@pytest.mark.parametrize(("ci", "outcome"), [("", "skipped"), ("true", "failed")])
def test_what_is_skipped_fails_on_ci(ci: str, outcome: str, request, monkeypatch) -> None:
    shared = request.config.pluginmanager.getplugin(str(Path(__file__).with_name("conftest.py")))
    reason = ("tests/a.py", 1, "Skipped: 缺少程序")
    report = pytest.TestReport("a", reason, {}, outcome="skipped", longrepr=reason, when="setup")
    monkeypatch.setenv("CI", ci)
    making = shared.pytest_runtest_makereport(request.node)
    next(making)
    with pytest.raises(StopIteration) as raised:
        making.send(report)
    assert raised.value.value.outcome == outcome and "缺少程序" in str(report.longrepr)
