"""Commands for ledgers: validate and mark, start a bureau or a year, map a foreign table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workreport.cli.localisation import command
from workreport.cli.options import DATA, OUT, write_file

if TYPE_CHECKING:
    import pandas as pd

    from workreport.ledgers.foreign.drafting import Draft

SHOWN_TEXTS = 20


@command()
@click.argument("period")
@DATA
@OUT
@click.option("--csv", "table", type=click.Path(path_type=Path), default=None, help="问题行另写到 CSV 文件")
def check(period: str, data: Path | None, out: Path | None, table: Path | None) -> None:
    """核对一个报告期的台账，把有问题的标注后退回股室。

    标注件在输出目录的 check/ 下，改好后直接交回。退出码：0 没有要改的；1 有；2 读不了。
    """
    from workreport.base.file_names import readable
    from workreport.base.period import Period

    wanted = Period.parse(period)
    from workreport.base.workspace import Workspace

    workspace = Workspace.open(data, out)
    from workreport.base.paths import require_apart
    from workreport.figures.csv_files import csv_bytes
    from workreport.ledgers.declared.findings import COLUMNS
    from workreport.ledgers.exchange.account_table import print_table
    from workreport.ledgers.exchange.validate_command import check as validate

    if table is not None:
        require_apart(workspace.data, table)
    checked = validate(workspace, wanted)
    if table is not None:
        write_file(table, csv_bytes(checked.found, COLUMNS))
    print_table(checked.table, f"{wanted.label}台账核对")
    for reason in checked.missing:
        click.echo(f"  ✗ {reason}")
    print_sources(checked.sources)
    for row in checked.table[checked.table["findings"] > 0].to_dict("records"):
        copy = row["why_not"] or f"→ {readable(checked.folder / row['copy'])}"
        click.echo(f"  · {row['file']}：{row['findings']} 处 {copy}{row['remark'] and '　' + row['remark']}")
    click.echo("有待改正或核对的事项" if checked.status else "没有要改的")
    sys.exit(checked.status)


def print_sources(table: pd.DataFrame) -> None:
    """Print what was not read, and the columns that are absent or unknown."""
    from workreport.ledgers.sources import ORDINARY, USES, place

    for row in table.to_dict("records"):
        mark = "✗" if row["blocks"] == "true" else "·"
        if row["use"] not in ORDINARY:
            click.echo(f"  {mark} {place(row)}：{USES[row['use']]}{row['reason'] and '，' + row['reason']}")
        if row["absent"] or row["unknown"]:
            columns = [f"缺的列：{row['absent']}"] if row["absent"] else []
            columns += [f"不认得的表头：{row['unknown']}"] if row["unknown"] else []
            click.echo(f"  · {place(row)}：{'；'.join(columns)}")


@command()
@click.argument("year", type=click.IntRange(2000, 2100), metavar="YEAR")
@DATA
def new(year: int, data: Path | None) -> None:
    """建好新一年的台账目录，里面是空白台账。

    登记簿类台账按规范从上年结转；已有的文件一概不动。
    """
    from workreport.base.workspace import Workspace
    from workreport.ledgers.exchange.new_year import new_year

    workspace = Workspace.open(data)
    for line in new_year(workspace, year):
        click.echo(line)


@command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--name", required=True, metavar="NAME", help="局的全称，写在封面和空白台账上")
@click.option("--year", type=click.IntRange(2000, 2100), default=None, help="同时建好这一年的空白台账")
def init(folder: Path, name: str, year: int | None) -> None:
    """建好一个局的数据目录：设置、机构和人口等要填的表、法定期限和工作日历。

    设置 bureau.yaml 里逐项写着填什么；已有的文件一概不动。
    """
    from workreport.ledgers.exchange.new_bureau import new_bureau

    for line in new_bureau(folder, name, year):
        click.echo(line)
    if year is None:
        click.echo(f"填好机构表后，建一年的空白台账：workreport new 年份 --data {folder}")
    else:
        click.echo(f"填好以后出稿：workreport run {year} --data {folder}")


@command("map")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--ledger", default=None, metavar="NAME", help="对应的台账（名称、代号或标题）；默认取表头最相近的一本"
)
@click.option("--sheet", default=None, metavar="NAME", help="哪一张工作表；默认取最相近的一张")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, help="写到文件，默认显示在屏幕上"
)
@DATA
def draft_mapping(
    file: Path, ledger: str | None, sheet: str | None, output: Path | None, data: Path | None
) -> None:
    """为一份外来表格起草映射：哪一列对应台账的哪个字段，哪些取值不在代码表内。"""
    from workreport.base.workspace import Workspace

    workspace = Workspace.open(data)
    from workreport.base.errors import UsageError
    from workreport.ledgers.code_files import load_codes
    from workreport.ledgers.declared.contract import load_contracts
    from workreport.ledgers.foreign.drafting import draft
    from workreport.ledgers.foreign.vocabulary import load_vocabulary

    if output is not None and output.exists():
        raise UsageError("文件已存在，不覆盖", where=output.name, todo="请换一个文件名")
    contracts = load_contracts(workspace)
    codes, vocabulary = load_codes(workspace, contracts), load_vocabulary(workspace, contracts)
    mapping = draft(file, contracts, codes, vocabulary, ledger, sheet)
    print_matches(mapping)
    if output is None:
        click.echo(mapping.yaml, nl=False)
    else:
        output.write_text(mapping.yaml, encoding="utf-8")
        click.echo(f"映射草稿：{output}")


def print_matches(draft: Draft) -> None:
    """Print the field matched to each header, and the texts outside the code lists, to standard error."""
    from rich.console import Console
    from rich.table import Table

    console = Console(stderr=True)
    table = Table("表头", "字段", "把握", "依据", title=f"{draft.contract.code} {draft.contract.title}")
    for match in draft.matches:
        header, title = " ".join(match.column.header.split()), match.field.title if match.field else ""
        table.add_row(header, title, match.certainty, match.why)
    console.print(table)
    for header, texts in draft.unknown.items():
        listed = texts.sort_values(ascending=False, kind="stable")
        first = "、".join(f"{text}（{count}）" for text, count in listed.head(SHOWN_TEXTS).items())
        more = f" 等 {len(listed)} 种" if len(listed) > SHOWN_TEXTS else ""
        console.print(f"“{header}”不在规定取值内：{first}{more}", markup=False, highlight=False)
