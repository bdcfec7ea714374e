"""Which code counts for which section."""

from __future__ import annotations

import shutil

import pytest

from workreport.building.library import Library
from workreport.figures.registry import DECLARED_IN, FIGURES
from workreport.hashing import PACKAGE
from workreport.noting import ALL


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lib") / "workreport"
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


LOOKS = {
    "base": lambda one: one.base,
    "ip": lambda one: one.figure("ip.patents_valid"),
    "food": lambda one: one.figure("food.sampling.total_batches"),
    "all": lambda one: one.figure(ALL),
}


@pytest.mark.parametrize(
    ("name", "differs"),
    [
        ("figures/ip.py", {"ip", "all"}),
        ("figures/food.py", {"food", "all"}),
        ("figures/book.py", {"base"}),
        ("narrative/sentences.py", {"base"}),
        ("ledgers/frames.py", {"base"}),
        ("charts/style.py", {"base"}),
        ("execution/notebooks.py", {"base"}),
        ("figures/evidence.md", {"base"}),
        ("cli/reports.py", set()),
        ("rendering/pages.py", set()),
        ("rendering/templates/pages/report.css", set()),
    ],
)
def test_a_changed_file_counts_where_it_is_used(copy, name, differs):
    before = Library(copy)
    was = {what: look(before) for what, look in LOOKS.items()}
    path = copy / name
    content = path.read_bytes()
    path.write_bytes(content + b"\n# changed\n")
    try:
        after = Library(copy)
        assert {what for what, look in LOOKS.items() if look(after) != was[what]} == differs
    finally:
        path.write_bytes(content)


def test_every_figure_knows_where_it_is_declared():
    assert set(DECLARED_IN) >= set(FIGURES)
    for id in FIGURES:
        assert DECLARED_IN[id], id
        assert all(name.startswith("workreport.figures.") for name in DECLARED_IN[id])
    assert Library().figure("no.such") == ""
