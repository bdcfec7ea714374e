"""Out of the executed notebooks: the report's blocks in the order of index.html, which it has all the content of."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nbformat import NotebookNode

from workreport.base.sections import Section
from workreport.rendering.chapters import part_of, placed
from workreport.rendering.chinese_numerals import spelled
from workreport.rendering.documents.document_model import Block, Heading, Picture, Report, Table
from workreport.rendering.documents.markup import blocks_of, tree
from workreport.rendering.exporter import anchor, fitted, markdown
from workreport.rendering.headings import Headings
from workreport.rendering.pages.report_pages import APPENDIX, environment
from workreport.rendering.report_model import ReportContext, SectionResult

TOP = 2
"""HTML level of a chapter, which is the documents' level 1."""
SIDE = re.compile(r'\b(width|height)="([\d.]+)pt"')
LOST = '<p class="wr-gap">此处内容未能生成，原因见审阅稿。</p>'


class Contents:
    """What stands in a report's sections, each read once for a level of headings."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], Sequence[Block]] = {}

    @classmethod
    def of(cls, sections: Sequence[SectionResult]) -> Contents:
        """All sections read where they stand, before anything else of the report is known."""
        made = cls()
        for one in _front(sections):
            made.below(one, TOP)
        for place in (place for chapter in placed(sections) for place in chapter.members):
            made.below(place.result, place.level)
        return made

    def below(self, result: SectionResult, level: int) -> Sequence[Block]:
        """A section's blocks below its heading; none where it leaves a gap: half of it might read as all of it."""
        if result.notebook is None or result.status != "ok":
            return ()
        key = (result.section.id, level)
        if key not in self._made:
            self._made[key] = list(_contents(result.section, result.notebook, level))
        return self._made[key]


def report_of(
    context: ReportContext, sections: Sequence[SectionResult], contents: Contents | None = None
) -> Report:
    """The report as blocks.

    Parameters
    ----------
    sections : sequence of SectionResult
        With notebooks as leaders see them.
    contents : Contents, optional
        What was read of these notebooks already.
    """
    contents = contents or Contents.of(sections)
    parts = environment().get_template("parts.html.j2").module
    blocks: list[Block] = []
    gaps = [one for one in sections if one.status != "ok"]
    for html in (
        parts.draft_note(context), parts.gaps_notice(gaps), parts.pending_notice(context.pending_rows)
    ):  # fmt: skip
        blocks += blocks_of(html, {})
    for one in _front(sections):
        blocks += _section(one, parts, one.section.title, TOP, contents)
    blocks += blocks_of(parts.checks_summary(context.checks), {})
    for chapter in placed(sections):
        if not chapter.single:
            blocks.append(Heading(chapter.number + chapter.title, 1, chapter.id))
        for place in chapter.members:
            title = place.number + place.result.section.title
            blocks += _section(place.result, parts, title, place.level, contents)
    marks = [one.text for one in tree(parts.marks(context)).every("span")]
    return Report(
        bureau=context.bureau_name,
        title=context.title,
        period=context.period_label,
        cut_off=context.cut_off,
        marks=(f"报告期：{context.period_label}　数据截至{spelled(context.cut_off)}", "　".join(marks)),
        remarks=tuple(one.text for one in blocks_of(parts.invented(context), {})),
        draft=context.draft,
        blocks=stepped([*blocks, *_appendices(context)]),
    )  # fmt: skip


def stepped(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with headings that go down one level at a time: what reads a document aloud counts them."""
    made: list[Block] = []
    level = 0
    for one in blocks:
        if isinstance(one, Heading):
            level = min(one.level, level + 1)
            one = replace(one, level=level)
        made.append(one)
    return made


def _front(sections: Sequence[SectionResult]) -> list[SectionResult]:
    return [one for one in sections if not one.section.chapter]


def _section(
    result: SectionResult, parts: object, title: str, level: int, contents: Contents
) -> Iterator[Block]:
    """One section under its heading; where it has a gap, that and nothing else."""
    yield Heading(title, level - TOP + 1, anchor(result.section))
    bare = part_of(replace(result, notebook=None), view="leadership", level=level)
    yield from blocks_of(parts.gap(bare) + parts.waiting(bare), {})
    yield from contents.below(result, level)


def _contents(section: Section, notebook: NotebookNode, level: int) -> Iterator[Block]:
    headings = Headings(prefix=anchor(section), title=section.title, level=level)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from _markdown(cell.source, headings)
        for output in cell.get("outputs", ()):
            yield from _output(output, headings)


def _output(output: NotebookNode, headings: Headings) -> Iterator[Block]:
    """What leaders see of one output: a chart, the narrative's HTML, Markdown; nothing of a plain print."""
    data = output.get("data", {})
    if "image/svg+xml" in data:
        yield _picture(data, output.metadata.get("workreport", {}), headings.prefix)
    elif "text/html" in data:
        yield from _read(fitted(data["text/html"], headings), headings)
    elif "text/markdown" in data:
        yield from _markdown(data["text/markdown"], headings)
    elif output.output_type == "error":
        yield from blocks_of(LOST, {})


def _markdown(source: str, headings: Headings) -> list[Block]:
    return _read(markdown(source, headings), headings)


def _read(html: str, headings: Headings) -> list[Block]:
    found = {one.id: Heading(one.text, one.level - TOP + 1, one.id) for one in headings.found}
    return blocks_of(html, found)


def _picture(data: NotebookNode, told: dict, prefix: str) -> Picture:
    svg = data["image/svg+xml"]
    sides = {name: float(size) for name, size in SIDE.findall(svg[: svg.index(">", svg.index("<svg"))])}
    return Picture(
        name=f"{prefix}-{told.get('name', '')}",
        title=told.get("title", ""),
        alt=told.get("alt") or "图",
        source=told.get("source", ""),
        svg=svg,
        png=base64.b64decode(data["image/png"]),
        width=sides["width"],
        height=sides["height"],
    )


def _appendices(context: ReportContext) -> Iterator[Block]:
    """Definitions and sources, as tables to be looked up."""
    (first, defined), (second, sourced) = APPENDIX
    yield Heading(defined, 1, first)
    yield from blocks_of(environment().get_template("parts.html.j2").module.how_counted(), {})
    yield Table(
        title="指标口径",
        header=("指标（单位）", "本期", "类型", "口径", "台账", "依据（行）"),
        rows=tuple(
            (
                f"{one.label}（{one.unit}）" if one.unit else one.label,
                one.display,
                one.kind,
                f"{one.definition}［{one.formula}］",
                one.ledgers,
                "—" if one.rows is None else str(one.rows),
            )
            for one in context.definitions
        ),
        numeric=(False, True, False, False, False, True),
        weights=(18, 11, 9, 38, 17, 7),
        small=True,
    )
    yield Heading(sourced, 1, second)
    yield Table(
        title="数据来源",
        header=("文件", "行数"),
        rows=tuple((one.file, "—" if one.rows is None else str(one.rows)) for one in context.inputs),
        numeric=(False, True),
        weights=(85, 15),
        small=True,
    )
