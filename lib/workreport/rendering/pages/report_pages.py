"""The pages: report, review, single sections. Each is one file that loads nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from workreport.base.chinese_numerals import spelled
from workreport.base.glyphs import told
from workreport.blocks.block import Block
from workreport.blocks.stored import blocks_in
from workreport.blocks.text import links_in, runs_html
from workreport.blocks.written import WrittenBlock
from workreport.figures.csv_files import csv_bytes
from workreport.rendering import notices
from workreport.rendering.chapters import BodyCache, chapters_of, front_of, part_of
from workreport.rendering.exporter import TEMPLATES, View
from workreport.rendering.pages.agenda import agenda_of
from workreport.rendering.report_model import Definition, ReportContext, Row, SectionResult

FONTS_HERE = "/*fonts*/"
ROWS_OPEN, ROWS_FOLDED = 20, 200
"""Rows of a long table that the review shows at once, and those that it holds in all; the rest stand in a file."""
DECIDED_ON = ("text_proof", "sent_up", "remarks", "explanations", "reported", "input_changes")
"""Listings that a reviewer decides on; the others are there to look things up."""
DISPOSITIONS = ("阻断", "隔离", "警示", "规整")
FINDING_COLUMNS = (
    ("ledger", "台账"),
    ("file", "文件"),
    ("sheet", "工作表"),
    ("row", "行"),
    ("column", "列"),
    ("original", "原值"),
    ("rule", "规则"),
    ("disposition", "处置"),
    ("message", "说明"),
    ("fingerprint", "指纹"),
    ("accepted", "核定"),
)
MOVED_COLUMNS = (
    ("label", "指标"),
    ("before", "上一稿"),
    ("after", "本稿"),
    ("difference", "相差"),
    ("cause", "原因"),
)
FINDINGS_FILE, MOVED_FILE = "review/findings.csv", "review/moved.csv"
APPENDIX = (("definitions", "附录一　指标口径"), ("sources", "附录二　数据来源"))
"""Ids and titles of the appendices that leaders get."""
PAGES = ("report.html.j2", "review.html.j2", "section.html.j2", "parts.html.j2")
"""Templates of a report."""


LISTINGS: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("text_proof", "正文核稿", "", "written_remarks", {
        "gravity": "轻重", "line": "段落", "text": "原文", "state": "种类", "message": "说明", "proposal": "建议",
        "sentence": "所在的话",
    }),
    ("sent_up", "已发文稿核对", "", "sent_up", {
        "file": "文稿", "gravity": "轻重", "line": "段落", "text": "原文", "state": "种类", "message": "说明",
        "proposal": "建议",
    }),
    ("rows", "行数核对", "review/rows.csv", "row_accounts", {
        "ledger": "台账", "file": "文件", "read": "读入", "counted": "计入", "out_of_period": "不在本期",
        "duplicate": "重复", "quarantined": "隔离", "not_data": "非数据行",
    }),
    ("files", "文件与工作表", "review/sources.csv", "sources", {
        "file": "文件", "sheet": "工作表", "ledger": "台账", "use": "处理", "rows": "行数", "reason": "说明",
        "absent": "缺的列", "unknown": "不认得的表头",
    }),
    ("remarks", "台账备注（口径提示）", "", "remarks", {
        "ledger": "台账", "file": "文件", "sheet": "工作表", "row": "行", "text": "备注",
    }),
    ("explanations", "变动说明", "", "explanations", {
        "label": "指标", "comparison": "比较", "state": "状态", "text": "说明", "author": "承办股室",
    }),
    ("corrections", "更正", "review/corrections.csv", "corrections", {
        "file": "更正单", "number": "第几条", "ledger": "台账", "key": "行", "column": "列", "expect": "原值",
        "value": "更正为", "reason": "理由", "approved_by": "批准", "date": "日期",
    }),
    ("waivers", "豁免", "", "waivers", {
        "file": "豁免单", "number": "第几条", "check": "勾稽", "period": "报告期", "reason": "理由",
        "approved_by": "批准", "date": "日期", "state": "是否适用",
    }),
    ("reported", "与已报数的差异", "review/reported.csv", "reported", {
        "label": "指标", "recipient": "报送对象", "reported": "已报", "recomputed": "现在", "run": "所比的稿", "note": "说明",
        "change": "变动", "file": "文件", "sheet": "工作表", "row": "行", "key": "主键", "columns": "改了什么",
    }),
    ("input_changes", "与上一正式稿相比变动的输入", "manifest.json", "input_changes", {
        "run": "上一稿", "change": "变动",
    }),
)  # fmt: skip
"""Tables of the review page: id, title, the file that holds them all if one does, their rows in the context, columns."""


@dataclass(frozen=True)
class Listing:
    """A table of the review view; ``file`` of the output folder holds all its rows, where one does.

    A CSV among these files is for people (``review_tables``): programs have theirs beside the pages.
    """

    id: str
    title: str
    file: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[Row]


def index_page(
    context: ReportContext, sections: Sequence[SectionResult], bodies: BodyCache | None = None
) -> str:
    """The whole report for leadership."""
    return _report_page("report.html.j2", context, sections, "leadership", bodies, appendix=APPENDIX)


def review_page(
    context: ReportContext, sections: Sequence[SectionResult], bodies: BodyCache | None = None
) -> str:
    """What a reviewer decides on, then the whole report folded, with findings, row accounts, checks and tracebacks."""
    listings = _listings(context)
    first = [one for one in listings if one.id in DECIDED_ON]
    last = [one for one in listings if one not in first]
    before = [
        ("agenda", "审阅要点"),
        ("checks", "勾稽结果"),
        ("findings", "问题行"),
        ("moved", "与上一稿相比"),
    ]
    before += [("signing", "审签与意见")] if context.signing else []
    before += [(one.id, one.title) for one in first]
    appendix = [
        *((one.id, one.title) for one in last),
        ("run", "运行参数与版本"),
        ("definitions", "指标口径"),
        ("sources", "数据来源"),
    ]
    return _report_page(
        "review.html.j2", context, sections, "review", bodies,
        before=before, appendix=appendix, first=first, last=last,
        agenda=agenda_of(context, sections, DISPOSITIONS), finding_columns=FINDING_COLUMNS,
    )  # fmt: skip


def review_tables(context: ReportContext) -> dict[str, bytes]:
    """The tables of which the review shows a part only, whole as CSV, with the headers that it shows."""
    tables = [(one.file, one.columns, one.rows) for one in _listings(context)]
    tables += [
        (FINDINGS_FILE, FINDING_COLUMNS, context.findings),
        (MOVED_FILE, MOVED_COLUMNS, context.moved),
    ]
    return {
        file: csv_bytes(
            [{title: row.get(key) for key, title in columns} for row in rows],
            [title for _, title in columns],
        )
        for file, columns, rows in tables
        if file.endswith(".csv") and len(rows) > ROWS_OPEN
    }


def section_page(context: ReportContext, result: SectionResult, bodies: BodyCache | None = None) -> str:
    """One section for leadership."""
    part = part_of(result, view="leadership", level=1, bodies=bodies)
    definitions = used(replace(context, written=None), [result])
    return (
        environment()
        .get_template("section.html.j2")
        .render(context=context, part=part, definitions=definitions)
    )


def used(context: ReportContext, sections: Sequence[SectionResult]) -> list[Definition]:
    """The definitions that numbers of the sections and of the written report lead to, and those that these are made of."""
    blocks: list[Block | WrittenBlock] = [
        block for one in sections if one.status == "ok" for block in blocks_in(one.notebook)
    ]
    blocks += context.written.blocks if context.written else []
    known = {one.id: one for one in context.definitions}
    wanted, waiting = set(), {link.figure for block in blocks for link in links_in(block)}
    while waiting:
        wanted |= waiting
        waiting = {part for id in waiting if id in known for part, *_ in known[id].made_of} - wanted
    return [one for one in context.definitions if one.id in wanted]


def with_fonts(page: str, css: str) -> str:
    """The page with the rules of ``fonts_css`` put into its style sheet."""
    return page.replace(FONTS_HERE, css, 1)


def _report_page(
    template: str,
    context: ReportContext,
    sections: Sequence[SectionResult],
    view: View,
    bodies: BodyCache | None,
    **more: Any,
) -> str:
    bodies = bodies or BodyCache()
    front = front_of(sections, view=view, bodies=bodies)
    chapters = chapters_of(sections, view=view, bodies=bodies)
    gaps = [result for result in sections if result.status != "ok"]
    return (
        environment()
        .get_template(template)
        .render(context=context, front=front, chapters=chapters, gaps=gaps, **more)
    )


def _listings(context: ReportContext) -> list[Listing]:
    """Row accounts, corrections, waivers and changes with the columns that their files have."""
    return [
        Listing(id, title, file, tuple(columns.items()), getattr(context, rows))
        for id, title, file, rows, columns in LISTINGS
    ]


@cache
def environment() -> Environment:
    """The page templates, compiled once a process."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / "pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters["spelled"] = spelled
    made.filters["glyphs_told"] = told
    made.filters["runs"] = runs_html
    made.globals["notices"] = notices
    made.globals["fonts_here"] = Markup(FONTS_HERE)
    made.globals["asset"] = _asset
    made.globals["most"] = {"open": ROWS_OPEN, "folded": ROWS_FOLDED}
    return made


def load_templates() -> None:
    """Compile the templates of a report before they are asked for."""
    for name in PAGES:
        environment().get_template(name)


@cache
def _asset(name: str) -> Markup:
    """A style sheet or script of ours, to stand inside the page."""
    return Markup((TEMPLATES / "pages" / name).read_text(encoding="utf-8"))
