"""A Word file with findings: comments at the very characters, nothing else touched."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from lxml import etree
from word_fixture import paragraph, run, table, word_file

from workreport.drafts.model import DOUBTFUL, WORDING, WRONG, Finding
from workreport.drafts.reading import ReadFile, read_text
from workreport.drafts.reading.word_comments import commented_copy, proposed_copy
from workreport.drafts.reading.word_xml import W

BOLD, RED = "<w:b/>", '<w:color w:val="FF0000"/>'
BODY = (
    paragraph(run("全年受理1", BOLD), run("2", RED), run("35件，办结1187件。"))
    + table(["合计", "12件"], ["乙", "3"])
    + paragraph("增长", '<w:hyperlink r:id="x">' + run("3.2%") + "</w:hyperlink>", "。")
)


@pytest.fixture
def handed_in(tmp_path):
    """A file as read, of its bytes."""

    def read(raw: bytes, name: str = "稿.docx") -> ReadFile:
        (tmp_path / name).write_bytes(raw)
        return read_text(tmp_path / name)

    return read


def finding(read: ReadFile, words: str, gravity: str = WRONG, **more: str) -> Finding:
    start = read.text.text.index(words)
    line = read.text.line_at(start).number
    return Finding(
        gravity, line, start, start + len(words), "sum", more.pop("message", "应为 1231 件"), **more
    )


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


def root_of(raw: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts(raw)[part])


def quotes(raw: bytes) -> list[tuple[str, str]]:
    """By comment in the order of the file: the characters in its range, and the comment."""
    texts = {str(comment.comment_id): comment.text for comment in docx.Document(io.BytesIO(raw)).comments}
    found: dict[str, str] = {}
    inside: list[str] = []
    for element in root_of(raw).iter():
        if element.tag == f"{W}commentRangeStart":
            inside.append(element.get(f"{W}id"))
            found[inside[-1]] = ""
        elif element.tag == f"{W}commentRangeEnd":
            inside.remove(element.get(f"{W}id"))
        elif element.tag in (f"{W}t", f"{W}delText"):
            for id in inside:
                found[id] += element.text or ""
    references = [reference.get(f"{W}id") for reference in root_of(raw).iter(f"{W}commentReference")]
    assert sorted(references) == sorted(found) and not inside
    return [(found[id], texts[id]) for id in found]


def runs(raw: bytes) -> list[tuple[str, tuple[str, ...]]]:
    """The characters of a file, each with the formatting of its run."""
    return [
        (
            character,
            tuple(etree.QName(element).localname for element in text.getparent().iterfind(f"{W}rPr/*")),
        )
        for text in root_of(raw).iter(f"{W}t")
        for character in text.text or ""
    ]


def test_a_comment_stands_at_the_characters_of_its_finding(handed_in):
    read = handed_in(word_file(BODY))
    copy = commented_copy(
        read,
        [
            finding(read, "1235", proposal="1231", fingerprint="ab12"),
            finding(read, "3.2%", DOUBTFUL, message="与上文不同"),
            finding(read, "12件", WORDING, message="“件”应为“起”"),
        ],
    )
    assert quotes(copy) == [
        ("1235", "【红】错误：应为 1231 件\n建议改为：1231\n编号 ab12"),
        ("12件", "【蓝】措辞：“件”应为“起”"),
        ("3.2%", "【黄】存疑：与上文不同"),
    ]
    assert {comment.author for comment in docx.Document(io.BytesIO(copy)).comments} == {"核稿"}


def test_text_formatting_and_other_parts_stay(handed_in):
    raw = word_file(BODY, styles="", header1=paragraph("页眉"))
    read = handed_in(raw)
    every = [finding(read, words) for words in ("1235", "35件，办", "全年受理1", "2", "合计", "3.2", "。")]
    copy = commented_copy(read, every)
    assert [words for words, _ in quotes(copy)] and runs(copy) == runs(raw)
    assert read_again(handed_in, copy) == read.text.text
    before, after = parts(raw), parts(copy)
    touched = {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert set(after) - set(before) == {"word/comments.xml"}
    assert {name for name in before if before[name] != after[name]} == touched
    assert copy == commented_copy(read, list(reversed(every)))


def read_again(handed_in, raw: bytes) -> str:
    return handed_in(raw, "又.docx").text.text


@pytest.mark.parametrize("start", range(8))
@pytest.mark.parametrize("length", (1, 2, 5))
def test_ranges_may_overlap_and_begin_or_end_anywhere(handed_in, start, length):
    raw = word_file(
        paragraph(run("ab"), "<w:r><w:rPr><w:b/></w:rPr><w:t>cd</w:t><w:tab/><w:t>ef</w:t></w:r>", "ghijklm")
    )
    read = handed_in(raw)
    ranges = [(start, start + length), (2, 6), (0, 13), (start, start + 3)]
    copy = commented_copy(read, [Finding(WRONG, 1, a, b, "sum", f"{a}–{b}") for a, b in ranges])
    text = read.text.text
    assert sorted(quotes(copy)) == sorted(
        (text[a:b].replace("\t", ""), f"【红】错误：{a}–{b}") for a, b in ranges
    )
    assert runs(copy) == runs(raw) and read_again(handed_in, copy) == text


def test_comments_of_people_stay(handed_in):
    old = '<w:comment w:id="7" w:author="张科"><w:p><w:r><w:t>请核</w:t></w:r></w:p></w:comment>'
    marks = '<w:commentRangeStart w:id="7"/>', run("1235"), '<w:commentRangeEnd w:id="7"/>'
    reference = '<w:r><w:commentReference w:id="7"/></w:r>'
    read = handed_in(word_file(paragraph("受理", *marks, reference, "件"), comments=old))
    copy = commented_copy(read, [finding(read, "123")])
    assert quotes(copy) == [("1235", "请核"), ("123", "【红】错误：应为 1231 件")]
    assert [comment.author for comment in docx.Document(io.BytesIO(copy)).comments] == ["张科", "核稿"]


def test_where_word_takes_no_comment_it_hangs_on_the_paragraph_and_names_the_place(handed_in):
    shape = f"<w:r><w:pict><w:txbxContent>{paragraph('框内12件')}</w:txbxContent></w:pict></w:r>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    raw = word_file(
        paragraph("首段") + paragraph("有框", shape) + paragraph("有注", note),
        footnotes=f'<w:footnote w:id="2">{paragraph("注88件")}</w:footnote>',
        header1=paragraph("页眉2021"),
    )
    read = handed_in(raw)
    copy = commented_copy(read, [finding(read, words, message="错") for words in ("12件", "88", "2021")])
    assert [words.replace("框内12件", "") for words, _ in quotes(copy)] == ["首段", "有框", "有注"]
    assert [text for _, text in quotes(copy)] == [
        "【红】错误：（页眉：“2021”）错",
        "【红】错误：（文本框：“12件”）错",
        "【红】错误：（脚注：“88”）错",
    ]
    for name in ("word/footnotes.xml", "word/header1.xml"):
        assert parts(copy)[name] == parts(raw)[name]


def test_a_finding_at_a_number_that_word_computes_hangs_on_its_paragraph(handed_in):
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    item = paragraph("甲", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
    read = handed_in(word_file(paragraph("前") + item, numbering=numbering))
    assert quotes(commented_copy(read, [finding(read, "1.")])) == [("甲", "【红】错误：应为 1231 件")]


# proposals


def accepted(raw: bytes, part: str = "word/document.xml") -> str:
    return "".join(element.text or "" for element in root_of(raw, part).iter(f"{W}t"))


def rejected(raw: bytes, part: str = "word/document.xml") -> str:
    texts = root_of(raw, part).iter(f"{W}t", f"{W}delText")
    ours = (
        text
        for text in texts
        if not any(above.get(f"{W}author") == "核稿" for above in text.iterancestors(f"{W}ins"))
    )
    return "".join(element.text or "" for element in ours)


def test_a_proposal_is_a_tracked_change_in_the_formatting_of_what_it_replaces(handed_in):
    raw = word_file(BODY)
    read = handed_in(raw)
    copy = proposed_copy(
        read, [finding(read, "1235", proposal="1231"), finding(read, "3.2%", proposal="下降3.2%")]
    )
    assert accepted(copy) == accepted(raw).replace("1235", "1231").replace("3.2%", "下降3.2%")
    assert rejected(copy) == accepted(raw)
    assert [one for one in runs(copy) if one[1] == ("b",)][-4:] == [(one, ("b",)) for one in "1231"]
    assert [words for words, _ in quotes(copy)] == ["12351231", "3.2%下降3.2%"]
    assert read_again(handed_in, copy) == read.text.text.replace("1235", "1231").replace("3.2%", "下降3.2%")
    ids = [element.get(f"{W}id") for element in root_of(copy).iter(f"{W}ins", f"{W}del")]
    assert len(set(ids)) == len(ids) == 6


def test_a_proposal_within_the_insertion_of_somebody_splits_it(handed_in):
    inserted = f'<w:ins w:id="3" w:author="张科">{run("受理1235件")}</w:ins>'
    read = handed_in(word_file(paragraph("全年", inserted, "。")))
    copy = proposed_copy(read, [finding(read, "1235", proposal="1231")])
    assert read_again(handed_in, copy) == "全年受理1231件。"
    assert not root_of(copy).xpath("//w:ins//w:ins", namespaces={"w": W.strip("{}")})
    assert rejected(copy) == "全年受理1235件。"


def test_a_proposal_is_tracked_in_headers_too_and_left_to_the_comment_across_cells(handed_in):
    raw = word_file(BODY, header1=paragraph("截至2020年底"))
    read = handed_in(raw)
    copy = proposed_copy(
        read, [finding(read, "2020", proposal="2021"), finding(read, "合计\t12件", proposal="无")]
    )
    assert accepted(copy, "word/header1.xml") == "截至2021年底"
    assert b"commentRange" not in parts(copy)["word/header1.xml"]
    assert accepted(copy) == accepted(raw)
    assert len(quotes(copy)) == 2


# files of other kinds


def test_a_text_file_becomes_a_plain_word_file_with_comments(handed_in):
    read = handed_in("一、受理\n\n全年受理1235件。\t其中\x0b甲3件\n".encode(), "稿.txt")
    copy = commented_copy(read, [finding(read, "1235"), finding(read, "甲3")])
    assert [words for words, _ in quotes(copy)] == ["1235", "甲3"]
    assert read_again(handed_in, copy) == read.text.text.replace("\x0b", " ")
    assert copy == commented_copy(read, [finding(read, "1235"), finding(read, "甲3")])


def test_names_in_a_quoted_place_are_masked(handed_in):
    read = handed_in(word_file(paragraph("正文"), header1=paragraph("联系人：张三丰 13812345678")))
    ((_, text),) = quotes(commented_copy(read, [finding(read, "联系人：张三丰 13812345678")]))
    assert "张三丰" not in text and "13812345678" not in text and "页眉" in text


def test_a_finding_without_characters_stands_at_the_next_one_or_on_its_paragraph(handed_in):
    read = handed_in(word_file(paragraph("受理449起") + paragraph("乙")))
    empty = [Finding(WRONG, 1, at, at, "unit", "漏了单位") for at in (5, 6)]
    assert [words for words, _ in quotes(commented_copy(read, empty))] == ["受理449起", "起"]


def test_without_findings_the_file_is_as_it_was(handed_in):
    raw = word_file(BODY)
    assert parts(commented_copy(handed_in(raw), [])) == parts(raw)
