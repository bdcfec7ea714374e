"""The runs that an output folder remembers: each one's manifest, and the rows that it names by hash.

``<out>/.history/<period>/0001-<id>.json`` is the manifest of a run, in the order in which runs were
published, and ``<out>/.history/objects/`` holds what manifests name by SHA-256: tables of ledger rows,
evidence, figures.csv. The same content is kept once, whatever the number of runs.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from workreport.base.checked_files import is_intact, read_file, report_damage, write_atomically
from workreport.base.errors import UsageError
from workreport.ledgers.table_cache import read_parquet

FOLDER, OBJECTS, MANIFEST = ".history", "objects", "manifest.json"


class Objects(Protocol):
    """Contents by their SHA-256; None where one is not there."""

    def get(self, name: str) -> bytes | None: ...


@dataclass(frozen=True)
class Kept:
    """Contents in the object folders of one or several histories."""

    folders: tuple[Path, ...]

    def get(self, name: str) -> bytes | None:
        contents = (read_file(folder / name, name) for folder in self.folders if name)
        return next((content for content in contents if content is not None), None)

    def path(self, name: str) -> Path | None:
        """The file that holds it; a damaged one is as good as none."""
        paths = (folder / name for folder in self.folders if name)
        return next((path for path in paths if is_intact(path, name)), None)


@dataclass(frozen=True)
class Run:
    """One run: its manifest, and what it names by hash as far as it is there."""

    manifest: Mapping[str, Any]
    objects: Objects
    id: str = ""

    @property
    def draft(self) -> bool:
        return bool(self.manifest["draft"])

    @property
    def is_kept(self) -> bool:
        """Whether its figures are there, without which it says nothing."""
        return self.objects.get(self.manifest["outputs"]["figures.csv"]) is not None

    @cached_property
    def figures(self) -> dict[str, dict[str, str]]:
        """Rows of figures.csv by id; empty where it was not kept."""
        content = self.objects.get(self.manifest["outputs"]["figures.csv"]) or b""
        return {row["id"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))}

    @cached_property
    def evidence(self) -> pd.DataFrame | None:
        """The rows behind each ``figure`` that is not made of others; None where they were not kept."""
        content = self.objects.get(self.manifest.get("evidence", ""))
        return None if content is None else read_parquet(content)

    def tables(self, ledger: str) -> list[pd.DataFrame] | None:
        """The typed rows of each file of a ledger; None where one was not kept."""
        names = [one.get("table", "") for one in self.manifest["inputs"] if one["ledger"] == ledger]
        contents = [self.objects.get(name) for name in names]
        return None if None in contents else [read_parquet(content) for content in contents if content]

    def table_names(self, ledger: str) -> list[str]:
        """Hashes of the ledger's tables, file by file: equal where its rows are."""
        return [one.get("table", "") for one in self.manifest["inputs"] if one["ledger"] == ledger]


def id_of(manifest: bytes) -> str:
    """What a run is called by: the beginning of its manifest's hash."""
    return hashlib.sha256(manifest).hexdigest()[:12]


def open_run(folder: Path, *histories: History) -> Run:
    """The run that was published as `folder`, with what the history beside it, or another, kept of it.

    Raises
    ------
    UsageError
        If the folder holds no manifest of a run.
    """
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
        told = json.loads(content)
        told["outputs"], told["period"], told["inputs"], told["draft"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            "这里没有可用的清单",
            where=str(path),
            expected="workreport run 生成的报告期文件夹，内有 manifest.json",
            todo="请核对路径，或先出稿",
        ) from error
    places = (History(folder.absolute().parent / FOLDER), *histories)
    return Run(told, Kept(tuple(one.folder / OBJECTS for one in places)), id_of(content))


@dataclass(frozen=True)
class History:
    """The runs kept in a folder; with `only`, those alone are seen."""

    folder: Path
    only: Container[str] | None = None

    @classmethod
    def of(cls, out: Path) -> History:
        return cls(out / FOLDER)

    @property
    def objects(self) -> Kept:
        """What manifests name by hash."""
        return Kept((self.folder / OBJECTS,))

    def runs(self, period: str) -> list[Run]:
        """Runs of a period, the last published last; one whose manifest or figures are damaged is none."""
        kept = self.objects
        found = []
        for path in sorted((self.folder / period).glob("*.json")):
            content = path.read_bytes()
            id = path.stem.partition("-")[2]
            if self.only is not None and id not in self.only:
                continue
            if id_of(content) != id:
                report_damage(path)
                continue
            run = Run(json.loads(content), kept, id)
            if run.is_kept:
                found.append(run)
        return found

    def keep(self, manifest: bytes, objects: Mapping[str, bytes | Path]) -> None:
        """Remember a run as the last of its period.

        Raises
        ------
        OSError
            If the folder cannot be written to.
        """
        place = self.folder / json.loads(manifest)["period"]
        (self.folder / OBJECTS).mkdir(parents=True, exist_ok=True)
        place.mkdir(exist_ok=True)
        for name, content in objects.items():
            path = self.folder / OBJECTS / name
            if self.objects.path(name) is None:
                write_atomically(path, partial(_put, content))
        id, known = id_of(manifest), sorted(place.glob("*.json"))
        number = int(known[-1].stem.partition("-")[0]) + 1 if known else 1
        if known and known[-1].stem.endswith(id):
            if known[-1].read_bytes() != manifest:  # damaged since
                write_atomically(known[-1], lambda part: part.write_bytes(manifest))
            return
        write_atomically(place / f"{number:04d}-{id}.json", lambda part: part.write_bytes(manifest))
        for path in known:
            if path.stem.endswith(id):
                path.unlink()


def _put(content: bytes | Path, part: Path) -> None:
    if isinstance(content, Path):
        shutil.copyfile(content, part)
    else:
        part.write_bytes(content)
