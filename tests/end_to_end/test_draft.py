"""A check that fails makes a draft; one that is waived does not; a waiver of nothing is told."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import planting
import pytest
from small_bureau import part_of_bureau

WAIVERS = """
- {check: C-ALL1, reason: 合计行系手工加总, approved_by: 分管领导, date: 2022-01-10}
- {check: R01, reason: 已改正, approved_by: 分管领导, date: 2022-01-10}
"""


LEDGERS = {
    "LG02": "food_sampling",
    "LG03": "food_disposal",
    "LG07A": "special_inspections",
    "LG14": "complaints",
}
SECTIONS = ("03_food_safety", "05_special_equipment", "10_consumer_rights")
"""What the faults and waivers are about; a bureau that keeps no more is read and told of faster."""


@pytest.fixture
def bureau(repository: Path, tmp_path: Path) -> Path:
    return part_of_bureau(tmp_path / "data", repository, LEDGERS, SECTIONS)


def test_one_check_waived_and_one_not(bureau: Path, tmp_path: Path, workreport) -> None:
    planting.total_off_by_four(bureau)
    planting.disposal_missing(bureau)
    (bureau / "2021" / "waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    result = workreport("run", "2021", "--data", bureau, "--out", tmp_path / "out")
    assert result.returncode == 1, result.stderr
    assert re.findall(r"✗ (.{6})", result.stderr) == ["勾稽 R22"]
    assert "! 豁免不再适用：2021/waivers.yaml 第 2 条（R01），该项已经成立" in result.stderr

    folder = tmp_path / "out" / "2021"
    with (folder / "checks.csv").open(encoding="utf-8-sig", newline="") as lines:
        checks = {row["id"]: row for row in csv.DictReader(lines)}
    assert {id for id, row in checks.items() if row["verdict"] == "FAILS"} == {"C-ALL1", "R22"}
    assert checks["C-ALL1"]["explanation"].endswith("豁免：合计行系手工加总（分管领导批准，2022-01-10）")
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["draft"] is True

    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    assert all('<body class="wr-draft ' in page for page in pages.values())
    judged = len(checks)
    assert f'共核对勾稽关系<data class="wr-count" value="{judged}">' in pages["review.html"]
    assert "合计行系手工加总" in pages["review.html"] and "该项已经成立" in pages["review.html"]
