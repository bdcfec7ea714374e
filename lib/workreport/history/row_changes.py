"""What became of ledger rows between two runs: added, removed, changed, and which columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from workreport.figures.registry import FIGURES, Figure
from workreport.history.runs import Run
from workreport.history.snapshot import NOT_KEPT, keys, texts_of
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET, SOURCE

Cause = Literal["ledger", "definition", "period", "related", "unknown"]
CAUSES: dict[str, str] = {
    "ledger": "台账行改动",
    "definition": "口径或程序改动",
    "period": "报告期不同",
    "related": "关联台账改动",
    "unknown": "原因不明",
}
ADDED, REMOVED, CHANGED, ENTERED, LEFT = "新增", "删除", "改动", "转入", "转出"
"""A row that is new, is gone, has other content; or is the same and counts now, or no longer counts."""
COLUMNS = ("figure", "change", "cause", "ledger", "file", "sheet", "row", "key", "columns")
ARROW = "→"


@dataclass(frozen=True)
class RowChange:
    """One row that differs: where it stands (where it stood, if it is gone), its key, and what changed in it.

    ``figure`` is the figure that it counts for, empty where the ledger itself is compared. ``columns``
    reads 检验结论：合格→不合格.
    """

    change: str
    ledger: str
    file: str
    sheet: str
    row: int
    key: str
    columns: str = ""
    cause: str = "ledger"
    figure: str = ""

    def row_of_csv(self) -> dict[str, str]:
        """The change with ``COLUMNS``, its cause in words."""
        told = {name: str(getattr(self, name)) for name in COLUMNS}
        return told | {"cause": CAUSES[self.cause]}

    def __str__(self) -> str:
        where = f"{self.file} {self.sheet} 第 {self.row} 行（{self.key}）"
        return f"{self.change} {where}{'：' if self.columns else ''}{self.columns}"


def table_changes(before: Run, after: Run, contract: Contract) -> dict[str, RowChange] | None:
    """The rows of a ledger that differ between two runs, by key; None where its rows were not kept.

    A row that only moved to another place is not one of them.
    """
    ledger = contract.name
    if before.table_names(ledger) == after.table_names(ledger) and "" not in after.table_names(ledger):
        return {}
    parts = before.tables(ledger), after.tables(ledger)
    if parts[0] is None or parts[1] is None:
        return None
    old, new = _texts(contract, parts[0]), _texts(contract, parts[1])
    found = {key: _change(REMOVED, ledger, old, key) for key in old.index.difference(new.index)}
    found |= {key: _change(ADDED, ledger, new, key) for key in new.index.difference(old.index)}
    common = old.index.intersection(new.index)
    names = [name for name in {**dict.fromkeys(old), **dict.fromkeys(new)} if name not in SOURCE]
    left = old.reindex(index=common, columns=names, fill_value="")
    right = new.reindex(index=common, columns=names, fill_value="")
    differs = left.ne(right)
    titles = {field.name: field.title for field in contract.fields}
    for key in common[differs.any(axis=1)]:
        told = [
            f"{titles.get(name, name)}：{left.at[key, name] or '空'}{ARROW}{right.at[key, name] or '空'}"
            for name in names
            if differs.at[key, name]
        ]
        found[key] = replace(_change(CHANGED, ledger, new, key), columns="；".join(told))
    return dict(sorted(found.items()))


def _texts(contract: Contract, parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The cells of a ledger's tables as text, by key; of two rows with one key the last."""
    texts = []
    for part in parts:
        told = {name: texts_of(part[name]) for name in part}
        index = pd.Index(keys(contract, part, told.__getitem__), dtype=object)
        texts.append(pd.DataFrame(told, index, dtype=object))
    whole = pd.concat(texts).fillna("") if texts else pd.DataFrame(columns=SOURCE, dtype=object)
    return whole[~whole.index.duplicated(keep="last")]


def _change(change: str, ledger: str, table: pd.DataFrame, key: str) -> RowChange:
    file, sheet, row = (table.at[key, name] for name in (FILE, SHEET, ROW))
    return RowChange(change, ledger, file, sheet, int(row), key)


@dataclass
class Changes:
    """Differences of rows between two runs, each ledger compared once."""

    before: Run
    after: Run
    contracts: Mapping[str, Contract]

    def __post_init__(self) -> None:
        self._ledgers: dict[str, dict[str, RowChange] | None] = {}

    def of_ledger(self, ledger: str) -> dict[str, RowChange] | None:
        """The ledger's rows that differ, by key; None where its rows were not kept."""
        if ledger not in self._ledgers:
            self._ledgers[ledger] = table_changes(self.before, self.after, self.contracts[ledger])
        return self._ledgers[ledger]

    def of_figure(self, id: str) -> list[RowChange] | None:
        """The rows that count for one of the runs only, or count differently; None where they were not kept.

        A figure made of others has the rows of those.
        """
        figure = FIGURES[id]
        if figure.rows is None:
            parts = [self.of_figure(part) for part in leaves(id)]
            return None if None in parts else [one for part in parts for one in part or ()]
        if self.before.evidence is None or self.after.evidence is None:
            return None
        if any(id in run.manifest.get(NOT_KEPT, ()) for run in (self.before, self.after)):
            return None
        ledger = self.of_ledger(figure.ledgers[0])
        if ledger is None:
            return None
        old, new = (_rows(run, id) for run in (self.before, self.after))
        found = []
        for key in old.index.union(new.index):
            if key in old.index and key in new.index:
                was, now = old.at[key, "measured"], new.at[key, "measured"]
                if was != now:
                    told = ledger.get(key) or self._same(LEFT, figure, new, key)
                    found.append(replace(told, change=CHANGED, columns=told.columns or f"{was}{ARROW}{now}"))
            elif key in new.index:
                found.append(ledger.get(key) or self._same(ENTERED, figure, new, key))
            else:
                found.append(ledger.get(key) or self._same(LEFT, figure, old, key))
        return [replace(one, figure=id) for one in found]

    def _same(self, change: str, figure: Figure, rows: pd.DataFrame, key: str) -> RowChange:
        """A row whose own content is the same in both runs, with the reason why it counts differently."""
        place = rows.loc[key]
        return RowChange(
            change, figure.ledgers[0], place["file"], place["sheet"], int(place["row"]), key,
            cause=self._cause(figure),
        )  # fmt: skip

    def _cause(self, figure: Figure) -> Cause:
        if self.before.manifest["period"] != self.after.manifest["period"]:
            return "period"
        if self.redefined(figure.id):
            return "definition"
        if any(self.of_ledger(name) for name in figure.ledgers[1:]):
            return "related"
        return "definition" if self.before.manifest["code"] != self.after.manifest["code"] else "unknown"

    def redefined(self, id: str) -> bool:
        """Whether the figure's definition, or one of those that it is made of, differs."""
        old, new = (run.manifest.get("definitions", {}) for run in (self.before, self.after))
        return any(old.get(one) != new.get(one) for one in (id, *leaves(id, inner=True)))


def leaves(id: str, inner: bool = False) -> list[str]:
    """The figures that count rows under a figure made of others; with `inner` those in between too."""
    found: dict[str, None] = {}
    for part in FIGURES[id].needs:
        if inner or FIGURES[part].rows is not None:
            found[part] = None
        found |= dict.fromkeys(leaves(part, inner))
    return list(found)


def _rows(run: Run, id: str) -> pd.DataFrame:
    if run.evidence is None:
        return pd.DataFrame(columns=["file", "sheet", "row", "measured"])
    rows = run.evidence[run.evidence["figure"] == id].set_index("key")
    return rows[~rows.index.duplicated(keep="last")]
