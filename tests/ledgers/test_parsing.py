"""A column is read by its distinct texts, in order, with a note for each that is not ordinary."""

from __future__ import annotations

from unittest.mock import patch

import pandas as pd
import pytest
from cell_reading import field
from hypothesis import given, settings
from hypothesis import strategies as st

from workreport.ledgers.values.parsing import parse_column
from workreport.ledgers.values.plain import read_plain


def test_every_distinct_text_is_read_once_and_order_stays():
    typed, notes = parse_column(
        field(type="integer"), pd.Series(["2", "x", "1", "2", ""], index=[9, 3, 4, 8, 1]), None
    )
    assert typed.index.tolist() == [9, 3, 4, 8, 1]
    assert typed.tolist() == [2, pd.NA, 1, 2, pd.NA]
    assert list(notes) == ["x"] and notes["x"].disposition == "quarantined"


KINDS = [
    {"type": "integer", "unit": "人"},
    {"type": "number", "unit": "kg", "decimals": 3},
    {"type": "number"},
    {"type": "date"},
    {"type": "datetime"},
    {"type": "boolean"},
    {"type": "list", "constraints": {"enum": ["甲", "乙"]}},
    {"type": "string", "constraints": {"enum": ["甲", "乙"]}},
    {"type": "string"},
    {"name": "x_no", "type": "string"},
]
ALPHABET = st.sampled_from(
    "0123456789０９²①〇零一二两十百千万亿余多约近以上下至~-—+.,，、；;/：: \n\t\u200b\ufeff年月日号时点分秒"
    "星期周吨千克公斤升元%％¥￥人台()（）[]EeTtkgm#=\"'是否甲乙NFA!�"
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.text(ALPHABET, max_size=14) | st.text(max_size=8), max_size=12))
def test_any_text_is_read_or_set_aside_and_nothing_breaks(cells):
    text = pd.Series(cells, dtype="str")
    for kind in KINDS:
        for epoch in (None, 1900):
            typed, notes = parse_column(field(**kind), text, None, epoch)
            assert len(typed) == len(cells)
            assert set(notes) <= set(cells) and all(note.message for note in notes.values())
            refused = [cell for cell, note in notes.items() if note.disposition == "quarantined"]
            assert typed[text.isin(refused)].isna().all()


CELLS = st.one_of(
    st.text("0123456789ABCxyz-", max_size=20),
    st.from_regex(r"(18|19|20|21|22)[0-9]{2}-(0[1-9]|1[0-3])-(0[1-9]|[12][0-9]|3[01])", fullmatch=True),
    st.sampled_from(["", "/", "-", "无", "#N/A", " 甲 乙", "甲\u3000", "张三#", "2021-02-30", "9999-12-31"]),
    st.sampled_from(
        ["91510100MA6CXXXX0X", "91510100ma62l9ya07", "123456789012345000", "2021010100010", "١٢٣"]
    ),
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(st.lists(CELLS, max_size=8), CELLS.flatmap(lambda one: st.lists(st.just(one), max_size=3))))
def test_a_column_read_at_once_is_read_as_cell_by_cell(cells):
    text = pd.Series(cells, index=range(3, 3 + len(cells)), dtype="str")
    for kind in [*KINDS, {"name": "uscc", "type": "string", "format": "uscc"}]:
        at_once = parse_column(field(**kind), text, None)
        with patch("workreport.ledgers.values.parsing.read_plain", return_value=None):
            one_by_one = parse_column(field(**kind), text, None)
        pd.testing.assert_series_equal(at_once.typed, one_by_one.typed)
        assert at_once.notes == one_by_one.notes


@pytest.mark.parametrize(
    "kind, cells",
    [
        ({"type": "date"}, ["2021-01-02", "2020-02-29"]),
        ({"type": "string"}, ["甲 乙", "丙"]),
        ({"name": "x_no", "type": "string"}, ["2021-A", "b7"]),
        ({"name": "uscc", "type": "string", "format": "uscc"}, ["91510100MA6CXXXX0X"]),
    ],
)
def test_what_stands_as_it_should_is_read_at_once(kind, cells):
    assert read_plain(field(**kind), cells, coded=False) == cells
    assert read_plain(field(**kind), cells, coded=True) is None
