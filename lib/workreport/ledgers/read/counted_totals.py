"""Totals that say how many rows there are: 合计1235台 below four devices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import pandas as pd

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.read.header_search import Header
from workreport.ledgers.read.row_kinds import LABELS, NUMERIC, TOTAL, differing_sum
from workreport.ledgers.values.units import SAME, ratio

COUNT = re.compile(r"(?P<label>\D*?):?(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<unit>\D{0,3})", re.ASCII)
OF_ROWS = frozenset("条行项个件次笔")
"""Units that count rows of any ledger, besides those in the contract's grain."""


def wrong_counts(
    contract: Contract, frame: pd.DataFrame, totals: Sequence[tuple[int, int, list[str]]], header: Header
) -> Iterator[tuple[int, str, str]]:
    """Row number, message and text of each total that states another number of rows than there are.

    A total may count the rows since the start or since one of the totals above, or be the sum of a column
    in its unit.
    """
    numeric = {
        header.columns[f.name]: f for f in contract.read_fields if f.type in NUMERIC and f.name in frame
    }
    starts, ends = [0], [above for _, above, _ in totals if above] + [len(frame)]
    for number, above, row in totals:
        filled = [at for at, text in enumerate(row) if text][:LABELS]
        for at in (at for at in filled if at not in numeric):
            match = COUNT.fullmatch("".join(unicodedata.normalize("NFKC", row[at]).split()))
            if match is None or not _counts_rows(contract, match):
                continue
            stated, until = int(match["number"].replace(",", "")), above or ends[0]
            rows = [until - start for start in starts if start < until]
            sums = [f for f in numeric.values() if not match["unit"] or ratio(match["unit"], f.unit) == 1]
            columns = [frame[field.name].tolist() for field in sums]
            summed = [differing_sum(str(stated), cells, above, starts, ends[0]) is None for cells in columns]
            if stated not in rows and not any(summed):
                message = (
                    f"合计写的是 {stated}{match['unit']}，明细是 {rows[-1] if rows else 0} 行，以明细为准"
                )
                yield number, message, row[at]
        starts.append(above)


def _counts_rows(contract: Contract, match: re.Match[str]) -> bool:
    """Whether a text counts rows: a label of a total with a number, or a number with the unit of the grain."""
    label, unit = match["label"], match["unit"]
    if label and not TOTAL.fullmatch(match[0]):
        return False
    if not unit:
        return bool(label)
    return unit in OF_ROWS or SAME.get(unit, unit) in contract.grain
