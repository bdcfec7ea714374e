"""Commands for reviewers: sign sections of a published report, comment on them, waive what is accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workreport.cli.localisation import command
from workreport.cli.options import DATA, OUT

if TYPE_CHECKING:
    from workreport.history.signoff_record import Action

SECTION = click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="ID",
    help="章节的标题、序号或笔记本名称；正文是 written_report；可重复",
)
BY = click.option("--by", required=True, metavar="NAME", help="署名")
DATE = click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, metavar="DAY", help="日期，默认为今天"
)


def _shared(options: tuple[Callable, ...]) -> Callable:
    def decorate(function: Callable) -> Callable:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


@command()
@click.argument("period")
@_shared((SECTION, BY, DATE, DATA, OUT))
@click.option("--all", "whole", is_flag=True, help="签署全部章节")
@click.option("--role", required=True, metavar="ROLE", help="步骤，如 股室经办、股室负责人、办公室")
@click.option("--comment", default="", metavar="TEXT", help="签署意见")
def sign(period: str, sections: tuple[str, ...], whole: bool, role: str, comment: str, **given: Any) -> None:
    """签署已出的一稿中的章节。

    签署记入数据目录 <年度>/signoffs.yaml，只续写不改写，对应所签章节现在的内容；内容一有改动，下次出稿时列为已失效。
    """
    if bool(sections) == whole:
        from workreport.base.errors import UsageError

        raise UsageError(
            "没有写明签署哪些章节", where="--section", todo="请用 --section 逐章写明，或用 --all"
        )
    _write(period, sections, role, comment, "sign", **given)


@command("comment")
@click.argument("period")
@click.argument("text", metavar="TEXT")
@_shared((SECTION, BY, DATE, DATA, OUT))
@click.option("--role", required=True, metavar="ROLE", help="以什么身份提意见")
def comment(period: str, text: str, sections: tuple[str, ...], role: str, **given: Any) -> None:
    """对已出的一稿中的章节提意见，不签署。

    意见与签署记在一处，重新出稿仍在；所说的内容改动后标明。
    """
    if not sections:
        from workreport.base.errors import UsageError

        raise UsageError("没有写明对哪一章提意见", where="--section")
    _write(period, sections, role, text, "comment", **given)


def _write(
    period: str,
    sections: tuple[str, ...],
    role: str,
    comment: str,
    action: Action,
    *,
    by: str,
    day: dt.datetime | None,
    data: Path | None,
    out: Path | None,
) -> None:
    from workreport.base.period import Period
    from workreport.base.workspace import Workspace

    wanted, workspace = Period.parse(period), Workspace.open(data, out)
    from workreport.base.personal_data import scan_text
    from workreport.history.sign import sign as write
    from workreport.history.signoff_record import ACTIONS

    entries = write(
        workspace, wanted, sections, role=role, by=by, date=_date(day), comment=comment, action=action
    )
    for entry in entries:
        signer = f"{entry.role} {entry.by} {entry.date}"
        click.echo(f"{ACTIONS[action]}已记：{entry.section} {signer}（内容 {entry.content}）")
    if scan_text(comment):
        click.echo("意见里的个人信息已遮盖")
    click.echo(f"重新出稿后列入封面和审阅稿：workreport run {wanted.id}")


@command()
@click.argument("period")
@click.argument("about", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="为什么可以不成立")
@click.option("--by", required=True, metavar="NAME", help="批准人")
@_shared((DATE, DATA))
def waive(period: str, about: str, reason: str, by: str, day: dt.datetime | None, data: Path | None) -> None:
    """豁免一项勾稽或一处问题行：写明理由和批准人，本期不再使报告停在草稿。

    ID 是勾稽编号（如 R22），或审阅稿里的指纹。写在数据目录 <年度>/waivers.yaml 末尾，结论不改；已有的内容不动。
    """
    from workreport.base.period import Period
    from workreport.base.workspace import Workspace

    wanted, workspace = Period.parse(period), Workspace.open(data)
    from workreport.base.personal_data import scan_text
    from workreport.checks.waivers import record_waiver

    entry = record_waiver(workspace, wanted, about, reason=reason, approved_by=by, date=_date(day))
    click.echo(f"豁免已记：{entry.about}（{entry.approved_by}批准，{entry.date}）")
    if scan_text(reason):
        click.echo("理由里的个人信息已遮盖")
    click.echo(f"重新出稿后生效：workreport run {wanted.id}")


def _date(day: dt.datetime | None) -> dt.date:
    """The day of an entry; the only use of the clock, as reports take the date from the entry."""
    return day.date() if day else dt.date.today()
