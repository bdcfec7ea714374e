"""Out of the executed notebooks: the report's blocks in the order of index.html, which it has all the content of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nbformat import NotebookNode

from workreport.base.chinese_numerals import spelled
from workreport.base.sections import Section
from workreport.blocks import block as blocks
from workreport.blocks.stored import block_of
from workreport.blocks.text import Cell, runs_text
from workreport.rendering import notices
from workreport.rendering.chapters import placed
from workreport.rendering.documents.document_model import (
    Block,
    Heading,
    Paragraph,
    Report,
    Table,
    one_line,
    plain,
)
from workreport.rendering.documents.markdown_blocks import TOP, markdown_blocks
from workreport.rendering.executed_notebooks import clean
from workreport.rendering.exporter import anchor
from workreport.rendering.headings import Headings
from workreport.rendering.pages.report_pages import APPENDIX
from workreport.rendering.report_model import ReportContext, SectionResult

CARDS = ("主要指标", ("指标", "本期", "同比", "任务进度"))
RAW = "此处内容只在网页版中显示。"
"""In place of an output that is no block: HTML or a picture that an analyst displayed."""


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
    made: list[Block] = []
    gaps = [one for one in sections if one.status != "ok"]
    made += [plain(notices.DRAFT, "notice")] if context.draft else []
    made += [plain(notices.incomplete(gaps))] if gaps else []
    if context.pending_rows:
        made.append(plain(runs_text(notices.pending_in_report(context.pending_rows)), "notice"))
    for one in _front(sections):
        made += _section(one, one.section.title, TOP, contents)
    made += _checks(context)
    for chapter in placed(sections):
        if not chapter.single:
            made.append(Heading(chapter.number + chapter.title, 1, chapter.id))
        for place in chapter.members:
            title = place.number + place.result.section.title
            made += _section(place.result, title, place.level, contents)
    return Report(
        bureau=context.bureau_name,
        title=context.title,
        period=context.period_label,
        cut_off=context.cut_off,
        marks=(f"报告期：{context.period_label}　数据截至{spelled(context.cut_off)}", "　".join(notices.marks(context))),
        remarks=(notices.INVENTED,) if context.synthetic else (),
        draft=context.draft,
        blocks=stepped([*made, *_appendices(context)]),
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


def _section(result: SectionResult, title: str, level: int, contents: Contents) -> Iterator[Block]:
    """One section under its heading; where it has a gap, that and nothing else."""
    yield Heading(title, level - TOP + 1, anchor(result.section))
    if result.status != "ok":
        detail = clean(result.error) if result.status == "blocked" else ""
        yield plain(notices.gap(result.status, detail))
    if result.pending:
        yield plain(runs_text(notices.pending_in_section(result.pending)), "notice")
    yield from contents.below(result, level)


def _checks(context: ReportContext) -> Iterator[Paragraph]:
    """How many checks hold, and those that do not."""
    if summary := notices.checks(context.checks):
        yield plain(runs_text(summary))
    for _, broken in notices.broken_checks(context.checks):
        for runs in broken:
            yield plain(f"· {runs_text(runs)}", "item")


def _contents(section: Section, notebook: NotebookNode, level: int) -> Iterator[Block]:
    headings = Headings(prefix=anchor(section), title=section.title, level=level)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from markdown_blocks(cell.source, headings)
        for output in cell.get("outputs", ()):
            yield from _output(output, headings)


def _output(output: NotebookNode, headings: Headings) -> Iterator[Block]:
    """What leaders see of one output: a block or Markdown; nothing of a plain print."""
    data = output.get("data", {})
    if block := block_of(output):
        yield from document_blocks(block, headings)
    elif blocks.HTML in data or blocks.SVG in data:
        yield plain(RAW, "notice")
    elif blocks.MARKDOWN in data:
        yield from markdown_blocks(data[blocks.MARKDOWN], headings)
    elif output.output_type == "error":
        yield plain(notices.LOST, "notice")


def document_blocks(block: blocks.Block, headings: Headings) -> Iterator[Block]:
    """A block of the narrative as a document prints it."""
    match block:
        case blocks.Paragraph():
            yield plain(block.text)
            yield from (plain(runs_text(one.runs), "explain") for one in block.below)
        case blocks.Notice():
            yield plain(block.text, "notice")
        case blocks.OfficeText():
            yield from markdown_blocks(block.markdown, headings)
        case blocks.Table():
            yield _table(block)
        case blocks.Cards():
            yield _cards(block)
        case blocks.Chart():
            yield replace(block, name=f"{headings.prefix}-{block.name}")


def _table(block: blocks.Table) -> Table:
    note = (f"注：{runs_text(block.note)}",) if block.note else ()
    return Table(
        title=one_line(block.title),
        header=tuple(map(one_line, block.header)),
        rows=tuple(map(_line, block.rows)),
        total=_line(block.total or ()),
        notes=tuple(map(one_line, (*note, *(runs_text(one.runs) for one in block.below)))),
        source=one_line(block.source),
        numeric=tuple(map(block.numeric, range(len(block.header)))),
    )


def _line(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(one_line(cell.text) for cell in cells)


def _cards(block: blocks.Cards) -> Table:
    """Key figures as a table: a page sets them apart in boxes."""
    rows = [
        (one.label, f"{one.value.text}{one.unit}", runs_text(one.change), one.progress) for one in block.cards
    ]
    title, header = CARDS
    return Table(title, header, tuple(rows), numeric=(False, True, False, False))


def _appendices(context: ReportContext) -> Iterator[Block]:
    """Definitions and sources, as tables to be looked up."""
    (first, defined), (second, sourced) = APPENDIX
    yield Heading(defined, 1, first)
    yield plain(notices.HOW_COUNTED)
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
