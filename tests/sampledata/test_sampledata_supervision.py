"""The sample ledgers LG01–LG09 as handed in: published figures of 2021, check digits, relations, same bytes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml
from python_calamine import CalamineWorkbook

from sampledata import drugs, food, product, special, visits
from sampledata.cases import CASES
from sampledata.codes import org_check_char, uscc_check_char
from sampledata.contracts import load_contracts
from sampledata.registry import ZERO_NOTE
from sampledata.world import build_world
from sampledata.write import write_xlsx

DATA = Path(__file__).resolve().parents[2] / "data"
YEARS = (2020, 2021, 2022)
HEADER_ROW = 2
CODES = (
    "LG01A", "LG01B", "LG02", "LG03", "LG04", "LG05", "LG06", "LG07A", "LG07B", "LG07C", "LG08", "LG09",
)  # fmt: skip
OPERATORS = ("食品销售", "餐饮服务", "单位食堂", "小餐饮", "小食杂店", "小摊贩", "保健食品经营", "农贸市场")
SAMPLED = ("已抽样", "在检", "已出报告")
SETS = ("锅炉", "压力容器", "电梯", "起重机械", "客运索道", "大型游乐设施", "场（厂）内专用机动车辆")


@cache
def ledger(code: str, year: int = 2021) -> pd.DataFrame:
    """One ledger file with field names as columns, straight from the workbook."""
    (path,) = (DATA / str(year)).glob(f"{code}_*.xlsx")
    (contract,) = (DATA / "contracts").glob(f"{code}_*.yaml")
    fields = yaml.safe_load(contract.read_text(encoding="utf-8"))["fields"]
    names = {f["title"] + (f"（{f['unit']}）" if "unit" in f else ""): f["name"] for f in fields}
    header, *rows = sheet_rows(path)[HEADER_ROW:]
    assert header == list(names)
    frame = pd.DataFrame(
        [[None if cell == "" else cell for cell in row] for row in rows], columns=list(names)
    )
    return frame.infer_objects().rename(columns=names)


def sheet_rows(path: Path) -> list[list]:
    """Cells of the only sheet as they are typed in the file: codes stay text."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def in_year(days: pd.Series, year: int = 2021) -> pd.Series:
    """Whether each day falls in the year; no day does not."""
    return pd.to_datetime(days).dt.year == year


def share(part: float, whole: float) -> float:
    """Percentage."""
    return part / whole * 100


def figures_2021() -> dict[str, float]:
    """The published figures that LG01–LG09 must reproduce, counted from rows."""
    seen, issues = ledger("LG01A"), ledger("LG01B")
    samples, followed, checked = ledger("LG02"), ledger("LG03"), ledger("LG04")
    drug, licences = ledger("LG05"), ledger("LG09")
    devices, inspected, hazards = ledger("LG06"), ledger("LG07A"), ledger("LG07B")
    goods = ledger("LG08")
    failed = samples[
        (samples["result"] == "不合格") & (samples["recheck"] != "推翻") & in_year(samples["report_date"])
    ]
    concluded = samples["result"].isin(("合格", "不合格")) & in_year(samples["report_date"])
    done = followed[(followed["status"] == "处置完毕") & in_year(followed["done_date"])]
    sources = samples["task_source"].value_counts()
    kinds = checked["biz_type"].value_counts()
    in_use = devices[devices["status"] == "在用"]
    in_use_by = in_use["kind"].value_counts()
    flagged = drug["flags"].fillna("").str.split("、")
    units = drug.groupby("unit_type")["uscc"].nunique()
    vaccinates = (drug["unit_type"] == "疫苗接种单位") | flagged.map(lambda flags: "疫苗接种" in flags)
    batches = goods[goods["status"].isin(SAMPLED)]
    minor = hazards[(hazards["level"] == "一般") & in_year(hazards["found_date"])]
    gone = hazards[(hazards["recheck_result"] == "已消除") & in_year(hazards["recheck_date"])]
    valid = licences[licences["cert_status"] == "有效"]
    active = valid[valid["prod_status"] == "正常"]
    on_site = (issues["handle_mode"] == "现场解决").sum()
    return {
        "visit.list.enterprises": seen.loc[seen["list_batch"] == "第一批", "uscc"].nunique(),
        "visit.enterprise_visits": (seen["ent_type"] == "企业").sum(),
        "visit.coop_visits": (seen["ent_type"] == "农民专业合作社").sum(),
        "visit.total_visits": (seen["visit_mode"] != "短信").sum(),
        "visit.issues_collected": len(issues),
        "visit.issues_solved_on_site": on_site,
        "visit.issues_not_solved_on_site": len(issues) - on_site,
        "visit.issues_solved_rate": share(on_site, len(issues)),
        "food.sampling.province_batches": sources["省转移"],
        "food.sampling.city_livelihood_batches": sources["市民生工程"],
        "food.sampling.total_batches": len(samples),
        "food.sampling.nonconforming_batches": len(failed),
        "food.sampling.nonconforming_rate": share(len(failed), concluded.sum()),
        "food.disposal.completed_batches": len(done),
        "food.disposal.rate": share(len(done), len(failed)),
        "food.inspect.producer_visits": kinds["食品生产企业"],
        "food.inspect.workshop_visits": kinds["食品加工小作坊"],
        "food.inspect.operator_visits": checked["biz_type"].isin(OPERATORS).sum(),
        "food.inspect.total_visits": len(checked),
        "drug.enforcement_persontimes": drug["staff_n"].sum(),
        "drug.inspect.cdc": units["疾控中心"],
        "drug.inspect.vaccination_units": drug.loc[vaccinates, "uscc"].nunique(),
        "drug.inspect.district_hospitals": units["区级医院"],
        "drug.inspect.township_health_centres": units["乡镇卫生院"],
        "drug.inspect.village_clinics": units["村卫生室"],
        "drug.inspect.retail_pharmacies": units["零售药店"],
        "drug.inspect.health_food_operators": units["保健食品经营"],
        "drug.inspect.methadone_clinic": drug.loc[
            flagged.map(lambda flags: "美沙酮" in flags), "uscc"
        ].nunique(),
        "drug.inspect.device_wholesalers": units["器械批发"],
        "special.users.total": in_use["uscc"].nunique(),
        "special.categories.count": in_use["kind"].nunique(),
        "special.ropeways": in_use_by.get("客运索道", 0),
        "special.amusement_rides": in_use_by.get("大型游乐设施", 0),
        "special.boilers": in_use_by["锅炉"],
        "special.pressure_vessels": in_use_by["压力容器"],
        "special.elevators": in_use_by["电梯"],
        "special.cranes": in_use_by["起重机械"],
        "special.vehicles": in_use_by["场（厂）内专用机动车辆"],
        "special.devices_total": in_use["kind"].isin(SETS).sum(),
        "special.pipeline_km": in_use["pipe_m"].sum() / 1000,
        "special.enforcement_persontimes": inspected["staff_n"].sum(),
        "special.inspected_users": len(inspected),
        "special.inspected_devices": inspected["n_dev"].sum() + inspected["n_acc"].sum(),
        "special.hazards_found": len(minor),
        "special.hazards_rectified": len(gone),
        "special.rectification_rate": share(len(gone), len(minor)),
        "special.accidents": len(ledger("LG07C")),
        "product.sampling.categories": batches["l1"].nunique(),
        "product.sampling.batches": len(batches),
        "licence.holders": valid["uscc"].nunique(),
        "licence.stopped": valid.loc[valid["prod_status"] == "停产", "uscc"].nunique(),
        "licence.active": active["uscc"].nunique(),
        "licence.coverage_rate": share(
            active.loc[active["n_insp"] > 0, "uscc"].nunique(), active["uscc"].nunique()
        ),
    }


# published figures of 2021: exact, or from the lowest to the highest that the published words allow
EXACT = {
    "visit.list.enterprises": 100, "visit.enterprise_visits": 125, "visit.coop_visits": 65,
    "visit.total_visits": 190, "visit.issues_collected": 76, "visit.issues_solved_on_site": 21,
    "visit.issues_not_solved_on_site": 55, "food.sampling.province_batches": 290,
    "food.sampling.city_livelihood_batches": 349, "food.sampling.total_batches": 639,
    "food.sampling.nonconforming_batches": 12, "food.disposal.completed_batches": 12,
    "food.disposal.rate": 100, "food.inspect.producer_visits": 79, "food.inspect.workshop_visits": 154,
    "food.inspect.operator_visits": 1128, "food.inspect.total_visits": 1361, "drug.inspect.cdc": 1,
    "drug.inspect.vaccination_units": 16, "drug.inspect.district_hospitals": 4,
    "drug.inspect.township_health_centres": 10, "drug.inspect.village_clinics": 112,
    "drug.inspect.retail_pharmacies": 75, "drug.inspect.health_food_operators": 398,
    "drug.inspect.methadone_clinic": 1, "drug.inspect.device_wholesalers": 2, "special.users.total": 126,
    "special.categories.count": 6, "special.ropeways": 0, "special.amusement_rides": 0,
    "special.boilers": 36, "special.pressure_vessels": 531, "special.elevators": 230,
    "special.cranes": 343, "special.vehicles": 91, "special.devices_total": 1231,
    "special.hazards_found": 26, "special.hazards_rectified": 26, "special.rectification_rate": 100,
    "special.accidents": 0, "product.sampling.categories": 7, "product.sampling.batches": 150,
    "licence.holders": 12, "licence.stopped": 2, "licence.active": 10, "licence.coverage_rate": 100,
}  # fmt: skip
RANGES = {
    "visit.issues_solved_rate": (27.624, 27.636),
    "food.sampling.nonconforming_rate": (1.874, 1.886),
    "drug.enforcement_persontimes": (1001, 1999),
    "special.pipeline_km": (14.135, 14.145),
    "special.enforcement_persontimes": (201, 299),
    "special.inspected_users": (41, 49),
    "special.inspected_devices": (261, 269),
}


def test_published_figures_of_2021() -> None:
    """Every published figure comes out of the rows; nothing else is expected of them."""
    expected = {key: (value, value) for key, value in EXACT.items()} | RANGES
    counted = figures_2021()
    assert counted.keys() == expected.keys()
    off = {key: value for key, value in counted.items() if not expected[key][0] <= value <= expected[key][1]}
    assert off == {}


@pytest.mark.parametrize("year", YEARS)
def test_identifiers_carry_check_digits(year: int) -> None:
    """Credit codes pass GB 32100 and GB 11714 wherever they stand; device codes have 20 digits."""
    for code in CODES:
        frame = ledger(code, year)
        if "uscc" in frame:
            for uscc in frame["uscc"].dropna().unique():
                assert (uscc[17], uscc[16]) == (uscc_check_char(uscc[:17]), org_check_char(uscc[8:16])), code
    assert ledger("LG06", year)["dev_code"].str.fullmatch(r"\d{20}").all()


@pytest.mark.parametrize("year", YEARS)
def test_ledgers_refer_to_each_other(year: int) -> None:
    """Issues belong to visits, disposals to standing failures, hazards to inspections and devices."""
    seen, issues = ledger("LG01A", year), ledger("LG01B", year)
    assert set(issues["visit_id"]) == set(seen.loc[seen["has_issue"] == "是", "visit_id"])
    raised = issues.merge(seen, on="visit_id", validate="many_to_one")
    assert (raised["raised_date"] >= raised["visit_date"]).all()
    samples = ledger("LG02", year)
    standing = samples[(samples["result"] == "不合格") & (samples["recheck"] != "推翻")]
    assert sorted(ledger("LG03", year)["sample_no"]) == sorted(standing["sample_no"])
    hazards, inspected = ledger("LG07B", year), ledger("LG07A", year)
    assert set(hazards["insp_id"]) == set(inspected.loc[inspected["has_hazard"] == "是", "insp_id"])
    assert set(hazards["dev_code"]) <= set(ledger("LG06", year)["dev_code"])
    drug = ledger("LG05", year)
    assert drug["staff_n"].sum() >= 2 * len(drug)


def test_nothing_crosses_into_2021() -> None:
    """Rows of 2020 that close in 2021 would change the published figures of 2021."""
    assert not in_year(ledger("LG02", 2020)["report_date"]).any()
    assert not in_year(ledger("LG03", 2020)["done_date"]).any()
    assert not in_year(ledger("LG07B", 2020)["recheck_date"]).any()
    assert in_year(ledger("LG02")["report_date"]).all()


def test_rows_close_after_the_year_they_were_opened_in() -> None:
    """Closings of the next year stand in the file of the year in which the row was opened."""
    assert in_year(ledger("LG01B")["closed_date"], 2022).any()
    assert in_year(ledger("LG08")["report_date"], 2022).any()
    assert in_year(ledger("LG02", 2022)["report_date"], 2023).any()
    assert (ledger("LG02", 2022)["result"] == "未出").any()
    assert in_year(ledger("LG03", 2022)["done_date"], 2023).any()


def test_register_keeps_unchanged_devices() -> None:
    """A device neither inspected nor changed in a year has the same row in both years' registers."""
    before, after = (ledger("LG06", year).set_index("reg_no") for year in (2020, 2021))
    assert set(before.index) <= set(after.index)
    fixed = ["dev_code", "kind", "ent_name", "uscc", "reg_date", "town_code", "pipe_m", "manager"]
    pd.testing.assert_frame_equal(before[fixed], after.loc[before.index, fixed])
    same = before["last_insp"].eq(after.loc[before.index, "last_insp"]) & before["status"].eq(
        after.loc[before.index, "status"]
    )
    assert same.any()
    pd.testing.assert_frame_equal(before[same], after.loc[before.index][same])


def test_zero_report_is_said() -> None:
    """An accident book without rows says so above its header."""
    for year in YEARS:
        (path,) = (DATA / str(year)).glob("LG07C_*.xlsx")
        assert "零报告" in "".join(cell for row in sheet_rows(path)[:HEADER_ROW] for cell in row)


def test_same_bytes_again(tmp_path: Path) -> None:
    """Generated anew, the ledgers of 2021 are the files that the repository holds."""
    world, contracts = build_world(), load_contracts(DATA / "contracts")
    written = 0
    for module in (visits, food, drugs, special, product):
        ledgers = module.rows(world, 2021)
        for name in ledgers.keys() - {CASES}:
            contract = contracts[name]
            path = tmp_path / f"{contract.code}_{contract.title}.xlsx"
            write_xlsx(path, contract, ledgers[name], 2021, "" if ledgers[name] else ZERO_NOTE)
            assert path.read_bytes() == (DATA / "2021" / path.name).read_bytes(), name
            written += 1
    assert written == len(CODES)
