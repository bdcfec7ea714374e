"""The data dictionary is what the contracts say, and says all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from workreport.base.workspace import Workspace
from workreport.ledgers.code_files import load_codes
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Field, load_contracts
from workreport.ledgers.declared.value_help import allowed, choices
from workreport.ledgers.dictionary import NAME, dictionary, main


@pytest.fixture(scope="module")
def declared(repository: Path):
    workspace = Workspace.open(repository / "data")
    contracts = load_contracts(workspace)
    return contracts, load_codes(workspace, contracts)


def test_it_is_current(declared, repository: Path) -> None:
    written = (repository / "data" / NAME).read_text(encoding="utf-8")
    assert written == dictionary(*declared), "请运行 make dictionary"
    assert NAME in (repository / "data" / "README.md").read_text(encoding="utf-8")


def test_it_names_every_ledger_and_column(declared) -> None:
    contracts, codes = declared
    text = dictionary(contracts, codes)
    for contract in contracts.values():
        assert f"\n## {contract.code} {contract.title}\n" in text
        part = text.split(f"\n## {contract.code} ", 1)[1].split("\n## ", 1)[0]
        rows = [line for line in part.splitlines() if line.startswith("| ") and "`" in line]
        assert len(rows) == len(contract.fields)
        for field, row in zip(contract.fields, rows, strict=True):
            assert f"`{field.name}`" in row and field.title in row
            assert row.endswith("| 是 |" if field.personal else "|  |")


def test_it_is_written_by_its_command(declared, repository: Path, tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    source = repository / "data" / "reference" / "RF01_机构与分局字典.csv"
    (tmp_path / "reference" / source.name).write_bytes(source.read_bytes())
    (tmp_path / "bureau.yaml").write_bytes((repository / "data" / "bureau.yaml").read_bytes())
    main(tmp_path)
    assert (tmp_path / NAME).read_text(encoding="utf-8") == dictionary(*declared)


KINDS = CodeList("kinds", {"a": "甲", "b": "乙", "c": "丙"}, {})


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"type": "date"}, "日期，如 2021-03-05"),
        ({"type": "boolean"}, "是或否"),
        ({"type": "integer", "constraints": {"minimum": 1, "maximum": 9}}, "整数；不小于 1；不大于 9"),
        ({"type": "number", "decimals": 3, "unit": "kg"}, "数字，最多 3 位小数；单位：kg"),
        ({"constraints": {"enum": ["合格", "不合格"]}}, "可填：合格、不合格"),
        ({"type": "list", "constraints": {"enum": ["甲", "乙"]}}, "可填一项或几项，用“、”隔开：甲、乙"),
        ({"codes": "kinds"}, "可填：甲、乙等 3 项"),
        ({"constraints": {"unique": True, "pattern": r"\d{6}"}}, "6 位数字；不得重复"),
        ({"constraints": {"pattern": r"\d{20}|[0-9A-Z]{17}"}}, "20 位数字或17 位数字或大写字母"),
        ({"constraints": {"pattern": r"\w?XK\d{2}"}}, r"格式 \w?XK\d{2}"),
        ({}, ""),
    ],
)
def test_what_a_column_may_hold(field, words) -> None:
    column = Field.model_validate({"name": "x", "title": "某列", **field})
    assert allowed(column, {"kinds": KINDS}, most=2) == words


def test_an_unknown_list_gives_no_choices() -> None:
    assert choices(Field(name="x", title="某列", codes="none"), {}) == []
