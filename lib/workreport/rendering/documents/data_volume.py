"""data.docx, data.pdf: tables and charts of the sections to be looked up; definitions.docx: what their figures count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from workreport.base.chinese_numerals import spelled
from workreport.blocks.block import Chart
from workreport.blocks.stored import blocks_in
from workreport.blocks.text import MISSING, NOT_APPLICABLE, links_in
from workreport.rendering import notices
from workreport.rendering.documents.document_blocks import outline, stepped
from workreport.rendering.documents.document_model import (
    COMPACT,
    Beside,
    Block,
    Heading,
    Report,
    Table,
    plain,
)
from workreport.rendering.report_model import Definition, ReportContext, SectionResult

VOLUME, DEFINITIONS = "数据册", "指标口径"
SECTION = 2
"""Level of a section's heading; the headings below are left out: each table has its title."""
NOTHING = {"", "0", MISSING, NOT_APPLICABLE}
HOW_TO_READ = "“—”表示没有数据，“0”表示确实没有发生，“/”表示不适用。"


def data_volume(context: ReportContext, sections: Sequence[SectionResult]) -> Report:
    """The sections' tables and charts under their headings.

    Each section has its tables, then its charts. Tables of one row are left out, and tables and charts in which nothing but 0 and “—” stands.

    Parameters
    ----------
    sections : sequence of SectionResult
        With notebooks as leaders see them.
    """
    shown = [_closer(one, context.cut_off) for one in outline(sections) if _to_look_up(one)]
    blocks = [plain(HOW_TO_READ), *stepped(list(_headed(_charts_last(shown))))]
    return _paper(context, VOLUME, blocks, marks=notices.marks(context))


def definitions_paper(context: ReportContext, sections: Sequence[SectionResult]) -> Report:
    """What the figures count that the sections show, and those that these are made of."""
    table = Table(
        title="各指标的口径",
        header=("指标（单位）", "口径", "统计方式", "台账"),
        rows=tuple(_defined(one) for one in used(context.definitions, sections)),
        weights=(22, 48, 10, 20),
        small=True,
    )
    return _paper(context, DEFINITIONS, [plain(notices.HOW_COUNTED), table], listed=False)


def used(definitions: Sequence[Definition], sections: Sequence[SectionResult]) -> list[Definition]:
    """The definitions that the sections' numbers lead to, and those that these are made of."""
    blocks = (block for one in sections if one.status == "ok" for block in blocks_in(one.notebook))
    links = {link for block in blocks for link in links_in(block)}
    waiting = {figure for link in links for figure in (link.figure, link.base)}
    parts = {one.id: [id for id, *_ in one.made_of] for one in definitions}
    wanted: set[str] = set()
    while waiting := waiting - wanted:
        wanted |= waiting
        waiting = {part for id in waiting for part in parts.get(id, ())}
    return [one for one in definitions if one.id in wanted]


def _defined(one: Definition) -> tuple[str, ...]:
    return (f"{one.label}（{one.unit}）" if one.unit else one.label, one.definition, one.kind, one.ledgers)


def _paper(
    context: ReportContext,
    name: str,
    blocks: Sequence[Block],
    *,
    marks: Sequence[str] = (),
    listed: bool = True,
) -> Report:
    dated = f"报告期：{context.period_label}　数据截至{spelled(context.cut_off)}"
    return Report(
        bureau=context.bureau_name,
        title=f"{context.title}{name}",
        period=context.period_label,
        cut_off=context.cut_off,
        marks=(dated, *(["　".join(marks)] if marks else [])),
        remarks=(notices.INVENTED,) if context.synthetic else (),
        draft=context.draft,
        blocks=blocks,
        layout=COMPACT,
        listed=listed,
    )


def _closer(block: Block, cut_off: date) -> Block:
    """Notes and source of a table in one paragraph; the cut-off day stands on the first page."""
    if not isinstance(block, Table | Chart):
        return block
    source = block.source.removesuffix(f"；数据截至{spelled(cut_off)}".replace(" ", ""))
    if isinstance(block, Chart):
        return replace(block, source=source)
    return replace(block, notes=("　".join((*block.notes, source)),), source="")


def _to_look_up(block: Block) -> bool:
    match block:
        case Heading():
            return block.level <= SECTION
        case Table():
            return len(block.rows) > 1 and not _empty(block)
        case Chart():
            return len(block.categories) > 1 and any(
                value not in NOTHING for one in block.series for value in one.values
            )
    return True


def _charts_last(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with the charts of each section after its tables, two in a row."""
    made: list[Block] = []
    charts: list[Chart] = []
    for one in [*blocks, None]:
        if one is None or isinstance(one, Heading):
            made += [Beside(tuple(charts[at : at + 2])) for at in range(0, len(charts), 2)]
            charts = []
        if isinstance(one, Chart):
            charts.append(one)
        elif one is not None:
            made.append(one)
    return made


def _empty(table: Table) -> bool:
    """Whether the table has columns of numbers, and nothing in any of them."""
    cells = [
        text for line in table.lines for text, number in zip(line, table.numeric, strict=False) if number
    ]
    return bool(cells) and all(text in NOTHING for text in cells)


def _headed(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without headings below which nothing stands."""
    for at, one in enumerate(blocks):
        if not isinstance(one, Heading) or _filled(one, blocks[at + 1 :]):
            yield one


def _filled(heading: Heading, below: Sequence[Block]) -> bool:
    for one in below:
        if not isinstance(one, Heading):
            return True
        if one.level <= heading.level:
            return False
    return False
