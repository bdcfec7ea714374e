"""Rendering: two views of one executed notebook, self-contained, complete, the same every time."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from report_fixture import BLOCKED, FAILED, make_context, make_sections, run_notebook
from sample_sections import SECTIONS

from workreport.base.chinese_numerals import chinese
from workreport.blocks.block import Chart
from workreport.blocks.stored import blocks_in
from workreport.rendering.pages.report_files import build_report
from workreport.rendering.pages.report_pages import index_page, review_page, section_page
from workreport.rendering.report_model import RenderError, SectionResult

ROOT = Path(__file__).resolve().parents[2]
FONT = re.compile(r"@font-face\{[^}]*\}")


@pytest.fixture(scope="session")
def broken():
    return run_notebook()


@pytest.fixture(scope="session")
def files(broken):
    return build_report(make_context(), make_sections(broken)).files


@pytest.fixture(scope="session")
def index(files):
    return files["index.html"].decode("utf-8")


@pytest.fixture(scope="session")
def review(files):
    return files["review.html"].decode("utf-8")


class Outline(HTMLParser):
    """Collects what the tests ask about: headings, ids, links, resources, pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings, self.ids, self.links, self.resources, self.alts = [], [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])
        if "src" in attributes or tag == "link":
            self.resources.append(attributes.get("src") or attributes["href"])
        if tag == "svg":
            self.alts.append(attributes.get("aria-label", ""))


def test_every_file_of_the_report_is_there(files):
    for section in SECTIONS:
        assert f"sections/{section.id}.html" in files
        assert (f"notebooks/{section.id}.ipynb" in files) == (section.id != BLOCKED)
    for name in ("monthly", "categories"):
        assert files[f"charts/03_food_safety/{name}.svg"].startswith(b"<?xml")
        assert files[f"charts/03_food_safety/{name}.png"].startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["index.html", "review.html", "sections/03_food_safety.html"])
def test_pages_load_nothing_from_elsewhere(files, name):
    page = files[name].decode("utf-8")
    outline = Outline(page)
    assert all(resource.startswith("data:") for resource in outline.resources)
    assert "http://" not in page and "https://" not in page
    assert all(link.startswith(("#", "../", "evidence/", "notebooks/")) for link in outline.links if link)
    assert "@font-face" in page


@pytest.mark.parametrize("name", ["index.html", "review.html", "sections/03_food_safety.html"])
def test_outline_has_one_first_level_and_skips_none(files, name):
    headings = Outline(files[name].decode("utf-8")).headings
    assert headings.count(1) == 1 and headings[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))


@pytest.mark.parametrize("name", ["index.html", "review.html"])
def test_ids_are_unique_and_links_arrive(files, name):
    outline = Outline(files[name].decode("utf-8"))
    assert len(outline.ids) == len(set(outline.ids))
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)
    assert not any("cell" in name for name in outline.ids)


def test_charts_have_their_text_alternative(index):
    alts = Outline(index).alts
    assert len(alts) == 2 * (len(SECTIONS) - 2)
    assert all("单位：批次" in alt for alt in alts)


def test_blocks_survive_the_kernel(broken):
    blocks = list(blocks_in(broken))
    assert [block.kind for block in blocks] == [
        "paragraph",
        "table",
        "chart",
        "chart",
        "notice",
        "office_text",
    ]
    assert [block.name for block in blocks if isinstance(block, Chart)] == ["monthly", "categories"]
    assert all(block.svg and block.png for block in blocks if isinstance(block, Chart))


def test_leadership_view_shows_results_and_nothing_else(index):
    for part in ("639批次", "食品抽检任务完成情况", "各月抽检批次与不合格率", "数据待核。"):
        assert part in index
    for part in (
        "未提供",
        "Series(",
        "核对：读入",
        "只在审阅稿里出现",
        "普通文本结果",
        "¶",
        "ValueError",
        "In [",
        "period =",
    ):
        assert part not in index


def test_gaps_are_marked(index, files):
    assert "本节暂缺。所需数据报齐后补充。" in index
    assert "本期未提供台账：药械检查台账（LG05）" in files["review.html"].decode("utf-8")
    assert "本节未能生成" in index
    assert "2 个章节未能完整生成" in index
    failed = re.search(rf'data-section="{FAILED}".*?</section>', index, re.S).group()
    assert "639批次" not in failed


def test_a_section_says_how_many_rows_of_its_ledgers_wait(broken):
    waits = (
        '<p class="wr-notice" role="note">本节所用台账另有<data class="wr-count" value="3">3</data>行待核，'
    )
    section = make_sections(broken)[2]
    assert waits in section_page(make_context(), replace(section, pending=3))
    assert waits in index_page(make_context(), [replace(section, pending=3)])
    assert "行待核" not in section_page(make_context(), section)


def test_review_shows_output_traceback_and_sources(review):
    for part in (
        "<details",
        "核对：读入 735 行",
        "只在审阅稿里出现",
        "ValueError",
        "0f0f",
        "问题行",
        "去掉空格",
        "与报告原件不符",
    ):
        assert part in review
    assert "\x1b" not in review


def test_code_stands_in_the_notebook_and_the_review_leads_to_it(files, review):
    for section in SECTIONS:
        name = f"notebooks/{section.id}.ipynb"
        assert (f'<a href="{name}">' in review) == (name in files) == (section.id != BLOCKED)
    for part in ("Series(", "figure_cell(", "period ="):
        assert part not in review


def test_a_section_of_the_review_is_closed_under_a_line_that_says_what_it_holds(review):
    part = re.search(r'data-section="03_food_safety".*?</section>', review, re.S).group()
    line, body = re.search(
        r'<details class="wr-folded"><summary>(.*?)</summary>(.*)</details>', part, re.S
    ).groups()
    assert "监督抽检" in line and re.sub(r"<[^>]+>", "", line).endswith("文字，表1张，图2张")
    assert body.count("<figure") == 3 and "<figure" not in part.replace(body, "")


def test_a_long_list_shows_its_start_folds_the_middle_and_leads_to_its_file():
    rows = [
        {"ledger": f"第{number}号", "division": "甲股", "disposition": "隔离"} for number in range(1, 251)
    ]
    page = review_page(replace(make_context(), findings=rows), [])
    part = re.search(r'<section [^>]*id="findings".*?</section>', page, re.S).group()
    open_rows, folded = part.split('<details class="wr-folded">')
    assert (open_rows.count("<tr data-division"), folded.count("<tr data-division")) == (20, 180)
    assert "第20号" in open_rows and "第21号" in folded and "第201号" not in part
    assert 'href="review/findings.csv"' in folded


def test_a_long_list_that_no_file_holds_is_folded_whole():
    rows = [{"label": f"第{number}号", "state": "待说明"} for number in range(1, 251)]
    page = review_page(replace(make_context(), explanations=rows), [])
    assert "第250号" in re.search(r'<section [^>]*id="explanations".*?</section>', page, re.S).group()


def test_cover_and_numbering(index):
    for part in ("2021年工作报告", "2021 年 12 月 31 日", "示例：合成数据", "草稿"):
        assert part in index
    assert '<span class="wr-no">二、</span>安全监管' in index
    assert '<span class="wr-no">（一）</span>食品安全监管' in index
    assert '<span class="wr-no">五、</span>存在问题与下一步打算' in index
    assert '<span class="wr-no">1. </span>监督抽检' in index


def test_reviewers_and_not_leaders_read_how_many_checks_hold(index, review):
    assert "wr-checked" not in re.sub(r"<style>.*?</style>", "", index, flags=re.S)
    summary = re.search(r'<div class="wr-checked".*?</div>', review, re.S).group()
    text = re.sub(r"<[^>]+>", "", summary)
    assert "共核对勾稽关系3项，成立2项，不成立1项；成立的各项中，1项两侧为零" in text
    counted = re.findall(r'<data class="wr-count" value="(\d+)">\1</data>', summary)
    assert counted == ["3", "2", "1", "1"]


def test_review_lists_checks_the_gravest_first_with_figures_and_waiver(review):
    found = re.findall(r'<tr id="check-(\w+)">(.*?)</tr>', review, re.S)
    assert [id for id, _ in found] == ["C2", "C3", "C1"]
    for part in ("某项关系C2", "各部分 = 合计", "639批次", "C2的说明", "系登记时间差异"):
        assert part in found[0][1]
    assert "2021/waivers.yaml" in review


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_says_so_on_every_page_in_words_and_behind_the_text(draft):
    context = replace(make_context(), draft=draft)
    for page in (
        index_page(context, []),
        review_page(context, []),
        section_page(context, SectionResult(SECTIONS[1])),
    ):
        assert ('<p class="wr-draft-note" role="note">草稿，不得引用' in page) == draft
        assert bool(re.search(r'<body class="wr-draft ', page)) == draft
        rule = re.search(r"\.wr-draft::before \{.*?\}", page, re.S).group()
        assert "z-index: -1" in rule and "position: fixed" in rule, "behind the text, on every printed sheet"


def test_headings_inside_outputs_fit_the_outline(index, files):
    assert re.search(r'<h5 id="s03_food_safety-h\d"><span class="wr-no">（1）</span>办公室材料</h5>', index)
    page = files["sections/03_food_safety.html"].decode()
    assert re.search(r"<h3 [^>]*>.*办公室材料</h3>", page)


def test_published_notebooks_hold_nothing_of_the_machine(files):
    text = files[f"notebooks/{FAILED}.ipynb"].decode("utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert [cell.id for cell in notebook.cells[:2]] == ["cell-001", "cell-002"]
    assert notebook.cells[0].metadata["tags"] == ["parameters"]
    for part in ("papermill", "\\u001b", str(ROOT), sys.prefix, "start_time"):
        assert part not in text
    assert set(json.loads(text)["metadata"]) == {"kernelspec", "language_info"}


def test_bytes_do_not_depend_on_process_or_order(files, broken, tmp_path):
    path = tmp_path / "broken.ipynb"
    nbformat.write(broken, path)
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York", "LC_ALL": "C"}
    env["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))  # the helpers of the tests
    command = [sys.executable, "tests/rendering/report_fixture.py", str(path)]
    printed = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True).stdout.decode()
    expected = "".join(f"{hashlib.sha256(data).hexdigest()} {name}\n" for name, data in files.items())
    assert printed == expected


def test_character_without_glyph_is_shown_by_its_code_and_told(broken):
    notebook = copy.deepcopy(broken)
    notebook.cells = notebook.cells[:2]
    notebook.cells[1].source = "企业名称含😀、𠮷"
    built = build_report(make_context(), [SectionResult(SECTIONS[1], "ok", notebook)])
    assert built.spelled_out == "😀𠮷"  # in order of their codes
    page, review = (built.files[name].decode() for name in ("index.html", "review.html"))
    assert "企业名称含〔U+1F600〕、〔U+20BB7〕" in page and "😀" not in page
    assert "以代码写出：😀（U+1F600）、𠮷（U+20BB7）" in review


def test_two_charts_of_one_name_are_refused(broken):
    notebook = copy.deepcopy(broken)
    notebook.cells = [*notebook.cells[:-1], NotebookNode({**notebook.cells[6], "id": "again"})]
    with pytest.raises(RenderError, match="monthly"):
        build_report(make_context(), [SectionResult(SECTIONS[1], "ok", notebook)])


def test_one_cut_of_the_fonts_serves_every_page(files):
    pages = [files["index.html"], files[f"sections/{BLOCKED}.html"], files["review.html"]]
    cuts = {"".join(FONT.findall(page.decode())) for page in pages}
    assert len(cuts) == 1
    assert 50_000 < len(cuts.pop()) < 1_500_000


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")]
)
def test_chinese_numbers(number, text):
    assert chinese(number) == text
