"""Regex scan of many columns for rare content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def scan_columns(columns: Sequence[pd.Series], *patterns: str) -> Iterator[tuple[list[str], list[str]]]:
    """For each column, its distinct texts and those that match one of the patterns; both empty without a match.

    All columns are scanned together by RE2 in Arrow: compiling a pattern takes longer than the scan, and pandas would
    compile each pattern again.
    """
    distinct = [pa.array(column.unique(), type=pa.large_string()) for column in columns]
    texts = pa.concat_arrays([pa.array([], pa.large_string()), *distinct])
    matches = reduce(pc.or_, (pc.match_substring_regex(texts, pattern) for pattern in patterns))
    mask, start = pc.fill_null(matches, False), 0
    for column in distinct:
        matched = column.filter(mask.slice(start, len(column))).to_pylist()
        yield (column.to_pylist(), matched) if matched else ([], [])
        start += len(column)
