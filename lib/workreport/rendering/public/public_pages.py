"""Pages and charts of a public edition: what leaders see, without ledger rows and without what leads to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from nbformat import NotebookNode

from workreport.rendering.executed_notebooks import chart_files, for_leaders
from workreport.rendering.fonts import check_glyphs, fonts_css
from workreport.rendering.pages.report_pages import index_page, section_page, with_fonts
from workreport.rendering.report_model import RenderError, ReportContext, SectionResult

MARKED = re.compile(r'(?:<a class="wr-ref"[^>]*>)?<data\b[^>]*>(.*?)</data>(?:</a>)?', re.DOTALL)


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
    shown = [replace(one, notebook=_for_public(one.notebook), error="") for one in sections]
    about = ReportContext(
        bureau_name=context.bureau_name,
        title=context.title,
        period_label=context.period_label,
        cut_off=context.cut_off,
        synthetic=context.synthetic,
        draft=context.draft,
        definitions=[replace(one, rows=None) for one in context.definitions],
    )
    for one in shown:
        _refuse_names_in_charts(one, mask)
    pages = {"index.html": index_page(about, shown)}
    pages |= {f"sections/{one.section.id}.html": section_page(about, one) for one in shown}
    pages = {path: mask(page) for path, page in pages.items()}
    for path, page in pages.items():
        check_glyphs(page, path)
    css = fonts_css("".join(pages.values()))
    pictures = {path: content for one in shown for path, content in chart_files(one).items()}
    return {path: with_fonts(page, css).encode("utf-8") for path, page in pages.items()}, pictures


def _for_public(notebook: NotebookNode | None) -> NotebookNode | None:
    """What leaders see, without lists of ledger rows, and numbers without what leads to their rows."""
    if notebook is None:
        return None
    made = for_leaders(notebook)
    for cell in made.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs = [one for one in cell.outputs if not _told(one).get("internal")]
        for output in cell.outputs:
            _told(output).pop("behind", None)
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = MARKED.sub(r"\1", output.data["text/html"])
    return made


def _told(output: NotebookNode) -> dict:
    return output.get("metadata", {}).get("workreport", {})


def _refuse_names_in_charts(result: SectionResult, mask: Callable[[str], str]) -> None:
    for cell in result.notebook.cells if result.notebook is not None else ():
        for output in cell.get("outputs", []):
            told = _told(output)
            if told.get("kind") == "chart" and mask(told["alt"]) != told["alt"]:
                raise RenderError(
                    "图上有不能公开的名称，公开版没有发布",
                    where=f"{result.section.title}：图“{told['title']}”",
                    todo="请改用不按单位划分的图，或在 public.yaml 的 allowed 中登记",
                )
