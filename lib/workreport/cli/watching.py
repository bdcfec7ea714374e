"""The command that builds reports when ledgers change."""

from __future__ import annotations

from pathlib import Path

import click

from workreport.cli.localisation import command
from workreport.cli.options import DATA, JOBS, OUT, PARAM


@command()
@click.argument("periods", nargs=-1, required=True, metavar="PERIOD…")
@DATA
@OUT
@PARAM
@JOBS
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    default=2.0,
    help="每隔几秒看一次文件夹，默认 2 秒",
    metavar="SECONDS",
)
@click.option(
    "--rest",
    type=click.FloatRange(min=0.1),
    default=10.0,
    help="文件静置几秒才出稿，默认 10 秒",
    metavar="SECONDS",
)
def watch(
    periods: tuple[str, ...],
    data: Path | None,
    out: Path | None,
    given: tuple[str, ...],
    jobs: int | None,
    every: float,
    rest: float,
) -> None:
    """看着数据目录，台账改好放稳就出稿，列出要有人处理的；按 Ctrl-C 结束。

    正在写的、改过还开着的文件等它写完、关闭；网络文件夹断开时等它恢复，已出的报告不动。
    """
    from workreport.base.file_names import readable
    from workreport.base.paths import folders
    from workreport.base.period import Period
    from workreport.base.workspace import Workspace
    from workreport.pipeline.watch import Watch, WatchRequest

    wanted = [Period.parse(text) for text in periods]
    workspace = Workspace.open(*folders(data, out))
    _ = workspace.bureau  # a folder that is no bureau's is a wrong call, not a share that is away
    request = WatchRequest(workspace.data, workspace.out, wanted, given, jobs, every, rest)
    click.echo(f"看着 {readable(workspace.data)}，改动静置 {rest:g} 秒后出稿；按 Ctrl-C 结束。")
    Watch(request, click.echo).run()
