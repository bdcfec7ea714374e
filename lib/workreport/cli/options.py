"""Options shared by several commands, and writing output files."""

from __future__ import annotations

from pathlib import Path

import click

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=None,
    help="数据目录，默认为本仓库的 data/；装好的产品是当前目录的 data/",
)
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="输出目录，默认为本仓库的 outputs/；装好的产品是当前目录的 outputs/",
)
JOBS = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), default=None, help="同时生成的章节数，默认比处理器数多一"
)
PARAM = click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="笔记本参数，可重复")


def write_file(path: Path, content: bytes) -> None:
    """Write an output file of the user; ``UsageError`` if that fails."""
    from workreport.base.errors import UsageError

    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError("文件写不了", where=str(path), todo="请检查路径和权限") from error
