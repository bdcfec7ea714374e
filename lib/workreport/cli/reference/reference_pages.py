"""All reference pages by file name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workreport.base.bounded_yaml import read_yaml
from workreport.base.paths import NOTEBOOKS, REPOSITORY
from workreport.base.sections import DESK, EXPLORE
from workreport.base.workspace import Workspace
from workreport.checks.kinds import Declared
from workreport.checks.relations import FILES, FOLDER, load_relations
from workreport.cli.reference.calls import calls_page
from workreport.cli.reference.commands import commands_page
from workreport.cli.reference.contracts import contracts_page
from workreport.cli.reference.mappings import mappings_page
from workreport.cli.reference.markdown import page, table
from workreport.cli.reference.proofs import proof_page
from workreport.cli.reference.slots import slots_page
from workreport.figures.csv_files import KINDS
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES, Figure, ledgers_of
from workreport.ledgers.declared.contract import Contract, load_contracts
from workreport.ledgers.dictionary import KINDS as LEDGER_KINDS
from workreport.narrative.notebook_cells import Notebook

TABLES = re.compile(r"\b(?:problems_|s\.)table\w*\(")
NAMED = re.compile(r"[a-z]\w*(?:\.\w+)+")


def pages() -> dict[str, str]:
    """The text of every page."""
    workspace = Workspace.open(REPOSITORY / "data")
    load_profile(workspace)
    contracts = load_contracts(workspace)
    return {
        "commands.md": commands_page(),
        "ledgers.md": ledgers_page(contracts),
        "figures.md": figures_page(contracts),
        "checks.md": checks_page(workspace),
        "sections.md": sections_page(workspace),
        "mappings.md": mappings_page(),
        "contracts.md": contracts_page(),
        "calls.md": calls_page(),
        "slots.md": slots_page(),
        "proof.md": proof_page(),
    }


def notebooks_note() -> str:
    """The note that JupyterLab opens with: as it is written, with a table of all notebooks at its end."""
    written = (NOTEBOOKS / "README.md").read_text(encoding="utf-8").partition("| 笔记本 |")[0]
    sections = Workspace.open(REPOSITORY / "data").all_sections
    rows = [(one.id, one.title) for one in sections] + [
        (EXPLORE, "探索，不进报告"),
        (DESK, "出稿台：用表单核对、出稿、签署"),
    ]
    return written + table(("笔记本", "章节"), [(f"[{id}]({id}.ipynb)", title) for id, title in rows])


def ledgers_page(contracts: Mapping[str, Contract]) -> str:
    """One line per contract, with the number of figures that count its rows."""
    rows = []
    for name, contract in contracts.items():
        counted = sum(figure.ledgers[:1] == (name,) for figure in FIGURES.values())
        titles = {field.name: field.title for field in contract.fields}
        rows.append((
            contract.code, contract.title, f"`{name}`", LEDGER_KINDS[contract.kind], contract.division,
            contract.grain, titles.get(contract.period_date or "", ""),
            "、".join(titles[key] for key in contract.primaryKey), str(len(contract.fields)), str(counted),
        ))  # fmt: skip
    header = ("代号", "台账", "名称", "种类", "股室", "一行是", "归属日期", "主键", "列数", "指标数")
    about = "每本台账一行；逐列的说明见[数据字典](../../data/DICTIONARY.md)，怎么读见 [data/README.md](../../data/README.md)。"
    return page("台账", about, table(header, rows))


def figures_page(contracts: Mapping[str, Contract]) -> str:
    """Every figure, grouped by the first part of its id, ordered by id."""
    groups: dict[str, list[Figure]] = {}
    for id, figure in sorted(FIGURES.items()):
        groups.setdefault(id.partition(".")[0], []).append(figure)
    header = ("编号", "指标", "单位", "类型", "口径", "算法", "台账")
    parts = []
    for head, figures in groups.items():
        rows = [
            (
                f"`{figure.id}`",
                figure.label,
                figure.unit,
                KINDS[figure.kind],
                figure.definition,
                figure.formula,
                _codes(figure, contracts),
            )
            for figure in figures
        ]
        parts.append(f"## {head}\n\n{table(header, rows)}")
    kinds = "流量按日期归入报告期，各月可以相加；存量看截至日；期初看报告期前一日；状态类（cohort）是期内的行到截至日的状态，各月不能相加。"
    return page("指标", f"共 {len(FIGURES)} 个指标，按编号的第一段分组。{kinds}", *parts)


def _codes(figure: Figure, contracts: Mapping[str, Contract]) -> str:
    """The ledgers behind a figure and its components."""
    return "、".join(contracts[name].code for name in ledgers_of(figure.id))


def checks_page(workspace: Workspace) -> str:
    """Every declared check by the file that declares it."""
    declared = {check.id: check for check in load_relations(workspace)}
    parts = []
    for path in workspace.shared_files(FOLDER, FILES):
        rows = [_check(declared[entry["id"]]) for entry in read_yaml(path)["checks"]]
        parts.append(f"## {path.name}\n\n{table(('编号', '种类', '勾稽', '关系', '不成立时', '指标'), rows)}")
    about = (
        f"共 {len(declared)} 项，按所在文件列出；种类和结论见[勾稽](../checks.md)。每个已报数另外自动是一项。"
    )
    return page("勾稽一览", about, *parts)


def _check(check: Declared) -> tuple[str, ...]:
    figures = "、".join(f"`{id}`" for id in dict.fromkeys(check.figures))
    return check.id, f"`{check.kind}`", check.title, check.words, check.why, figures


def sections_page(workspace: Workspace) -> str:
    """Every section: its notebook, chapter, and numbers of figures, tables and charts."""
    rows = []
    for section in workspace.all_sections:
        notebook = Notebook.read(NOTEBOOKS / f"{section.id}.ipynb")
        texts = [text for cell in notebook.code for text in cell.texts()]
        named = {id for text in texts for id in NAMED.findall(text) if id in FIGURES}
        tables = sum(len(TABLES.findall(cell.text)) for cell in notebook.code)
        charts = sum(cell.text.count("s.charts.") for cell in notebook.code)
        link = f"[{section.id}](../../notebooks/{section.id}.ipynb)"
        rows.append((link, section.title, section.chapter, str(len(named)), str(tables), str(charts)))
    header = ("笔记本", "章节", "章", "指标数", "表", "图")
    return page("章节", "报告由这些章节组成，一章一本笔记本。", table(header, rows))
