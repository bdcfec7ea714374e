"""nbconvert's exporter with our templates: an executed notebook becomes the body of a section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer

from workreport.base.sections import Section
from workreport.rendering.executed_notebooks import clean
from workreport.rendering.headings import Heading, Headings, SectionMarkdown
from workreport.rendering.svg import inline

TEMPLATES = Path(__file__).with_name("templates")
TABLE_ID = ' id="t-'
OWN_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.S)

LEXER, FORMATTER = PythonLexer(), HtmlFormatter(cssclass=" highlight hl-python3")

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
        yield "fitted", fitted
        yield "highlight_code", highlighted

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


def highlighted(source: str, metadata: Any = None) -> str:
    """Code as HTML; nbconvert's own filter looks for the lexer anew for each cell."""
    return highlight(source or " ", LEXER, FORMATTER)


def fitted(html: str, headings: Headings) -> str:
    """HTML of the narrative made to fit the page: unique table ids, headings at the page's levels."""
    unique = html.replace(TABLE_ID, f' id="{headings.prefix}-t-')
    return OWN_HEADING.sub(lambda match: headings.html(match[2], int(match[1])), unique)


@cache
def _exporter(view: View) -> SectionExporter:
    return SectionExporter(view)
