"""Another bureau by data alone: a foreign list of registrations becomes section 07."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

HEADER = [
    "企业名称",
    "统一社会信用代码",
    "注册日期",
    "企业类型",
    "注册资金",
    "经营范围",
    "所在省份",
    "地区",
    "注册地址",
]
OTHERS = ("03_food_safety", "05_special_equipment", "10_consumer_rights")
PLACES = ["西宁", "海西", "海东", "西宁", "玉树"]
CAPITAL = ["50(万元)", "5,000(万元)", "N/A", "5万人民币", "12.345678(万元)", "30(万美元)"]


def invented(year: int, count: int) -> list[list[str]]:
    """Rows of the public list's shape, all invented."""
    return [
        [
            f"虚构示例{year}第{n}号有限公司", f"9999{year}{n:010d}", f"{year}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
            "个体工商户" if n % 10 == 3 else "N/A", CAPITAL[n % len(CAPITAL)], "虚构经营范围", "青海", PLACES[n % len(PLACES)], "虚构地址",
        ]
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def built(workreport, repository: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("mapped")
    invented_rows = shutil.ignore_patterns("*_合成示例.*")
    example = repository / "data" / "examples" / "qinghai_registrations"
    shutil.copytree(example, folder / "data", ignore=invented_rows)
    with (folder / "data" / "bureau.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"sections: [07_registration, {', '.join(OTHERS)}]\n")
    for year, count in ((2003, 40), (2004, 60)):
        with (folder / "data" / str(year) / f"registrations_{year}.csv").open(
            "w", encoding="utf-8", newline=""
        ) as file:
            csv.writer(file).writerows([HEADER, *invented(year, count)])
    result = workreport("run", "2004", "--data", folder / "data", "--out", folder / "out")
    return result, folder / "out" / "2004"


def test_runs_clean(built) -> None:
    result, _ = built
    assert result.returncode == 0, result.stderr


def test_every_row_is_counted(built) -> None:
    _, out = built
    with (out / "rows.csv").open(encoding="utf-8-sig") as lines:
        rows = {row["file"]: row for row in csv.DictReader(lines)}
    assert (
        rows["2004/registrations_2004.csv"]["read"] == rows["2004/registrations_2004.csv"]["counted"] == "60"
    )
    assert (
        rows["2003/registrations_2003.csv"]["read"]
        == rows["2003/registrations_2003.csv"]["out_of_period"]
        == "40"
    )


def test_figures_and_change(built) -> None:
    _, out = built
    with (out / "figures.csv").open(encoding="utf-8-sig") as lines:
        figures = {row["id"]: row for row in csv.DictReader(lines)}
    setups = figures["reg.setups"]
    assert (setups["value"], setups["last_year"], setups["change"]) == ("60", "40", "+50.0%")
    # what the list does not have gives no number, never a zero
    assert (figures["reg.online_rate"]["value"], figures["reg.online_rate"]["status"]) == ("", "blocked")


def test_section_has_months_places_and_capital(built) -> None:
    _, out = built
    page = (out / "sections" / "07_registration.html").read_text(encoding="utf-8")
    for words in ("西宁市", "海西州", "12月", "注册资本", "数据待核"):
        assert words in page
    assert "台账未提供" in (out / "review.html").read_text(encoding="utf-8")


def test_sections_of_ledgers_that_the_bureau_does_not_keep_are_left_out(built) -> None:
    _, out = built
    assert [path.stem for path in (out / "sections").glob("*.html")] == ["07_registration"]
    assert not [name for name in OTHERS if name in (out / "index.html").read_text(encoding="utf-8")]
