"""Rendered bodies of kept sections: taken again by the same code of the same section, and of no other."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from workreport.base.sections import SECTIONS
from workreport.pipeline import html_cache
from workreport.pipeline.html_cache import FILE, kept_bodies, prepared_of
from workreport.pipeline.section_cache import SectionCache
from workreport.rendering.report_model import SectionResult

SECTION = SECTIONS[3]


class Entries(SectionCache):
    """Sections of which only the places are looked at."""

    def __init__(self, name: str, folder: Path, *, found: bool = True) -> None:
        self.entries = {SECTION.id: folder / name}
        self.found = self.entries if found else {}


def sections(text: str = "一段话") -> list[SectionResult]:
    cells = [nbformat.v4.new_markdown_cell(f"# {SECTION.title}\n\n## 小节\n\n{text}")]
    return [SectionResult(SECTION, "ok", nbformat.v4.new_notebook(cells=cells))]


@pytest.fixture
def first(tmp_path: Path) -> Entries:
    """The places after a run in which the section ran."""
    kept = Entries("a.json", tmp_path, found=False)
    prepared_of(sections(), kept)
    return kept


def test_bodies_are_taken_again_as_they_were_rendered(first, tmp_path, monkeypatch):
    rendered = prepared_of(sections(), first).bodies.made
    known = kept_bodies(Entries("a.json", tmp_path))
    assert known == rendered and {view for _, view, _ in known} == {"leadership", "review"}
    assert any(body.headings for body in known.values())
    monkeypatch.setattr("workreport.rendering.chapters.section_body", None)  # nothing is rendered
    assert prepared_of(sections(), Entries("a.json", tmp_path)).bodies.made == rendered


def test_a_section_that_ran_is_rendered(first, tmp_path):
    ran = Entries("a.json", tmp_path, found=False)
    assert any("别的话" in body.html for body in prepared_of(sections("别的话"), ran).bodies.made.values())
    again = prepared_of(sections("不看"), Entries("a.json", tmp_path)).bodies.made
    assert any("别的话" in body.html for body in again.values())


def test_another_entry_has_no_bodies_until_they_are_kept(first, tmp_path):
    other = Entries("b.json", tmp_path)
    assert kept_bodies(other) == {}
    prepared_of(sections("又一段"), other)
    assert any("又一段" in body.html for body in kept_bodies(other).values())
    assert kept_bodies(Entries("a.json", tmp_path)) == {}


@pytest.mark.parametrize("what", ["code_hash", "environment"])
def test_other_code_renders_anew(first, tmp_path, monkeypatch, what):
    monkeypatch.setattr(html_cache, what, lambda: "another")
    assert kept_bodies(Entries("a.json", tmp_path)) == {}


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"of": 1, "bodies": []}', b"\xff"])
def test_a_damaged_file_is_none(first, tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    kept = Entries("a.json", tmp_path)
    assert kept_bodies(kept) == {}
    prepared_of(sections(), kept)
    assert kept_bodies(kept)
