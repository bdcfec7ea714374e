"""Documents made beside a run: in a forked process only while that is safe."""

from __future__ import annotations

import sys

import pytest
from made_report import context, papers, records, sections

from workreport.base.workers import Worker, may_fork
from workreport.rendering.documents.all_documents import build_documents, fork_is_safe, load_documents


@pytest.mark.slow
def test_documents_of_a_worker_are_those_made_here(pdf):
    assert not fork_is_safe(), "typst has worked here for the fixture"
    with Worker(None, forked=fork_is_safe()) as worker:
        worker.submit(load_documents)
        documents = worker.submit(build, context(), sections(), records(), papers()).result()
    assert documents == build_documents(context(), sections(), records(), papers())


def build(_: None, *made_of):
    return build_documents(*made_of)


@pytest.mark.skipif(not may_fork(), reason="no process is forked on this system")
def test_a_worker_may_be_forked_until_typst_is_loaded_by_anything(monkeypatch):
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    assert fork_is_safe()
    monkeypatch.setitem(sys.modules, "typst", object())
    assert not fork_is_safe()
