"""The summary table that the check of ledgers prints."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

HEADS = {
    "file": "台账文件",
    "read": "读入",
    "counted": "计入",
    "out_of_period": "不在本期",
    "duplicate": "重复",
    "quarantined": "隔离",
    "not_data": "非数据",
    "found_warned": "警示",
    "found_normalised": "规整",
}
WIDTH = 120


def print_table(table: pd.DataFrame, title: str, console: Console | None = None) -> None:
    """Print one line per ledger file; those with findings in bold."""
    console = console or Console()
    if not console.is_terminal:  # a file or a pipe has no width
        console = Console(file=console.file, width=WIDTH)
    shown = Table(title=title)
    for name, head in HEADS.items():
        shown.add_column(head, justify="left" if name == "file" else "right", overflow="fold")
    for row in table.to_dict("records"):
        shown.add_row(*(escape(str(row[name])) for name in HEADS), style="bold" if row["findings"] else None)
    console.print(shown)
