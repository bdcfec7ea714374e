"""Value help: the allowed values of a column in words, for the dictionary, blank ledgers and cell remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Field

TYPES = {
    "string": "文本",
    "integer": "整数",
    "number": "数字",
    "date": "日期",
    "datetime": "日期和时间",
    "boolean": "是/否",
    "list": "多值",
}
SHAPES = {
    "date": "日期，如 2021-03-05",
    "datetime": "日期和时间，如 2021-03-05 14:30",
    "boolean": "是或否",
}
LISTED = 40
"""Most values listed in words; a longer list is cut off and counted."""


DIGITS, CAPITALS = r"\d", "[0-9A-Z]"
RUN = re.compile(rf"({re.escape(DIGITS)}|{re.escape(CAPITALS)})\{{(\d+)\}}")


def shape_of(pattern: str) -> str:
    """A pattern in words if it asks for a number of digits or capitals; else the pattern itself."""
    shapes = []
    for alternative in pattern.split("|"):
        parts = RUN.findall(alternative)
        if "".join(f"{kind}{{{count}}}" for kind, count in parts) != alternative:
            return f"格式 {pattern}"
        length = sum(int(count) for _, count in parts)
        shapes.append(f"{length} 位{'数字' if {kind for kind, _ in parts} == {DIGITS} else '数字或大写字母'}")
    return "或".join(shapes)


def choices(field: Field, codes: Mapping[str, CodeList]) -> list[str]:
    """The values of a closed list as written by an office; empty for a free text."""
    if field.codes:
        listed = codes.get(field.codes)
        return list(listed.labels.values()) if listed else []
    if field.type == "boolean":
        return ["是", "否"]
    return list(field.constraints.enum or [])


def allowed(field: Field, codes: Mapping[str, CodeList], most: int = LISTED) -> str:
    """Allowed values of the field's cells, without whether they are required; empty for free text."""
    rules, values = field.constraints, choices(field, codes)
    parts = []
    if values and field.type != "boolean":
        shown = "、".join(values[:most]) + (f"等 {len(values)} 项" if len(values) > most else "")
        parts.append(
            (f"可填一项或几项，用“{field.delimiter}”隔开：" if field.type == "list" else "可填：") + shown
        )
    elif field.type in SHAPES:
        parts.append(SHAPES[field.type])
    elif field.type == "integer":
        parts.append("整数")
    elif field.type == "number":
        parts.append(f"数字，最多 {field.decimals} 位小数")
    if rules.minimum is not None:
        parts.append(f"不小于 {rules.minimum}")
    if rules.maximum is not None:
        parts.append(f"不大于 {rules.maximum}")
    if field.usual_maximum is not None:
        parts.append(f"通常不大于 {field.usual_maximum}")
    if rules.pattern:
        parts.append(shape_of(rules.pattern))
    if rules.unique:
        parts.append("不得重复")
    if field.unit:
        parts.append(f"单位：{field.unit}")
    return "；".join(parts)
