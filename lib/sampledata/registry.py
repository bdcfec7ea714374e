"""Which module makes which ledgers, and how each ledger is handed in.

A generator module offers ``rows(world, year) -> dict[ledger name, list of row dicts]``. Its result may
also hold ``CASES``: requests for penalty cases that start from its rows (see ``cases.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

GENERATORS = (
    "reference",
    "registrations",
    "ip",
    "complaints",
    "competition",
    "publicity",
    "party",
    "visits",
    "food",
    "drugs",
    "special",
    "product",
)
PENALTIES = "penalties"  # comes last: it turns the other modules' requests into cases


@dataclass(frozen=True)
class Filing:
    """How a ledger is handed in when it is not an .xlsx named after its title."""

    csv: str = ""  # encoding of the CSV file; empty for .xlsx
    file_name: str = ""


FILINGS = {
    "registrations": Filing(csv="utf-8", file_name="LG11_经营主体登记业务导出_合成示例.csv"),
    "complaints": Filing(csv="utf-8-sig", file_name="LG14_12315投诉举报工单导出_合成示例.csv"),
    "trademarks": Filing(csv="gb18030", file_name="LG13_商标台账_合成示例.csv"),
    "orgs": Filing(csv="utf-8", file_name="RF01_机构与分局字典.csv"),
    "population": Filing(csv="utf-8", file_name="RF04_人口.csv"),
    "references": Filing(csv="utf-8", file_name="RF09_全市全国参考值_合成示例.csv"),
    "deadlines": Filing(csv="utf-8", file_name="RF06_法定期限参数.csv"),
    "calendar": Filing(csv="utf-8", file_name="RF07_工作日历.csv"),
    "targets": Filing(csv="utf-8", file_name="targets.csv"),
    "reported": Filing(csv="utf-8", file_name="reported.csv"),
}

# What the filing row says where a ledger is handed in without rows.
ZERO_NOTE = "零报告：本年度无登记事项"


def generators() -> list[ModuleType]:
    """The generator modules in order, without the penalties."""
    return [import_module(f"{__package__}.{name}") for name in GENERATORS]


def penalties() -> ModuleType:
    """The module that makes the penalty cases."""
    return import_module(f"{__package__}.{PENALTIES}")
