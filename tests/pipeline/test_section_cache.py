"""Executed sections and their HTML are taken again as they were, without their clock, and only if nothing is in doubt."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from sample_sections import SECTIONS
from tiny_bureau import TinyBureau

from workreport.base.cache import Cache
from workreport.base.period import Period
from workreport.execution.task import Executed, Task
from workreport.pipeline.dependencies import Dependencies
from workreport.pipeline.section_cache import SectionCache
from workreport.rendering.pages.report_files import prepare
from workreport.rendering.report_model import SectionResult

PERIOD, SECTION = Period.parse("2021"), SECTIONS[3]


@pytest.fixture
def task(tmp_path: Path) -> Task:
    path = tmp_path / f"{SECTION.id}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="one")]), path)
    return Task(SECTION, path, {"period": "2021"})


@pytest.fixture
def tiny(bureau: TinyBureau) -> TinyBureau:
    bureau.samples(2021, {})
    return bureau


def cache(tiny: TinyBureau, *, fresh: bool = False) -> SectionCache:
    kinds = (Cache.of(tiny.out, kind, "2021", fresh=fresh) for kind in ("sections", "bodies"))
    return SectionCache(*kinds, Dependencies(tiny.intake(), PERIOD))


def executed(text: str = "一", error: str | None = None) -> Executed:
    output = nbformat.v4.new_output("stream", text=text)
    heading = nbformat.v4.new_markdown_cell(f"# {SECTION.title}\n\n## 小节\n\n{text}")
    cell = nbformat.v4.new_code_cell("1", outputs=[output], metadata={"papermill": {"start_time": "now"}})
    return Executed(SECTION, nbformat.v4.new_notebook(cells=[heading, cell]), error, error, 1.0)


def text_of(found: Executed | None) -> str | None:
    return None if found is None else found.notebook.cells[1].outputs[0].text


def test_taken_again_as_it_was_without_its_clock(tiny, task):
    cache(tiny).put(task, executed())
    found = cache(tiny).get(task)
    assert text_of(found) == "一" and found.error is None
    assert "papermill" not in json.dumps(found.notebook)


def test_all_is_run_again_when_asked_to(tiny, task):
    cache(tiny).put(task, executed())
    fresh = cache(tiny, fresh=True)
    assert fresh.get(task) is None
    fresh.put(task, executed("二"))
    assert text_of(fresh.get(task)) == text_of(cache(tiny).get(task)) == "二"


def test_nothing_in_doubt_is_kept(tiny, task):
    cache(tiny).put(task, executed(error="Traceback"))
    before = cache(tiny)
    tiny.samples(2021, {}, {"检验结论": "不合格"})  # while the section ran
    before.put(task, executed())
    assert cache(tiny).get(task) is None and before.cached_bodies() == {}


def rendered(section_cache: SectionCache, task: Task):
    found = section_cache.get(task)
    return prepare([SectionResult(SECTION, "ok", found.notebook)], section_cache.cached_bodies()).bodies.made


def test_html_is_taken_again_as_it_was_rendered(tiny, task, monkeypatch):
    first = cache(tiny)
    first.put(task, executed())
    bodies = rendered(first, task)
    first.put_bodies(bodies)
    assert {view for _, view, _ in bodies} == {"leadership", "review"}
    assert any(body.headings for body in bodies.values())
    again = cache(tiny)
    again.get(task)
    assert again.cached_bodies() == bodies
    monkeypatch.setattr("workreport.rendering.chapters.section_body", None)  # nothing is rendered
    assert rendered(cache(tiny), task) == bodies


def test_html_of_another_run_of_a_section_is_not_its_own(tiny, task):
    first = cache(tiny)
    first.put(task, executed())
    first.put_bodies(rendered(first, task))
    other = Task(SECTION, task.notebook, {"period": "2021", "top": 3})
    second = cache(tiny)
    second.put(other, executed("又一段"))
    assert second.cached_bodies() == {}
    assert any("又一段" in body.html for body in rendered(second, other).values())
