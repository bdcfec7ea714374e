"""All files of a report that are made from executed notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workreport.rendering.fonts import check_glyphs, fonts_css
from workreport.rendering.model import ReportContext, SectionResult
from workreport.rendering.notebooks import chart_files, for_leaders, normalised, notebook_bytes
from workreport.rendering.pages import index_page, review_page, section_page, with_fonts

INDEX, REVIEW = "index.html", "review.html"


def build_report(context: ReportContext, sections: Sequence[SectionResult]) -> dict[str, bytes]:
    """The report's pages, charts and notebooks.

    Parameters
    ----------
    context : ReportContext
        Cover, key figures, appendix, sources.
    sections : sequence of SectionResult
        In the report's order; the same order in whatever order they were executed.

    Returns
    -------
    dict of str to bytes
        By path inside the output folder: ``index.html``, ``review.html``, ``sections/*.html``,
        ``charts/<section>/*.svg`` and ``.png``, ``notebooks/*.ipynb``.

    Raises
    ------
    RenderError
        If a page for leadership has a character that the font lacks, or two charts share a name.
    """
    leaders = [
        replace(one, notebook=for_leaders(one.notebook)) if one.notebook is not None else one
        for one in sections
    ]
    pages = {INDEX: index_page(context, leaders)}
    for result in leaders:
        pages[f"sections/{result.section.id}.html"] = section_page(context, result)
    for path, page in pages.items():
        check_glyphs(page, path)
    pages[REVIEW] = review_page(context, sections)
    css = fonts_css("".join(pages.values()))
    files = {path: with_fonts(page, css).encode("utf-8") for path, page in pages.items()}
    for result in leaders:
        files.update(chart_files(result))
    for result in sections:
        if result.notebook is not None:
            files[f"notebooks/{result.section.id}.ipynb"] = notebook_bytes(normalised(result.notebook))
    return dict(sorted(files.items()))
