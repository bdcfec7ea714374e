"""WCAG 2.2 AA on every kind of page, on a desk and on a phone, by day, by night and as printed, by axe-core."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import DESKTOP, PHONE
from portal_samples import LABELS, entry, many
from sample_sections import SECTIONS

from workreport.rendering.pages.diff_page import Difference, Side, compared_page
from workreport.rendering.pages.portal import portal_page
from workreport.rendering.pages.portal_entries import DRAFT, ISSUED
from workreport.rendering.pages.report_pages import review_page, section_page
from workreport.rendering.report_model import CheckGroup, ReportContext, SectionResult

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = ("index", "section", "review", "portal", "diff", "draft review", "draft section")
MODES = ("desk", "phone at night", "paper")
ALIKE = """() => {
    const most = (kind, number) => [...document.querySelectorAll(kind)].slice(number).forEach(one => one.remove());
    most('.wr-chapter:not(.wr-appendix)', 1);
    most('.wr-chart', 2);
    document.querySelectorAll('details').forEach(fold => { fold.open = true; });
    document.querySelectorAll('tbody').forEach(body => [...body.rows].slice(3).forEach(row => row.remove()));
}"""
"""Leaves a few of what a page has hundreds of: axe looks at each for a minute in all, and they are alike."""


@pytest.fixture(scope="session")
def pages(folder, section, tmp_path_factory) -> dict[str, Path]:
    """A page of each kind; those that the sample year does not give are made of a few rows."""
    own_pages = tmp_path_factory.mktemp("pages")
    draft = draft_context()
    own = {
        "portal": portal(),
        "diff": compared(),
        "draft review": review_page(draft, [SectionResult(SECTIONS[3], "failed", None, "缺列")]).encode(),
        "draft section": section_page(draft, SectionResult(SECTIONS[3], "blocked", None, "缺台账")).encode(),
    }
    for name, page in own.items():
        (own_pages / f"{name}.html").write_bytes(page)
    paths = {name: own_pages / f"{name}.html" for name in own}
    return paths | {"index": folder / "index.html", "review": folder / "review.html", "section": section}


def portal() -> bytes:
    """Twenty-four reports of one bureau, and two of others to rank with."""
    others = [entry(name, "2021", state, visits=3) for name, state in (("甲局", DRAFT), ("乙局", ISSUED))]
    return portal_page([*many(LABELS), *others], LABELS)


def draft_context() -> ReportContext:
    """A report with one of each thing that a reviewer has to decide on."""
    check = {
        "id": "C1", "left": "3", "right": "4", "difference": "-1", "title": "各部分等于合计", "relation": "甲 = 乙",
        "explanation": "差一件", "waiver": "", "figures": [],
    }  # fmt: skip
    finding = {
        "ledger": "台账甲", "division": "甲股", "file": "甲.xlsx", "sheet": "表", "row": 3, "column": "列",
        "original": "x", "rule": "R", "disposition": "隔离", "message": "不是数",
    }  # fmt: skip
    change = {"label": "指标甲", "comparison": "同比", "state": "待说明", "text": "", "author": ""}
    groups = [CheckGroup("FAILS", "不成立", [check]), CheckGroup("HOLDS", "成立", [replace_id(check, "C2")])]
    return replace(
        ReportContext("某局", "2021年工作报告", "2021年", date(2021, 12, 31), synthetic=True),
        pending_rows=1,
        checks=groups,
        findings=[finding] * 5,
        explanations=[change] * 3,
    )


def replace_id(check: dict, id: str) -> dict:
    """The same check under another id."""
    return check | {"id": id}


def compared() -> bytes:
    """A comparison of two runs with one figure that differs."""
    row = {
        "change": "新增",
        "cause": "台账",
        "file": "甲.xlsx",
        "sheet": "表",
        "row": "3",
        "key": "K1",
        "columns": "",
    }
    difference = Difference("food.a", "抽检", "批次", "3", "4", "+1", "台账行改动", "新增1行", [row] * 4, 4)
    sides = [Side("A", "2021 甲稿"), Side("B", "2021 乙稿")]
    return compared_page(sides, ["甲.xlsx 已改"], [difference] * 1, ["两稿程序相同"], tuple(row))


@cache
def options() -> dict:
    """What axe is asked: every rule of the levels, violations only."""
    return {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


def violations(page) -> list[str]:
    """What axe finds, each with its place."""
    found = Axe().run(page, options=options()).response["violations"]
    return [
        f"{violation['id']} {node['target']} {node['html'][:150]}"
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(open_page, pages, kind, mode):
    page = open_page(pages[kind], dark=mode != "desk", size=PHONE if "phone" in mode else DESKTOP)
    if mode == "paper":
        page.emulate_media(media="print")
    page.evaluate(ALIKE)
    assert violations(page) == []


@pytest.mark.parametrize("dialog", ["p.wr-say a.wr-ref", ".wr-enlarge"])
def test_axe_finds_nothing_in_an_open_dialog(open_page, section, dialog):
    page = open_page(section)
    page.locator(dialog).first.click()
    page.evaluate(
        "document.querySelector('main').querySelectorAll('section, p').forEach(one => one.remove())"
    )
    assert violations(page) == []


def test_axe_sees_what_is_wrong(open_page, pages):
    page = open_page(pages["portal"])
    page.evaluate(
        "document.querySelector('main').innerHTML += '<p style=\"color:#bbb\">太淡的字</p><img src=\"data:,\">'"
    )
    found = " ".join(violations(page))
    assert "color-contrast" in found and "image-alt" in found
