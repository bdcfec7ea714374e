"""Attribution: the sub-bureau that a ledger row counts under.

A row counts under the unit that its ledger names (承办机构), whatever the address. A row without a unit counts
under the sub-bureau in charge of its town (管辖乡镇代码 in the table of organisations) on the row's day. All other
rows are 未划归, shown and never dropped. Units with a parent in that table, and the parent itself, are the bureau's
own (区本级): they share one label and are not distributed among the sub-bureaus.
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

    ``labels``: the label of each unit's code. ``branches``: each sub-bureau and its days in force. ``own``: the
    units below each label of the bureau's own. ``towns``: town, days, and the sub-bureau in charge. All keep the
    table's order.
    """

    labels: dict[str, str]
    branches: tuple[tuple[str, Span], ...]
    own: dict[str, tuple[str, ...]]
    towns: tuple[tuple[str, Span, str], ...]

    def in_force(self, day: pd.Timestamp) -> tuple[str, ...]:
        """Labels of the sub-bureaus on a day."""
        labels = [label for label, (first, last) in self.branches if first <= day <= last]
        return tuple(dict.fromkeys(labels))

    def order(self, day: pd.Timestamp, used: set[str]) -> list[str]:
        """Labels of a table in order: sub-bureaus in force or `used`, the bureau's own, 未划归 if used."""
        listed = {*used, *self.in_force(day)}
        branches = [label for label, _ in self.branches if label in listed]
        return [*dict.fromkeys(branches), *self.own, *([UNASSIGNED] if UNASSIGNED in used else [])]

    def listed(self, used: set[str]) -> list[str]:
        """Labels of units in the table's order: sub-bureaus, the bureau's own units; then those it does not list."""
        names = dict.fromkeys(label for label, _ in self.branches)
        names |= dict.fromkeys(name for label, below in self.own.items() for name in (label, *below))
        return [*(name for name in names if name in used), *sorted(used - names.keys())]


def units_of(frames: Frames, period: Period) -> Attribution:
    """Read the table of organisations as ``Attribution``.

    Raises
    ------
    MissingLedger
        If the table was not handed in.
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


def unit_labels(rows: pd.DataFrame, units: Attribution, day: pd.Series | pd.Timestamp) -> pd.Series:
    """The label that each row counts under; `day` is one day per row, or one for all rows."""
    label = pd.Series(None, index=rows.index, dtype=object)
    if ORG in rows:
        positions, codes = pd.factorize(rows[ORG], use_na_sentinel=False)  # many rows share few codes
        labels = pd.Series(codes, dtype=object).map(units.labels).astype(object)
        label = labels.take(positions).set_axis(rows.index)
    if TOWN in rows and (unlabelled := label.isna()).any():
        for town, (first, last), unit in units.towns:
            in_town = rows[TOWN].eq(town).fillna(False).astype(bool)
            label = label.mask(unlabelled & in_town & (day >= first) & (day <= last), unit)
    return label.astype(object).fillna(UNASSIGNED)
