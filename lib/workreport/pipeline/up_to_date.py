"""Whether a published report still stands: made of the same inputs, code and history, and untouched since.

The cache has, by a hash over what a report is made of, what it looked like and what was said of it. Only contents are compared,
by their hashes. Nothing here loads what it takes to build a report: to find that nothing changed takes a moment.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from workreport.base.cache import Cache
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
"""Folders of a data folder that no report is made of."""


@dataclass(frozen=True)
class Message:
    """What is said of a report: its exit status, whether it is a draft, and remarks for the terminal."""

    status: int
    draft: bool
    remarks: tuple[str, ...]
    unchanged: bool = False

    @property
    def state(self) -> str:
        """In words."""
        if self.unchanged:
            return "没有变化，沿用已出的" + ("草稿（有待处理事项）" if self.draft else "报告")
        return "已生成（草稿，有待处理事项）" if self.draft else "已生成"


def input_files(data: Path) -> dict[str, Path]:
    """Every file that a report may be made of, by name; reference tables may stand in later years' folders."""
    found = {f"data/{name}": path for name, path in _below(data)}
    shared = REPOSITORY / "data"
    if not (shared.is_dir() and data.is_dir() and shared.samefile(data)):
        found |= {
            f"shared/{name}": path
            for name, path in _below(shared)
            if not YEAR.fullmatch(name.partition("/")[0])
        }
    return found


def inputs_key(data: Path, period: str, given: Sequence[str], notebooks: Path) -> str | None:
    """A hash over all that a report is made of beside its history; None where files alone do not tell it."""
    files = input_files(data)
    bureau = files.get("data/bureau.yaml")
    if bureau is None or b"sources" in bureau.read_bytes():  # a database has to be asked
        return None
    files |= {f"notebooks/{path.name}": path for path in sorted(notebooks.glob("[0-9]*.ipynb"))}
    code = (code_hash(profile) for profile in ("", *_profiles(files)))
    hashes = (f"{name} {sha256(files[name])}" for name in sorted(files))
    return fingerprint([period, *given, "", *code, environment(), *hashes])


def _profiles(files: dict[str, Path]) -> list[str]:
    """Profile packages that the settings may mean, found without loading what reads settings."""
    texts = [files[name].read_bytes() for name in BUREAUX if name in files]
    return sorted({name.decode() for text in texts for name in PROFILE.findall(text)})


def published_if_current(out: Path, period: str, key: str | None) -> Message | None:
    """What was said of the published report of a period, if it is made of `key` and as it was left."""
    content = key and Cache.of(out, FOLDER, period).get(key)
    if not content:
        return None
    try:
        record = json.loads(content)
        if record["state"] != _state(out, period):
            return None
        message = Message(**record["message"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return replace(message, remarks=tuple(message.remarks), unchanged=True)


def record_build(out: Path, period: str, key: str | None, message: Message) -> None:
    """Note that the published report of a period is made of `key`; the last thing that a run does."""
    if key is not None:
        record = {"state": _state(out, period), "message": asdict(message)}
        Cache.of(out, FOLDER, period).put(key, json.dumps(record, ensure_ascii=False).encode())


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of a data folder by their path below it."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and path.name not in UNUSED:
            yield from ((one.relative_to(folder).as_posix(), one) for one in path.rglob("*") if one.is_file())
        elif path.is_file():
            yield path.name, path


def _state(out: Path, period: str) -> str:
    """A hash over the published folder, the page that lists it, and the earlier runs that it may speak of.

    Raises
    ------
    OSError, ValueError, KeyError
        If the folder is not the whole of what its manifest names.
    """
    folder = out / period
    manifest = (folder / MANIFEST).read_bytes()
    outputs = json.loads(manifest)["outputs"]
    present = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    if present - {LOG, MANIFEST} != set(outputs):
        raise ValueError(f"{period}: files added or missing")
    if any(sha256(folder / name) != was for name, was in outputs.items()):
        raise ValueError(f"{period}: files changed")
    listed = "" if (out / PAGE).is_file() else "unlisted"
    return fingerprint([hashlib.sha256(manifest).hexdigest(), listed, *_history(out / HISTORY, period)])


def _history(folder: Path, period: str) -> Iterator[str]:
    """The runs of a period by name, and those of their contents that are not there."""
    for path in sorted((folder / period).glob("*.json")):
        yield path.name
        told = json.loads(path.read_bytes())
        named = {told.get("evidence"), told["outputs"].get("figures.csv")}
        named |= {one.get("table") for one in told["inputs"]}
        yield from sorted(name for name in named if name and not (folder / OBJECTS / name).is_file())
