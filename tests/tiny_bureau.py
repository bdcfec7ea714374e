"""A bureau of a few rows, written by a test: two small ledgers, the organisations, the targets."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import marketsupervision  # noqa: F401  (before any test sets the registry aside)
from workreport.base import workspace
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.figures.book import Book
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES, figure, ratio
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake

CONTRACTS = Path(__file__).resolve().parents[1] / "data" / "contracts"
REQUIRED = {"required": True}

SAMPLES: dict[str, Any] = {
    "code": "T01",
    "name": "samples",
    "title": "抽样台账",
    "division": "抽检股",
    "grain": "一张抽样单",
    "kind": "flow",
    "files": ["T01_*"],
    "period_date": "sample_date",
    "fields": [
        {"name": "sample_no", "title": "抽样单编号", "aliases": ["抽样编号"], "constraints": REQUIRED},
        {"name": "org_code", "title": "承办机构", "codes": "orgs", "constraints": REQUIRED},
        {"name": "food", "title": "食品大类", "codes": "foods"},
        {"name": "sample_date", "title": "抽样日期", "type": "date", "constraints": REQUIRED},
        {"name": "report_date", "title": "报告日期", "type": "date"},
        {
            "name": "result",
            "title": "检验结论",
            "constraints": {**REQUIRED, "enum": ["合格", "不合格", "未出"]},
        },
        {
            "name": "items",
            "title": "检验项目数",
            "type": "integer",
            "unit": "项",
            "constraints": {"minimum": 0},
        },
        {"name": "weight", "title": "控制数量", "type": "number", "unit": "kg", "decimals": 3},
        {
            "name": "flags",
            "title": "附加属性",
            "type": "list",
            "constraints": {"enum": ["网络", "校园", "夜查"]},
        },
        {"name": "ent_name", "title": "单位名称"},
        {"name": "uscc", "title": "统一社会信用代码", "format": "uscc"},
        {"name": "sampler", "title": "抽样人", "personal": True},
    ],
    "primaryKey": ["sample_no"],
    "rules": [{"id": "T01-R1", "order": ["sample_date", "report_date"], "message": "报告日期早于抽样日期"}],
    "as_of": [{"date": "report_date", "resets": {"result": "未出", "weight": None}}],
}
DEVICES: dict[str, Any] = {
    "code": "T02",
    "name": "devices",
    "title": "设备登记台账",
    "division": "特设股",
    "grain": "一台设备",
    "kind": "register",
    "files": ["T02_*"],
    "period_date": "reg_date",
    "fields": [
        {"name": "device_no", "title": "设备编号", "constraints": REQUIRED},
        {"name": "reg_date", "title": "登记日期", "type": "date", "constraints": REQUIRED},
        {"name": "status", "title": "状态", "constraints": {**REQUIRED, "enum": ["在用", "停用"]}},
        {"name": "status_date", "title": "状态变更日期", "type": "date"},
        {"name": "ended_date", "title": "注销日期", "type": "date"},
    ],
    "primaryKey": ["device_no"],
    "as_of": [{"date": "status_date", "resets": {"status": "在用"}}],
    "stock": {"from": "reg_date", "until": "ended_date"},
}
ORGS = [
    ["机构代码", "全称", "简称", "别名", "生效日期"],
    ["QC11", "晴川区市场监督管理局上浦分局", "上浦分局", "上浦所|上浦", "2019-01-01"],
    ["QC12", "晴川区市场监督管理局下浦分局", "下浦分局", "下浦所|下浦", "2019-01-01"],
]
FOODS = [
    ["label", "code", "aliases", "parent", "valid_from", "valid_to"],
    ["粮食加工品", "01", "粮食", "", "", ""],
    ["糕点", "24", "", "", "", ""],
]
SAMPLE = {
    "抽样单编号": "S1", "承办机构": "上浦分局", "食品大类": "糕点", "抽样日期": "2021-03-05", "报告日期": "2021-03-20",
    "检验结论": "合格", "检验项目数（项）": "4", "控制数量（kg）": "", "附加属性": "", "单位名称": "晴川云杉糕点厂",
    "统一社会信用代码": "",
}  # fmt: skip
NOTHING = "零报告"
DEVICE = {"设备编号": "D1", "登记日期": "2020-06-01", "状态": "在用", "状态变更日期": "", "注销日期": ""}


def contract(base: dict[str, Any], **changes: Any) -> Contract:
    """A contract like `base`, with some of its parts replaced."""
    return Contract.model_validate({**base, **changes})


@dataclass
class TinyBureau:
    """A data folder and what is read from it."""

    data: Path
    out: Path

    def write(self, path: str, rows: list[list[str]]) -> Path:
        """A csv of these rows below the data folder."""
        file = self.data / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows(rows)
        return file

    def declare(self, *contracts: dict[str, Any]) -> None:
        """Contracts of the bureau; JSON is YAML too."""
        for one in contracts:
            file = self.data / "contracts" / f"{one['code']}_{one['name']}.yaml"
            file.write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")

    def samples(self, year: int, *changes: dict[str, str], without: tuple[str, ...] = ()) -> Path:
        """A year's sampling ledger: one row like ``SAMPLE`` for each of `changes`, columns `without` left out.

        Without `changes` it says that there was nothing.
        """
        header = [title for title in SAMPLE if title not in without]
        rows = [{**SAMPLE, "抽样单编号": f"S{at}", **change} for at, change in enumerate(changes, 1)]
        return self.write(
            f"{year}/T01_抽样台账.csv",
            [header, *([row[h] for h in header] for row in rows)] if rows else [[NOTHING], header],
        )

    def devices(self, year: int, *changes: dict[str, str]) -> Path:
        """A year's register of devices, one row like ``DEVICE`` for each of `changes`; without any it says so."""
        rows = [{**DEVICE, "设备编号": f"D{at}", **change} for at, change in enumerate(changes, 1)]
        return self.write(
            f"{year}/T02_设备登记台账.csv",
            [list(DEVICE), *([*row.values()] for row in rows)] if rows else [[NOTHING], list(DEVICE)],
        )

    def targets(self, year: int, *rows: tuple[str, str, str]) -> Path:
        """A year's targets: figure, day of issue, number."""
        header = ["指标编号", "年度", "下达机关", "文号", "下达日期", "任务数", "单位", "完成时限"]
        lines = [
            [figure, str(year), "区政府", "示例〔1〕号", issued, number, "批次", f"{year}-12-31"]
            for figure, issued, number in rows
        ]
        return self.write(f"{year}/targets.csv", [header, *lines])

    def reported(self, year: int, *rows: tuple[str, str, str]) -> Path:
        """What the year's folder says was reported to the city: figure, period, number."""
        header = ["指标编号", "报送对象", "报告期", "报送数值", "单位", "报送日期"]
        lines = [[id, "市局", period, number, "批次", f"{year + 1}-01-08"] for id, period, number in rows]
        return self.write(f"{year}/reported.csv", [header, *lines])

    def intake(self) -> Intake:
        return Intake.of(Workspace.open(self.data, self.out))

    def frames(self) -> Frames:
        return Frames(self.intake())

    def book(self, period: str) -> Book:
        return Book(self.frames(), Period.parse(period))


@pytest.fixture(scope="session")
def shared_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For a room whose tests write the same rows, as its ``out``: what one has read, the others find there."""
    return tmp_path_factory.mktemp("out")


@pytest.fixture
def bureau(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBureau:
    """A bureau with two contracts of its own; nothing of the repository's data is seen."""
    monkeypatch.setattr(workspace, "REPOSITORY", tmp_path / "elsewhere")
    tiny = TinyBureau(tmp_path / "data", out)
    (tiny.data / "contracts").mkdir(parents=True)
    tiny.declare(SAMPLES, DEVICES)
    for name in ("RF01_orgs.yaml", "RF03_targets.yaml", "RF05_reported.yaml"):
        shutil.copy(CONTRACTS / name, tiny.data / "contracts")
    settings = {
        "name": "晴川区市场监督管理局",
        "short_name": "区市监局",
        "district": "晴川区",
        "profile": "marketsupervision",
    }
    (tiny.data / "bureau.yaml").write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
    (tiny.data / "profile.yaml").write_text(
        'names_with_digits: ["12315", "12345", "3·15"]\n', encoding="utf-8"
    )
    (tiny.data / "sections.yaml").write_text("- {id: 01_samples, title: 抽样}\n", encoding="utf-8")
    tiny.write("reference/RF01_机构与分局字典.csv", ORGS)
    tiny.write("codes/foods.csv", FOODS)
    return tiny


@pytest.fixture
def own_figures() -> Iterator[None]:
    """An empty registry of figures for the test; the real one is back afterwards."""
    load_profile()  # before: else the trade would be declared into the test's registry
    with patch.dict(FIGURES, clear=True):
        yield


@pytest.fixture
def two_figures(own_figures) -> None:
    """A figure for each of the two ledgers: ``t.samples`` and ``t.devices``."""

    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单，按抽样日期。"""
        return samples

    @figure("t.devices", label="在用设备", unit="台", kind="stock")
    def devices_in_use(devices):
        """在用设备。"""
        return devices


@pytest.fixture
def four_figures(own_figures) -> None:
    """Figures that sentences and tables need: ``t.samples``, ``t.failed``, ``t.devices`` and the rate ``t.rate``."""

    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    @figure("t.failed", label="不合格", unit="批次")
    def failed(samples):
        """不合格的抽样单。"""
        return samples[samples["result"] == "不合格"]

    @figure("t.devices", label="设备", unit="台", kind="stock")
    def devices_there(devices):
        """在册设备。"""
        return devices

    ratio(
        "t.rate", label="不合格率", numerator="t.failed", denominator="t.samples", definition="不合格÷抽样。"
    )
