"""What a Word file says, whatever its XML is cut into."""

from __future__ import annotations

import io
import zipfile

import pytest
from word_fixture import cell, paragraph, run, table, word_file

from workreport.base.errors import DraftError
from workreport.drafts.reading import read_text, word_xml

BOX = "<w:txbxContent>{}</w:txbxContent>"


@pytest.fixture
def lines(tmp_path):
    """The lines of a Word file as (part, text)."""

    def read(body: str, **parts: str) -> list[tuple[str, str]]:
        (tmp_path / "稿.docx").write_bytes(word_file(body, **parts))
        return [(line.part, line.text) for line in read_text(tmp_path / "稿.docx").text.lines]

    return read


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ((run("受理1"), run("2", "<w:b/>"), run("35"), run("件")), "受理1235件"),
        (("办结", "<w:ins>" + run("187") + "</w:ins><w:del><w:r><w:delText>239</w:delText></w:r></w:del>", "件"), "办结187件"),
        (("<w:moveFrom>" + run("甲") + "</w:moveFrom>", "<w:moveTo>" + run("乙") + "</w:moveTo>"), "乙"),
        (("见", '<w:hyperlink r:id="x">' + run("附件1") + "</w:hyperlink>"), "见附件1"),
        (("<w:sdt><w:sdtPr/><w:sdtContent>" + run("２０２１年") + "</w:sdtContent></w:sdt>",), "２０２１年"),
        (("<w:smartTag>" + run("12月") + "</w:smartTag>", "<w:bookmarkStart/>", run("31日")), "12月31日"),
        (("甲", "<w:r><w:tab/><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r>"), "甲\t1-2"),
        (("共", "<m:oMath><m:r><m:t>3+4</m:t></m:r></m:oMath>"), "共3+4"),
        (("明", run("暗", "<w:vanish/>"), run("显", '<w:vanish w:val="0"/>')), "明显"),
        (("<w:r><w:ruby><w:rt>" + run("chǎn") + "</w:rt><w:rubyBase>" + run("产") + "</w:rubyBase></w:ruby></w:r>", "业"), "产业"),
        (("第", '<w:fldSimple w:instr=" PAGE ">' + run("7") + "</w:fldSimple>", "页"), "第页"),
        (("共", '<w:fldSimple w:instr=" =SUM(ABOVE) ">' + run("7") + "</w:fldSimple>", "件"), "共7件"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_it_is_printed(lines, content, text):
    assert lines(paragraph(*content)) == [("body", text)]


def field(instruction: str, shown: str) -> str:
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{middle}{run(shown)}{end}"


def test_results_of_fields_are_read_but_page_numbers_are_not(lines):
    assert lines(paragraph("共", field(" REF total ", "1235"), "件", field(" PAGE ", "7"))) == [
        ("body", "共1235件")
    ]


def test_a_field_that_is_never_closed_hides_nothing_after_its_paragraph(lines):
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    assert lines(paragraph("甲", broken) + paragraph("乙")) == [("body", "甲"), ("body", "乙")]


def test_a_line_break_ends_a_line_and_a_page_break_does_not(lines):
    body = paragraph("甲", "<w:r><w:br/></w:r>", "乙", '<w:r><w:br w:type="page"/></w:r>', "丙")
    assert lines(body) == [("body", "甲"), ("body", "乙丙")]


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next(lines):
    body = paragraph("受理12", properties="<w:rPr><w:del/></w:rPr>") + paragraph("35件") + paragraph("乙")
    assert lines(body) == [("body", "受理1235件"), ("body", "乙")]


def test_a_row_is_a_line_with_its_cells(tmp_path):
    body = table(["类别", cell("数量", span=2)], ["合计", cell("受理", "12件"), "3"])
    body += (
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        + cell("删")
        + "</w:tr><w:tr>"
        + cell("乙")
        + "</w:tr></w:tbl>"
    )
    (tmp_path / "稿.docx").write_bytes(word_file(paragraph("前") + body + paragraph("后")))
    text = read_text(tmp_path / "稿.docx").text
    assert [line.text for line in text.lines] == ["前", "类别\t数量\t", "合计\t受理\u300012件\t3", "乙", "后"]
    assert [(line.part, line.table) for line in text.lines] == [
        ("body", 0), ("table", 1), ("table", 1), ("table", 2), ("body", 0)
    ]  # fmt: skip
    assert [[line.text[a:b] for a, b in line.cells] for line in text.lines[1:3]] == [
        ["类别", "数量", ""], ["合计", "受理\u300012件", "3"]
    ]  # fmt: skip
    for line in text.lines:
        assert text.text[line.start : line.start + len(line.text)] == line.text


def test_revisions_of_cells_are_accepted(lines):
    gone = "<w:tc><w:tcPr><w:cellDel/></w:tcPr>" + paragraph("9") + "</w:tc>"
    split = "<w:tc>" + paragraph("12", properties="<w:rPr><w:del/></w:rPr>") + paragraph("35") + "</w:tc>"
    assert lines(table(["合计", gone, split])) == [("table", "合计\t1235")]


def test_text_boxes_are_read_once_and_after_their_paragraph(lines):
    inside = BOX.format(paragraph("框内12件") + table(["甲", "3"]))
    shape = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:shape><v:textbox>{BOX.format(paragraph('旧框'))}</v:textbox></v:shape></w:pict></w:r>"
    assert lines(paragraph("前", shape, "后") + paragraph("乙", old)) == [
        ("body", "前后"), ("textbox", "框内12件"), ("textbox", "甲\t3"), ("body", "乙"), ("textbox", "旧框")
    ]  # fmt: skip


def test_notes_headers_and_footers_follow_the_body(lines):
    notes = '<w:footnote w:id="0" w:type="separator">{}</w:footnote><w:footnote w:id="2">{}</w:footnote>'
    assert lines(
        paragraph("正文", '<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph("末段"),
        footnotes=notes.format(paragraph("—"), paragraph("注：含12件")),
        header1=paragraph("页眉2021"),
        footer1=paragraph("—", field(" PAGE ", "1"), "—"),
    ) == [
        ("body", "正文"),
        ("body", "末段"),
        ("footnote", "注：含12件"),
        ("header", "页眉2021"),
        ("footer", "——"),
    ]


def levels(*forms: tuple[str, str]) -> str:
    return '<w:abstractNum w:abstractNumId="5">' + "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    ) + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'  # fmt: skip


def item(text: str, level: int) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def test_numbers_of_lists_are_computed(lines):
    body = item("甲", 0) + item("乙", 1) + item("丙", 1) + item("丁", 0) + item("戊", 1) + item("己", 2)
    numbering = levels(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    assert [text for _, text in lines(body, numbering=numbering)] == [
        "一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "1.己"
    ]  # fmt: skip


def test_a_list_starts_anew_where_it_says_so_and_bullets_are_no_numbers(lines):
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    )
    other = paragraph("乙", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>')
    body = item("甲", 0) + other + other + item("点", 1)
    found = lines(body, numbering=levels(("decimal", "%1."), ("bullet", "●")) + again)
    assert [text for _, text in found] == ["1.甲", "4.乙", "5.乙", "点"]


def test_headings_are_known_by_outline_or_name_of_the_style_also_inherited(lines):
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="小题"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="正文"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    used = [paragraph(name, properties=f'<w:pStyle w:val="{name}"/>') for name in "123"]
    own = paragraph("4", properties='<w:outlineLvl w:val="0"/>')
    assert [part for part, _ in lines("".join(used) + own, styles=styles)] == [
        "heading", "heading", "body", "heading"
    ]  # fmt: skip


def changed(raw: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return out.getvalue()


GOOD = word_file(paragraph("甲"))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "空的"),
        (GOOD[: len(GOOD) // 2], "损坏"),
        (changed(GOOD, "word/document.xml", b"<w:document"), "损坏"),
        (changed(GOOD, "_rels/.rels", b"<Relationships/>"), "不是 Word 文档"),
        (word_file(paragraph("")), "没有文字"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "Workbook".encode("utf-16-le"), "不是 Word"),
    ],
    ids=["empty", "cut", "broken xml", "no document", "no text", "password", "workbook"],
)
def test_what_cannot_be_read_is_told(tmp_path, raw, message):
    (tmp_path / "稿.docx").write_bytes(raw)
    with pytest.raises(DraftError, match=message) as error:
        read_text(tmp_path / "稿.docx")
    assert "稿.docx" in error.value.message


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(word_xml, "MAX_PACKED", 2**20)
    (tmp_path / "稿.docx").write_bytes(changed(GOOD, "word/media/big.bin", bytes(2**21)))
    with pytest.raises(DraftError, match="解压后有 2 MB"):
        read_text(tmp_path / "稿.docx")


def test_entities_of_a_file_are_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    text = zipfile.ZipFile(io.BytesIO(GOOD)).read("word/document.xml").decode()
    declared = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    text = text.replace('standalone="yes"?>', f'standalone="yes"?>{declared}').replace("甲", "甲&e;")
    (tmp_path / "稿.docx").write_bytes(changed(GOOD, "word/document.xml", text.encode()))
    assert read_text(tmp_path / "稿.docx").text.text == "甲"


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(DraftError, match="找不到文件"):
        read_text(tmp_path / "没有.docx")


def test_two_hundred_pages_are_read_whole(tmp_path):
    sentence = paragraph(
        *("全年受理", "1", "235", "件，", "同比增长", "3.2", "%，", "其中办结", "1187", "件。") * 4
    )
    body = "".join(f"{sentence * 12}{table(*[['甲', '1', '2', '3']] * 8)}" for _ in range(200))
    (tmp_path / "稿.docx").write_bytes(word_file(body))
    text = read_text(tmp_path / "稿.docx").text
    assert len(text.lines) == 200 * 20 and len(text.text) > 200 * 1000
