"""nbconvert's exporter with our templates: an executed notebook becomes the body of a section."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbformat import NotebookNode

from workreport.base.sections import Section
from workreport.blocks.stored import block_of
from workreport.rendering.executed_notebooks import clean
from workreport.rendering.headings import Heading, Headings, SectionMarkdown
from workreport.rendering.svg import inline

TEMPLATES = Path(__file__).with_name("templates")

View = Literal["leadership", "review"]


@dataclass(frozen=True)
class Body:
    """A section's body as HTML, and the headings in it."""

    html: str
    headings: tuple[Heading, ...]


class UncopiedNotebook(NotebookNode):
    """A notebook that nbconvert, which copies each for its preprocessors, does not copy: ours are none."""

    def __deepcopy__(self, memo: dict[int, Any]) -> UncopiedNotebook:
        return self


class SectionExporter(HTMLExporter):
    """HTML fragments by our templates: nothing loaded from elsewhere, no cell ids, no anchor links."""

    require_js_url = mathjax_url = mermaid_js_url = mermaid_layout_elk_js_url = ""
    jquery_url = jupyter_widgets_base_url = ""

    def __init__(self, view: View) -> None:
        super().__init__(
            template_name=f"workreport_{view}",
            extra_template_basedirs=[str(TEMPLATES)],
            extra_template_paths=[str(TEMPLATES)],
            default_preprocessors=[],
        )

    def default_filters(self) -> Any:
        """nbconvert's filters and those of our templates."""
        yield from super().default_filters()
        yield "clean_text", clean
        yield "inline", inline
        yield "block_of", block_of

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Markdown with headings that fit the report."""
        return markdown(source, context["resources"]["headings"])

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """As in ``HTMLExporter``, without its parse of the whole page: our templates give every alt text."""
        resources = self._init_resources(resources)
        return TemplateExporter.from_notebook_node(self, UncopiedNotebook(nb), resources, **kw)

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Nothing is preprocessed, so nothing needs to be copied and validated for it."""
        return nb, resources


def section_body(notebook: NotebookNode, section: Section, *, view: View, level: int) -> Body:
    """The body of a section for one view.

    Parameters
    ----------
    level : int
        HTML level of the section's own heading, which the page prints above the body.
    """
    headings = Headings(prefix=anchor(section), title=section.title, level=level)
    html, resources = _exporter(view).from_notebook_node(notebook, {"headings": headings})
    return Body(html.strip(), tuple(resources["headings"].found))


def markdown(source: str, headings: Headings) -> str:
    """Markdown as HTML, its headings numbered and at the report's levels."""
    return MarkdownWithMath(renderer=SectionMarkdown(headings)).render(source)


def anchor(section: Section) -> str:
    """The section's id on a page; ids that start with a digit are awkward in CSS."""
    return f"s{section.id}"


@cache
def _exporter(view: View) -> SectionExporter:
    return SectionExporter(view)
