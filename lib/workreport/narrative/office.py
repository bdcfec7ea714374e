"""The last section: problems out of the data, beside the office's own text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from workreport.base.file_names import readable
from workreport.base.period import Period
from workreport.base.personal_data import MASK, kinds_by_line, masked
from workreport.base.workspace import Workspace
from workreport.blocks.block import Nothing, OfficeText, Table
from workreport.blocks.text import Cell, figure_cell
from workreport.checks.problems import Problem, find_problems
from workreport.figures.comparison import change, last_year, progress
from workreport.figures.number_format import change_cell, compared, plain, shown
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.findings import COLUMNS
from workreport.narrative.section import Section
from workreport.narrative.section_state import section_block
from workreport.narrative.sentences import chinese_day

ABOUT_NUMBERS = ("reported", "change")
"""Aspects of problems that ask about the numbers, not about the work."""


@section_block
def problems_table(section: Section, *, name: str = "problems") -> Table | Nothing:
    """台账数据反映的问题，一行一个：类型、问题、指标值、责任股室；没有问题的不出表。与已报数不一致、变动很大的，只在审阅稿里。

    例：``problems_table(s)``
    """
    found = find_problems(section.book)
    whole = _problems(section, name, found)
    work = [one for one in found if one.aspect not in ABOUT_NUMBERS]
    return whole if len(work) == len(found) else replace(whole, leaders=_problems(section, name, work))


def _problems(section: Section, name: str, found: Sequence[Problem]) -> Table | Nothing:
    if not found:
        return Nothing()
    rows = [[Cell(p.kind), Cell(p.text), _number(section, p), Cell(p.division)] for p in found]
    source = f"数据来源：各承办股室台账；数据截至{chinese_day(section.book)}"
    header = ["类型", "问题", "指标值", "责任股室"]
    figures = tuple(dict.fromkeys(problem.figure for problem in found))
    return Table(name, "台账数据反映的问题", source, header, rows, figures=figures, for_review=True)


def _number(section: Section, problem: Problem) -> Cell:
    book, figure = section.book, FIGURES[problem.figure]
    value = book.value(problem.figure)
    if problem.aspect == "completion" and (made := progress(book, problem.figure)):
        told = compared(book, figure.id, "completion")
        return figure_cell(
            f"完成率{plain(made.done, 1)}%", made.done, figure.id, kind="completion", note=told
        )
    if problem.aspect == "change":
        moved = change(value, last_year(book, problem.figure))
        told = compared(book, figure.id, "change")
        return figure_cell(
            f"同比{change_cell(figure, moved)}", moved.number, figure.id, kind="change", note=told
        )
    if problem.aspect == "reported":
        text, note = f"台账重算{shown(figure, value.number)}", f"已报{problem.reported_value}{figure.unit}"
        return figure_cell(text, value.number, figure.id, note=note)
    return figure_cell(shown(figure, value.number), value.number, problem.figure)


def office_words(workspace: Workspace, period: Period) -> dict[str, str]:
    """The office's own texts ``data/<year>/narrative/<name>.md`` by name, in Markdown, personal data masked.

    Bureaus without a draft of the period's report keep their words there; its first draft takes them over.
    """
    return {
        path.stem: masked(words)
        for path in _texts(workspace, period)
        if (words := path.read_text(encoding="utf-8").strip())
    }


@section_block
def office_text(section: Section, name: str, *, heading: str = "") -> OfficeText | Nothing:
    """本单位写的文字，在 <数据目录>/<年度>/narrative/ 里，`name` 是文件名；没有写的，连标题也不出。个人信息遮盖。

    例：``office_text(s, "problems", heading="存在的问题")``
    """
    workspace, period = section.book.frames.intake.workspace, section.book.period
    words = office_words(workspace, period).get(name)
    if words is None:
        return Nothing()
    return OfficeText(f"## {heading}\n\n{words}" if heading else words)


def office_findings(workspace: Workspace, period: Period) -> pd.DataFrame:
    """A finding for each line of the office's texts with personal data in it; it is masked in the report."""
    rows = []
    for path in _texts(workspace, period):
        for number, kinds in kinds_by_line(path.read_text(encoding="utf-8")).items():
            said = f"有个人信息（{'、'.join(kinds)}），报告中已遮盖，请从文稿中删去"
            rows.append(
                (
                    "",
                    workspace.shown(path),
                    readable(path.stem),
                    number,
                    "",
                    MASK,
                    "文稿-个人信息",
                    "warned",
                    said,
                )
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _texts(workspace: Workspace, period: Period) -> list[Path]:
    return sorted((workspace.year_folder(period.end.year) / "narrative").glob("*.md"))
