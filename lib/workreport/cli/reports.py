"""Commands for reports: build, list figures, verify, compare."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workreport.cli.localisation import command
from workreport.cli.options import DATA, JOBS, OUT, PARAM, write_file


@command()
@click.argument("periods", nargs=-1, required=True, metavar="PERIOD…")
@DATA
@OUT
@PARAM
@JOBS
@click.option(
    "--edition",
    type=click.Choice(["internal", "public"]),
    default="internal",
    help="public 另出公开版：遮盖单位名称，不含明细，反查无误才发布",
)
@click.option("--force", is_flag=True, help="全部重新生成，不用留存的台账和章节")
def run(
    periods: tuple[str, ...],
    data: Path | None,
    out: Path | None,
    given: tuple[str, ...],
    jobs: int | None,
    edition: str,
    force: bool,
) -> None:
    """生成报告；没有变化的沿用已出的，只重新生成有变化的章节。

    报告期如 2021、2021H1、2021Q3、2021-08、2021-01..2021-10、2021-07-26..2021-08-25。
    """
    from workreport.base.file_names import readable
    from workreport.base.paths import PUBLIC, folders
    from workreport.base.period import Period
    from workreport.pipeline.build import report

    public, status = edition == "public", 0
    for period in [Period.parse(text) for text in periods]:
        summary = report(
            data, out, period, given=given, jobs=jobs, force=force, public=public, stream=sys.stderr
        )
        for remark in summary.remarks:
            click.echo(f"  {remark}", err=True)
        target = folders(data, out)[1]
        click.echo(f"{period.label}工作报告{summary.state}：{readable(target / period.id / 'index.html')}")
        if public:
            click.echo(f"公开版：{readable(target / f'{period.id}{PUBLIC}' / 'index.html')}")
        status = max(status, summary.status)
    sys.exit(status)


@command()
@click.argument("period")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@DATA
@OUT
def figures(period: str, ids: tuple[str, ...], data: Path | None, out: Path | None) -> None:
    """列出一个报告期的指标值。

    给出指标编号或其开头，或名称里的词时，只列这些。
    """
    from workreport.base.period import Period

    wanted = Period.parse(period)
    from workreport.base.workspace import Workspace

    workspace = Workspace.open(data, out)
    from workreport.figures.book import Book
    from workreport.figures.number_format import shown
    from workreport.figures.registry import FIGURES
    from workreport.ledgers.frames import Frames
    from workreport.ledgers.intake import Intake

    book = Book(Frames(Intake.of(workspace)), wanted)
    for text in ids:
        if not any(id.startswith(text) or text in one.label for id, one in FIGURES.items()):
            FIGURES[text]  # raises, and names what comes near
    for id, figure in FIGURES.items():
        if not ids or id.startswith(ids) or any(text in figure.label for text in ids):
            value = book.value(id)
            reason = f"\t{value.reason}" if value.reason else ""
            click.echo(f"{id}\t{figure.label}\t{shown(figure, value.number)}{reason}")


@command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@DATA
@JOBS
def verify(folder: Path, data: Path | None, jobs: int | None) -> None:
    """核验一个已出的报告：输入、文件、程序有没有变，重新生成后是否逐字节相同。

    FOLDER 如 outputs/2021。退出码：0 完全相同；1 有不同，逐条列出；2 没有清单，无法核验。
    """
    from workreport.pipeline.verify import verify as compare

    differs = False
    for line in compare(folder, data, jobs=jobs):
        click.echo(f"  ✗ {line}")
        differs = True
    click.echo("与清单不一致" if differs else "与清单逐字节相同")
    sys.exit(int(differs))


@command()
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
    from workreport.base.workspace import Workspace

    workspace = Workspace.open(data, out)
    from workreport.base.paths import require_apart

    for path in filter(None, (table, page)):
        require_apart(workspace.data, path)
    from workreport.history.diff import compare, find_run
    from workreport.history.diff_text import diff_lines, diff_page

    result = compare(find_run(before, workspace), find_run(after, workspace), workspace)
    for line in diff_lines(result):
        click.echo(line)
    for path, content in ((table, result.csv), (page, lambda: diff_page(result))):
        if path is not None:
            write_file(path, content())
            click.echo(f"已写入 {path}")
    sys.exit(int(bool(result.figures)))
