"""What a signature is bound to: what a section shows, not its code nor what differs from run to run."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workreport.blocks.block import Block, Chart, Paragraph, Plotted, Table
from workreport.blocks.text import Cell, NumberLink, Run
from workreport.history.section_content import content_of, difference
from workreport.rendering.executed_notebooks import normalised

DISPLAY = {"a.one": "12批次", "a.two": "3件", "b.other": "1家"}


def shows(block: Block) -> NotebookNode:
    return new_output("display_data", block._repr_mimebundle_())


def sentence(text: str, *ids: str) -> NotebookNode:
    return shows(Paragraph((Run(text), *(Run("1件", 1, NumberLink(id)) for id in ids))))


def chart(svg: str, png: str) -> NotebookNode:
    return shows(Chart("c", "图", "", "", ["甲"], [Plotted("件", "件", ["1"])], svg=svg, png=png))


def table(text: str) -> NotebookNode:
    """A table of which leaders see this text."""
    full = Table("t", "各项", "", ["甲"], [[Cell("2")]], figures=("a.two",))
    return shows(replace(full, leaders=replace(full, rows=[[Cell(text)]])))


@pytest.fixture
def notebook() -> NotebookNode:
    cells = [
        new_markdown_cell("# 甲"),
        new_code_cell("s.say()", outputs=[sentence("一", "a.one")]),
        new_code_cell("s.table()", outputs=[table("<3")]),
        new_code_cell("s.charts.bars()", outputs=[chart("<svg>一</svg>", "AAAA")]),
    ]
    return new_notebook(cells=cells)


def test_pieces_are_named_and_figures_are_those_shown(notebook):
    content = content_of(notebook.cells, DISPLAY)
    assert list(content.pieces) == ["标题", "段落", "表“各项”", "图“图”"]
    assert content.figures == {"a.one": "12批次", "a.two": "3件"}


def test_code_pictures_ids_and_normalising_do_not_count(notebook):
    other = copy.deepcopy(notebook)
    other.cells[1].source = "s.say( )"
    other.cells[3].outputs[0].data["image/png"] = "BBBB"
    other.cells[1].outputs.append(new_output("stream", name="stderr", text="warning"))
    assert content_of(normalised(other).cells, DISPLAY).hash == content_of(notebook.cells, DISPLAY).hash


@pytest.mark.parametrize(
    "change",
    [
        lambda cells: cells[0].update(source="# 乙"),
        lambda cells: cells[1].update(outputs=[sentence("二", "a.one")]),
        lambda cells: cells[1].update(outputs=[sentence("一", "a.two")]),
        lambda cells: cells[2].update(outputs=[table("※")]),
        lambda cells: cells[3].update(outputs=[chart("<svg>二</svg>", "AAAA")]),
        lambda cells: cells.pop(),
    ],
    ids=["heading", "paragraph", "link", "leaders", "picture", "gone"],
)
def test_whatever_a_reader_sees_counts(notebook, change):
    before = content_of(notebook.cells, DISPLAY)
    change(notebook.cells)
    now = content_of(notebook.cells, DISPLAY)
    assert now.hash != before.hash and difference(before, now, {})


def test_rows_that_wait_count(notebook):
    contents = [content_of(notebook.cells, DISPLAY, pending) for pending in (0, 1, 2)]
    assert len({content.hash for content in contents}) == 3


def test_a_difference_names_figures_with_both_values_and_pieces(notebook):
    before = content_of(notebook.cells, DISPLAY)
    notebook.cells[1].outputs = [sentence("十三", "a.one")]
    now = content_of(notebook.cells, DISPLAY | {"a.one": "13批次"})
    assert difference(before, now, {"a.one": "抽检"}) == "抽检：12批次→13批次；段落有改动"


def test_a_paragraph_put_in_between_is_the_only_one_that_changed(notebook):
    before = content_of(notebook.cells, DISPLAY)
    notebook.cells.insert(1, new_code_cell("", outputs=[sentence("零")]))
    assert difference(before, content_of(notebook.cells, DISPLAY), {}) == "段落有改动"


def test_many_changes_are_counted(notebook):
    display = {f"a.{n}": "1" for n in range(9)}
    notebook.cells[1].outputs = [sentence("九", *display)]
    before, now = (content_of(notebook.cells, numbers) for numbers in (display, dict.fromkeys(display, "2")))
    assert difference(before, now, {}).endswith("等9处")
