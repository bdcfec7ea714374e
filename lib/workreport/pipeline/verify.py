"""Verify a published run: compare its inputs, files and code, and rebuild it byte for byte."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from workreport.base.errors import WorkreportError
from workreport.base.paths import NOTEBOOKS
from workreport.base.period import Period
from workreport.base.temporary_folders import temporary_folder
from workreport.base.workspace import Workspace
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES
from workreport.history.definition_hashes import definitions
from workreport.history.inputs import compare_inputs, inputs_now
from workreport.history.manifest import versions
from workreport.history.row_changes import Changes
from workreport.history.runs import MANIFEST, History, Run, open_run
from workreport.history.snapshot import Snapshot, add_tables
from workreport.ledgers.intake import Intake
from workreport.pipeline.run import RunRequest, run
from workreport.pipeline.up_to_date import LOG

ROWS_SHOWN = 20
LINE_SHOWN = 60
BINARY = {".png", ".docx", ".pdf"}


def verify(folder: Path, data: Path | None, *, jobs: int | None = None) -> Iterator[str]:
    """Differences between a published run and its current inputs, files and code, line by line.

    Input differences come before anything is built; then the report is rebuilt in a temporary folder and
    compared byte for byte. No line means no difference.

    Raises
    ------
    WorkreportError
        If the folder has no usable manifest, or the data folder has no usable inputs.
    """
    published = open_run(folder)
    period = Period.parse(published.manifest["period"])
    # a temporary output folder, so that no cache of the published report is used
    with temporary_folder() as out:
        workspace = Workspace.open(data, out)
        load_profile(workspace)
        yield from _inputs(published, Intake.of(workspace), period)
        yield from _files(published, folder)
        yield from _code(published, workspace)
        yield from _rebuilt(published, folder, workspace, period, jobs)


def _inputs(published: Run, intake: Intake, period: Period) -> Iterator[str]:
    changed = compare_inputs(published.manifest, inputs_now(intake, period, NOTEBOOKS))
    for change in changed:
        yield f"输入：{change}"
    for ledger in dict.fromkeys(change.ledger for change in changed if change.ledger in intake.contracts):
        snapshot = Snapshot()
        try:
            entries = add_tables(snapshot, intake, [file for file in intake.files if file.ledger == ledger])
        except WorkreportError as error:
            yield f"输入：{error.message}"
            continue
        # files that the run did not use are not compared
        used = {entry["file"] for entry in published.manifest["inputs"]} | {change.file for change in changed}
        now = Run({"inputs": [entry for entry in entries if entry["file"] in used]}, snapshot.objects)
        rows = Changes(published, now, intake.contracts).of_ledger(ledger)
        if rows is None:
            yield f"台账行：{intake.contracts[ledger].title}当时的行没有留存，无从逐行比对"
            continue
        for row in list(rows.values())[:ROWS_SHOWN]:
            yield f"台账行：{row}"
        if len(rows) > ROWS_SHOWN:
            yield f"台账行：{intake.contracts[ledger].title}共有{len(rows)}行不同，以上列前{ROWS_SHOWN}行"


def _files(published: Run, folder: Path) -> Iterator[str]:
    """Files of the folder that changed since the run."""
    outputs = published.manifest["outputs"]
    for path in sorted(outputs):
        file = folder / path
        if not file.is_file():
            yield f"输出：{path}：文件不在了"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != outputs[path]:
            yield f"输出：{path}：出稿后被改动过"
    for path in sorted(_present(folder) - set(outputs) - {MANIFEST}):
        yield f"输出：{path}：清单中没有这个文件"


def _present(folder: Path) -> set[str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in paths} - {LOG}


def _code(published: Run, workspace: Workspace) -> Iterator[str]:
    now = versions()
    for name, was in published.manifest["versions"].items():
        if now.get(name) != was:
            yield f"版本：{name} 当时是 {was}，现在是 {now.get(name, '没有')}"
    if published.manifest["code"] != workspace.code:
        yield "程序：代码有改动"
    old, new = published.manifest.get("definitions", {}), definitions()
    for id in sorted({*old, *new}):
        if old.get(id) != new.get(id):
            label = FIGURES[id].label if id in FIGURES else "现在没有这个指标"
            yield f"口径：{id}（{label}）的定义有改动"


def _rebuilt(
    published: Run, folder: Path, workspace: Workspace, period: Period, jobs: int | None
) -> Iterator[str]:
    manifest = published.manifest
    earlier = frozenset(manifest.get("earlier", []))
    history = replace(History.of(folder.absolute().parent), only=earlier)
    for lost in sorted(earlier - {stored.id for stored in history.runs(period.id)}):
        yield f"输入：报告所比对的早先一稿 {lost} 没有留存"
    try:
        given = manifest["parameters"]
        outcome = run(RunRequest(workspace, period, io.StringIO(), given=given, jobs=jobs, history=history))
    except WorkreportError as error:
        yield f"重新生成：未能生成：{error.message}"
        return
    for path in sorted(_present(folder) | _present(outcome.folder)):
        before, after = folder / path, outcome.folder / path
        if not after.is_file():
            yield f"重新生成：{path}：没有再生成这个文件"
        elif not before.is_file():
            yield f"重新生成：{path}：多出这个文件"
        elif before.read_bytes() != after.read_bytes():
            yield f"重新生成：{path}：{_first_difference(before, after)}"


def _first_difference(before: Path, after: Path) -> str:
    """The first difference of two files: the line of a text, otherwise the byte."""
    left, right = before.read_bytes(), after.read_bytes()
    if before.suffix not in BINARY:
        pairs = zip_longest(left.splitlines(), right.splitlines(), fillvalue=b"")
        for number, (was, now) in enumerate(pairs, start=1):
            if was != now:
                offset = next(i for i, (a, b) in enumerate(zip_longest(was, now)) if a != b)
                return f"第 {number} 行起不同：原为“{_around(was, offset)}”，现为“{_around(now, offset)}”"
    offset = next(i for i, (a, b) in enumerate(zip_longest(left, right)) if a != b)
    return f"第 {offset + 1} 字节起不同"


def _around(line: bytes, offset: int) -> str:
    """The part of a line around an offset."""
    return (
        line[max(0, offset - LINE_SHOWN // 2) : offset + LINE_SHOWN].decode("utf-8", errors="ignore").strip()
    )
