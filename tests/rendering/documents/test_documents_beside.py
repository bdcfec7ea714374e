"""Documents made beside a run: read before all is known, and in a forked process only while that is safe."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_report import context, records, sections

from workreport.base.workers import beside, may_fork
from workreport.rendering.documents import pdf as setting
from workreport.rendering.documents.all_documents import apart, build_documents, documents_beside


def without_notebooks():
    return [replace(one, notebook=None) for one in sections()]


@pytest.mark.parametrize("ahead", [True, False])
def test_documents_are_those_of_the_whole_at_once(pdf, ahead):
    assert not apart(), "typst has worked here for the fixture"
    with beside(documents_beside(ahead=ahead), forked=apart()) as documents:
        documents.send(sections())
        documents.send((context(), without_notebooks(), records()))
        made = documents.receive()
    assert made == build_documents(context(), sections(), records())


@pytest.mark.skipif(not may_fork(), reason="no process is forked on this system")
def test_documents_may_be_made_apart_until_typst_has_worked_here(monkeypatch):
    monkeypatch.setattr(setting, "worked", type(setting.worked)())
    assert apart()
    setting.worked.set()
    assert not apart()
