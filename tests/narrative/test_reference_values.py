"""Published values of the city and the nation stand beside the bureau's own: copied, with their source."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml
from sample_sections import sample_section

from workreport.base.errors import ContractError
from workreport.base.paths import REPOSITORY
from workreport.blocks.block import Nothing
from workreport.narrative.section import Section

pytestmark = pytest.mark.usefixtures("four_figures")
HEADER = ["指标编号", "数值", "单位", "范围", "报告期", "来源", "公布日期"]
CITY = ["t.samples", "7", "批次", "全市", "2021", "示例市局", "2022-01-14"]
FILE = "2021/references.csv"


@pytest.fixture
def bureau_with(bureau):
    def of(*rows: list[str]) -> Section:
        contract = REPOSITORY / "data" / "contracts" / "RF09_references.yaml"
        bureau.declare(yaml.safe_load(contract.read_text("utf-8")))
        bureau.samples(2021, {}, {}, {})
        if rows:
            bureau.write(FILE, [HEADER, *rows])
        return Section(sample_section("03_food_safety"), bureau.book("2021"))

    return of


def shown(section: Section):
    return section.table_references("与全市比较", ["t.samples", "t.rate"], name="beside")


def test_a_published_value_stands_beside_the_figure_with_its_source(bureau_with) -> None:
    table = shown(bureau_with(CITY, [*CITY[:1], "9", "批次", "全国", *CITY[4:]]))
    assert table.header[1:] == ["全区", "全市", "全国"] and table.figures == ("t.samples",)
    [row] = table.rows
    assert [cell.number for cell in row[1:]] == [3, Decimal(7), Decimal(9)]
    assert row[2].link.kind == "reference" and row[2].link.note == "全市公布数，示例市局，2022年1月14日公布"
    assert "全市数来源：示例市局，2022年1月14日公布" in table.note[0].text


@pytest.mark.parametrize("rows", [(), ([*CITY[:4], "2020", *CITY[5:]],)])
def test_there_is_no_table_without_a_value_for_the_period(bureau_with, rows) -> None:
    assert isinstance(shown(bureau_with(*rows)), Nothing)


@pytest.mark.parametrize(
    ("at", "text", "column", "expected"),
    [(0, "t.nothing", "指标编号", "没有指标“t.nothing”"), (2, "件", "单位", "应为：批次")],
)
def test_a_wrong_row_is_an_error_that_names_its_place(bureau_with, at, text, column, expected) -> None:
    wrong = CITY.copy()
    wrong[at] = text
    with pytest.raises(ContractError) as caught:
        shown(bureau_with(wrong))
    assert f"{FILE} 第 2 行“{column}”列" in str(caught.value) and expected in str(caught.value)


def test_an_unknown_area_is_a_finding_with_its_place_and_counts_for_nothing(bureau_with) -> None:
    section = bureau_with([*CITY[:3], "全省", *CITY[4:]])
    assert isinstance(shown(section), Nothing)
