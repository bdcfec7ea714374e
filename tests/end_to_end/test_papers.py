"""The papers beside the sample report: as long as they should be, nothing runs over, nothing internal in leaders' hands."""

from __future__ import annotations

import io
import json
import math
import os
import re
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pylopdf_fonts_zh_cn
import pypdf
import pytest
from pptx import Presentation
from programs import require

pytestmark = pytest.mark.slow
NAMES = ("brief.docx", "slides.pptx", "note.docx")
REMARKS = (
    "勾稽",
    "互相矛盾",
    "原因待说明",
    "登记人估算",
    "台账未记",
    "由台账自动生成",
    "未提供",
    "无从得知",
    "已报数",
)
EMU_A_POINT, LINE, INSET = 12700, 1.2, 14.4
WIDE = re.compile(r"[^\x00-\x7f]")


@pytest.fixture(scope="module", params=["2021", "2021-08"])
def folder(request, report_2021: Path) -> Path:
    out = report_2021 if request.param == "2021" else request.getfixturevalue("report_month")
    return out / request.param


@pytest.fixture(scope="module")
def printed(folder: Path, tmp_path_factory) -> dict[str, list[str]]:
    """The text of each page of each paper, as LibreOffice prints it with this project's fonts."""
    require(("soffice", "loimpress"))
    place = tmp_path_factory.mktemp("printed")
    fonts = {path().parent for path in (pylopdf_fonts_zh_cn.sans_path, pylopdf_fonts_zh_cn.serif_path)}
    listed = "".join(f"<dir>{escape(str(path))}</dir>" for path in sorted(fonts))
    (place / "fonts.conf").write_text(
        f'<?xml version="1.0"?><fontconfig>{listed}<cachedir>{escape(str(place))}</cachedir></fontconfig>',
        encoding="utf-8",
    )
    user = f"-env:UserInstallation={(place / 'user').as_uri()}"
    done = subprocess.run(
        ["soffice", user, "--headless", "--convert-to", "pdf", "--outdir", place, *(folder / name for name in NAMES)],
        env=os.environ | {"FONTCONFIG_FILE": str(place / "fonts.conf")},
        capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    pages = {}
    for name in NAMES:
        file = (place / name).with_suffix(".pdf")
        assert file.is_file(), done.stderr
        pages[name] = [re.sub(r"\s+", "", page.extract_text()) for page in pypdf.PdfReader(file).pages]
    return pages


@pytest.fixture(scope="module")
def deck(folder: Path):
    return Presentation(str(folder / "slides.pptx"))


def test_the_brief_is_one_page_with_twelve_figures_and_three_of_each(printed, folder):
    [page] = printed["brief.docx"]
    assert all(words in page for words in ("三个亮点", "三个问题", "三个请示"))
    [table] = docx.Document(str(folder / "brief.docx")).tables
    assert len(table.rows) == 1 + 12


def test_the_note_is_two_pages_at_most(printed):
    assert len(printed["note.docx"]) in (1, 2) and "能否签发" in printed["note.docx"][0]


def test_slides_are_few_and_each_title_is_there(printed, deck, folder):
    """A month has fewer charts than a year, and so fewer slides."""
    least = 8 if folder.name == "2021" else 5
    assert least <= len(deck.slides) <= 10 and len(printed["slides.pptx"]) == len(deck.slides)
    for slide, page in zip(deck.slides, printed["slides.pptx"], strict=True):
        assert re.sub(r"\s+", "", slide.shapes.title.text_frame.text) in page


def test_every_chapter_with_charts_has_a_native_chart_with_its_source(deck, folder):
    charted = [slide for slide in deck.slides if any(shape.has_chart for shape in slide.shapes)]
    assert len(charted) >= (4 if folder.name == "2021" else 1)
    assert all("数据来源" in slide.notes_slide.notes_text_frame.text for slide in charted)


def test_no_text_of_a_slide_is_higher_than_its_box(deck):
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text and shape.height:
                room = shape.width / EMU_A_POINT - 2 * INSET
                assert height(shape.text_frame, room) <= shape.height / EMU_A_POINT, (
                    number,
                    shape.text_frame.text,
                )


def height(frame, room: float) -> float:
    """Points that a text takes, a Chinese character as wide as high, any other 0.6 of it."""
    total = 0.0
    for paragraph in frame.paragraphs:
        sizes = [run.font.size.pt for run in paragraph.runs]
        width = sum(
            size * (1 if WIDE.match(char) else 0.6)
            for run, size in zip(paragraph.runs, sizes, strict=True)
            for char in run.text
        )
        after = paragraph.space_after.pt if paragraph.space_after else 0
        total += math.ceil(width / room) * max(sizes) * LINE + after
    return total


def test_all_boxes_stand_on_their_slide(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert (
                shape.left + shape.width <= deck.slide_width and shape.top + shape.height <= deck.slide_height
            )


def test_no_remark_between_colleagues_is_in_leaders_hands(folder):
    for name in ("brief.docx", "slides.pptx"):
        with zipfile.ZipFile(folder / name) as archive:
            words = "".join(
                archive.read(part).decode("utf-8") for part in archive.namelist() if part.endswith(".xml")
            )
        assert not [remark for remark in REMARKS if remark in words], name


def test_numbers_of_the_highlights_are_those_of_the_figures(folder):
    """Each names a figure with the value that figures.json has, or how much of its task the year so far has done."""
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["figures"]
    shown = {figure["label"] + figure["display"] for figure in figures if figure["value"] is not None}
    done = {
        (figure["label"], round(figure["target"]["completion"]["number"], 1))
        for figure in figures
        if figure["target"] is not None
    }
    lines = [paragraph.text for paragraph in docx.Document(str(folder / "brief.docx")).paragraphs]
    start = lines.index("三个亮点") + 1
    for line in lines[start : start + 3]:
        if found := re.match(r"\d．(.+?)本年累计.*的([\d.]+)%，", line):
            assert (found[1], float(found[2])) in done
        else:
            assert any(line.partition("．")[2].startswith(statement) for statement in shown), line


def test_they_are_listed_beside_the_report(folder):
    outputs = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert set(NAMES) <= set(outputs)
    page = (folder.parent / "index.html").read_text(encoding="utf-8")
    assert all(f"{folder.name}/{name}" in page for name in NAMES)


def test_a_chart_s_workbook_has_no_clock(folder):
    with zipfile.ZipFile(folder / "slides.pptx") as archive:
        books = [archive.read(name) for name in archive.namelist() if name.endswith(".xlsx")]
    assert books
    for content in books:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            assert deck_day(folder).encode() in book.read("docProps/core.xml")


def deck_day(folder: Path) -> str:
    """The cut-off day, as an office file has it."""
    day = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["as_of"]
    return f">{day}T00:00:00Z<"
