"""Which code counts for which section."""

from __future__ import annotations

import ast
import shutil

import pytest

from workreport.building import library
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


def test_imports_are_found_as_a_parse_of_the_whole_module_finds_them():
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 150
    for path in modules:
        source = path.read_text(encoding="utf-8")
        whole = {
            node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)
        }
        names = {alias.name for node in whole if isinstance(node, ast.Import) for alias in node.names}
        for node in whole:
            if isinstance(node, ast.ImportFrom):
                assert node.module and not node.level, f"{path}: relative imports are not followed"
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        # a sentence in a docstring may read like an import and does no harm; none may be missed
        assert names <= library._imported(source), path
