"""A public edition names nobody: whole names go, short forms too, and a second look blocks what is left."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from sample_sections import SECTIONS
from tiny_bureau import TinyBureau

from workreport.base.bureau import Bureau
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.blocks.block import Block, Chart, OfficeText, Paragraph, Table
from workreport.blocks.text import Cell, Explanation, NumberLink, Run, figure_cell
from workreport.ledgers.declared.contract import Field
from workreport.rendering.public import public_pages
from workreport.rendering.public.edition import NotPublishable, mask_page, publish, refuse_names
from workreport.rendering.public.entities import Entities, Rules, entities, load_rules, short_forms
from workreport.rendering.report_model import RenderError, ReportContext, SectionResult

FIRM = "晴川云杉糕点食品有限公司"
YEAR = Period.parse("2021")


@pytest.fixture(autouse=True)
def without_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Choosing the glyphs of a page takes longer than all the rest, and is tested elsewhere."""
    monkeypatch.setattr(public_pages, "fonts_css", lambda pages: "")
    monkeypatch.setattr(public_pages, "spell_out", lambda pages: (pages, ""))


@pytest.fixture
def town(bureau: TinyBureau) -> TinyBureau:
    """A bureau whose contract calls a column a name, with a firm in it and rules of its own."""
    path = next((bureau.data / "contracts").glob("T01_*"))
    contract = json.loads(path.read_text(encoding="utf-8"))
    next(field for field in contract["fields"] if field["name"] == "ent_name")["entity"] = "企业"
    path.write_text(json.dumps(contract, ensure_ascii=False), encoding="utf-8")
    bureau.samples(2021, {"单位名称": FIRM}, {"单位名称": "上浦分局"}, {"单位名称": "甲店"})
    rules = {
        "entities": [
            {"name": "云栖市", "kind": "地区"},
            {"name": "赖小明", "kind": "个人", "aliases": ["老赖"]},
        ]
    }
    (bureau.data / "public.yaml").write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
    return bureau


def names(town: TinyBureau, **changes) -> Entities:
    return entities(town.intake(), load_rules(Workspace.open(town.data, town.out)).model_copy(update=changes))


def shows(block: Block, at: int = 3) -> SectionResult:
    """A section whose notebook shows this."""
    output = new_output("display_data", block._repr_mimebundle_())
    return SectionResult(SECTIONS[at], "ok", new_notebook(cells=[new_code_cell("s", outputs=[output])]))


def context() -> ReportContext:
    return ReportContext("晴川区市场监督管理局", "2021年工作报告", "2021年", YEAR.as_of)


def published(town: TinyBureau, *sections: SectionResult) -> str:
    internal = town.out / "2021"
    internal.mkdir(parents=True, exist_ok=True)
    (internal / "figures.csv").write_text(
        "id,label,value,unit,display,kind,period,as_of,last_year,change,definition,rows\n"
        f"a,{FIRM}抽检,1,批次,1批次,flow,2021,2021-12-31,,,定义,1\n", "utf-8")  # fmt: skip
    folder = publish(Workspace.open(town.data, town.out), YEAR, context(), sections, internal)
    assert folder == town.out / "2021-public"
    assert (
        not [path for path in folder.rglob("*") if path.suffix in (".ipynb", ".docx", ".pptx")]
        and not (folder / "review.html").exists()
    )
    return _text(folder)


def _text(folder: Path) -> str:
    """The text of every file of an edition but its workbook."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".xlsx")
    return "".join(path.read_text("utf-8") for path in paths)


def test_whole_names_and_their_short_forms_are_masked(town: TinyBureau) -> None:
    found = names(town)
    for text in (FIRM, "云杉糕点食品", "晴川云杉糕点食品", "云杉糕点食品有限公司"):
        assert found.masked(f"查处{text}一案") == "查处某企业一案"
    assert found.masked("云栖市赖小明和老赖") == "某地某人和某人"
    assert found.masked("上浦分局甲店") == "上浦分局甲店", "the bureau's own names and short words stay"
    assert "市场监督" not in "".join(found.words)


def test_rules_name_what_may_stand_and_what_else_may_not(town: TinyBureau) -> None:
    allowed = [name for name in names(town).words if "糕点" in name]
    assert names(town, allowed=allowed).masked(FIRM) == FIRM
    own = names(town, own_names="mask").masked("晴川区市场监督管理局上浦分局与上浦所")
    assert own == "某单位与某单位"


def test_short_forms_are_not_common_words() -> None:
    bureau = Bureau(name="晴川区局", short_name="区局", district="晴川区", city="云栖市")
    assert (
        short_forms("云栖市晴川区好又多超市（个体工商户）", bureau)[0]
        == "云栖市晴川区好又多超市（个体工商户）"
    )
    assert "好又多超市" in short_forms("云栖市晴川区好又多超市（个体工商户）", bureau)
    assert "食品" not in short_forms("晴川食品有限公司", bureau)


def test_the_public_edition(town: TinyBureau) -> None:
    number = Run("12批次", 12, NumberLink("f", by=("d",), cut=("x",)))
    cells = [[Cell("甲"), figure_cell("7", 7, "f", ("x",), ("d",))]]
    table = Table("t", "表", "", ["甲", "乙"], cells, note=(Run("共"), number))
    below = (
        Explanation(
            (Run("抽检"), number, Run("的说明")),
        ),
    )
    text = published(town, shows(Paragraph((Run(f"{FIRM}抽检"), number), below)), shows(table, 4))
    assert "某企业抽检12批次" in text and FIRM not in text
    assert "data-figure" not in text.partition("<main")[2].partition("<script")[0] and "data-cut=" not in text
    assert "某企业抽检,1" in text, "figures.csv"


def test_the_workbook_of_the_public_edition(town: TinyBureau) -> None:
    """What figures.csv of the edition has and no more: no rows, no ledgers, no names; every cell filled."""
    published(town, shows(OfficeText("好")))
    book = openpyxl.load_workbook(town.out / "2021-public" / "figures.xlsx")
    assert book.sheetnames[:3] == ["封面", "目录", "说明"] and "质量说明" not in book.sheetnames
    sheet = book[book.sheetnames[-1]]
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows(min_row=3))
    assert dict(zip(header, row, strict=True)) == {
        "指标编号": "a", "指标": "某企业抽检", "本期": 1, "单位": "批次", "上年同期": "[无可比数]",
        "同比": "[无可比数]", "类型": "流量", "口径": "定义",
    }  # fmt: skip
    (table,) = sheet.tables.values()
    assert table.ref == "A3:H4"


def test_own_names_are_masked_in_the_workbook_too(town: TinyBureau) -> None:
    rules = json.loads((town.data / "public.yaml").read_text("utf-8")) | {"own_names": "mask"}
    (town.data / "public.yaml").write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
    published(town, shows(OfficeText("好")))
    book = openpyxl.load_workbook(town.out / "2021-public" / "figures.xlsx")
    assert "晴川区市场监督管理局" not in book["封面"]["A1"].value and "某单位" in book["封面"]["A1"].value


def test_lists_of_rows_are_left_out(town: TinyBureau) -> None:
    listing = Table("t", "案件", "", ["案号"], [[Cell("案号一二三")]])
    assert "案号一二三" in published(town, shows(listing))
    assert "案号一二三" not in published(town, shows(replace(listing, internal=True)))


def test_leaders_see_is_what_the_public_sees(town: TinyBureau) -> None:
    full = Table("t", "表", "", ["甲"], [[Cell("其中"), figure_cell("二件", 2, "f")]])
    leaders = replace(full, rows=[[Cell("其中"), Cell("<3", kind="hidden")]])
    text = published(town, shows(replace(full, leaders=leaders)))
    assert "二件" not in text and "&lt;3" in text


def test_what_is_left_blocks_the_whole_edition(town: TinyBureau) -> None:
    before = published(town, shows(OfficeText("好")))
    for broken in ("晴川云杉**糕点**食品有限公司", "云 栖 市", "晴川云杉[糕点](#x)食品有限公司"):
        with pytest.raises(NotPublishable) as error:
            published(town, shows(OfficeText(broken)))
        assert "没有发布" in error.value.message and "sections/" in error.value.where
    assert _text(town.out / "2021-public") == before


def test_a_name_spelled_with_escapes_blocks_too(town: TinyBureau) -> None:
    with pytest.raises(NotPublishable, match="没有发布"):
        refuse_names(names(town), {"index.html": "<p>晴川云杉&#31957;点食品有限公司</p>"})


def test_a_drawn_name_cannot_be_masked(town: TinyBureau) -> None:
    result = shows(Chart("c", "图", f"{FIRM} 3", "", ["甲"], [], svg="<svg/>", png="AA=="))
    with pytest.raises(RenderError, match="公开版没有发布"):
        published(town, result)


def test_personal_data_blocks_too() -> None:
    with pytest.raises(NotPublishable, match="个人信息"):
        refuse_names(Entities({}), {"index.html": "<p>电话13<b>9</b>00000000</p>"})


def test_numbers_of_two_cells_are_two() -> None:
    page = "<td>139</td><td>00000000</td><td>丙丁</td><td>戊</td>"
    refuse_names(Entities({"丙丁戊": "某企业"}), {"index.html": page})


def test_pictures_and_styles_are_no_text() -> None:
    known = Entities({"abcd": "某企业"})
    page = '<style>abcd</style><img src="data:image/png;base64,abcd">abcd'
    assert mask_page(known, page) == '<style>abcd</style><img src="data:image/png;base64,abcd">某企业'


def test_names_are_declared_for_the_ledgers_that_have_them(repository: Path) -> None:
    from workreport.ledgers.declared.contract import load_contracts

    named = {
        c.code
        for c in load_contracts(Workspace.open(repository / "data")).values()
        if any(f.entity for f in c.fields)
    }
    assert {"LG01A", "LG02", "LG04", "LG10A", "LG11", "LG14", "RF02"} <= named
    assert Field(name="x", title="甲").entity is None and Rules().own_names == "keep"
