"""Bound numbers in a Word file: stored, read by other programs, replaced, and nothing else touched."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile

import docx
import pytest
from bound_report import bound_report, report, reread
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from word_edits import edited, new_run, revision
from word_fixture import paragraph, run, word_file

from workreport.base.errors import DraftError
from workreport.drafts.bound.bindings import Bindings, next_id
from workreport.drafts.bound.bound_number import BoundNumber, Form, Override, Source
from workreport.drafts.bound.word_bindings import bindings_in, bound_copy, bound_numbers
from workreport.drafts.model import DraftText
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_xml import W, WordPackage

ITEM = "customXml/item1.xml"
PROPERTIES = "docProps/custom.xml"
SOURCE = Source("t.samples", "yoy", (("channel", "窗口"),), "to_date", Form("万", 1, True, False, False))


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


def number(id: str, text: str) -> BoundNumber:
    return BoundNumber(id, Source("t.samples"), text)


def without_marks(raw: bytes) -> bytes:
    """The body without our bookmarks, runs of the same formatting joined: what the office wrote."""
    body = WordPackage(raw, "正文.docx").tree("word/document.xml")
    for element in list(body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        element.getparent().remove(element)
    for element in list(body.iter(f"{W}r")):
        before = element.getprevious()
        if before is not None and before.tag == element.tag and _formatting(before) == _formatting(element):
            before.find(f"{W}t").text += element.find(f"{W}t").text
            element.getparent().remove(element)
    return etree.tostring(body, method="c14n")


def _formatting(run: etree._Element) -> bytes:
    found = run.find(f"{W}rPr")
    return b"" if found is None else etree.tostring(found, method="c14n")


# what is stored


def test_numbers_come_back_as_they_were_stored():
    override = Override("1300余", "张三", "按市局口径")
    raw, placed = report()
    given = [(start, end, stored_number) for start, end, stored_number in placed]
    given[3] = (given[3][0], given[3][1], BoundNumber("wr_0004", SOURCE, "旧数", override=override))
    read = reread(bound_copy(reread(raw), given, period="2021H1"))
    assert bindings_in(read).period == "2021H1"
    stored = bound_numbers(read)
    assert [number.id for number in stored] == [number.id for _, _, number in given]
    assert (stored[3].source, stored[3].text, stored[3].override) == (SOURCE, "旧数", override)
    assert stored[0].before.endswith("全年检查各类市场主体") and stored[0].after.startswith("，同比增长22.9%")
    assert {tuple(type(pair) for pair in number.source.cut) for number in stored} == {(), (tuple,)}


def test_equal_input_gives_equal_bytes():
    assert bound_report() == bound_report()


def test_binding_again_changes_nothing():
    first = bound_report()
    read = reread(first)
    again = bound_copy(read, [(s, e, number) for s, e, number in report()[1]])
    assert again == first


def test_a_file_without_a_list_has_no_numbers():
    assert bindings_in(reread(report()[0])) == Bindings()
    assert bindings_in(ReadFile(DraftText.of("稿", "检查12户次"))) == Bindings()


def test_a_text_of_another_kind_becomes_a_bound_word_file():
    read = ReadFile(DraftText.of("稿", "标题\n检查12户次。"))
    copy = reread(bound_copy(read, [(5, 9, number("wr_0001", "12户次"))]))
    assert copy.text.text == "标题\n检查12户次。"
    assert [bound.text for bound in bound_numbers(copy)] == ["12户次"]


def test_ids_rise():
    assert next_id([]) == "wr_0001"
    assert next_id([number("wr_0009", "1"), number("wr_0012", "1")]) == "wr_0013"


def test_lost_numbers_stay_in_their_order_with_their_bookmarks():
    placed = report()[1]
    read = reread(bound_report())
    lost = [bound_numbers(read)[at] for at in (0, 7, 8, 50)]
    remaining = [bound for bound in placed if bound[2].id not in {bound.id for bound in lost}]
    again = reread(bound_copy(read, remaining, lost=lost))
    assert [bound.id for bound in bound_numbers(again)] == [bound.id for _, _, bound in placed]
    assert parts(again.word.raw)["word/document.xml"].count(b'"wr_0008"') == 1


# damage


def test_document_properties_stand_in_for_a_dropped_custom_part():
    files = {name: data for name, data in parts(bound_report()).items() if not name.startswith("customXml")}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    assert bindings_in(reread(out.getvalue())) == bindings_in(reread(bound_report()))


@pytest.mark.parametrize(
    "damage",
    [
        b"{}",
        b'{"version":1',
        b'{"version":2,"numbers":[],"period":""}',
        b"[]",
        b'{"version":1,"numbers":[{}]}',
    ],
)
def test_the_second_place_is_read_if_the_first_is_damaged(damage):
    item = b'<boundNumbers xmlns="urn:workreport:bound-numbers">' + damage + b"</boundNumbers>"
    damaged = WordPackage(bound_report(), "正文.docx").rewritten({ITEM: item})
    assert len(bound_numbers(reread(damaged))) == len(report()[1])
    root = etree.fromstring(parts(damaged)[PROPERTIES])
    root[0][0].text = "!" + root[0][0].text
    both = WordPackage(damaged, "正文.docx").rewritten({PROPERTIES: etree.tostring(root)})
    with pytest.raises(DraftError, match="绑定数清单已损坏"):
        bound_numbers(reread(both))


def test_properties_are_short_enough_for_word_to_edit():
    root = etree.fromstring(parts(bound_report())[PROPERTIES])
    assert max(len("".join(entry.itertext())) for entry in root) <= 255
    assert [entry.get("pid") for entry in root] == [str(at) for at in range(2, len(root) + 2)]


# what is left alone


def test_text_and_formatting_stay():
    raw, _ = report()
    assert reread(bound_report()).text.text == reread(raw).text.text
    assert without_marks(bound_report()) == without_marks(raw)
    before, after = parts(raw), parts(bound_report())
    assert {name for name in before if before[name] != after[name]} == {
        "word/document.xml", "word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml"
    }  # fmt: skip


def test_every_bookmark_holds_its_number_and_nothing_else():
    read = reread(bound_report())
    body = WordPackage(bound_report(), "正文.docx").tree("word/document.xml")
    starts = list(body.iter(f"{W}bookmarkStart"))
    assert len({start.get(f"{W}id") for start in starts}) == len(starts) == len(report()[1])
    texts = {bound.id: bound.text for bound in bound_numbers(read)}
    for start in starts:
        inside = ""
        for sibling in start.itersiblings():
            if sibling.tag == f"{W}bookmarkEnd":
                break
            inside += "".join(sibling.itertext())
        assert inside == texts[start.get(f"{W}name")]


def test_bookmarks_and_parts_of_others_stay():
    theirs = '<w:bookmarkStart w:id="7" w:name="封面"/>' + run("检查12户次") + '<w:bookmarkEnd w:id="7"/>'
    raw = word_file(paragraph(theirs, "，立案3件"))
    package = WordPackage(raw, "正文.docx")
    relations = parts(raw)["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Target="../customXml/item1.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/customXml"/></Relationships>',
    )
    raw = package.rewritten({ITEM: b"<cover/>", "word/_rels/document.xml.rels": relations})
    bound = bound_copy(reread(raw), [(2, 6, number("wr_0001", "12户次"))])
    assert parts(bound)[ITEM] == b"<cover/>"
    assert '"封面"'.encode() in parts(bound)["word/document.xml"]
    again = bound_copy(reread(bound), [(9, 11, number("wr_0002", "3件"))])
    body = parts(again)["word/document.xml"].decode()
    assert body.count("bookmarkStart") == 2 and '"封面"' in body and "wr_0001" not in body
    assert set(parts(again)) == set(parts(bound))


def test_marks_inside_insertions_and_tables_are_read_back():
    def insert(body):
        first = body.find(f"{W}p/{W}r")
        first.addprevious(revision("ins", new_run("新增12件，")))

    raw = edited(word_file(paragraph("检查30户次")), insert)
    read = reread(raw)
    bound = reread(
        bound_copy(read, [(2, 5, number("wr_0001", "12件")), (8, 12, number("wr_0002", "30户次"))])
    )
    assert bound.text.text == "新增12件，检查30户次"
    assert [binding.before for binding in bound_numbers(bound)] == ["新增", "新增12件，检查"]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data())
def test_any_ranges_leave_the_text_as_it_was(data):
    raw, _ = report()
    read = reread(raw)
    lines = [line for line in read.text.lines if len(line.text) > 4]
    chosen = data.draw(st.lists(st.sampled_from(lines), min_size=1, max_size=6, unique=True))
    placed = []
    for line in chosen:
        start = data.draw(st.integers(0, len(line.text) - 2))
        end = data.draw(st.integers(start + 1, min(len(line.text), start + 9)))
        at, until = line.start + start, line.start + end
        if not read.text.text[at:until].strip("\t"):
            continue
        placed.append((at, until, number(f"wr_{len(placed) + 1:04d}", read.text.text[at:until])))
    bound = bound_copy(read, placed)
    assert reread(bound).text == read.text
    assert without_marks(bound) == without_marks(raw)
    assert {binding.text for binding in bound_numbers(reread(bound))} == {
        binding.text for _, _, binding in placed
    }


# other programs


def _by_python_docx(raw: bytes) -> str:
    document = docx.Document(io.BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def _by_pandoc(raw: bytes) -> str:
    command = ["pandoc", "--from", "docx", "--to", "plain", "--wrap", "none"]
    return subprocess.run(command, input=raw, capture_output=True, check=True).stdout.decode()


READERS = {"python-docx": _by_python_docx} | ({"pandoc": _by_pandoc} if shutil.which("pandoc") else {})


@pytest.mark.parametrize("reader", READERS)
def test_other_programs_read_every_number(reader):
    text = READERS[reader](bound_report())
    numbers = bound_numbers(reread(bound_report()))
    assert len(numbers) > 100
    assert not [binding.text for binding in numbers if binding.text not in text]
    assert text == READERS[reader](report()[0])
