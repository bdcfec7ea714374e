"""The commands for drafts in Word: renewing the numbers that are bound to ledgers."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workreport.cli.localisation import command
from workreport.cli.options import DATA, OUT

if TYPE_CHECKING:
    from workreport.drafts.refreshing.refresh import Refreshed

FOLDER = "drafts"
"""Folder of the results below the output folder."""


@command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.argument("period", metavar="PERIOD")
@DATA
@OUT
@click.option("--accept", is_flag=True, help="写一份清样：所有修订都接受，不带批注")
def refresh(file: Path, period: str, data: Path | None, out: Path | None, accept: bool) -> None:
    """刷新 Word 稿：绑定数按台账更新，〔指标〕换成绑定数，写成一份新稿，原稿不动。

    改动都是修订（作者“台账”）；不再成立的说法、有人改过的数、认不出的〔〕写成批注。新稿和改数单（docx、csv）在
    <输出目录>/drafts/<稿名>/。退出码：0 没有要人处理的；1 有；2 稿子读不了。
    """
    from workreport.base.period import Period
    from workreport.base.workspace import Workspace
    from workreport.drafts.proof.answers import answers_to
    from workreport.drafts.reading import read_text
    from workreport.drafts.refreshing.causes import with_causes
    from workreport.drafts.refreshing.output_files import files_of, name_of, write
    from workreport.drafts.refreshing.refresh import refreshed
    from workreport.figures.book import Book
    from workreport.history.runs import History
    from workreport.ledgers.frames import Frames
    from workreport.ledgers.intake import Intake

    asked, workspace = Period.parse(period), Workspace.open(data, out)
    name, read = name_of(file), read_text(file)
    read = replace(read, text=replace(read.text, name=name))
    book = Book(Frames(Intake.of(workspace)), asked)
    done = refreshed(read, book, answers_to(file, asked, workspace), accept=accept)
    done = with_causes(done, book, History.of(workspace.out))
    target = write(workspace.out / FOLDER, name, files_of(done, name, workspace.bureau, asked, accept=accept))
    _tell(done)
    click.echo(f"  → {target}")
    sys.exit(int(done.for_people))


def _tell(done: Refreshed) -> None:
    """The counts, then what people have to do, line by line."""
    from workreport.base.personal_data import masked
    from workreport.drafts.refreshing.change_list import counts
    from workreport.drafts.refreshing.entries import KINDS

    told = "，".join(f"{title} {count}" for title, count in counts(done).items())
    click.echo(masked(f"《{done.text.name}》{told}"))
    for one in done.entries:
        if one.for_people:
            place = f"第{one.line}段" if one.line else "已不在稿中"
            click.echo(masked(f"  ! {KINDS[one.kind].title} {place}“{one.old}”：{one.message}"))
    if not done.for_people:
        click.echo("  没有要人处理的")
