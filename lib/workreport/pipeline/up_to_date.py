"""Up-to-date check of a published report: same inputs, code and history, and folder unchanged.

The cache stores, by the hash of a report's inputs, the state of its folder and its summary. Contents are compared by
hash. This module imports nothing that building needs, so that the check is fast.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from workreport.base.cache import Cache
from workreport.base.file_names import is_hidden
from workreport.base.hashing import code_hash, environment, fingerprint, sha256
from workreport.base.ownership import LOG, MANIFEST
from workreport.base.paths import REPOSITORY

FOLDER = "runs"
PAGE = "index.html"
HISTORY, OBJECTS = ".history", "objects"
YEAR = re.compile(r"[0-9]{4}")
BUREAUX = ("data/bureau.yaml", "shared/bureau.yaml")
PROFILE = re.compile(rb"""\bprofile["']?\s*:\s*["']?([\w.]+)""")
UNUSED = {"examples"}
"""Sub-folders of a data folder that are not inputs."""


@dataclass(frozen=True)
class BuildSummary:
    """Summary of a build: exit status, whether the report is a draft, and remarks for the terminal."""

    status: int
    draft: bool
    remarks: tuple[str, ...]
    unchanged: bool = False

    @property
    def state(self) -> str:
        """The state in Chinese."""
        if self.unchanged:
            return "没有变化，沿用已出的" + ("草稿（有待处理事项）" if self.draft else "报告")
        return "已生成（草稿，有待处理事项）" if self.draft else "已生成"


def input_files(data: Path) -> dict[str, Path]:
    """All input files by name, of all years: reference tables can be in later years' folders."""
    files = {f"data/{name}": path for name, path in _below(data)}
    shared = REPOSITORY / "data"
    if not (shared.is_dir() and data.is_dir() and shared.samefile(data)):
        files |= {
            f"shared/{name}": path
            for name, path in _below(shared)
            if not YEAR.fullmatch(name.partition("/")[0])
        }
    return files


def inputs_key(data: Path, period: str, given: Sequence[str], notebooks: Path) -> str | None:
    """A hash of a report's inputs except its history; None if it depends on more than files."""
    files = input_files(data)
    bureau = files.get("data/bureau.yaml")
    if bureau is None or b"sources" in bureau.read_bytes():  # a database has to be queried
        return None
    files |= {f"notebooks/{path.name}": path for path in sorted(notebooks.glob("[0-9]*.ipynb"))}
    code = (code_hash(profile) for profile in ("", *_profiles(files)))
    hashes = (f"{name} {sha256(files[name])}" for name in sorted(files))
    return fingerprint([period, *given, "", *code, environment(), *hashes])


def _profiles(files: dict[str, Path]) -> list[str]:
    """Profile packages named in the settings, found without importing the settings reader."""
    texts = [files[name].read_bytes() for name in BUREAUX if name in files]
    return sorted({name.decode() for text in texts for name in PROFILE.findall(text)})


def published_if_current(out: Path, period: str, key: str | None) -> BuildSummary | None:
    """The summary of a period's published report, if its inputs match `key` and its folder is unchanged."""
    content = key and Cache.of(out, FOLDER, period).get(key)
    if not content:
        return None
    try:
        record = json.loads(content)
        if record["state"] != _state(out, period):
            return None
        summary = BuildSummary(**record["message"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return replace(summary, remarks=tuple(summary.remarks), unchanged=True)


def record_build(out: Path, period: str, key: str | None, summary: BuildSummary) -> None:
    """Record that a period's published report was built from `key`; the last step of a build."""
    if key is not None:
        record = {"state": _state(out, period), "message": asdict(summary)}
        Cache.of(out, FOLDER, period).put(key, json.dumps(record, ensure_ascii=False).encode())


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of a data folder with their relative path; without those of programs, such as lock files."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and path.name not in UNUSED:
            yield from (
                (file.relative_to(folder).as_posix(), file)
                for file in path.rglob("*")
                if not is_hidden(file.name) and file.is_file()
            )
        elif not is_hidden(path.name) and path.is_file():
            yield path.name, path


def _state(out: Path, period: str) -> str:
    """A hash of the published folder, whether it is listed, and the earlier runs that it may refer to.

    Raises
    ------
    OSError, ValueError, KeyError
        If the folder does not match its manifest.
    """
    folder = out / period
    manifest = (folder / MANIFEST).read_bytes()
    outputs = json.loads(manifest)["outputs"]
    present = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    if present - {LOG, MANIFEST} != set(outputs):
        raise ValueError(f"{period}: files added or missing")
    if any(sha256(folder / name) != was for name, was in outputs.items()):
        raise ValueError(f"{period}: files changed")
    listed = "" if (out / PAGE).is_file() else "unlisted"
    return fingerprint([hashlib.sha256(manifest).hexdigest(), listed, *_history(out / HISTORY, period)])


def _history(folder: Path, period: str) -> Iterator[str]:
    """The file names of a period's runs, and the hashes of missing contents."""
    for path in sorted((folder / period).glob("*.json")):
        yield path.name
        manifest = json.loads(path.read_bytes())
        names = {manifest.get("evidence"), manifest["outputs"].get("figures.csv")}
        names |= {entry.get("table") for entry in manifest["inputs"]}
        yield from sorted(name for name in names if name and not (folder / OBJECTS / name).is_file())
