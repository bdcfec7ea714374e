"""What a proof leaves: the same bytes, nothing personal, nothing that runs, every number with where it comes from."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import re
from dataclasses import replace

import openpyxl
import pytest
from personal_numbers import PHONE, identity
from proof_parts import token

from workreport.base.errors import WorkreportError
from workreport.drafts import model
from workreport.drafts.kinds import STATES
from workreport.drafts.model import Binding, DraftText, Finding, Line, Proof, Relation
from workreport.drafts.outputs.folder import files_of, folder_names, write
from workreport.drafts.outputs.page import page_of
from workreport.drafts.outputs.sheet import difference
from workreport.drafts.outputs.tables import NUMBERS, RELATIONS
from workreport.drafts.outputs.terminal import lines_of
from workreport.drafts.proof.facts import Facts
from workreport.drafts.proof.findings import in_order

WORDS = (
    f"标题<script>alert(1)</script>\n联系人：张三丰，手机{PHONE}，身份证{identity()}。\n"
    "共收到50件，办结45件，办结率91%。\n=1+1是3件。"
)
TEXT = DraftText.of("稿.txt", WORDS)
FIFTY, DONE, RATE = (
    token(TEXT, "50件", "50", "件"),
    token(TEXT, "45件", "45", "件"),
    token(TEXT, "91%", "91", "%"),
)
MOBILE = token(TEXT, PHONE, "0", kind=model.PHONE)
ODD = token(TEXT, "3件", "3", "件")
FACTS = {
    "a.b": Facts(
        "a.b", "收件", "52件", "期内收到的件", "行数", 52, ("台账.xlsx 表1 第4行",), ("上年同期 40件",)
    )
}


@pytest.fixture
def proof() -> Proof:
    broken = Relation("rate", 3, "办结率91%", "45/50=90%", "91%", "90%", model.FAILS, "", (RATE, DONE, FIFTY))
    holds = Relation("sum", 3, "45件", "40+5=45", "45", "45", model.HOLDS, "", (DONE,))
    findings = in_order(
        TEXT,
        [
            Finding(model.WRONG, 3, FIFTY.start, FIFTY.end, "figure", "文中50件，应为52件。", "52件"),
            Finding(model.WORDING, 2, 30, 33, "claim", f"请核对{PHONE}。"),
        ],
    )
    bindings = (
        Binding(FIFTY, model.DIFFERS, "a.b", "value", "52件", "少2件"),
        Binding(DONE, model.CONFIRMED, explanation="40+5=45"),
        Binding(RATE, model.UNDECIDED),
        Binding(ODD, model.UNREADABLE),
    )
    return Proof(TEXT, (MOBILE, FIFTY, DONE, RATE, ODD), bindings, (broken, holds), findings)


@pytest.fixture
def files(proof) -> dict[str, bytes]:
    return files_of(proof, "稿", FACTS, "2021年")


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets take it for UTF-8"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_same_proof_gives_the_same_bytes(proof, files):
    assert files_of(proof, "稿", FACTS, "2021年") == files


def test_places_count_in_the_text_that_is_left_beside_the_table(files):
    text, numbers = files["text.txt"].decode("utf-8"), rows(files["numbers.csv"])
    assert tuple(numbers[0]) == NUMBERS and len(numbers) == 5
    for row in numbers:
        at = int(row["position"])
        assert text[at : at + len(row["token"])] == row["token"]
        assert text.count("\n", 0, at) + 1 == int(row["line"])
    assert len(text) == len(WORDS)


def test_numbers_have_their_class_value_and_state(files):
    phone, fifty, *_ = rows(files["numbers.csv"])
    assert (phone["class"], phone["value"], phone["state"]) == ("phone", "", "")
    named = ("doc", "token", "class", "value", "unit", "state", "figure", "aspect", "expected")
    assert [fifty[name] for name in named] == [
        "稿",
        "50件",
        "quantity",
        "50",
        "件",
        "不符",
        "a.b",
        "value",
        "52件",
    ]


def test_relations_that_hold_are_in_the_table_too(files):
    found = rows(files["relations.csv"])
    assert tuple(found[0]) == RELATIONS
    assert [(row["verdict"], row["formula"]) for row in found] == [
        ("FAILS", "45/50=90%"),
        ("HOLDS", "40+5=45"),
    ]


def test_nothing_personal_is_in_any_output(proof, files):
    book = openpyxl.load_workbook(io.BytesIO(files["稿.核稿.xlsx"]))
    cells = " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)
    for content in [
        *(c.decode("utf-8") for name, c in files.items() if "xlsx" not in name),
        cells,
        *lines_of(proof),
    ]:
        assert not [secret for secret in (PHONE, identity(), "张三丰") if secret in content]


def test_the_page_is_one_file_that_runs_its_own_script_only(files):
    page = files["稿.核稿.html"].decode("utf-8")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert not re.search(r"""(?:src|href)=["'](?!#)|@import|url\(""", page)
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    for kind in ("script", "style"):
        (content,) = re.findall(f"<{kind}>(.*?)</{kind}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and " style=" not in page


def test_every_quantity_opens_to_a_panel_that_leads_back(files):
    page = files["稿.核稿.html"].decode("utf-8")
    for id in range(1, 5):
        assert page.count(f'href="#n{id}"') == page.count(f'id="n{id}"') == page.count(f'id="t{id}"') == 1
        assert f'class="close" href="#t{id}"' in page
    panel = page.partition('id="n1"')[2].partition("</section>")[0]
    assert all(
        text in panel
        for text in ("收件", "期内收到的件", "52 行", "台账.xlsx 表1 第4行", "上年同期 40件", "45/50=90%")
    )


def test_findings_stand_before_the_text(files):
    page = files["稿.核稿.html"].decode("utf-8")
    assert page.index("文中50件，应为52件。") < page.index('<h2 id="text"')
    assert '<a href="#t1">第3段“50件”</a>' in page


def test_a_table_is_shown_as_one():
    line = Line(1, 0, "类别\t50件", "table", 1, ((0, 2), (3, 6)))
    text = DraftText("表.docx", (line,))
    fifty = token(text, "50件", "50", "件")
    page = page_of(Proof(text, (fifty,), (Binding(fifty, model.UNSUPPORTED),)), {}, "").decode("utf-8")
    assert re.search(r'<td>类别</td><td><a id="t1" class="n unsupported" href="#n1">50件</a></td>', page)


def test_the_list_for_the_office_has_no_formulas(files):
    book = openpyxl.load_workbook(io.BytesIO(files["稿.核稿.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    head, fifty, *_ = book["核稿单"].iter_rows(values_only=True)
    row = dict(zip(head, fifty, strict=True))
    assert (row["数"], row["应为"], row["差"], row["依据行数"], row["建议"]) == (
        "50件",
        "52件",
        "-2",
        52,
        "52件",
    )
    assert "=1+1是3件。" in {cell.value for cell in cells}


def test_the_difference_is_told_where_both_are_of_one_unit():
    assert difference(Binding(FIFTY, model.DIFFERS, expected="48.5件")) == "+1.5"
    assert difference(Binding(FIFTY, model.DIFFERS, expected="0.5万份")) == ""
    assert difference(Binding(FIFTY, model.MATCHES, expected="50件")) == ""


def test_the_terminal_counts_first_what_nobody_could_place(proof):
    first, *rest = lines_of(proof)
    assert "未读懂 1，待认 1，无据 0，不符 1，文内相符 1，相符 0；日期、序号、名称等 1 个" in first
    assert list(STATES)[:2] == [model.UNREADABLE, model.UNDECIDED]
    assert [line.split()[0] for line in rest] == ["?", "?", "红", "蓝"]


def test_a_text_without_findings_is_told_so(proof):
    assert [*lines_of(replace(proof, findings=()))][-1] == "  没有要改的"


def test_each_text_has_a_folder_of_its_own(tmp_path, files):
    paths = [tmp_path / name for name in ("甲/稿.docx", "稿.txt", "乙/稿.txt")]
    names = folder_names(paths)
    assert names[0] == "稿" and len(set(names)) == 3
    write(tmp_path / "out", "稿", files)
    write(tmp_path / "out", "稿", files)  # its own files are replaced
    assert {path.name for path in (tmp_path / "out" / "稿").iterdir()} >= set(files)
    (tmp_path / "out" / "稿" / "mine.txt").write_text("x")
    with pytest.raises(WorkreportError):
        write(tmp_path / "out", "稿", files)
