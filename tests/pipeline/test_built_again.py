"""A report asked for again: kept where it stands, built where it does not, or where a section failed."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from sample_sections import SECTIONS

import workreport.pipeline.run
from workreport.base.ownership import PAGE_MARKER
from workreport.base.period import Period
from workreport.execution import warm
from workreport.ledgers.declared.findings import COLUMNS
from workreport.pipeline.build import report
from workreport.pipeline.run import Outcome
from workreport.rendering.report_model import SectionResult


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Statuses that the section of each run to come has; runs publish one file."""
    statuses: list[str] = []

    def run(request) -> Outcome:
        workspace, period = request.workspace, request.period
        folder = workspace.out / period.id
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_bytes(b"<p>")
        manifest = {"outputs": {"index.html": hashlib.sha256(b"<p>").hexdigest()}, "inputs": []}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        (workspace.out / "index.html").write_bytes(PAGE_MARKER)
        sections = (SectionResult(SECTIONS[0], statuses.pop(0)),)
        return Outcome(folder, sections, pd.DataFrame(columns=COLUMNS), ("缺台账",), None)

    monkeypatch.setattr(workreport.pipeline.run, "run", run)
    monkeypatch.setattr(warm, "start", lambda: None)
    return statuses


@pytest.fixture
def ask(tmp_path: Path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "bureau.yaml").write_text(
        "name: 晴川区市场监督管理局\nshort_name: 区市监局\ndistrict: 晴川区\n", encoding="utf-8"
    )
    return lambda **options: report(
        data, tmp_path / "out", Period.parse("2021"), stream=io.StringIO(), **options
    )


def test_a_report_stands_until_it_is_asked_for_by_force(built, ask):
    built += ["blocked", "blocked"]
    assert [ask().unchanged, ask().unchanged] == [False, True]
    again = ask()
    assert (again.status, again.remarks) == (1, ("✗ 缺台账",))
    assert not ask(force=True).unchanged and built == []


def test_a_failed_section_is_tried_again(built, ask):
    built += ["failed", "ok"]
    assert [ask().unchanged for _ in range(3)] == [False, False, True]
