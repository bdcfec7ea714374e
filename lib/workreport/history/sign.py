"""Sign or comment on sections of a published report; each entry records the signer and the content signed."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat

from workreport.base.errors import UsageError
from workreport.base.hashing import sha256
from workreport.base.names import named
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.history.runs import open_run
from workreport.history.section_content import WRITTEN, WRITTEN_FILE, Content, content_of
from workreport.history.signing_steps import load_steps
from workreport.history.signoff_record import (
    Action,
    SignoffEntry,
    append,
    load_record,
    record_path,
    require_name,
)


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
) -> list[SignoffEntry]:
    """Append an entry per section to ``data/<year>/signoffs.yaml``; returns the entries.

    They are bound to the content of the report published as ``<out>/<period>/``. Without `sections`: all of them.

    Raises
    ------
    UsageError
        If nothing was published for the period, a section is unknown or failed, the folder was changed after
        the run, the role is not one of the steps', or the name is invalid. Nothing is written then.
    """
    steps, signer = load_steps(workspace), require_name(by)
    if action == "sign" and role not in steps.roles:
        raise UsageError(f"没有步骤“{role}”", where="--role", expected="、".join(steps.roles))
    folder = workspace.out / period.id
    run = open_run(folder)
    written = run.manifest.get("written")
    published = {one["id"]: one for one in ([written] if written else []) + run.manifest["sections"]}
    names = {id: (id.partition("_")[0], one["title"]) for id, one in published.items()}
    sections = [named(text, names, "章节", where="--section") for text in sections]
    display = _display(folder)
    path, record = record_path(workspace, period), load_record(workspace, period)
    if record.broken:
        raise UsageError(
            f"审签记录被改动过，从第 {record.broken} 条起与封记不符",
            where=record.shown,
            todo="请先从版本库恢复该文件",
        )
    recorded = {(entry.period, entry.section, entry.content) for entry in record.entries if entry.pieces}
    entries = []
    for id in sections or published:
        content = _published_content(folder, published[id], display, run.manifest["outputs"])
        new = (period.id, id, content.hash) not in recorded
        entries.append(
            SignoffEntry(
                action=action, period=period.id, section=id, role=role, by=signer, date=date, run=run.id,
                content=content.hash, comment=" ".join(comment.split()),
                pieces=dict(content.pieces) if new else {}, figures=dict(content.figures) if new else {},
            )
        )  # fmt: skip
    for entry in entries:
        append(path, entry)
    return entries


def _published_content(
    folder: Path, section: dict, display: dict[str, str], outputs: Mapping[str, str]
) -> Content:
    """The content of a published section; ``UsageError`` if it failed or was changed after its run."""
    if not section.get("content"):
        raise UsageError(f"“{section['title']}”没有生成，不能签署", todo="请先改正并重新出稿")
    if section["id"] == WRITTEN:
        path, content = folder / WRITTEN_FILE, Content(section["pieces"], section["figures"])
        same = path.is_file() and sha256(path) == outputs.get(WRITTEN_FILE)
    else:
        path = folder / "notebooks" / f"{section['id']}.ipynb"
        cells = nbformat.read(path, as_version=4).cells if path.is_file() else ()
        content = content_of(cells, display, section["pending"])
        same = content.hash == section["content"]
    if not same:
        raise UsageError(
            f"“{section['title']}”与清单不符，不能签署",
            where=str(path),
            todo="出稿后文件被改动过，请重新出稿",
        )
    return content


def _display(folder: Path) -> dict[str, str]:
    """Each figure's display text in the published report."""
    text = (folder / "figures.csv").read_text(encoding="utf-8-sig")
    return {row["id"]: row["display"] for row in csv.DictReader(io.StringIO(text, newline=""))}
