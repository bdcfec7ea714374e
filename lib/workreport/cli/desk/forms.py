"""The forms: which command each runs, under which heading, with which fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from workreport.cli import main
from workreport.cli.desk import fields
from workreport.cli.desk.choices import roles, runs, sections, texts, to_waive, word_texts
from workreport.cli.desk.fields import Field

SECTIONS = Field("sections", "章节", fields.several, sections)
BY, DAY = Field("by", "署名", fields.text, required=True), Field("day", "日期（默认今天）", fields.day)


@dataclass(frozen=True)
class Form:
    """One form.

    Attributes
    ----------
    command : str
        The command that it runs.
    title : str
        Heading of the form.
    fields : tuple of Field
        What people fill in.
    period : str
        Parameter that takes the period, after what people filled in for it; empty if the command needs none.
    table : str
        Parameter that takes the path of a table of findings, which the desk then shows; empty for none.
    """

    command: str
    title: str
    fields: tuple[Field, ...] = ()
    period: str = "period"
    table: str = ""

    def arguments(self, values: Mapping[str, Any], period: str) -> list[str]:
        """The command line for these values and the period of the desk."""
        given = dict(values)
        if self.period:
            given[self.period] = (*_many(given.get(self.period)), period)
        return command_line(main.commands[self.command], given)


FORMS = (
    Form("check", "核对台账", table="table"),
    Form(
        "run",
        "出稿",
        (
            Field("edition", "版本", fields.choice, lambda _: [("内部版和公开版", "public")]),
            Field("force", "全部重新生成", fields.flag),
        ),
        period="periods",
    ),
    Form(
        "sign",
        "签署",
        (
            SECTIONS,
            Field("whole", "签署全部章节", fields.flag),
            Field("role", "步骤", fields.choice, roles, required=True),
            BY,
            DAY,
            Field("comment", "签署意见", fields.words),
        ),
    ),
    Form(
        "comment",
        "提意见",
        (
            SECTIONS,
            Field("text", "意见", fields.words, required=True),
            Field("role", "身份", fields.suggested, roles, required=True),
            BY,
            DAY,
        ),
    ),
    Form(
        "waive",
        "豁免",
        (
            Field("about", "勾稽或问题行", fields.suggested, to_waive, required=True),
            Field("reason", "理由", fields.words, required=True),
            Field("by", "批准人", fields.text, required=True),
            DAY,
        ),
    ),
    Form(
        "diff",
        "比较",
        (
            Field("before", "前一稿", fields.suggested, runs, required=True),
            Field("after", "后一稿", fields.suggested, runs, required=True),
        ),
        period="",
    ),
    Form(
        "draft",
        "写初稿",
        (
            Field("earlier", "沿用这份稿", fields.suggested, word_texts),
            Field("finished", "绑定这份写好的稿", fields.suggested, word_texts),
        ),
    ),
    Form(
        "refresh",
        "刷新正文",
        (
            Field("file", "Word 稿", fields.suggested, word_texts, required=True),
            Field("accept", "写成清样", fields.flag),
        ),
    ),
    Form(
        "proof",
        "核稿",
        (
            Field("files", "稿子", fields.suggested, texts, required=True),
            Field("propose", "建议的改法写成修订", fields.flag),
        ),
        period="files",
    ),
    Form("new", "空白台账", (Field("year", "年度", fields.text, required=True),), period=""),
    Form(
        "init",
        "新建局",
        (
            Field("folder", "数据目录", fields.text, required=True),
            Field("name", "局的全称", fields.text, required=True),
            Field("year", "同时建这一年台账", fields.text),
        ),
        period="",
    ),
)


def command_line(command: click.Command, values: Mapping[str, Any]) -> list[str]:
    """The words of a command line that give a command these values; empty ones are left out."""
    options: list[str] = []
    words: list[str] = []
    for one in command.params:
        given = [_text(value) for value in _many(values.get(one.name or ""))]
        if isinstance(one, click.Argument):
            words += given
        elif isinstance(one, click.Option) and one.is_flag:
            options += one.opts[-1:] if given else []
        else:
            options += [f"{one.opts[-1]}={text}" for text in given]
    return [command.name or "", *options, *(["--", *words] if words else [])]


def _many(value: Any) -> tuple[Any, ...]:
    """A value as several; none for an empty one."""
    if isinstance(value, tuple):
        return value
    return () if value in (None, "", False) else (value,)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value).strip()
