"""Waivers: failed checks, doubts and findings that the office accepts, each with a reason and an approver.

``data/<year>/waivers.yaml`` lists them; the year is that of the period's last day. A waiver of a check by its id holds
whatever the numbers; one by its fingerprint, or of a finding, holds while the check or the finding stays as it was. A
waiver changes no verdict and counts no row: checks.csv and findings.csv still show what was found, but it no longer
makes the report a draft.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field as Default
from pydantic import field_validator, model_validator

from workreport.base.checked_files import write_atomically
from workreport.base.errors import ContractError, UsageError
from workreport.base.period import Period
from workreport.base.personal_data import masked
from workreport.base.settings import Settings, load_entries
from workreport.base.workspace import Workspace
from workreport.checks.verdicts import Check

NAME = "waivers.yaml"
GOOD = ("HOLDS", "TRIVIAL")
FINGERPRINT = re.compile(r"[0-9a-f]{12}")


class WaiverEntry(Settings):
    """One waiver in the file, of a check, or by its fingerprint of a check or finding.

    Without a period it applies to every period that ends in its year.
    """

    check: str = ""
    fingerprint: str = Default("", pattern=r"^([0-9a-f]{12})?$")
    reason: str = Default(min_length=1)
    approved_by: str = Default(min_length=1)
    date: dt.date
    period: str | None = None

    @property
    def about(self) -> str:
        """What it waives: the id of a check, or a fingerprint."""
        return self.check or self.fingerprint

    @model_validator(mode="after")
    def _one_thing(self) -> WaiverEntry:
        if bool(self.check) == bool(self.fingerprint):
            raise ValueError("check 和 fingerprint 写且只写一个")
        return self

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
    entry: WaiverEntry
    stale: str = ""

    @property
    def words(self) -> str:
        """The reason, who approved it, and when."""
        return masked(f"{self.entry.reason}（{self.entry.approved_by}批准，{self.entry.date}）")

    @property
    def warning(self) -> str:
        """Message for a stale waiver."""
        return f"豁免不再适用：{self.shown} 第 {self.number} 条（{self.entry.about}），{self.stale}，请删去这一条"

    def row(self) -> dict[str, str]:
        """The waiver as a row of the review view."""
        return {
            "file": self.shown,
            "number": str(self.number),
            "check": self.entry.about,
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
        If an entry is malformed or two waive the same thing.
    """
    path = workspace.year_folder(period.end.year) / NAME
    if not path.is_file():
        return []
    shown = workspace.shown(path)
    waivers: dict[str, Waiver] = {}
    for number, entry in enumerate(load_entries(WaiverEntry, path, shown), start=1):
        if entry.period not in (None, period.id):
            continue
        if entry.about in waivers:
            what = f"勾稽 {entry.check}" if entry.check else f"指纹 {entry.fingerprint}"
            raise ContractError(
                f"{what} 在本期有两条豁免", where=f"{shown} 第 {number} 条", todo="请只留一条"
            )
        waivers[entry.about] = Waiver(shown, number, entry)
    return list(waivers.values())


def waive(checks: Sequence[Check], waivers: Sequence[Waiver]) -> list[Check]:
    """The checks with their waivers."""
    known = {waiver.entry.about: waiver.words for waiver in waivers}
    waived = []
    for check in checks:
        words = known.get(check.id) or known.get(check.fingerprint)
        if words and check.verdict not in GOOD:
            check = replace(check, waiver=words, explanation=f"{check.explanation}；豁免：{words}")
        waived.append(check)
    return waived


def accepted(found: Sequence[str], waivers: Sequence[Waiver]) -> list[str]:
    """For the fingerprint of each finding the reason why it is accepted, and by whom; empty for the others."""
    known = {waiver.entry.fingerprint: waiver.words for waiver in waivers if waiver.entry.fingerprint}
    return [known.get(one, "") for one in found]


def with_stale(waivers: Sequence[Waiver], checks: Sequence[Check], found: Sequence[str]) -> list[Waiver]:
    """The waivers with ``stale`` set, judged by the checks without waivers and the fingerprints of all findings."""
    verdicts = {check.id: check.verdict for check in checks}
    present = {*found, *(check.fingerprint for check in checks if check.verdict not in GOOD)}
    return [
        replace(
            waiver,
            stale=_stale(verdicts.get(waiver.entry.check))
            if waiver.entry.check
            else ("" if waiver.entry.fingerprint in present else "本期没有这一处，或内容已有变化"),
        )
        for waiver in waivers
    ]


def _stale(verdict: str | None) -> str:
    if verdict is None:
        return "本期没有这项勾稽"
    return "该项已经成立" if verdict in GOOD else ""


def record_waiver(
    workspace: Workspace, period: Period, about: str, *, reason: str, approved_by: str, date: dt.date
) -> WaiverEntry:
    """Append a waiver that holds for a period to the file of its year; what stands there is left as it is.

    Parameters
    ----------
    about : str
        The id of a check, or the fingerprint of a check or finding.
    reason : str
        Personal data in it is masked.

    Raises
    ------
    UsageError
        If something is empty, the same thing is waived already, or the file cannot be written.
    ContractError
        If the file is malformed. Nothing is written in any of these cases.
    """
    texts = {"勾稽编号或指纹": about.strip(), "理由": reason.strip(), "批准人": approved_by.strip()}
    if empty := [name for name, text in texts.items() if not text]:
        raise UsageError(f"没有写{'、'.join(empty)}")
    key = "fingerprint" if FINGERPRINT.fullmatch(texts["勾稽编号或指纹"]) else "check"
    values = {
        key: texts["勾稽编号或指纹"],
        "reason": masked(" ".join(reason.split())),
        "approved_by": texts["批准人"],
        "date": date,
        "period": period.id,
    }
    entry = WaiverEntry.model_validate(values)
    path = workspace.year_folder(period.end.year) / NAME
    for one in load_waivers(workspace, period):
        if one.entry.about == entry.about:
            raise UsageError(f"“{entry.about}”已有豁免", where=f"{one.shown} 第 {one.number} 条")
    _append(path, values, workspace.shown(path))
    return entry


def _append(path: Path, values: dict[str, Any], shown: str) -> None:
    added = yaml.safe_dump([values], allow_unicode=True, sort_keys=False, width=10**6)
    try:
        before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
        whole = before + ("\n" if before and not before.endswith("\n") else "") + added
        if not _continues(before, whole):
            raise UsageError("豁免接不到文件末尾", where=shown, todo="请把已有各条改成每条以“- ”开头")
        write_atomically(path, lambda part: part.write_text(whole, encoding="utf-8"))
    except OSError as error:
        raise UsageError("豁免写不了", where=shown, todo="请检查路径和权限") from error


def _continues(before: str, whole: str) -> bool:
    """Whether the text with an entry at its end is a list with one entry more."""
    try:
        return len(yaml.safe_load(whole)) == len(yaml.safe_load(before) or ()) + 1
    except yaml.YAMLError:
        return False
