"""Changes of ledger rows between two runs: added, removed, changed, with the changed columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from workreport.figures.registry import FIGURES, Figure
from workreport.history.runs import Run
from workreport.history.snapshot import NOT_KEPT, keys, texts_of
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import FILE, REST, ROW, SHEET, SOURCE

Cause = Literal["ledger", "definition", "period", "related", "unknown"]
CAUSES: dict[str, str] = {
    "ledger": "台账行改动",
    "definition": "口径或程序改动",
    "period": "报告期不同",
    "related": "关联台账改动",
    "unknown": "原因不明",
}
ADDED, REMOVED, CHANGED, ENTERED, LEFT = "新增", "删除", "改动", "转入", "转出"
"""Added, removed, changed; or unchanged but counted only now, or no longer counted."""
COLUMNS = ("figure", "change", "cause", "ledger", "file", "sheet", "row", "key", "columns")
ARROW = "→"


@dataclass(frozen=True)
class RowChange:
    """One row that differs: its place (the old one if removed), its key, and its changed columns.

    ``figure`` is the figure that it counts for, empty if the ledger itself is compared. ``columns`` is text
    such as 检验结论：合格→不合格.
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
        """The change with ``COLUMNS``; the cause in Chinese."""
        row = {name: str(getattr(self, name)) for name in COLUMNS}
        return row | {"cause": CAUSES[self.cause]}

    def __str__(self) -> str:
        where = f"{self.file} {self.sheet} 第 {self.row} 行（{self.key}）"
        return f"{self.change} {where}{'：' if self.columns else ''}{self.columns}"


def table_changes(before: Run, after: Run, contract: Contract) -> dict[str, RowChange] | None:
    """The rows of a ledger that differ between two runs, by key; None if its rows were not stored.

    A row that only moved to another place does not count as changed.
    """
    ledger = contract.name
    if before.table_names(ledger) == after.table_names(ledger) and "" not in after.table_names(ledger):
        return {}
    parts = before.tables(ledger), after.tables(ledger)
    if parts[0] is None or parts[1] is None:
        return None
    old, new = _texts(contract, parts[0]), _texts(contract, parts[1])
    changes = {key: _change(REMOVED, ledger, old, key) for key in old.index.difference(new.index)}
    changes |= {key: _change(ADDED, ledger, new, key) for key in new.index.difference(old.index)}
    common = old.index.intersection(new.index)
    names = [name for name in {**dict.fromkeys(old), **dict.fromkeys(new)} if name not in (*SOURCE, REST)]
    left = old.reindex(index=common, columns=names, fill_value="")
    right = new.reindex(index=common, columns=names, fill_value="")
    differs = left.ne(right)
    titles = {field.name: field.title for field in contract.fields}
    for key in common[differs.any(axis=1)]:
        columns = [
            f"{titles.get(name, name)}：{left.at[key, name] or '空'}{ARROW}{right.at[key, name] or '空'}"
            for name in names
            if differs.at[key, name]
        ]
        changes[key] = replace(_change(CHANGED, ledger, new, key), columns="；".join(columns))
    return dict(sorted(changes.items()))


def _texts(contract: Contract, parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The cells of a ledger's tables as text, by key; the last of rows with the same key."""
    texts = []
    for part in parts:
        columns = {name: texts_of(part[name]) for name in part}
        index = pd.Index(keys(contract, part, columns.__getitem__), dtype=object)
        texts.append(pd.DataFrame(columns, index, dtype=object))
    whole = pd.concat(texts).fillna("") if texts else pd.DataFrame(columns=SOURCE, dtype=object)
    return whole[~whole.index.duplicated(keep="last")]


def _change(change: str, ledger: str, table: pd.DataFrame, key: str) -> RowChange:
    file, sheet, row = (table.at[key, name] for name in (FILE, SHEET, ROW))
    return RowChange(change, ledger, file, sheet, int(row), key)


@dataclass
class Changes:
    """Row changes between two runs; each ledger is compared once."""

    before: Run
    after: Run
    contracts: Mapping[str, Contract]

    def __post_init__(self) -> None:
        self._ledgers: dict[str, dict[str, RowChange] | None] = {}

    def of_ledger(self, ledger: str) -> dict[str, RowChange] | None:
        """The ledger's rows that differ, by key; None if its rows were not stored."""
        if ledger not in self._ledgers:
            self._ledgers[ledger] = table_changes(self.before, self.after, self.contracts[ledger])
        return self._ledgers[ledger]

    def of_figure(self, id: str) -> list[RowChange] | None:
        """The rows that count in only one of the runs, or count differently; None if they were not stored.

        A derived figure has the rows of its components.
        """
        figure = FIGURES[id]
        if figure.rows is None:
            parts = [self.of_figure(part) for part in components(id)]
            return None if None in parts else [change for part in parts for change in part or ()]
        if self.before.evidence is None or self.after.evidence is None:
            return None
        if any(id in run.manifest.get(NOT_KEPT, ()) for run in (self.before, self.after)):
            return None
        ledger = self.of_ledger(figure.ledgers[0])
        if ledger is None:
            return None
        old, new = (_rows(run, id) for run in (self.before, self.after))
        changes = []
        for key in old.index.union(new.index):
            if key in old.index and key in new.index:
                was, now = old.at[key, "measured"], new.at[key, "measured"]
                if was != now:
                    change = ledger.get(key) or self._unchanged(LEFT, figure, new, key)
                    columns = change.columns or f"{was}{ARROW}{now}"
                    changes.append(replace(change, change=CHANGED, columns=columns))
            elif key in new.index:
                changes.append(ledger.get(key) or self._unchanged(ENTERED, figure, new, key))
            else:
                changes.append(ledger.get(key) or self._unchanged(LEFT, figure, old, key))
        return [replace(change, figure=id) for change in changes]

    def _unchanged(self, change: str, figure: Figure, rows: pd.DataFrame, key: str) -> RowChange:
        """A row with the same content in both runs, with the cause of its different counting."""
        place = rows.loc[key]
        return RowChange(
            change, figure.ledgers[0], place["file"], place["sheet"], int(place["row"]), key,
            cause=self._cause(figure),
        )  # fmt: skip

    def _cause(self, figure: Figure) -> Cause:
        if self.before.manifest["period"] != self.after.manifest["period"]:
            return "period"
        if self.definition_changed(figure.id):
            return "definition"
        if any(self.of_ledger(name) for name in figure.ledgers[1:]):
            return "related"
        return "definition" if self.before.manifest["code"] != self.after.manifest["code"] else "unknown"

    def definition_changed(self, id: str) -> bool:
        """Whether the definition of the figure or of one of its components differs."""
        old, new = (run.manifest.get("definitions", {}) for run in (self.before, self.after))
        return any(old.get(part) != new.get(part) for part in (id, *components(id, inner=True)))


def components(id: str, inner: bool = False) -> list[str]:
    """The row-based components of a derived figure; with `inner`, intermediate ones too."""
    result: dict[str, None] = {}
    for part in FIGURES[id].components:
        if inner or FIGURES[part].rows is not None:
            result[part] = None
        result |= dict.fromkeys(components(part, inner))
    return list(result)


def _rows(run: Run, id: str) -> pd.DataFrame:
    if run.evidence is None:
        return pd.DataFrame(columns=["file", "sheet", "row", "measured"])
    rows = run.evidence[run.evidence["figure"] == id].set_index("key")
    return rows[~rows.index.duplicated(keep="last")]
