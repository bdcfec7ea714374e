"""Tasks set for the bureau each year, as RF03 lists them."""

from __future__ import annotations

from datetime import date

CITY, DISTRICT_GOV = "云栖市市场监督管理局（示例）", "晴川区人民政府（示例）"

# figure: (issuer, unit, {year: task})
_TASKS = {
    "visit.enterprise_visits": (DISTRICT_GOV, "户次", {2020: 100, 2021: 120, 2022: 140}),
    "food.sampling.province_batches": (CITY, "批次", {2020: 260, 2021: 290, 2022: 300}),
    "food.sampling.city_livelihood_batches": (CITY, "批次", {2020: 300, 2021: 340, 2022: 360}),
    "food.disposal.rate": (CITY, "%", {2020: 100, 2021: 100, 2022: 100}),
    "special.rectification_rate": (CITY, "%", {2020: 100, 2021: 100, 2022: 100}),
    "product.sampling.batches": (CITY, "批次", {2020: 120, 2021: 160, 2022: 170}),
    "licence.coverage_rate": (CITY, "%", {2020: 100, 2021: 100, 2022: 100}),
    "reg.new_enterprises": (DISTRICT_GOV, "户", {2020: 1000, 2021: 1200, 2022: 1350}),
    "reg.online_rate": (CITY, "%", {2020: 80, 2021: 85, 2022: 90}),
    "ip.patent_applications_new": (CITY, "件", {2020: 100, 2021: 120, 2022: 140}),
    "ip.patents_valid": (CITY, "件", {2020: 76, 2021: 92, 2022: 116}),
    "ip.patents_per_10k": (DISTRICT_GOV, "件/万人", {2020: 2.5, 2021: 3, 2022: 3.8}),
    "ip.trademarks_valid": (CITY, "件", {2020: 1300, 2021: 1550, 2022: 1800}),
    "pyramid.free_communities": (CITY, "个", {2020: 1, 2021: 3, 2022: 5}),
    "party.service_projects.listed": (DISTRICT_GOV, "项", {2020: 12, 2021: 20, 2022: 15}),
}

# a task changed during its year keeps both versions
_ADJUSTED = {("food.sampling.city_livelihood_batches", 2021): (349, date(2021, 8, 16))}


def target_rows(year: int) -> list[dict]:
    """The year's tasks, one row for each time one was set."""
    table = []
    for number, (figure, (issuer, unit, tasks)) in enumerate(_TASKS.items(), start=1):
        office = "云市监发" if issuer == CITY else "晴府办字"
        row = {
            "figure": figure,
            "year": year,
            "issued_by": issuer,
            "doc_no": f"{office}〔{year}〕{number + 3}号",
            "issued_date": date(year, 2, 18),
            "target": tasks[year],
            "unit": unit,
            "due_date": date(year, 12, 31),
            "note": "年初下达",
        }
        table.append(row)
        if (figure, year) in _ADJUSTED:
            target, day = _ADJUSTED[figure, year]
            changed = {
                "target": target,
                "issued_date": day,
                "doc_no": f"{office}〔{year}〕41号",
                "note": "年中调整",
            }
            table.append(row | changed)
    return table
