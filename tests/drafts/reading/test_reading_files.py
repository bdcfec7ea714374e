"""Texts, pages, PDFs and old Word files as texts."""

from __future__ import annotations

import shutil
import subprocess

import docx
import pylopdf_fonts_zh_cn
import pypdf
import pytest
import typst
from programs import require

from workreport.base.errors import DraftError
from workreport.drafts.reading import office, pdf_text, read_text
from workreport.drafts.reading.pdf_text import joined


@pytest.fixture
def lines(tmp_path):
    """The lines of a file as (part, text)."""

    def read(name: str, raw: bytes) -> list[tuple[str, str]]:
        (tmp_path / name).write_bytes(raw)
        return [(line.part, line.text) for line in read_text(tmp_path / name).text.lines]

    return read


TEXT = "一、受理情况\r\n全年受理80\n3件，同比　增长３．２％。\t备注\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["稿.txt", "稿", "稿.docx"])
def test_a_text_keeps_its_characters_in_either_encoding(lines, encoding, name):
    assert [text for _, text in lines(name, TEXT.encode(encoding))] == [
        "一、受理情况", "全年受理80", "3件，同比　增长３．２％。\t备注", ""
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("big5", "ignore") + b"\xff\xff", "编码"),
        (b" \n\n", "空的"),
    ],
)
def test_a_text_in_another_encoding_is_refused(lines, raw, message):
    with pytest.raises(DraftError, match=message) as error:
        lines("稿.txt", raw)
    assert "Excel" not in error.value.message and "表头" not in error.value.message


def test_markdown_keeps_its_marks_and_has_headings(lines):
    text = "# 一、受理\n**1235**件\n#12 不是标题\n```\n# 不是标题\n```\n| 甲 | 1 |\n"
    assert [part for part, _ in lines("稿.md", text.encode())] == ["heading", *["body"] * 5, "table", "body"]
    assert lines("稿.md", text.encode())[1] == ("body", "**1235**件")


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>题</title><style>p {{}}</style></head><body>
<h2>一、受理</h2><p>全年受理<b>1</b>2<i>35</i>件，<br>同比
  增长&nbsp;3.2%&#12290;</p><script>alert(1)</script><p hidden>藏</p>
<div>甲<div>乙</div>丙</div>{table}</body></html>"""


def test_rows_between_bars_have_cells_in_markdown(tmp_path):
    (tmp_path / "稿.md").write_text("| 类别 | 数量|\n|---|---|\n|甲||\n\n|乙|2|\n", encoding="utf-8")
    rows = [line for line in read_text(tmp_path / "稿.md").text.lines if line.cells]
    assert [[line.text[a:b] for a, b in line.cells] for line in rows] == [
        ["类别", "数量"],
        ["---", "---"],
        ["甲", ""],
        ["乙", "2"],
    ]
    assert [line.table for line in rows] == [1, 1, 1, 2]


def test_a_page_reads_as_a_browser_shows_it(lines):
    assert lines("稿.html", PAGE.format(table="").encode("gb18030")) == [
        ("heading", "一、受理"),
        ("body", "全年受理1235件，"),
        ("body", "同比 增长\xa03.2%。"),
        ("body", "甲"),
        ("body", "乙"),
        ("body", "丙"),
    ]


def test_rows_of_a_page_keep_their_columns(tmp_path):
    table = (
        "<table><tr><th rowspan=2>类别</th><th colspan=2>数量</th></tr><tr><td>甲</td><td>乙</td></tr>"
        "<tr><td>合计<br>全年</td><td>1</td><td>2</td></tr></table>"
        "<table><tr><td><p>版面</p><table><tr><td>内</td><td>3</td></tr></table></td></tr></table>"
    )
    (tmp_path / "稿.htm").write_text(PAGE.format(table=table), encoding="utf-8")
    found = [line for line in read_text(tmp_path / "稿.htm").text.lines if line.table or line.text == "版面"]
    assert [line.text for line in found] == [
        "类别\t数量\t",
        "\t甲\t乙",
        "合计\u3000全年\t1\t2",
        "版面",
        "内\t3",
    ]
    assert [line.table for line in found if line.part == "table"] == [1, 1, 1, 3]
    assert [found[2].text[a:b] for a, b in found[2].cells] == ["合计\u3000全年", "1", "2"]


# PDF

LONG = "全年共受理各类诉求1235件，其中投诉803件，举报432件，同比分别增长3.2%和下降1.5%，按时办结率达到99.8%，挽回损失12.5万元，群众满意度继续提高。"
SETTING = '#set page(paper: "a5", numbering: "— 1 —")\n#set text(font: "Noto Serif SC", lang: "zh")\n'


@pytest.fixture
def printed(tmp_path):
    """A PDF of typst's markup."""

    def make(text: str) -> bytes:
        (tmp_path / "稿.typ").write_text(SETTING + text, encoding="utf-8")
        fonts = [str(pylopdf_fonts_zh_cn.serif_path().parent)]
        return typst.compile(str(tmp_path / "稿.typ"), font_paths=fonts, ignore_system_fonts=True)

    return make


def test_paragraphs_of_a_pdf_are_whole_and_page_numbers_are_footers(lines, printed):
    whole = LONG.replace("。", "，") * 20 + "完。"
    found = lines("稿.pdf", printed(f"一、受理\n\n{LONG}\n\n{whole}\n\n短句\n\n尾段。"))
    squeezed = [(part, "".join(text.split())) for part, text in found]
    assert [text for part, text in squeezed if part == "body"] == [
        "一、受理",
        LONG,
        whole,
        "短句",
        "尾段。",
    ]
    assert [text for part, text in squeezed if part == "footer"] == ["—1—", "—2—"]


def test_running_headers_of_a_pdf_do_not_part_a_paragraph(lines, printed):
    whole = LONG.replace("。", "，") * 40 + "完。"
    found = lines("稿.pdf", printed(f"#set page(header: [某局年报])\n{whole}"))
    squeezed = [(part, "".join(text.split())) for part, text in found]
    assert squeezed[0] == ("body", whole)
    assert [part for part, _ in squeezed[1:]].count("header") >= 3
    assert {text for part, text in squeezed if part == "header"} == {"某局年报"}


@pytest.mark.parametrize(
    ("printed_lines", "paragraphs"),
    [
        (["甲" * 30, "乙" * 10], ["甲" * 30 + "乙" * 10]),
        (["甲" * 29 + "80", "3件" + "乙" * 10], ["甲" * 29 + "803件" + "乙" * 10]),
        (["甲" * 29 + "。", "乙" * 30], ["甲" * 29 + "。", "乙" * 30]),
        (["甲" * 30, "（二）" + "乙" * 10], ["甲" * 30, "（二）" + "乙" * 10]),
        (["甲" * 30, "2.3%" + "乙" * 10], ["甲" * 30 + "2.3%" + "乙" * 10]),
        (["甲" * 20, "乙" * 30], ["甲" * 20, "乙" * 30]),
        (["甲" * 10, "乙" * 10], ["甲" * 10, "乙" * 10]),
        (["甲" * 26, "12345678" + "乙" * 4, "丙" * 30, "丁"], ["甲" * 26 + "12345678" + "乙" * 4, "丙" * 30 + "丁"]),
        ([f"甲{'乙' * 12} 1234567 1234567 12345678", f"丙{'乙' * 12} 7654321 7654321 87654321"], None),
    ],
)  # fmt: skip
def test_printed_lines_go_on_where_the_next_word_did_not_fit(printed_lines, paragraphs):
    assert joined(printed_lines) == (paragraphs or printed_lines)


def test_a_pdf_without_text_or_with_a_password_is_told(lines, printed, tmp_path):
    with pytest.raises(DraftError, match="扫描件"):
        lines("稿.pdf", printed("#rect(width: 50%)"))
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(tmp_path / "密.pdf")
    with pytest.raises(DraftError, match="密码"):
        read_text(tmp_path / "密.pdf")


def test_a_damaged_pdf_is_told(lines, printed):
    with pytest.raises(DraftError, match="损坏"):
        lines("稿.pdf", b"%PDF-1.7\n" + bytes(2000))


def test_a_pdf_whose_font_names_no_characters_is_told(lines, monkeypatch):
    monkeypatch.setattr(pdf_text, "_printed", lambda raw, shown: ["".join(map(chr, range(0x3400, 0x3500)))])
    with pytest.raises(DraftError, match="乱码"):
        lines("稿.pdf", b"%PDF-1.7")


def test_a_web_archive_is_told(lines):
    with pytest.raises(DraftError, match="MHT"):
        lines("稿.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related")


# LibreOffice

OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "WordDocument".encode("utf-16-le")


@pytest.mark.slow
def test_an_old_file_is_read_by_libreoffice(lines, tmp_path):
    (soffice,) = require(["soffice"])
    document = docx.Document()
    document.add_paragraph("受理1235件")
    for cell, text in zip(document.add_table(1, 2).rows[0].cells, ("合计", "12"), strict=True):
        cell.text = text
    document.add_paragraph("末段")
    document.save(tmp_path / "旧.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        tmp_path,
        tmp_path / "旧.docx",
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    for name in ("稿.doc", "稿.wps"):
        found = lines(name, (tmp_path / "旧.doc").read_bytes())
        assert [one for one in found if one[1]] == [
            ("body", "受理1235件"),
            ("table", "合计\t12"),
            ("body", "末段"),
        ]
    with pytest.raises(DraftError, match="LibreOffice 读不出"):
        lines("坏.doc", OLD)


def test_without_libreoffice_it_is_told_what_to_do(lines, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(DraftError, match=r"没有装[\s\S]*另存为 .docx"):
        lines("稿.wps", OLD)


@pytest.mark.parametrize(
    ("ends", "raised"),
    [("TIMEOUT", DraftError), ("interrupt", KeyboardInterrupt)],
    ids=["timeout", "interrupt"],
)
def test_libreoffice_is_ended_with_what_it_started(lines, monkeypatch, tmp_path, ends, raised):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    monkeypatch.setattr(office, "TIMEOUT", 1)
    if ends == "interrupt":
        wait = subprocess.Popen.wait

        def interrupted(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
            if timeout is None:
                return wait(process)
            with pytest.raises(subprocess.TimeoutExpired):
                wait(process, timeout)
            raise KeyboardInterrupt

        monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    with pytest.raises(raised):
        lines("稿.doc", OLD)
    child = int((tmp_path / "child").read_text())
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True).stdout
    assert not state.strip() or state.strip().startswith("Z")
