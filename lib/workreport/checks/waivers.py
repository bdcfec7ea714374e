"""Waivers: failed checks that the office accepts, each with a reason and an approver.

``data/<year>/waivers.yaml`` lists them; the year is that of the period's last day. A waiver changes no
verdict: checks.csv still shows the failure, with the reason, but it no longer makes the report a draft.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import Field as Default
from pydantic import field_validator

from workreport.base.errors import ContractError, UsageError
from workreport.base.period import Period
from workreport.base.personal_data import masked
from workreport.base.settings import Settings, load_entries
from workreport.base.workspace import Workspace
from workreport.checks.verdicts import Check

NAME = "waivers.yaml"
GOOD = ("HOLDS", "TRIVIAL")


class Entry(Settings):
    """One waiver in the file; without a period it applies to every period that ends in its year."""

    check: str = Default(min_length=1)
    reason: str = Default(min_length=1)
    approved_by: str = Default(min_length=1)
    date: dt.date
    period: str | None = None

    @field_validator("period")
    @classmethod
    def _readable(cls, text: str | None) -> str | None:
        try:
            return Period.parse(text).id if text else None
        except UsageError as error:
            raise ValueError(f"报告期“{text}”读不懂，请写成 2021、2021H1、2021-08 等") from error


@dataclass(frozen=True)
class Waiver:
    """One waiver with its file and number (from 1); ``stale`` is the reason if it waives nothing."""

    shown: str
    number: int
    entry: Entry
    stale: str = ""

    @property
    def words(self) -> str:
        """The reason, who approved it, and when."""
        return masked(f"{self.entry.reason}（{self.entry.approved_by}批准，{self.entry.date}）")

    @property
    def warning(self) -> str:
        """Message for a stale waiver."""
        return f"豁免不再适用：{self.shown} 第 {self.number} 条（{self.entry.check}），{self.stale}，请删去这一条"

    def row(self) -> dict[str, str]:
        """The waiver as a row of the review view."""
        return {
            "file": self.shown,
            "number": str(self.number),
            "check": self.entry.check,
            "period": self.entry.period or "",
            "reason": masked(self.entry.reason),
            "approved_by": masked(self.entry.approved_by),
            "date": self.entry.date.isoformat(),
            "state": self.stale or "适用",
        }


def load_waivers(workspace: Workspace, period: Period) -> list[Waiver]:
    """The waivers for a period, in file order.

    Raises
    ------
    ContractError
        If an entry is malformed or two waive the same check.
    """
    path = workspace.year_folder(period.end.year) / NAME
    if not path.is_file():
        return []
    shown = workspace.shown(path)
    waivers: dict[str, Waiver] = {}
    for number, entry in enumerate(load_entries(Entry, path, shown), start=1):
        if entry.period not in (None, period.id):
            continue
        if entry.check in waivers:
            raise ContractError(
                f"勾稽 {entry.check} 在本期有两条豁免", where=f"{shown} 第 {number} 条", todo="请只留一条"
            )
        waivers[entry.check] = Waiver(shown, number, entry)
    return list(waivers.values())


def waive(checks: Sequence[Check], waivers: Sequence[Waiver]) -> tuple[list[Check], list[Waiver]]:
    """The checks with their waivers, and the waivers with ``stale`` set."""
    by_id = {waiver.entry.check: waiver for waiver in waivers}
    waived = [
        replace(
            check, waiver=(words := by_id[check.id].words), explanation=f"{check.explanation}；豁免：{words}"
        )
        if check.id in by_id and check.verdict not in GOOD
        else check
        for check in checks
    ]
    verdicts = {check.id: check.verdict for check in checks}
    return waived, [replace(waiver, stale=_stale(verdicts.get(waiver.entry.check))) for waiver in waivers]


def _stale(verdict: str | None) -> str:
    if verdict is None:
        return "本期没有这项勾稽"
    return "该项已经成立" if verdict in GOOD else ""
