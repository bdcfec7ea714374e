"""Quarantined rows by their share, and verdicts of people on them, over several runs of one small bureau."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from planting import Sheet
from small_bureau import small_bureau

LEDGER = "LG18_党建办实事与荣誉事项台账.xlsx"
SECTION = "sections/01_party_building.html"
FINGERPRINT = re.compile(r"<td>年初</td>.*?<td>([0-9a-f]{12})</td>", re.DOTALL)
SETTLED = '- {{fingerprint: "{}", reason: 原件就没有日期, approved_by: 分管领导, date: 2022-01-10}}\n'


def plant(data: Path, text: str) -> None:
    """Write a text into a date of the ledger's first row."""
    sheet = Sheet(data / "2021" / LEDGER)
    sheet.sheet.cell(sheet.top + 1, sheet.columns["日期"]).value = text
    sheet.save()


@pytest.fixture(scope="module")
def data(tmp_path_factory, repository: Path) -> Path:
    folder = small_bureau(tmp_path_factory.mktemp("limits") / "data", repository)
    plant(folder, "年初")
    return folder


@pytest.fixture(scope="module")
def run(workreport, data: Path) -> Callable[[str], tuple[int, str]]:
    settings = (data / "bureau.yaml").read_text(encoding="utf-8")

    def built(limits: str = "") -> tuple[int, str]:
        """Exit status and messages of a run with these limits."""
        (data / "bureau.yaml").write_text(settings + limits, encoding="utf-8")
        done = workreport("run", "2021", "--data", data, "--out", data.parent / "out")
        return done.returncode, done.stderr

    return built


def page(data: Path, name: str) -> str:
    return (data.parent / "out" / "2021" / name).read_text(encoding="utf-8")


def test_one_row_makes_a_draft_where_no_limit_is_set(run):
    status, output = run()
    assert status == 1 and "✗ 台账中有1处问题行被隔离，未计入" in output


def test_few_rows_are_told_and_make_no_draft(run, data):
    status, output = run("quarantine: {draft: 5%}\n")
    assert status == 0, output
    assert re.search(r"! 党建办实事与荣誉事项台账\d+行中有1行被隔离（1\.\d+%），未计入；未达到5%", output)
    assert "送审稿" in page(data, "index.html") and "行待核" in page(data, "index.html")


def test_many_rows_block_the_sections_that_count_them(run, data):
    status, output = run("quarantine: {draft: 0, block: 1%}\n")
    assert status == 1 and "达到1%，更正前不出数：LG18" in output
    assert "更正前不出数" in page(data, "review.html")
    assert "数据待核" in page(data, SECTION) or "本节暂缺" in page(data, SECTION)
    assert "本节暂缺" not in page(data, "sections/09_fair_competition.html")


def test_a_verdict_is_kept_with_who_and_why_and_lapses_with_the_finding(run, data):
    assert run()[0] == 1
    [fingerprint] = FINGERPRINT.findall(page(data, "review.html"))
    (data / "2021" / "waivers.yaml").write_text(SETTLED.format(fingerprint), encoding="utf-8")
    for _ in range(2):
        status, output = run()
        assert status == 0, output
        assert "隔离" not in output
        assert "原件就没有日期（分管领导批准，2022-01-10）" in page(data, "review.html")
    plant(data, "去年底")
    status, output = run()
    assert status == 1 and "1处问题行被隔离" in output
    assert (
        f"豁免不再适用：2021/waivers.yaml 第 1 条（{fingerprint}），本期没有这一处，或内容已有变化" in output
    )
