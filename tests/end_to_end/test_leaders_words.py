"""What goes up holds no remark that is meant for those who work on the numbers, whatever the period."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree, html
from programs import require

INTERNAL = re.compile(
    "勾稽|互相矛盾|待说明|此前对外报送|自动生成|登记人估算|台账未记|未登记集中学习|原因待|四类互不重叠|重复相加|"
    "未提供|无从得知|未填报|分母“|"
    r"[一-鿿]，\d{4}-\d{2}-\d{2}）"
)
"""Checks, doubts, estimates, what was not handed in, who explained what and when."""
FOR_PROGRAMS = {"说明", "质量说明", "其他指标"}
"""Sheets of the workbook that are read by those who use the figures on."""


def spoken(page: Path) -> list[str]:
    """The paragraphs, notes, definitions and table cells of a page, without ledger rows and files."""
    root = html.parse(str(page)).getroot()
    for part in root.xpath(
        '//section[@id="sources"] | //script | //style | //*[contains(@class, "wr-first")]'
    ):
        part.drop_tree()
    return [
        element.text_content() for element in root.iter("p", "li", "td", "th", "figcaption", "h1", "h2", "h3")
    ]


def pages(folder: Path) -> list[str]:
    return [text for path in sorted(folder.glob("*.html")) for text in spoken(path)]


def pdf(path: Path) -> list[str]:
    require(["pdftotext"])
    process = subprocess.run(["pdftotext", path, "-"], capture_output=True, encoding="utf-8", check=True)
    return [part for part in process.stdout.split("\n\n") if part.strip()]


def office(path: Path) -> list[str]:
    """The paragraphs of a Word file or of slides and their notes."""
    with ZipFile(path) as parts:
        names = [
            part
            for part in parts.namelist()
            if re.fullmatch(r"(word/(document|header\d*|footer\d*)|ppt/(slides|notesSlides)/\w+)\.xml", part)
        ]
        trees = [etree.fromstring(parts.read(name)) for name in names]
    return ["".join(element.itertext("{*}t")) for tree in trees for element in tree.iter("{*}p")]


def workbook(path: Path) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(path, read_only=True):
        if sheet.title not in FOR_PROGRAMS:
            yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)


PAPERS: dict[str, Callable[[Path], list[str] | Iterator[str]]] = {
    "index.html": spoken,
    "sections": pages,
    "report.docx": office,
    "report.pdf": pdf,
    "data.docx": office,
    "data.pdf": pdf,
    "brief.docx": office,
    "definitions.docx": office,
    "slides.pptx": office,
    "figures.xlsx": workbook,
}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("period", ["2021", "2021H1", "2021-08"])
def test_leaders_read_no_internal_remark(report_of, period, paper):
    texts = [*PAPERS[paper](report_of(period) / paper)]
    assert len(texts) > 10
    assert [text for text in texts if INTERNAL.search(text)] == []


def test_missing_numbers_are_marked_for_leaders(report_of):
    """The month has no register of its own cut-off day: leaders read that a number is to be verified."""
    assert [sentence for sentence in spoken(report_of("2021-08") / "index.html") if "数据待核" in sentence]


def test_what_is_no_draft_has_no_mark(report_of):
    with ZipFile(report_of("2021") / "report.docx") as parts:
        assert not [name for name in parts.namelist() if b"PowerPlusWaterMark" in parts.read(name)]


def test_reviewers_read_them(report_of):
    texts = "".join(spoken(report_of("2021") / "review.html"))
    for word in ("勾稽", "此前对外报送", "登记人估算", "办公室，2022-01-06"):
        assert word in texts


def test_reviewers_read_why_numbers_are_missing(report_of):
    texts = "".join(spoken(report_of("2021-08") / "review.html"))
    assert "无从得知" in texts and "分母“" in texts
