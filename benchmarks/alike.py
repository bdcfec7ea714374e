"""What the peers make and no more, by the workbook: ledgers read, notebooks executed, each with a page of HTML.

No checks, evidence, tables, Word or PDF, which no peer makes. A process of its own, started with nothing cached.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from workreport.base.startup import fast_imports
from workreport.execution import warm

PAGE = """{% extends 'base.html.j2' %}
{% block title %}{{ title }}{% endblock %}
{% block style %}{{ asset('review.css') }}{{ code_css }}{% endblock %}
{% block page %}<main id="main">{{ body }}</main>{% endblock %}"""
"""A page of its own with our style sheets, as nbconvert makes one with Jupyter's."""


def main(period_id: str, folder: Path) -> None:
    warm.start()
    with fast_imports():
        from executed import executed

        from workreport.base.period import Period
        from workreport.base.workers import Worker
        from workreport.base.workspace import Workspace

    with Worker(None, forked=True) as writer:
        writer.submit(_load)
        _, sections = executed(Workspace.open(), Period.parse(period_id), fresh=False)
        half = len(sections) // 2
        other = writer.submit(_write_pages, folder, sections[:half])
        _write_pages(None, folder, sections[half:])
        other.result()


def _load(_: None) -> None:
    """Load what pages take, while sections run."""
    from workreport.rendering import exporter  # noqa: F401
    from workreport.rendering.pages import report_pages  # noqa: F401


def _write_pages(_: None, folder: Path, sections: Any) -> None:
    from markupsafe import Markup

    from workreport.rendering.executed_notebooks import normalised, notebook_bytes
    from workreport.rendering.exporter import section_body
    from workreport.rendering.pages.report_pages import environment

    page = environment().from_string(PAGE)
    for one in sections:
        body = section_body(one.notebook, one.section, view="review", level=1)
        html = page.render(title=one.section.title, body=Markup(body.html))
        (folder / f"{one.section.id}.html").write_text(html, encoding="utf-8")
        (folder / f"{one.section.id}.ipynb").write_bytes(notebook_bytes(normalised(one.notebook)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
