"""Signing a section of a published report, or commenting on it: what was seen is written down with who saw it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import nbformat

from workreport.base.errors import UsageError
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.history.runs import open_run
from workreport.history.section_content import Content, content_of
from workreport.history.signing_steps import load_steps
from workreport.history.signoff_record import Action, Entry, append, load_record, named, record_path


def sign(
    workspace: Workspace,
    period: Period,
    sections: Sequence[str],
    *,
    role: str,
    by: str,
    date: dt.date,
    comment: str = "",
    action: Action = "sign",
) -> list[Entry]:
    """Write an entry a section behind ``data/<year>/signoffs.yaml``; the entries.

    They are bound to what the report published as ``<out>/<period>/`` shows. No section named: all of them.

    Raises
    ------
    UsageError
        If nothing was published for the period, a section is unknown or failed, the folder was changed after
        the run, the role is none of the steps', or the name is no name. Nothing is written then.
    """
    steps, who = load_steps(workspace), named(by)
    if action == "sign" and role not in steps.roles:
        raise UsageError(f"没有步骤“{role}”", where="--role", expected="、".join(steps.roles))
    folder = workspace.out / period.id
    run = open_run(folder)
    told = {one["id"]: one for one in run.manifest["sections"]}
    if unknown := [id for id in sections if id not in told]:
        raise UsageError(f"没有章节“{'、'.join(unknown)}”", where="--section", expected="、".join(told))
    display = _display(folder)
    path, record = record_path(workspace, period), load_record(workspace, period)
    if record.broken:
        raise UsageError(
            f"审签记录被改动过，从第 {record.broken} 条起与封记不符",
            where=record.shown,
            todo="请先从版本库恢复该文件",
        )
    known = {(one.period, one.section, one.content) for one in record.entries if one.pieces}
    entries = []
    for id in sections or told:
        content = _seen(folder, told[id], display)
        new = (period.id, id, content.hash) not in known
        entries.append(
            Entry(
                action=action, period=period.id, section=id, role=role, by=who, date=date, run=run.id,
                content=content.hash, comment=" ".join(comment.split()),
                pieces=dict(content.pieces) if new else {}, figures=dict(content.figures) if new else {},
            )
        )  # fmt: skip
    for entry in entries:
        append(path, entry)
    return entries


def _seen(folder: Path, told: dict, display: dict[str, str]) -> Content:
    """What a published section shows; ``UsageError`` where it shows nothing, or not what its run left."""
    if not told.get("content"):
        raise UsageError(f"章节“{told['title']}”没有生成，不能签署", todo="请先改正并重新出稿")
    path = folder / "notebooks" / f"{told['id']}.ipynb"
    cells = nbformat.read(path, as_version=4).cells if path.is_file() else ()
    content = content_of(cells, display, told["pending"])
    if content.hash != told["content"]:
        raise UsageError(
            f"章节“{told['title']}”与清单不符，不能签署",
            where=str(path),
            todo="出稿后文件被改动过，请重新出稿",
        )
    return content


def _display(folder: Path) -> dict[str, str]:
    """Every figure as the published report displays it."""
    text = (folder / "figures.csv").read_text(encoding="utf-8-sig")
    return {row["id"]: row["display"] for row in csv.DictReader(io.StringIO(text, newline=""))}
