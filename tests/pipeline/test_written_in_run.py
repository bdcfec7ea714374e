"""The run publishes the written report: out of the period's draft, proofed, signed like a section, rebuilt byte for byte."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
from pathlib import Path

import docx
import pypdf
import pytest
from small_bureau import small_bureau

from workreport.base.errors import UsageError
from workreport.base.office_texts import draft_path
from workreport.base.paths import REPOSITORY
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.drafts.bound.word_bindings import bindings_in
from workreport.drafts.draft_files import write_new
from workreport.drafts.reading import read_text
from workreport.drafts.writing.bound_word import bound_word
from workreport.drafts.writing.first_draft import first_draft
from workreport.figures.book import Book
from workreport.history.section_content import WRITTEN
from workreport.history.sign import sign
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.pipeline.publish import Outcome
from workreport.pipeline.run import RunRequest, run
from workreport.pipeline.verify import verify

YEAR = Period.parse("2021")
PAGE_NUMBER = re.compile(r"—\d+—")
MINE = "办公室自己写的一段话。"


def outcome(data: Path, out: Path) -> Outcome:
    return run(RunRequest(Workspace.open(data, out), YEAR, io.StringIO(), jobs=1))


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Type into the runs of a draft, as people do."""
    document = docx.Document(str(path))
    for before, after in changes:
        found = [run for paragraph in document.paragraphs for run in paragraph.runs if before in run.text]
        assert found, before
        found[0].text = found[0].text.replace(before, after)
    document.save(str(path))


def page(result: Outcome, name: str = "index.html") -> str:
    return (result.folder / name).read_text(encoding="utf-8")


def part_of(text: str, id: str) -> str:
    """The section of a page with an id."""
    start = text.index(f'id="{id}"')
    return text[start : text.index("</section>", start)]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory) -> Path:
    """A bureau with a draft that the office has worked on, and a text that it has sent up."""
    data = small_bureau(tmp_path_factory.mktemp("bureau") / "data", REPOSITORY)
    workspace = Workspace.open(data)
    book = Book(Frames(Intake.of(workspace)), YEAR)
    path = draft_path(workspace, YEAR)
    write_new(path, bound_word(first_draft(book), workspace, YEAR), shown=path.name)
    document = docx.Document(str(path))
    document.add_paragraph(MINE)
    document.save(str(path))
    (data / "2021" / "published").mkdir()
    (data / "2021" / "published" / "汇报.txt").write_text("全年召开会议37场。", encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def built(bureau, tmp_path_factory) -> Outcome:
    return outcome(bureau, tmp_path_factory.mktemp("built"))


@pytest.fixture
def copy(bureau, tmp_path) -> Path:
    return Path(shutil.copytree(bureau, tmp_path / "data"))


def draft_of(data: Path) -> Path:
    return draft_path(Workspace.open(data), YEAR)


def test_word_and_pdf_have_the_drafts_words_and_no_list_of_numbers(bureau, built):
    draft, read = read_text(draft_of(bureau)).text, read_text(built.folder / "report.docx")
    words = [line.text for line in draft.lines if line.part in ("heading", "body")]
    assert read.text.text == draft.text and MINE in words
    assert bindings_in(read_text(draft_of(bureau))).numbers and not bindings_in(read).numbers
    pdf = pypdf.PdfReader(built.folder / "report.pdf")
    printed = PAGE_NUMBER.sub("", "".join("".join(sheet.extract_text().split()) for sheet in pdf.pages))
    assert [line for line in words if "".join(line.split()) not in printed] == []
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value


def test_the_page_begins_with_it_and_each_bound_number_has_a_link(bureau, built):
    text = page(built)
    assert text.index('id="written"') < text.index('data-section="01_party_building"')
    shown = part_of(text, "written")
    assert shown.count('<data class="wr-fig"') == len(bindings_in(read_text(draft_of(bureau))).numbers) > 5
    assert set(re.findall(r'href="#(def-[^"]+)"', shown)) <= set(re.findall(r'id="(def-[^"]+)"', text))


def test_a_draft_without_faults_keeps_no_report_back(built):
    assert not [line for line in built.blocking if line.startswith("正文")]
    assert any("没有写" in line for line in built.warnings), "places to write are told"


def test_texts_sent_up_are_proofed_and_keep_nothing_back(built):
    shown = part_of(page(built, "review.html"), "sent_up")
    assert "2021/published/汇报.txt" in shown and "共1个数" in shown
    assert "汇报.txt" not in page(built)


def test_it_is_rebuilt_byte_for_byte_and_a_changed_draft_is_named(bureau, built, copy):
    assert list(verify(built.folder, bureau, jobs=1)) == []
    edit(draft_of(copy), (MINE, "改过的一段话。"))
    lines = list(verify(built.folder, copy, jobs=1))
    assert "输入：设置和文字 2021/drafts/正文.docx：内容有改动" in lines
    assert any(line.startswith("重新生成：report.docx") for line in lines)
    assert not [line for line in lines if "figures.csv" in line or "notebooks/" in line]


def test_a_number_typed_over_makes_a_draft(copy, tmp_path):
    number = next(
        bound for bound in bindings_in(read_text(draft_of(copy))).numbers if bound.text[:1].isdigit()
    )
    edit(draft_of(copy), (number.text, f"9{number.text}"))
    result = outcome(copy, tmp_path / "out")
    [line] = [line for line in result.blocking if line.startswith("正文有1处有误")]
    assert f"9{number.text}" in line and result.status == 1 and result.context.draft
    review = page(result, "review.html")
    assert f"9{number.text}" in part_of(review, "text_proof") and "正文有误" in part_of(review, "agenda")
    words = [paragraph.text for paragraph in docx.Document(str(result.folder / "note.docx")).paragraphs]
    assert any(f"9{number.text}" in word for word in words)
    assert all(
        "草稿" in sheet.extract_text() for sheet in pypdf.PdfReader(result.folder / "report.pdf").pages
    )


def test_personal_numbers_are_masked_everywhere_and_make_a_draft(copy, tmp_path):
    edit(draft_of(copy), (MINE, "联系电话13812345678。"))
    result = outcome(copy, tmp_path / "out")
    assert any("个人信息" in line for line in result.blocking)
    assert "13812345678" not in read_text(result.folder / "report.docx").text.text
    assert not any("13812345678" in page(result, name) for name in ("index.html", "review.html"))


def test_without_a_draft_the_first_draft_stands_in_and_says_so(copy, tmp_path):
    draft_of(copy).unlink()
    result = outcome(copy, tmp_path / "out")
    assert "报告（初稿）" in read_text(result.folder / "report.docx").text.text
    assert "初稿：" in part_of(page(result), "written")
    assert not [line for line in result.blocking if line.startswith("正文")]
    assert "written" not in json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))


def test_a_draft_that_cannot_be_read_stops_the_run_and_leaves_what_was_published(copy, tmp_path):
    result = outcome(copy, tmp_path / "out")
    before = (result.folder / "report.docx").read_bytes()
    draft_of(copy).write_bytes(b"PK\x03\x04 damaged")
    with pytest.raises(Exception, match="Word 文件已损坏"):
        outcome(copy, tmp_path / "out")
    assert (result.folder / "report.docx").read_bytes() == before


def signed(data: Path, out: Path) -> None:
    workspace = Workspace.open(data, out)
    sign(workspace, YEAR, [WRITTEN], role="办公室", by="甲某某", date=dt.date(2022, 1, 10))


def test_a_signature_holds_until_the_text_is_another(copy, tmp_path):
    out = tmp_path / "out"
    outcome(copy, out)
    signed(copy, out)
    again = outcome(copy, out)
    assert again.context.signing.withdrawn == 0 and dict(again.context.signing.signed) == {
        "办公室": "甲某某（正文）"
    }
    edit(draft_of(copy), (MINE, "改过的一段话。"))
    fallen = outcome(copy, out)
    assert fallen.context.signing.withdrawn == 1
    [row] = [row for row in fallen.context.signing.rows if row["section"] == WRITTEN]
    assert row["state"] == "已失效" and "段有改动" in row["why"]


def test_a_changed_file_and_a_first_draft_cannot_be_signed(copy, tmp_path):
    out = tmp_path / "out"
    result = outcome(copy, out)
    (result.folder / "report.docx").write_bytes(b"changed")
    with pytest.raises(UsageError, match="与清单不符"):
        signed(copy, out)
    draft_of(copy).unlink()
    outcome(copy, out)
    with pytest.raises(UsageError, match="没有章节"):
        signed(copy, out)
