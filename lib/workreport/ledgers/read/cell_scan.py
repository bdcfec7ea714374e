"""A first look at many columns for what few cells hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def matching(columns: Sequence[pd.Series], *patterns: str) -> Iterator[tuple[list[str], list[str]]]:
    """The distinct texts of each column, and those of them that match one of the patterns; none of either where none do.

    All columns are looked at in one go, straight by RE2: it takes longer to understand a pattern than to look for it, and
    pandas parses each once more to see whether it may go there.
    """
    distinct = [pa.array(column.unique(), type=pa.large_string()) for column in columns]
    texts = pa.concat_arrays([pa.array([], pa.large_string()), *distinct])
    found = reduce(pc.or_, (pc.match_substring_regex(texts, pattern) for pattern in patterns))
    odd, start = pc.fill_null(found, False), 0
    for one in distinct:
        matched = one.filter(odd.slice(start, len(one))).to_pylist()
        yield (one.to_pylist(), matched) if matched else ([], [])
        start += len(one)
