"""The registry of sections: what the report consists of, in the report's order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """One section of the report.

    Attributes
    ----------
    id : str
        Name of the notebook without suffix, ``NN_name``.
    title : str
        Heading in the report.
    chapter : str
        Heading of the chapter that the section belongs to; empty for the summary.
    """

    id: str
    title: str
    chapter: str = ""


EXPLORE = "explore"
"""The notebook to try things in: it may use pandas, and is part of no report."""
SUMMARY = Section("00_summary", "摘要")

SECTIONS: tuple[Section, ...] = (
    SUMMARY,
    Section("01_party_building", "党建与为民办实事", "重点工作"),
    Section("02_enterprise_visits", "企业走访与诉求闭环", "重点工作"),
    Section("03_food_safety", "食品安全监管", "安全监管"),
    Section("04_drugs_and_devices", "药品医疗器械监管", "安全监管"),
    Section("05_special_equipment", "特种设备安全监管", "安全监管"),
    Section("06_product_quality", "产品质量监管", "安全监管"),
    Section("07_registration", "登记注册便利化", "营商环境"),
    Section("08_intellectual_property", "知识产权", "营商环境"),
    Section("09_fair_competition", "规范市场竞争", "市场秩序"),
    Section("10_consumer_rights", "消费维权", "市场秩序"),
    Section("11_problems_and_plans", "存在问题与下一步打算", "问题与打算"),
)


def section(section_id: str) -> Section:
    """The section with this id; ``KeyError`` if there is none."""
    for candidate in SECTIONS:
        if candidate.id == section_id:
            return candidate
    raise KeyError(section_id)
