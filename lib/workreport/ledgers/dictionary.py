"""The data dictionary: every ledger and column as the contracts declare them, for data/DICTIONARY.md.

``python -m workreport.ledgers.dictionary`` writes it; a test checks that it is current.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from workreport.base.workspace import REPOSITORY, Workspace
from workreport.ledgers.code_files import load_codes
from workreport.ledgers.declared.codes import ORGS, CodeList
from workreport.ledgers.declared.contract import Contract, Field, load_contracts
from workreport.ledgers.declared.value_help import TYPES, allowed

NAME = "DICTIONARY.md"
KINDS = {"flow": "流水台账", "register": "登记簿", "reference": "参考表"}
HEAD = """# 数据字典

由 `make dictionary` 按 `contracts/` 和 `codes/` 生成，请勿手改。类型为“多值”的列一格可填几项；标“个人”的列不读入。
"""


def dictionary(contracts: Mapping[str, Contract], codes: Mapping[str, CodeList]) -> str:
    """All contracts as Markdown, in the order of their codes."""
    return HEAD + "".join(_ledger(contract, contracts, codes) for contract in contracts.values())


def _ledger(contract: Contract, contracts: Mapping[str, Contract], codes: Mapping[str, CodeList]) -> str:
    titles = {field.name: field.title for field in contract.fields}
    facts = {
        "台账名": f"`{contract.name}`",
        "种类": KINDS[contract.kind] + ("，次年结转" if contract.carry_forward else ""),
        "股室": contract.division,
        "来源": contract.source,
        "一行是": contract.grain,
        "文件": "、".join(f"`{pattern}`" for pattern in contract.files),
        "归属日期": titles.get(contract.period_date or "", ""),
        "主键": "、".join(titles[name] for name in contract.primaryKey),
        "关联": "；".join(
            f"{'、'.join(titles[name] for name in key.fields)} → {contracts[key.reference.resource].code}"
            for key in contract.foreignKeys
        ),
    }
    lines = [f"\n## {contract.code} {contract.title}\n"]
    lines += [f"{contract.description}\n"] if contract.description else []
    lines += [f"- {name}：{_cell(fact)}" for name, fact in facts.items() if fact]
    lines += [
        "",
        "| 列名 | 字段 | 类型 | 单位 | 必填 | 允许 | 个人 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_row(field, contracts, codes) for field in contract.fields]
    return "\n".join(lines) + "\n"


def _row(field: Field, contracts: Mapping[str, Contract], codes: Mapping[str, CodeList]) -> str:
    if field.codes:  # code lists and organisations have files of their own
        source = (
            f"{contracts[ORGS].code} 机构" if field.codes == ORGS else f"代码表 `codes/{field.codes}.csv`"
        )
        may = f"{source}（{len(codes[field.codes].labels)} 项）" if field.codes != ORGS else source
    else:
        may = allowed(field.model_copy(update={"unit": ""}), codes)
    must, personal = ("是" if flag else "" for flag in (field.constraints.required, field.personal))
    cells = (field.title, f"`{field.name}`", TYPES[field.type], field.unit, must, may, personal)
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main(data: Path = REPOSITORY / "data") -> None:
    """Write the dictionary of a data folder."""
    workspace = Workspace.open(data)
    contracts = load_contracts(workspace)
    (data / NAME).write_text(dictionary(contracts, load_codes(workspace, contracts)), encoding="utf-8")


if __name__ == "__main__":
    main()
