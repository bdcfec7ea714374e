"""Out of the executed notebooks: what of the sections is looked up in a paper, in the order of index.html."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nbformat import NotebookNode

from workreport.base.sections import Section
from workreport.blocks import block as blocks
from workreport.blocks.stored import block_of
from workreport.blocks.text import Cell, runs_text
from workreport.rendering import notices
from workreport.rendering.chapters import placed
from workreport.rendering.documents.document_model import Block, Heading, Table, one_line, plain
from workreport.rendering.documents.markdown_blocks import TOP, headings_and_tables
from workreport.rendering.exporter import anchor
from workreport.rendering.headings import Headings
from workreport.rendering.report_model import SectionResult

RAW = "此处内容只在网页版中显示。"
"""In place of an output that is no block: HTML or a picture that an analyst displayed."""


def outline(sections: Iterable[SectionResult]) -> Iterator[Block]:
    """The sections' tables, charts and notices of what is missing, under the numbered headings of the page.

    Sentences, key figures in boxes, office texts and remarks for review are left out.
    """
    sections = list(sections)
    for one in sections:
        if not one.section.chapter:
            yield from _section(one, one.section.title, TOP)
    for chapter in placed(sections):
        if not chapter.single:
            yield Heading(chapter.number + chapter.title, 1, chapter.id)
        for place in chapter.members:
            yield from _section(place.result, place.number + place.result.section.title, place.level)


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


def _section(result: SectionResult, title: str, level: int) -> Iterator[Block]:
    """One section under its heading; where it has a gap, that and nothing else: half of it might read as all of it."""
    yield Heading(title, level - TOP + 1, anchor(result.section))
    if result.status != "ok":
        yield plain(notices.gap(result.status, ""), "notice")
    elif result.notebook is not None:
        yield from _contents(result.section, result.notebook, level)


def _contents(section: Section, notebook: NotebookNode, level: int) -> Iterator[Block]:
    headings = Headings(prefix=anchor(section), title=section.title, level=level)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from headings_and_tables(cell.source, headings)
        for output in cell.get("outputs", ()):
            yield from _output(output, headings)


def _output(output: NotebookNode, headings: Headings) -> Iterator[Block]:
    """What of an output is looked up, as leaders see it; nothing of a plain print."""
    match block_of(output):
        case blocks.Notice() as block:
            yield plain(block.text, "notice")
        case blocks.Table(for_review=False) as block:
            yield _table(block)
        case blocks.Chart() as block:
            yield replace(block, name=f"{headings.prefix}-{block.name}")
        case None if output.output_type == "error":
            yield plain(notices.LOST, "notice")
        case None if {blocks.HTML, blocks.SVG} & set(output.get("data", ())):
            yield plain(RAW, "notice")


def _table(block: blocks.Table) -> Table:
    note = (f"注：{runs_text(block.note)}",) if block.note else ()
    explained = (runs_text(one.runs) for one in block.below if not one.pending)
    return Table(
        title=one_line(block.title),
        header=tuple(map(one_line, block.header)),
        rows=tuple(map(_line, block.rows)),
        total=_line(block.total or ()),
        notes=tuple(map(one_line, (*note, *explained))),
        source=one_line(block.source),
        numeric=tuple(map(block.numeric, range(len(block.header)))),
    )


def _line(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(one_line(cell.text) for cell in cells)
