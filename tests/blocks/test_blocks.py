"""Blocks: what a notebook displays comes back from it as it was, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from workreport.blocks.block import (
    MIME,
    Block,
    Card,
    Cards,
    Chart,
    Nothing,
    Notice,
    OfficeText,
    Paragraph,
    Plotted,
    Table,
)
from workreport.blocks.stored import BlockError, block_of, blocks_in, from_json
from workreport.blocks.text import (
    Cell,
    Explanation,
    NumberLink,
    Run,
    counted,
    figure_cell,
    links_in,
    plain_runs,
)

LINK = NumberLink("t.samples", "yoy", ("food",), ("糕点",), "2020", "与上年同期比较", "t.base")
NUMBER = Run("33.3%", Decimal(100) / 3, LINK)
TABLE = Table(
    "by_food",
    "各类",
    "数据来源",
    ["食品", "抽样"],
    [[Cell("糕点"), figure_cell("3", 3, "t.samples", ("糕点",), ("food",))], [Cell("2021-03-01"), Cell("—")]],
    [Cell("合计"), figure_cell("3", 3, "t.samples")],
    (Run("共"), NUMBER),
    ("t.samples",),
    (Explanation((NUMBER, Run("任务增加（抽检股）", kind="office")), pending=True),),
)
CHART = Chart(
    "months",
    "各月",
    "柱形图",
    "数据来源",
    ["1月"],
    [Plotted("抽样", "批次", [""])],
    {"mark-t": NUMBER},
    "<svg/>",
    "AA==",
)
BLOCKS = [
    Nothing(),
    Paragraph((Run("抽检"), NUMBER, Run("。")), TABLE.below),
    Notice(counted("台账有2行相互矛盾")),
    TABLE,
    replace(TABLE, internal=True),
    replace(TABLE, leaders=replace(TABLE, rows=[[Cell("糕点"), Cell("<3", kind="hidden")]])),
    replace(TABLE, leaders=Nothing()),
    CHART,
    replace(CHART, leaders=replace(CHART, svg="<svg>2</svg>", png="BB==")),
    Cards(
        (
            Card("t.samples", "抽样", NUMBER, "批次", (NUMBER,), "green", "绿灯"),
            Card("t.lost", "缺", Run("—"), "", ()),
        )
    ),
    OfficeText("# 题\n\n正文"),
]


def executed(*blocks: Block) -> nbformat.NotebookNode:
    """A notebook with these outputs, written to a file's text and read again."""
    outputs = [new_output("display_data", block._repr_mimebundle_()) for block in blocks]
    return nbformat.reads(
        nbformat.writes(new_notebook(cells=[new_code_cell("", outputs=outputs)])), as_version=4
    )


def test_every_block_comes_back_from_a_notebook_as_it_was():
    notebook = executed(*BLOCKS)
    nbformat.validate(notebook)
    assert list(blocks_in(notebook)) == BLOCKS


@given(st.one_of(st.integers(-(10**30), 10**30), st.decimals(allow_nan=False, allow_infinity=False)))
def test_numbers_come_back_exact(number):
    stored = json.loads(json.dumps(Paragraph((Run("数", number, LINK),))._repr_mimebundle_()[MIME]))
    assert from_json(stored).runs[0].number == number


@pytest.mark.parametrize(
    "change",
    [
        lambda stored: stored.update(version=2),
        lambda stored: stored.pop("version"),
        lambda stored: stored.update(kind="figure"),
        lambda stored: stored.update(more=1),
        lambda stored: stored.pop("title"),
        lambda stored: stored["rows"][0][1].update(more=1),
        lambda stored: stored["rows"][0][1]["link"].update(more=1),
    ],
)
def test_another_version_and_leftovers_are_refused(change):
    stored = json.loads(json.dumps(TABLE._repr_mimebundle_()[MIME]))
    assert from_json(stored) == TABLE
    change(stored)
    with pytest.raises(BlockError, match="重新出稿"):
        from_json(stored)


def test_links_are_those_of_numbers_shown_and_not_of_what_leaders_see():
    other = replace(TABLE, rows=[[Cell("甲"), figure_cell("1", 1, "t.other")]])
    assert {link.figure for link in links_in(replace(TABLE, leaders=other))} == {"t.samples"}
    assert LINK in set(links_in(TABLE)) and LINK in set(links_in(CHART))


def test_an_output_of_another_program_is_no_block():
    assert block_of(new_output("display_data", {"text/html": "<table></table>"})) is None
    assert block_of(new_output("stream", name="stdout", text="x")) is None


def test_ids_are_unique_on_a_page():
    assert ' id="t-by_food"' in TABLE.html() and ' id="s03-t-by_food"' in TABLE.html("s03-")


def test_nbconvert_shows_the_html_beside_a_block():
    """What a reader of the executed notebook sees in JupyterLab or by nbconvert of his own."""
    page, _ = HTMLExporter(embed_images=False).from_notebook_node(executed(TABLE, CHART))
    assert '<figure class="wr-table" id="t-by_food">' in page and MIME not in page


def test_words_are_text_and_not_markup():
    odd = '<甲>&"乙"'
    for block in (
        Paragraph(plain_runs(odd)),
        Notice(plain_runs(odd)),
        replace(TABLE, title=odd, note=plain_runs(odd)),
    ):
        assert "<甲>" not in block.html() and "&lt;甲&gt;&amp;" in block.html()
