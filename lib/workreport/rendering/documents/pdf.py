"""A paper as PDF: tagged (PDF/UA-1), bookmarked, fonts embedded, charts as vectors, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from workreport.base.glyphs import SANS, SERIF, by_code, covered, lacking
from workreport.blocks.block import Chart
from workreport.rendering.documents.column_widths import column_shares
from workreport.rendering.documents.document_model import (
    UNPRINTABLE,
    Beside,
    Block,
    Heading,
    Layout,
    Paragraph,
    Report,
    Table,
    charts_of,
)
from workreport.rendering.report_model import RenderError

TEMPLATE = Path(__file__).with_name("templates") / "report.typ"
MARGINS = 11
"""What a cell's left and right margins take of its width, in points."""
WATERMARK, CONTENTS = "草稿", "目　录"
STANDARD = "ua-1"


@dataclass(frozen=True)
class Pdf:
    """The PDF, how many pages it has, and by its anchor the page of each heading."""

    content: bytes = field(repr=False)
    count: int
    pages: dict[str, int]


def pdf_document(report: Report) -> Pdf:
    """The report as PDF; typst sets it with our fonts only, and nothing is read from elsewhere."""
    blocks = [_told(one, report.layout) for one in report.blocks]
    first = next((at for at, one in enumerate(blocks) if one["type"] == "heading"), len(blocks))
    told = {
        "bureau": report.bureau,
        "title": report.title,
        "heading": report.heading,
        "draft": report.draft,
        "watermark": WATERMARK,
        "contents": CONTENTS if report.listed else "",
        "layout": asdict(report.layout),
        "marks": report.marks,
        "front": [*(_notice(text) for text in report.remarks), *blocks[:first]],
        "blocks": blocks[first:],
    }
    pictures = {one.name: one.svg for one in charts_of(report.blocks)}
    text = json.dumps(_printable(told), ensure_ascii=False)
    compiler = typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": by_code(text, lacking(text, covered(SANS, SERIF))), **pictures},
    )
    try:
        content = compiler.compile(format="pdf", pdf_standards=[STANDARD])
    except typst.TypstError as error:
        raise RenderError(
            f"PDF 排不出来：{error.message}",
            where=f"{report.title}.pdf",
            todo="请报告开发人员",
        ) from error
    layout = json.loads(compiler.query("<layout>", field="value", one=True))
    return Pdf(content, layout["count"], layout["pages"])


def _fonts() -> Any:
    folders = {str(path().parent) for path in (pylopdf_fonts_zh_cn.sans_path, pylopdf_fonts_zh_cn.serif_path)}
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))


def _printable(told: Any) -> Any:
    """The same without characters that cannot be printed, however deep they stand."""
    if isinstance(told, str):
        return UNPRINTABLE.sub("", told)
    if isinstance(told, dict):
        return {name: _printable(one) for name, one in told.items()}
    return [_printable(one) for one in told] if isinstance(told, list | tuple) else told


def _told(one: Block, layout: Layout) -> dict[str, Any]:
    """A block as the template takes it."""
    match one:
        case Heading():
            return {"type": "heading", "text": one.text, "level": one.level, "anchor": one.anchor}
        case Paragraph():
            return {"type": "paragraph", "kind": one.kind, "text": one.text}
        case Chart():
            width = min(layout.picture, one.size[0])
            told = {"name": one.name, "title": one.title, "alt": one.alt, "source": one.source}
            return {"type": "picture", "width": width, **told}
        case Beside():
            return {"type": "beside", "pictures": [_told(chart, layout) for chart in one.charts]}
        case Table():
            em = layout.small if one.small else layout.table
            columns = max(len(line) for line in (one.header, *one.lines))
            room = layout.width - MARGINS * columns
            return {
                "type": "table",
                "title": one.title,
                "header": _filled(one.header, columns),
                "rows": [_filled(line, columns) for line in one.lines],
                "total": bool(one.total),
                "notes": [*one.notes, *([one.source] if one.source else [])],
                "numeric": [*one.numeric, *[False] * (columns - len(one.numeric))],
                "widths": [share * room + MARGINS for share in column_shares(one, room / em)],
                "margin": MARGINS / 2,
                "small": one.small,
                "whole": len(one.lines) <= layout.whole and not one.small,
            }


def _notice(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "kind": "notice", "text": text}


def _filled(line: Iterable[str], columns: int) -> list[str]:
    """A line with a text for every column."""
    texts = list(line)
    return texts + [""] * (columns - len(texts))
