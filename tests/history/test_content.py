"""What a signature is bound to: what a section shows, not its code nor what differs from run to run."""

from __future__ import annotations

import copy

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workreport.history.section_content import content_of, difference
from workreport.rendering.executed_notebooks import normalised

DISPLAY = {"a.one": "12批次", "a.two": "3件", "b.other": "1家"}


def shows(html: str, **told: object) -> NotebookNode:
    data = {"text/html": html, "text/plain": "x", "image/png": "AAAA"}
    return new_output("display_data", data=data, metadata={"workreport": {"kind": "sentence"} | told})


@pytest.fixture
def notebook() -> NotebookNode:
    cells = [
        new_markdown_cell("# 甲"),
        new_code_cell("s.say()", outputs=[shows("<p>一</p>", figures=["a.one"])]),
    ]
    table = shows(
        "<table>", kind="table", title="各项", figures=["a.two"], leaders={"data": {"text/html": "<3"}}
    )
    cells.append(new_code_cell("s.table()", outputs=[table]))
    return new_notebook(cells=cells)


def test_pieces_are_named_and_figures_are_those_shown(notebook):
    content = content_of(notebook.cells, DISPLAY)
    assert list(content.pieces) == ["标题", "段落", "表“各项”"]
    assert content.figures == {"a.one": "12批次", "a.two": "3件"}


def test_code_pictures_ids_and_normalising_do_not_count(notebook):
    other = copy.deepcopy(notebook)
    other.cells[1].source = "s.say( )"
    other.cells[1].outputs[0].data["image/png"] = "BBBB"
    other.cells[1].outputs.append(new_output("stream", name="stderr", text="warning"))
    assert content_of(normalised(other).cells, DISPLAY).hash == content_of(notebook.cells, DISPLAY).hash


@pytest.mark.parametrize(
    "change",
    [
        lambda cells: cells[0].update(source="# 乙"),
        lambda cells: cells[1].outputs[0].data.update({"text/html": "<p>二</p>"}),
        lambda cells: (
            cells[2].outputs[0].metadata["workreport"]["leaders"]["data"].update({"text/html": "※"})
        ),
        lambda cells: cells.pop(),
    ],
    ids=["heading", "paragraph", "leaders", "gone"],
)
def test_whatever_a_reader_sees_counts(notebook, change):
    before = content_of(notebook.cells, DISPLAY)
    change(notebook.cells)
    now = content_of(notebook.cells, DISPLAY)
    assert now.hash != before.hash and difference(before, now, {})


def test_rows_that_wait_count(notebook):
    contents = [content_of(notebook.cells, DISPLAY, pending) for pending in (0, 1, 2)]
    assert len({one.hash for one in contents}) == 3


def test_a_difference_names_figures_with_both_values_and_pieces(notebook):
    before = content_of(notebook.cells, DISPLAY)
    notebook.cells[1].outputs[0].data["text/html"] = "<p>十三</p>"
    now = content_of(notebook.cells, DISPLAY | {"a.one": "13批次"})
    assert difference(before, now, {"a.one": "抽检"}) == "抽检：12批次→13批次；段落有改动"


def test_a_paragraph_put_in_between_is_the_only_one_that_changed(notebook):
    before = content_of(notebook.cells, DISPLAY)
    notebook.cells.insert(1, new_code_cell("", outputs=[shows("<p>零</p>")]))
    assert difference(before, content_of(notebook.cells, DISPLAY), {}) == "段落有改动"


def test_many_changes_are_counted(notebook):
    display = {f"a.{n}": "1" for n in range(9)}
    notebook.cells[1].outputs[0].metadata["workreport"]["figures"] = list(display)
    before, now = (content_of(notebook.cells, one) for one in (display, dict.fromkeys(display, "2")))
    assert difference(before, now, {}).endswith("等9处")
