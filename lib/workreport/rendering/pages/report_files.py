"""All files of a report that are made from executed notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workreport.rendering.chapters import BodyCache, Shown, chapters_of, front_of
from workreport.rendering.executed_notebooks import ForLeaders, chart_files, normalised, notebook_bytes
from workreport.rendering.exporter import Body
from workreport.rendering.fonts import fonts_css, spell_out
from workreport.rendering.pages.report_pages import (
    index_page,
    load_templates,
    review_page,
    review_tables,
    section_page,
    used,
    with_fonts,
)
from workreport.rendering.report_model import ReportContext, SectionResult

INDEX, REVIEW = "index.html", "review.html"


@dataclass(frozen=True)
class RenderedSections:
    """What of a report's pages needs its executed sections alone.

    ``files`` are their charts and notebooks, by path inside the output folder.
    """

    leaders: ForLeaders
    bodies: BodyCache
    files: Mapping[str, bytes]


def prepare(sections: Sequence[SectionResult], known: Mapping[Shown, Body] | None = None) -> RenderedSections:
    """Render the sections' bodies for every page, before anything else of the report is known.

    Parameters
    ----------
    known : mapping, optional
        See ``BodyCache``.

    Raises
    ------
    RenderError
        If two charts of a section share a name.
    """
    load_templates()
    leaders, bodies, files = ForLeaders.of(sections), BodyCache(known), {}
    shown = leaders.shown(sections)
    for result in shown:
        bodies.of(result, "leadership", 1)
        files.update(chart_files(result))
    for view, results in (("leadership", shown), ("review", sections)):
        front_of(results, view=view, bodies=bodies)
        chapters_of(results, view=view, bodies=bodies)
    for result in sections:
        if result.notebook is not None:
            files[f"notebooks/{result.section.id}.ipynb"] = notebook_bytes(normalised(result.notebook))
    return RenderedSections(leaders, bodies, files)


@dataclass(frozen=True)
class BuiltReport:
    """A report's pages, charts and notebooks by path, and the characters written as their codes for want of a glyph."""

    files: Mapping[str, bytes]
    spelled_out: str = ""


def build_report(
    context: ReportContext, sections: Sequence[SectionResult], prepared: RenderedSections | None = None
) -> BuiltReport:
    """The report's pages, charts and notebooks.

    Parameters
    ----------
    context : ReportContext
        Cover, key figures, appendix, sources.
    sections : sequence of SectionResult
        In the report's order; the same order in whatever order they were executed.
    prepared : Prepared, optional
        Of these sections' notebooks.

    Returns
    -------
    BuiltReport
        Paths inside the output folder: ``index.html``, ``review.html``, ``sections/*.html``,
        ``charts/<section>/*.svg`` and ``.png``, ``notebooks/*.ipynb``, ``review/*.csv``.

    Raises
    ------
    RenderError
        If two charts share a name.
    """
    prepared = prepared or prepare(sections)
    leaders, bodies = prepared.leaders.shown(sections), prepared.bodies
    pages = {INDEX: index_page(replace(context, definitions=used(context, leaders)), leaders, bodies)}
    for result in leaders:
        pages[f"sections/{result.section.id}.html"] = section_page(context, result, bodies)
    pages, spelled_out = spell_out(pages)
    pages[REVIEW] = review_page(replace(context, spelled_out=spelled_out), sections, bodies)
    css = fonts_css("".join(pages.values()))
    files = {path: with_fonts(page, css).encode("utf-8") for path, page in pages.items()}
    files |= review_tables(context)
    return BuiltReport(dict(sorted((files | prepared.files).items())), spelled_out)
