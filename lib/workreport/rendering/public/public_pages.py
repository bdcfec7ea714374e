"""Pages and charts of a public edition: no small numbers, no ledger rows, and nothing that leads to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from nbformat import NotebookNode

from workreport.blocks.block import Chart, Table
from workreport.blocks.stored import block_of, blocks_in
from workreport.blocks.text import Cell, Part, Run
from workreport.rendering.executed_notebooks import chart_files, for_public
from workreport.rendering.fonts import fonts_css, spell_out
from workreport.rendering.pages.report_pages import index_page, section_page, used, with_fonts
from workreport.rendering.report_model import RenderError, ReportContext, SectionResult


def build_public(
    context: ReportContext, sections: Sequence[SectionResult], mask: Callable[[str], str]
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Pages and pictures by their paths.

    Parameters
    ----------
    mask : callable
        What makes a page fit for the public.

    Raises
    ------
    RenderError
        If a chart shows a name: a drawn picture cannot be masked.
    """
    linked = [replace(one, notebook=one.notebook and for_public(one.notebook)) for one in sections]
    shown = as_public(sections)
    about = ReportContext(
        bureau_name=context.bureau_name,
        title=context.title,
        period_label=context.period_label,
        cut_off=context.cut_off,
        synthetic=context.synthetic,
        draft=context.draft,
        definitions=[replace(one, rows=None, first_rows=None) for one in used(context, linked)],
    )
    for one in shown:
        _refuse_names_in_charts(one, mask)
    pages = {"index.html": index_page(about, shown)}
    pages |= {f"sections/{one.section.id}.html": section_page(about, one) for one in shown}
    pages, _ = spell_out({path: mask(page) for path, page in pages.items()})
    css = fonts_css("".join(pages.values()))
    pictures = {path: content for one in shown for path, content in chart_files(one).items()}
    return {path: with_fonts(page, css).encode("utf-8") for path, page in pages.items()}, pictures


def as_public(sections: Sequence[SectionResult]) -> list[SectionResult]:
    """The sections with notebooks as the public sees them."""
    return [replace(one, notebook=_for_public(one.notebook), error="") for one in sections]


def _for_public(notebook: NotebookNode | None) -> NotebookNode | None:
    """What the public sees: no lists of ledger rows, and numbers without what leads to their rows."""
    if notebook is None:
        return None
    made = for_public(notebook)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs = [shown for one in cell.outputs if (shown := _public_output(one))]
    return made


def _public_output(output: NotebookNode) -> NotebookNode | None:
    block = block_of(output)
    if isinstance(block, Table) and block.internal:
        return None
    if block is None or isinstance(block, Chart):
        return output
    return NotebookNode({**output, "data": _unlinked(block)._repr_mimebundle_()})


def _unlinked(thing: Any) -> Any:
    """A block with its numbers as bare text."""
    if isinstance(thing, Run | Cell):
        return replace(thing, number=None, link=None)
    if isinstance(thing, tuple | list):
        return type(thing)(map(_unlinked, thing))
    if not isinstance(thing, Part):
        return thing
    return replace(thing, **{one.name: _unlinked(getattr(thing, one.name)) for one in fields(thing)})


def _refuse_names_in_charts(result: SectionResult, mask: Callable[[str], str]) -> None:
    for chart in blocks_in(result.notebook):
        if isinstance(chart, Chart) and mask(chart.alt) != chart.alt:
            raise RenderError(
                "图上有不能公开的名称，公开版没有发布",
                where=f"{result.section.title}：图“{chart.title}”",
                todo="请改用不按单位划分的图，或在 public.yaml 的 allowed 中登记",
            )
