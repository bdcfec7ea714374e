"""datapackage.json: the tables of a run described as a Frictionless data package, so that standard tools read them."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from typing import Any

from workreport.rendering.documents.figures_json import one_a_line
from workreport.rendering.report_model import ReportContext

FILE, RECIPES = "datapackage.json", "evidence.csv"
Field = dict[str, Any]
Schema = dict[str, Any]
TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:")
ADDED = ("sum", "median", "single")
NOT_IN_NAMES = re.compile(r"[^a-z0-9._-]+")


def _fields(text: str = "", **typed: str) -> list[Field]:
    return [{"name": name, "type": typed.get(name, "string")} for name in text.split()]


_TABLES: dict[str, tuple[str, Schema]] = {
    "figures.csv": (
        "指标：每个指标一行",
        {
            "fields": _fields(
                "id label value unit display kind period as_of last_year change previous ledgers rows"
                " definition status",
                value="number", last_year="number", previous="number", rows="integer", as_of="date",
            ),
            "primaryKey": ["id"],
        },
    ),
    "checks.csv": (
        "勾稽结果：每项勾稽一行",
        {"fields": _fields("id verdict left right difference explanation"), "primaryKey": ["id"]},
    ),
    "findings.csv": (
        "问题行：每处问题一行",
        {"fields": _fields("ledger file sheet row column original rule disposition message", row="integer")},
    ),
    "rows.csv": (
        "行数核对：每个台账文件一行",
        {
            "fields": _fields(
                "ledger file read counted out_of_period duplicate quarantined not_data",
                read="integer", counted="integer", out_of_period="integer", duplicate="integer",
                quarantined="integer", not_data="integer",
            )
        },
    ),
    "sources.csv": (
        "文件与工作表：每张工作表、每个没有认领的文件一行",
        {
            "fields": _fields(
                "ledger file sheet use rows blocks reason absent unknown", rows="integer", blocks="boolean"
            )
        },
    ),
    RECIPES: (
        "重算办法：每个指标怎样由依据得出",
        {"fields": _fields("id period file measure column factor status", factor="number")},
    ),
}  # fmt: skip
_CHART = {"fields": _fields("类别 系列 数值 单位", 数值="number")}
"""Schema of the numbers behind any chart: one row a category and series."""


def data_package(context: ReportContext, files: Mapping[str, bytes]) -> bytes:
    """The description of every table among `files`, with types, sizes and hashes.

    Parameters
    ----------
    files : mapping of str to bytes
        Everything that the run leaves, by path; what is not CSV is left out.
    """
    tables = [path for path in sorted(files) if path.endswith(".csv")]
    described = {
        "profile": "data-package",
        "name": _name(f"workreport-{context.parameters.get('period', 'report')}"),
        "title": f"{context.bureau_name}{context.title}",
        "description": f"数据截至 {context.cut_off.isoformat()}"
        + ("；示例：合成数据" if context.synthetic else "")
        + ("；草稿，不得引用" if context.draft else ""),
    }
    measured = _measured(files.get(RECIPES, b""))
    return one_a_line(described, "resources", [_resource(path, files[path], measured) for path in tables])


def _resource(path: str, content: bytes, measured: Mapping[str, str]) -> dict[str, Any]:
    title, schema = _described(path, content, measured)
    return {
        "profile": "tabular-data-resource",
        "name": _name(path.removesuffix(".csv")),
        "path": path,
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"lineTerminator": "\n"},
        "schema": {**schema, "missingValues": [""]},
    }


def _described(path: str, content: bytes, measured: Mapping[str, str]) -> tuple[str, Schema]:
    if path in _TABLES:
        return _TABLES[path]
    if path.startswith("charts/"):
        return f"图的数据：{path}", _CHART
    return f"依据：{path}" if path.startswith("evidence/") else path, _read(content, measured.get(path, ""))


def _read(content: bytes, measured: str) -> Schema:
    """The schema of a table whose columns follow the ledger; a code that looks like a number stays text.

    Row numbers, values of figures and the column that a figure is `measured` by are numbers; the date that
    places a row is a date where no time of day stands in the table.
    """
    text = content.decode("utf-8-sig")
    typed = {"行": "integer", "值": "number", measured: "number"}
    timed = ":" in text and TIME.search(text)
    typed |= {} if timed else {"归期日期": "date"}
    header = next(csv.reader(io.StringIO(text, newline="")), [])
    return {"fields": [{"name": name, "type": typed.get(name, "string")} for name in header]}


def _measured(recipes: bytes) -> dict[str, str]:
    """By the file of its evidence, the column that a figure adds up or ranks."""
    rows = csv.DictReader(io.StringIO(recipes.decode("utf-8-sig"), newline=""))
    return {row["file"]: row["column"] for row in rows if row["measure"] in ADDED}


def _name(text: str) -> str:
    """A resource's name as the standard allows it: small Latin letters, digits, point, dash, underscore."""
    return NOT_IN_NAMES.sub("-", text.lower().replace("/", ".")).strip("-")
