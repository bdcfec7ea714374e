"""The parts of a ledger's contract that writing a sample file needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Column:
    """One declared field: its name in rows, its header in files, how a value is written."""

    name: str
    header: str
    type: str
    decimals: int | None
    delimiter: str


@dataclass(frozen=True)
class Contract:
    """One ledger as ``data/contracts/`` declares it."""

    code: str
    name: str
    title: str
    division: str
    kind: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    to_own_key: tuple[str, ...] = ()


def _column(field: dict[str, Any]) -> Column:
    unit = field.get("unit")
    header = f"{field['title']}（{unit}）" if unit else field["title"]
    return Column(field["name"], header, field["type"], field.get("decimals"), field.get("delimiter", "、"))


def load_contracts(folder: Path) -> dict[str, Contract]:
    """Every contract of the folder by ledger name, in file order."""
    contracts = {}
    for path in sorted(folder.glob("*.yaml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        contracts[raw["name"]] = Contract(
            raw["code"],
            raw["name"],
            raw["title"],
            raw.get("division", ""),
            raw["kind"],
            tuple(_column(field) for field in raw["fields"] if not field.get("optional")),
            tuple(raw["primaryKey"]),
            tuple(
                name
                for key in raw.get("foreignKeys", [])
                if key["reference"]["resource"] == raw["name"]
                for name in key["fields"]
            ),
        )
    return contracts
