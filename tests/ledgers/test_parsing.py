"""A column is read by its distinct texts, in order, with a note for each that is not ordinary."""

from __future__ import annotations

import pandas as pd
from cell_reading import field

from workreport.ledgers.parsing import parse_column


def test_every_distinct_text_is_read_once_and_order_stays():
    typed, bad, notes = parse_column(
        field(type="integer"), pd.Series(["2", "x", "1", "2", ""], index=[9, 3, 4, 8, 1]), None
    )
    assert typed.index.tolist() == [9, 3, 4, 8, 1]
    assert typed.tolist() == [2, pd.NA, 1, 2, pd.NA]
    assert bad.tolist() == [False, True, False, False, False]
    assert list(notes) == ["x"] and notes["x"].disposition == "quarantined"
