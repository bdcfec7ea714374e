"""The commands for drafts in Word: writing the first one, renewing the numbers that are bound to ledgers."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workreport.cli.localisation import command
from workreport.cli.options import DATA, OUT

if TYPE_CHECKING:
    from workreport.base.workspace import Workspace
    from workreport.drafts.refreshing.refresh import Refreshed
    from workreport.figures.book import Book

FOLDER = "drafts"
"""Folder of the results below the output folder."""


@command()
@click.argument("period")
@DATA
@click.option(
    "--from",
    "earlier",
    type=click.Path(path_type=Path),
    default=None,
    help="沿用这份稿（如上年正文）的结构和文字，换成本期的数；没有改过的段落和过时的说法写成批注",
)
@click.option(
    "--bind",
    "finished",
    type=click.Path(path_type=Path),
    default=None,
    help="绑定这份写好的稿里核对无误的数；拿不准的列出，文字不动",
)
@click.option(
    "--to", "target", type=click.Path(path_type=Path), default=None, help="写到这个文件，默认为本期正文的位置"
)
def draft(
    period: str, data: Path | None, earlier: Path | None, finished: Path | None, target: Path | None
) -> None:
    """写正文初稿：按提纲写成公文格式的 Word 稿，数都与台账绑定，要本单位写的地方留〔此处写……〕。

    初稿在 <数据目录>/<年度>/drafts/正文.docx，不满一年的如 正文_2021H1.docx。已有的稿不会被盖掉。
    """
    from workreport.base.errors import UsageError
    from workreport.base.office_texts import draft_path
    from workreport.base.period import Period
    from workreport.base.workspace import Workspace
    from workreport.drafts.draft_files import require_new, write_new
    from workreport.figures.book import Book
    from workreport.ledgers.frames import Frames
    from workreport.ledgers.intake import Intake

    if earlier and finished:
        raise UsageError("--from 和 --bind 只能用一个", todo="沿用上一稿用 --from，绑定写好的稿用 --bind")
    asked, workspace = Period.parse(period), Workspace.open(data)
    place = target or draft_path(workspace, asked)
    shown = str(target) if target else workspace.shown(place)
    require_new(place, shown)
    book = Book(Frames(Intake.of(workspace)), asked)
    if earlier:
        content, told = _rolled(earlier, book)
    elif finished:
        content, told = _bound(finished, book)
    else:
        content, told = _first(book, workspace)
    write_new(place, content, shown=shown)
    for line in told:
        click.echo(line)
    click.echo(f"  → {shown}")


def _first(book: Book, workspace: Workspace) -> tuple[bytes, list[str]]:
    """The first draft, and what is in it."""
    from workreport.drafts.bound.slots import TO_WRITE
    from workreport.drafts.writing.bound_word import bound_word
    from workreport.drafts.writing.first_draft import LACKING, first_draft

    paragraphs = first_draft(book)
    numbers = sum(len(one.numbers) for one in paragraphs)
    places = [place for one in paragraphs for place in TO_WRITE.findall(one.text)]
    lacking = [place.strip("〔〕") for place in places if place.startswith(LACKING)]
    counts = f"{book.period.label}正文初稿：绑定数 {numbers} 个，待写 {len(places) - len(lacking)} 处"
    return bound_word(paragraphs, workspace, book.period), [counts, *(f"  ! {one}" for one in lacking)]


def _rolled(path: Path, book: Book) -> tuple[bytes, list[str]]:
    """An earlier draft with this period's numbers, and what people have to look at."""
    from workreport.drafts.reading import read_text
    from workreport.drafts.rolling.roll_forward import rolled_forward

    rolled = rolled_forward(read_text(path), book)
    doubts = sum(one.for_people for one in rolled.done.entries)
    counts = f"绑定数 {len(rolled.done.numbers)} 个，待核 {doubts} 处，待写 {rolled.done.to_write} 处"
    told = [
        f"沿用《{path.stem}》写成{book.period.label}正文：{counts}",
        f"  沿用的 {rolled.marked} 段各有批注，其中 {rolled.past} 段有过时的说法",
    ]
    return rolled.done.content, told


def _bound(path: Path, book: Book) -> tuple[bytes, list[str]]:
    """A finished report with its numbers bound, and what was not certain."""
    from workreport.base.personal_data import masked
    from workreport.drafts.bound.binding_by_proof import bound_draft

    done = bound_draft(path, book)
    told = [f"《{path.stem}》绑定数 {len(done.bound)} 个，拿不准的 {len(done.rest)} 个"]
    told += [f"  ! 第{one.line}段“{one.text}”（{one.state}）：{one.why}" for one in done.rest]
    return done.content, [masked(line) for line in told]


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
