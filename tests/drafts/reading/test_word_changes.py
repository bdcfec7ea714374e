"""Text of a Word file replaced as tracked changes or plainly: no other word and no other person's revision is touched."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word_fixture import paragraph, run, table, word_file

from workreport.drafts.reading import ReadFile
from workreport.drafts.reading.comment_parts import LEDGERS
from workreport.drafts.reading.word_accepted import accepted_copy
from workreport.drafts.reading.word_changes import TextChange, changed_copy
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.reading.word_xml import W

SPACE = {"w": W.strip("{}")}


def read(raw: bytes) -> ReadFile:
    return read_word(raw, "稿", "稿.docx")


def root_of(raw: bytes, part: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return etree.fromstring(package.read(part))


def names(raw: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return package.namelist()


def change(file: ReadFile, old: str, new: str) -> TextChange:
    at = file.text.text.index(old)
    return TextChange(at, at + len(old), new)


def tracked(raw: bytes, *pairs: tuple[str, str]) -> bytes:
    file = read(raw)
    copy, left = changed_copy(file, [change(file, *pair) for pair in pairs], LEDGERS)
    assert not left
    return copy


def revisions(raw: bytes, author: str = "") -> list[tuple[str, str, str]]:
    """Kind, author and text of every revision around text."""
    return [
        (etree.QName(element).localname, element.get(f"{W}author"), text)
        for element in root_of(raw).iter(f"{W}ins", f"{W}del")
        if (text := "".join(each.text or "" for each in element.iter(f"{W}t", f"{W}delText")))
        and author in ("", element.get(f"{W}author"))
    ]


def inserted(text: str, author: str = "张科", id: int = 3) -> str:
    return f'<w:ins w:id="{id}" w:author="{author}">{run(text)}</w:ins>'


def deleted(text: str, author: str = "张科", id: int = 4) -> str:
    xml = run(text).replace("w:t", "w:delText")
    return f'<w:del w:id="{id}" w:author="{author}">{xml}</w:del>'


def test_a_change_is_tracked_in_the_formatting_of_the_first_character():
    raw = word_file(paragraph(run("受理1", "<w:b/>"), run("235", "<w:i/>"), "件。"))
    copy = tracked(raw, ("1235", "1240"))
    assert read(copy).text.text == "受理1240件。"
    assert revisions(copy) == [("del", "台账", "1"), ("del", "台账", "235"), ("ins", "台账", "1240")]
    (new,) = root_of(copy).xpath("//w:ins/w:r/w:rPr/*", namespaces=SPACE)
    assert new.tag == f"{W}b"


def test_an_earlier_change_of_ours_is_replaced_and_taken_back():
    once = tracked(word_file(paragraph("受理1235件。")), ("1235", "1240"))
    twice = tracked(once, ("1240", "1251"))
    assert revisions(twice) == [("del", "台账", "1235"), ("ins", "台账", "1251")]
    back = tracked(twice, ("1251", "1235"))
    assert revisions(back) == [] and read(back).text.text == "受理1235件。"


def test_a_change_within_the_insertion_of_somebody_stands_beside_it():
    copy = tracked(word_file(paragraph("全年", inserted("受理1235件"), "。")), ("1235", "1240"))
    assert read(copy).text.text == "全年受理1240件。"
    assert not root_of(copy).xpath("//w:ins//w:ins", namespaces=SPACE)
    assert revisions(copy, "台账") == [("del", "台账", "1235"), ("ins", "台账", "1240")]
    ids = root_of(copy).xpath("//@w:id", namespaces=SPACE)
    assert len(set(ids)) == len(ids)


def test_what_somebody_has_deleted_beside_a_number_stays_theirs():
    raw = word_file(paragraph("受理", deleted("1200"), inserted("1235"), "件。"))
    copy = tracked(raw, ("1235", "1240"))
    assert revisions(copy, "张科") == [("del", "张科", "1200"), ("ins", "张科", "1235")]
    assert read(copy).text.text == "受理1240件。"


@pytest.mark.parametrize(
    "body",
    [
        paragraph("受理1") + paragraph("235件"),
        table(["1", "235"]),
        paragraph(
            "受理1",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("235"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
        paragraph("<m:oMath><m:r><m:t>1x235</m:t></m:r></m:oMath>"),
    ],
    ids=("paragraphs", "cells", "field", "equation"),
)
def test_a_range_that_word_cannot_replace_is_left(body):
    raw = word_file(body)
    file = read(raw)
    start = file.text.text.index("1")
    given = TextChange(start, file.text.text.index("235") + 3, "1240")
    copy, left = changed_copy(file, [given], LEDGERS)
    assert left == (given,) and read(copy).text.text == file.text.text
    assert revisions(copy) == []


def test_headers_notes_cells_and_text_boxes_take_changes():
    shape = f"<w:r><w:pict><w:txbxContent>{paragraph('框内12件')}</w:txbxContent></w:pict></w:r>"
    raw = word_file(
        paragraph("有框", shape)
        + table(["合计", "34件"])
        + paragraph("<w:r><w:footnoteReference w:id='2'/></w:r>注"),
        footnotes=f'<w:footnote w:id="2">{paragraph("注56件")}</w:footnote>',
        header1=paragraph("页眉78件"),
    )
    pairs = [("12", "13"), ("34", "35"), ("56", "57"), ("78", "79")]
    text = read(raw).text.text
    for old, new in pairs:
        text = text.replace(old, new)
    assert read(tracked(raw, *pairs)).text.text == text


# any file

PIECES = st.lists(
    st.tuples(
        st.sampled_from(("plain", "bold", "link", "inserted", "deleted", "ours", "gone")),
        st.text("甲乙12，。", min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=8,
)


def body_of(pieces: list[tuple[str, str]]) -> str:
    return paragraph(*(piece(*arguments, id=at) for at, arguments in enumerate(pieces, start=100)))


def piece(kind: str, text: str, id: int) -> str:
    if kind in ("inserted", "ours"):
        return inserted(text, "台账" if kind == "ours" else "张科", id)
    if kind in ("deleted", "gone"):
        return deleted(text, "台账" if kind == "gone" else "张科", id)
    xml = run(text, "<w:b/>" if kind == "bold" else "")
    return f'<w:hyperlink w:anchor="x">{xml}</w:hyperlink>' if kind == "link" else xml


@given(PIECES, PIECES, st.data())
def test_nothing_but_the_ranges_changes(first, second, data):
    raw = word_file(body_of(first) + body_of(second))
    file = read(raw)
    text = file.text.text
    edges = data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    ranges = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if "\n" not in text[a:b]]
    changes = [TextChange(a, b, f"<{at}>") for at, (a, b) in enumerate(ranges)]
    copy, left = changed_copy(file, changes, LEDGERS)
    assert not left
    expected = text
    for replacement in reversed(changes):
        expected = expected[: replacement.start] + replacement.text + expected[replacement.end :]
    assert read(copy).text.text == expected
    root = root_of(copy)
    assert not root.xpath(
        "//w:ins//w:ins|//w:del//w:del|//w:del//w:ins|//w:del//w:t|//w:proofErr", namespaces=SPACE
    )
    assert theirs(root) == theirs(root_of(raw)), "what others have inserted and deleted"
    plain, left = changed_copy(read(accepted_copy(raw, "稿")), changes, None)
    assert not left and read(plain).text.text == expected
    assert accepted_copy(copy, "稿") and read(accepted_copy(copy, "稿")).text.text == expected


def theirs(root: etree._Element) -> dict[str, str]:
    """The characters of other people's insertions and deletions, ours restored."""
    found = {"ins": "", "del": ""}
    for kind in found:
        for element in root.iter(f"{W}{kind}"):
            if element.get(f"{W}author") == "张科":
                found[kind] += "".join(each.text or "" for each in element.iter(f"{W}t", f"{W}delText"))
    return found


# accepted


def test_an_accepted_copy_has_no_revisions_and_no_comments():
    old = '<w:comment w:id="7" w:author="张科"><w:p><w:r><w:t>请核</w:t></w:r></w:p></w:comment>'
    gone = '<w:rPr><w:del w:id="9" w:author="张科"/></w:rPr>'
    raw = word_file(
        paragraph("受理", deleted("12"), inserted("35"), "件，", properties=gone)
        + paragraph(
            '<w:commentRangeStart w:id="7"/>',
            "办结",
            '<w:commentRangeEnd w:id="7"/>',
            '<w:r><w:commentReference w:id="7"/></w:r>',
        )
        + table(["合计", "12件"], ["乙", "3"]).replace(
            "<w:tr>", '<w:tr><w:trPr><w:del w:id="8" w:author="张科"/></w:trPr>', 1
        )
        + paragraph(
            run("前", '<w:b/><w:rPrChange w:id="5" w:author="张科"><w:rPr><w:i/></w:rPr></w:rPrChange>')
        ),
        comments=old,
        header1=paragraph(inserted("页眉")),
    )
    copy = accepted_copy(raw, "稿.docx")
    assert read(copy).text.text == read(raw).text.text
    assert read(copy).text.lines[0].text == "受理35件，办结"
    assert "word/comments.xml" in names(raw) and "word/comments.xml" not in names(copy)
    for part in ("word/document.xml", "word/header1.xml"):
        text = etree.tostring(root_of(copy, part), encoding="unicode")
        assert not re.search(r"<w:(ins|del|comment\w*|rPrChange)\b", text)
    assert b"comments" not in b"".join(
        etree.tostring(root_of(copy, name))
        for name in ("[Content_Types].xml", "word/_rels/document.xml.rels")
    )
    assert accepted_copy(copy, "稿.docx") == copy
