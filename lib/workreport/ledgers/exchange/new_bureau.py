"""A new bureau's data folder: commented settings, reference tables to fill in, the rules of law."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from workreport.base.errors import UsageError
from workreport.base.paths import REPOSITORY
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.codes import ORGS
from workreport.ledgers.declared.contract import load_contracts
from workreport.ledgers.exchange.new_year import header_line, new_year, write_new

SETTINGS_FILE, REFERENCE = "bureau.yaml", "reference"
RULES_OF_LAW = ("deadlines", "calendar")
"""Reference tables that are the same for all bureaux."""
DISTRICT = re.compile(r".+?[区县旗]|.+?市")
FIRST_DAY = "2000-01-01"
"""Day from which the bureau's own row in the table of units holds, until somebody writes the right one."""
SETTINGS = """\
# 本局的设置。# 后面是说明；前面有 # 的项目没有启用，用到时去掉 # 再填。
# 改好后核对台账：workreport check 报告期 --data 本目录

# 全称，写在报告封面和空白台账上。
name: {name}
# 简称，写在报告正文里，如“区市监局”。
short_name: {short_name}
# 行政区划名称，如“某某区”。下面一行由局名推出，请核对。
district: {district}
# 所在的市、省，六位行政区划代码（要带引号）。
# city: 某某市
# province: 某某省
# region_code: "000000"
# 上报正文的主送机关，几个之间用顿号。
# addressees: 区人民政府、市局
# 台账是不是编造的示例；是的，封面会注明。
synthetic: false

# 只管一部分台账的，写明管哪些，其余不要求交，有关内容略去；不写就是全部。名称、代号、标题都行，见 docs/reference/ledgers.md。
# ledgers: [代号, 标题]
# 只出一部分章节的，写明哪些；不写就是全部。标题、序号、编号都行，见 docs/reference/sections.md。
# sections: [编号, 标题]
# 小数在哪里隐去：public_only 只在公开版，领导稿列各分局、各月的全部数字；everywhere 领导稿里也隐去。见 docs/privacy.md。
small_numbers: public_only
# 报告里各级的说法与“全区、区本级、分局”不同的，写明换成什么；写整词。
{words}
"""


WORDS = "words: {{全区: 全{level}, 区本级: {level}本级, 分局: 所, 区级: {level}级, 我区: 我{level}, 本区: 本{level}}}"
OTHER_LEVELS = ("县", "旗", "市")
"""Ends of the names of places that are no district."""


def new_bureau(folder: Path, name: str, year: int | None = None) -> list[str]:
    """Write a bureau's data folder, with the blank ledgers of `year` if one is given.

    Returns
    -------
    list of str
        A line in Chinese for each file: what it is and what has to be filled in.

    Raises
    ------
    UsageError
        If the folder holds a bureau already, or cannot be written. Existing files stay untouched.
    """
    if not name.strip():
        raise UsageError("局名是空的", where="--name", expected="全称，如“某某区某某局”")
    if (folder / SETTINGS_FILE).exists():
        raise UsageError(
            "这里已经有一个局的设置，什么也没有改动",
            where=str(folder / SETTINGS_FILE),
            todo=f"请另选目录；要加一年的台账，用 workreport new 年份 --data {folder}",
        )
    try:
        (folder / REFERENCE).mkdir(parents=True, exist_ok=True)
        write_new(folder / SETTINGS_FILE, _settings(name.strip()).encode("utf-8"))
        workspace = Workspace.open(folder)
        lines = [f"设置：{SETTINGS_FILE}，请核对简称和行政区划", *_reference_tables(workspace)]
        return lines + (new_year(workspace, year) if year else [])
    except OSError as error:
        raise UsageError("目录写不了", where=str(folder), todo="请检查路径和权限，或另选目录") from error


def _settings(name: str) -> str:
    district = DISTRICT.match(name)
    texts = {"name": name, "short_name": name, "district": district[0] if district else name}
    level = texts["district"][-1:]
    words = WORDS.format(level=level) if level in OTHER_LEVELS else f"# {WORDS.format(level='县')}"
    quoted = {key: json.dumps(text, ensure_ascii=False) for key, text in texts.items()}
    return SETTINGS.format(**quoted, words=words)


def _reference_tables(workspace: Workspace) -> list[str]:
    """Write the tables of the folder ``reference/``; a line for each."""
    lines = []
    for contract in load_contracts(workspace).values():
        pattern = contract.files[0] if contract.files else ""
        if contract.kind != "reference" or "*" not in pattern:
            continue
        shared = sorted((REPOSITORY / "data" / REFERENCE).glob(pattern))
        if contract.name in RULES_OF_LAW and shared:
            shutil.copyfile(shared[0], workspace.data / REFERENCE / shared[0].name)
            lines.append(f"各局相同，不用填：{REFERENCE}/{shared[0].name}")
            continue
        table = f"{pattern.replace('*', contract.title, 1)}.csv"
        rows = [_own_unit(workspace)] if contract.name == ORGS else []
        write_new(workspace.data / REFERENCE / table, header_line(contract, rows))
        lines.append(f"请填写（一行是{contract.grain}）：{REFERENCE}/{table}")
    return lines


def _own_unit(workspace: Workspace) -> dict[str, str]:
    """The bureau's own row in its table of units."""
    bureau = workspace.bureau
    values = {"code": "01", "full_name": bureau.name, "short_name": bureau.short_name}
    return values | {"valid_from": FIRST_DAY}
