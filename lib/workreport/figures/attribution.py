"""Sub-bureaus: which unit of the bureau a row of any ledger counts under.

The rule of attribution: a row counts under the unit that its ledger names (承办机构), whatever the address; a
row that names none counts under the sub-bureau in charge of its town (管辖乡镇代码 in the table of organisations) on the row's day;
what neither tells is 未划归, shown and never dropped. Units below another in that table, and that other one, are
the bureau's own (区本级): together one label, not shared out among the sub-bureaus.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workreport.base.period import Period
from workreport.figures.registry import DERIVED
from workreport.ledgers.declared.codes import ALWAYS, ORGS, Span
from workreport.ledgers.frames import Frames

SUB_BUREAU = "sub_bureau"
"""The dimension; every figure whose ledger has one of ``FIELDS`` can be cut by it."""
ORG, TOWN = FIELDS = ("org_code", "town_code")
UNASSIGNED = "未划归"
DERIVED[SUB_BUREAU] = "分局"


@dataclass(frozen=True)
class Attribution:
    """The bureau's units as the table of organisations lists them.

    ``labels`` gives each unit's code the label that it counts under, ``branches`` the days of each
    sub-bureau, ``own`` the units of each label of the bureau's own, ``towns`` who is in charge of a
    town on which days; all in the table's order.
    """

    labels: dict[str, str]
    branches: tuple[tuple[str, Span], ...]
    own: dict[str, tuple[str, ...]]
    towns: tuple[tuple[str, Span, str], ...]

    def in_force(self, day: pd.Timestamp) -> tuple[str, ...]:
        """Labels of the sub-bureaus on a day."""
        there = [label for label, (first, last) in self.branches if first <= day <= last]
        return tuple(dict.fromkeys(there))

    def order(self, day: pd.Timestamp, found: set[str]) -> list[str]:
        """Labels of a table: sub-bureaus in force or `found`, the bureau's own, 未划归 where found."""
        there = {*found, *self.in_force(day)}
        branches = [label for label, _ in self.branches if label in there]
        return [*dict.fromkeys(branches), *self.own, *([UNASSIGNED] if UNASSIGNED in found else [])]


def units_of(frames: Frames, period: Period) -> Attribution:
    """The table of organisations as ``Attribution``.

    Raises
    ------
    MissingLedger
        If it was not handed in.
    """
    frame = frames.known(ORGS, period)
    names, delimiter = frames.intake.codes[ORGS], frames.contract(ORGS).by_name["town_codes"].delimiter
    rows = [
        {name: value for name, value in row.items() if not pd.isna(value)} for row in frame.to_dict("records")
    ]
    above = {row["code"]: row["parent"] for row in rows if "parent" in row}
    labels: dict[str, str] = {}
    branches: list[tuple[str, Span]] = []
    own: dict[str, dict[str, None]] = {}
    towns: list[tuple[str, Span, str]] = []
    for row in rows:
        code = row["code"]
        span = row.get("valid_from", ALWAYS[0]), row.get("valid_to", ALWAYS[1])
        label = labels[code] = names.label(above.get(code, code))
        if code in above:
            own.setdefault(label, {})[names.label(code)] = None
        elif code in above.values():
            own.setdefault(label, {})
        else:
            branches.append((label, span))
        towns += [(town, span, label) for town in str(row.get("town_codes", "")).split(delimiter) if town]
    return Attribution(
        labels, tuple(branches), {label: tuple(below) for label, below in own.items()}, tuple(towns)
    )


def attributed(rows: pd.DataFrame, units: Attribution, day: pd.Series | pd.Timestamp) -> pd.Series:
    """The label that each row counts under; `day` is when, of each row or of all."""
    label = pd.Series(None, index=rows.index, dtype=object)
    if ORG in rows:
        places, codes = pd.factorize(rows[ORG], use_na_sentinel=False)  # few codes stand in many rows
        few = pd.Series(codes, dtype=object).map(units.labels).astype(object)
        label = few.take(places).set_axis(rows.index)
    if TOWN in rows and (nameless := label.isna()).any():
        for town, (first, last), unit in units.towns:
            here = nameless & rows[TOWN].eq(town).fillna(False).astype(bool) & (day >= first) & (day <= last)
            label = label.mask(here, unit)
    return label.astype(object).fillna(UNASSIGNED)
