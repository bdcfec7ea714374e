"""Values already reported to others, as RF05 lists them."""

from __future__ import annotations

from datetime import date

from sampledata.names import masked_person
from sampledata.world import rng_for

CITY, GOVERNMENT, PROVINCE = "市局", "区政府", "省系统"

_VALUES = {
    2020: (
        ("reg.new_enterprises", GOVERNMENT, 1018, "户"),
        ("ip.patents_valid", CITY, 79, "件"),
        ("ip.trademarks_valid", CITY, 1348, "件"),
        ("complaint.total", PROVINCE, 1339, "件"),
        ("complaint.complaints", PROVINCE, 437, "件"),
        ("complaint.reports", PROVINCE, 902, "件"),
    ),
    2021: (
        ("visit.enterprise_visits", GOVERNMENT, 125, "户次"),
        ("food.sampling.total_batches", CITY, 639, "批次"),
        ("food.sampling.nonconforming_batches", CITY, 12, "批次"),
        # reported too high; the ledger gives 1231
        ("special.devices_total", CITY, 1235, "台"),
        ("special.elevators", CITY, 230, "台"),
        ("product.sampling.batches", CITY, 150, "批次"),
        ("licence.holders", CITY, 12, "家"),
        ("reg.new_enterprises", GOVERNMENT, 1256, "户"),
        ("ip.patents_valid", CITY, 96, "件"),
        ("ip.trademarks_valid", CITY, 1579, "件"),
        ("complaint.total", PROVINCE, 1795, "件"),
        ("complaint.complaints", PROVINCE, 509, "件"),
        ("complaint.reports", PROVINCE, 1286, "件"),
    ),
    2022: (
        ("reg.new_enterprises", GOVERNMENT, 1377, "户"),
        ("ip.patents_valid", CITY, 118, "件"),
        ("ip.trademarks_valid", CITY, 1839, "件"),
        ("complaint.total", PROVINCE, 1759, "件"),
        ("complaint.complaints", PROVINCE, 688, "件"),
        ("complaint.reports", PROVINCE, 1071, "件"),
    ),
}


def reported_rows(year: int) -> list[dict]:
    """What was reported for the whole year, one row a figure and recipient."""
    rng = rng_for("RF05", year)
    days = {CITY: date(year + 1, 1, 8), GOVERNMENT: date(year + 1, 1, 12), PROVINCE: date(year + 1, 1, 5)}
    return [
        {
            "figure": figure,
            "recipient": recipient,
            "period": str(year),
            "value": value,
            "unit": unit,
            "date": days[recipient],
            "clerk": masked_person(rng),
        }
        for figure, recipient, value, unit in _VALUES[year]
    ]
