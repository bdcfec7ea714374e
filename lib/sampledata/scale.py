"""A ledger of any number of rows: the year's sample rows again and again under keys of their own.

Rows are written one by one, so memory does not grow with their number, and in the order of the sample
rows, so a ledger in order of time stays so. Moments, amounts and firms vary, as a province's would.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sampledata.contracts import Contract
from sampledata.registry import FILINGS, Filing
from sampledata.world import World, rng_for
from sampledata.write import csv_cell, table

BRANCHES = 64
"""Shops of a firm: a province has more names than the sample district."""
SPREAD = 4096
"""Different factors that amounts are multiplied by; all of a row's by the same."""


def scaled(
    contract: Contract, rows: Sequence[dict[str, Any]], count: int, world: World, year: int
) -> Iterator[list[str]]:
    """The cells of `count` rows made from the sample `rows`; the first copy of each is the row itself.

    A field that refers to the ledger's own key refers to the same copy. Name and code of a firm change together.
    """
    rng = rng_for(contract.code, f"{year}:{count}")
    firms = [(one.name, one.uscc) for one in world.subjects if one.town_code]
    at = {column.name: place for place, column in enumerate(contract.columns)}
    own = [at[name] for name in (*contract.key, *contract.to_own_key)]
    times = [at[c.name] for c in contract.columns if c.type == "datetime"]
    amounts = [(at[c.name], c.name) for c in contract.columns if c.type == "number"]
    firm = (at["ent_name"], at["uscc"]) if {"ent_name", "uscc"} <= set(at) else None
    for number, row in enumerate(rows):
        cells = [csv_cell(value) for value in table(contract, [row])[0]]
        yield cells
        keys = [(place, cells[place]) for place in own if cells[place]]
        hours = [(place, cells[place][:-2]) for place in times if cells[place]]
        worth = [(place, row[name]) for place, name in amounts if row.get(name) is not None]
        for copy in range(1, count // len(rows) + (number < count % len(rows))):
            made, suffix = cells.copy(), f"{copy:06d}"
            minute = f"{int(60 * rng.random()):02d}"
            for place, text in keys:
                made[place] = text + suffix
            for place, text in hours:  # another minute of the same hour, so that the order of days stays
                made[place] = text + minute
            if worth:
                factor = 0.5 + int(SPREAD * rng.random()) / SPREAD
                for place, value in worth:
                    made[place] = f"{value * factor:.2f}".rstrip("0").rstrip(".")
            if firm:
                name, made[firm[1]] = firms[int(len(firms) * rng.random() ** 1.4)]
                branch = int(BRANCHES * rng.random())
                made[firm[0]] = f"{name}第{branch}分店" if branch else name
            yield made


def write_scaled(
    folder: Path, contract: Contract, rows: Sequence[dict[str, Any]], count: int, world: World, year: int
) -> Path:
    """The ledger with `count` rows as a CSV file in the folder; any other file of the ledger there is replaced.

    Raises
    ------
    ValueError
        If the ledger has fewer sample rows than one, or more than `count`.
    """
    if not 0 < len(rows) <= count:
        raise ValueError(f"{contract.code}: {len(rows)} sample rows cannot be scaled to {count}")
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob(f"{contract.code}_*"):
        path.unlink()
    filing = FILINGS.get(contract.name, Filing())
    path = folder / (filing.file_name if filing.csv else f"{contract.code}_{contract.title}.csv")
    with path.open("w", encoding=filing.csv or "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.header for column in contract.columns])
        writer.writerows(scaled(contract, rows, count, world, year))
    return path
