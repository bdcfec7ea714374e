"""A column is read by its distinct texts, in order, with a note for each that is not ordinary."""

from __future__ import annotations

import pandas as pd
from cell_reading import field
from hypothesis import given, settings
from hypothesis import strategies as st

from workreport.ledgers.values.parsing import parse_column


def test_every_distinct_text_is_read_once_and_order_stays():
    typed, bad, notes = parse_column(
        field(type="integer"), pd.Series(["2", "x", "1", "2", ""], index=[9, 3, 4, 8, 1]), None
    )
    assert typed.index.tolist() == [9, 3, 4, 8, 1]
    assert typed.tolist() == [2, pd.NA, 1, 2, pd.NA]
    assert bad.tolist() == [False, True, False, False, False]
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
            typed, bad, notes = parse_column(field(**kind), text, None, epoch)
            assert len(typed) == len(bad) == len(cells)
            assert set(notes) <= set(cells) and all(note.message for note in notes.values())
            assert typed[bad].isna().all()
