"""The command line. Only this module knows all the others; it loads them when they are needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workreport import __version__
from workreport.chinese import Group
from workreport.workspace import REPOSITORY, Workspace

if TYPE_CHECKING:
    from workreport.ledgers.foreign.drafting import Draft

SHOWN_FINDINGS = 20
LAB_SETTINGS = Path(__file__).parent / "lab"
"""JupyterLab's settings for this workbook: menus in Chinese."""
DATA = click.option(
    "--data", type=click.Path(path_type=Path), default=None, help="数据目录，默认为本仓库的 data/"
)
OUT = click.option(
    "--out", type=click.Path(path_type=Path), default=None, help="输出目录，默认为本仓库的 outputs/"
)
JOBS = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), default=None, help="同时生成的章节数，默认为处理器数"
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workreport", message="%(prog)s %(version)s", help="显示版本")
def main() -> None:
    """区市场监督管理局工作报告工作簿：台账进，报告出，每个数可追溯。"""


@main.command()
@click.argument("periods", nargs=-1, required=True, metavar="PERIOD…")
@DATA
@OUT
@click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="笔记本参数，可重复")
@JOBS
@click.option(
    "--edition",
    type=click.Choice(["internal", "public"]),
    default="internal",
    help="public 另出公开版：遮盖单位名称，不含明细，反查无误才发布",
)
def run(
    periods: tuple[str, ...],
    data: Path | None,
    out: Path | None,
    given: tuple[str, ...],
    jobs: int | None,
    edition: str,
) -> None:
    """生成报告。

    报告期如 2021、2021H1、2021Q3、2021-08、2021-01..2021-10、2021-07-26..2021-08-25。
    """
    from workreport.period import Period

    wanted = [Period.parse(text) for text in periods]
    workspace = Workspace.open(data, out)
    from workreport.ledgers.findings import describe
    from workreport.run import run as build

    status = 0
    for period in wanted:
        outcome = build(workspace, period, given=given, jobs=jobs, stream=sys.stderr)
        # what was read without doubt is listed in findings.csv; the terminal tells what needs a person
        telling = outcome.findings[outcome.findings["disposition"] != "normalised"]
        telling = telling.sort_values("disposition", kind="stable")  # quarantined before warned
        for finding in telling.head(SHOWN_FINDINGS).to_dict("records"):
            click.echo(f"  · {describe(finding)}", err=True)
        if len(outcome.findings) > min(len(telling), SHOWN_FINDINGS):
            click.echo(
                f"  · 其余 {len(outcome.findings) - min(len(telling), SHOWN_FINDINGS)} 处见 findings.csv",
                err=True,
            )
        for warning in outcome.warnings:
            click.echo(f"  ! {warning}", err=True)
        for reason in outcome.blocking:
            click.echo(f"  ✗ {reason}", err=True)
        state = "已生成" if outcome.status == 0 else "已生成（草稿，有待处理事项）"
        click.echo(f"{period.label}工作报告{state}：{outcome.folder / 'index.html'}")
        if edition == "public":
            from workreport.publication.edition import publish

            folder = publish(workspace, period, outcome.context, outcome.sections, outcome.folder)
            click.echo(f"公开版：{folder / 'index.html'}")
        status = max(status, outcome.status)
    sys.exit(status)


@main.command()
@click.argument("period")
@DATA
@OUT
def check(period: str, data: Path | None, out: Path | None) -> None:
    """核对一个报告期的台账，把有问题的标注后退回股室。

    标注件在输出目录的 check/ 下，改好后直接交回。退出码：0 没有要改的；1 有；2 读不了。
    """
    from workreport.period import Period

    wanted = Period.parse(period)
    workspace = Workspace.open(data, out)
    from workreport.checking import check as look
    from workreport.divisions.board import print_table

    checked = look(workspace, wanted)
    print_table(checked.table, f"{wanted.label}台账核对")
    for reason in checked.missing:
        click.echo(f"  ✗ {reason}")
    for row in checked.table[checked.table["findings"] > 0].to_dict("records"):
        told = row["why_not"] or f"→ {checked.folder / row['copy']}"
        click.echo(f"  · {row['file']}：{row['findings']} 处 {told}")
    click.echo("有待改正或核对的事项" if checked.status else "没有要改的")
    sys.exit(checked.status)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@DATA
@JOBS
def verify(folder: Path, data: Path | None, jobs: int | None) -> None:
    """核验一个已出的报告：输入、文件、程序有没有变，重新生成后是否逐字节相同。

    FOLDER 如 outputs/2021。退出码：0 完全相同；1 有不同，逐条列出；2 没有清单，无法核验。
    """
    from workreport.verifying import verify as compare

    differs = False
    for line in compare(folder, data, jobs=jobs):
        click.echo(f"  ✗ {line}")
        differs = True
    click.echo("与清单不一致" if differs else "与清单逐字节相同")
    sys.exit(int(differs))


@main.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@DATA
@OUT
@click.option("--csv", "table", type=click.Path(path_type=Path), default=None, help="逐行结果写到 CSV 文件")
@click.option("--html", "page", type=click.Path(path_type=Path), default=None, help="结果写成网页")
def diff(
    before: str, after: str, data: Path | None, out: Path | None, table: Path | None, page: Path | None
) -> None:
    """比较两稿：哪些指标不同，因台账行改动、口径或程序改动，还是报告期不同。

    A、B 是报告文件夹、输出目录下的报告期（如 2021），或留存的一稿（如 2021@3f2a）。
    退出码：0 指标相同；1 不同；2 无法比较。
    """
    workspace = Workspace.open(data, out)
    from workreport.compared import page_of, written
    from workreport.comparing import compare, find_run

    found = compare(find_run(before, workspace), find_run(after, workspace), workspace)
    for line in written(found):
        click.echo(line)
    for path, content in ((table, found.csv), (page, lambda: page_of(found))):
        if path is not None:
            write_file(path, content())
            click.echo(f"已写入 {path}")
    sys.exit(int(bool(found.figures)))


@main.command()
@click.argument("year", type=click.IntRange(2000, 2100), metavar="YEAR")
@DATA
def new(year: int, data: Path | None) -> None:
    """建好新一年的台账目录，里面是空白台账。

    登记簿类台账按规范从上年结转；已有的文件一概不动。
    """
    from workreport.divisions.year import new_year

    workspace = Workspace.open(data)
    for line in new_year(workspace, year):
        click.echo(line)


@main.command()
@click.argument("period")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@DATA
@OUT
def figures(period: str, ids: tuple[str, ...], data: Path | None, out: Path | None) -> None:
    """列出一个报告期的指标值。

    给出指标编号或其开头时只列这些。
    """
    from workreport.period import Period

    wanted = Period.parse(period)
    workspace = Workspace.open(data, out)
    import workreport.figures.catalogue  # noqa: F401
    from workreport.figures.book import Book
    from workreport.figures.registry import FIGURES
    from workreport.ledgers.frames import Frames
    from workreport.ledgers.intake import Intake
    from workreport.narrative.numbers import shown

    book = Book(Frames(Intake.of(workspace)), wanted)
    for id, figure in FIGURES.items():
        if not ids or id.startswith(ids):
            value = book.value(id)
            reason = f"\t{value.reason}" if value.reason else ""
            click.echo(f"{id}\t{figure.label}\t{shown(figure, value.number)}{reason}")


@main.command("map")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--ledger", default=None, metavar="NAME", help="对应的台账；默认取表头最相近的一本")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, help="写到文件，默认显示在屏幕上"
)
@DATA
def draft_mapping(file: Path, ledger: str | None, output: Path | None, data: Path | None) -> None:
    """为一份外来表格起草映射：哪一列对应台账的哪个字段，哪些取值不在代码表内。"""
    workspace = Workspace.open(data)
    from workreport.errors import UsageError
    from workreport.ledgers.codes import load_codes
    from workreport.ledgers.contract import load_contracts
    from workreport.ledgers.foreign.drafting import draft
    from workreport.ledgers.foreign.vocabulary import load_vocabulary

    if output is not None and output.exists():
        raise UsageError("文件已存在，不覆盖", where=output.name, todo="请换一个文件名")
    contracts = load_contracts(workspace)
    codes, vocabulary = load_codes(workspace, contracts), load_vocabulary(workspace, contracts)
    made = draft(file, contracts, codes, vocabulary, ledger)
    print_matches(made)
    if output is None:
        click.echo(made.yaml, nl=False)
    else:
        output.write_text(made.yaml, encoding="utf-8")
        click.echo(f"映射草稿：{output}")


def write_file(path: Path, content: bytes) -> None:
    """Write a file that the user asked for; ``UsageError`` where that is not possible."""
    from workreport.errors import UsageError

    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError("文件写不了", where=str(path), todo="请检查路径和权限") from error


def print_matches(made: Draft) -> None:
    """What each header was taken for, and the texts outside the code lists, on standard error."""
    from rich.console import Console
    from rich.table import Table

    console = Console(stderr=True)
    table = Table("表头", "字段", "把握", "依据", title=f"{made.contract.code} {made.contract.title}")
    for one in made.matches:
        table.add_row(
            " ".join(one.column.header.split()), one.field.title if one.field else "", one.certainty, one.why
        )
    console.print(table)
    for header, texts in made.unknown.items():
        listed = texts.sort_values(ascending=False, kind="stable")
        told = "、".join(f"{text}（{count}）" for text, count in listed.head(SHOWN_FINDINGS).items())
        more = f" 等 {len(listed)} 种" if len(listed) > SHOWN_FINDINGS else ""
        console.print(f"“{header}”不在规定取值内：{told}{more}", markup=False, highlight=False)


@main.command()
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示地址")
def lab(no_browser: bool) -> None:
    """打开 JupyterLab，编辑和试运行章节笔记本。"""
    from jupyterlab.labapp import main as jupyterlab

    options = [f"--notebook-dir={REPOSITORY / 'notebooks'}", f"--LabApp.app_settings_dir={LAB_SETTINGS}"]
    if no_browser:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container there is often no other user
        options.append("--allow-root")
    sys.exit(jupyterlab(options))


if __name__ == "__main__":
    main()
