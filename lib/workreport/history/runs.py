"""The history of an output folder: the manifest of each run, and its contents by hash.

``<out>/.history/<period>/0001-<id>.json`` is the manifest of a run, numbered in the order of publication.
``<out>/.history/objects/`` holds the contents that manifests refer to by SHA-256: tables of ledger rows,
evidence, figures.csv. Equal contents are stored once for all runs.
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
    """Contents by their SHA-256; None for an absent one."""

    def get(self, name: str) -> bytes | None: ...


@dataclass(frozen=True)
class ObjectStore:
    """Contents in the object folders of one or several histories."""

    folders: tuple[Path, ...]

    def get(self, name: str) -> bytes | None:
        contents = (read_file(folder / name, name) for folder in self.folders if name)
        return next((content for content in contents if content is not None), None)

    def path(self, name: str) -> Path | None:
        """The file that holds it; None if absent or damaged."""
        paths = (folder / name for folder in self.folders if name)
        return next((path for path in paths if is_intact(path, name)), None)


@dataclass(frozen=True)
class Run:
    """One run: its manifest, and the stored contents that it refers to.

    ``edition`` is its number among the runs of its period, in the order of publication.
    """

    manifest: Mapping[str, Any]
    objects: Objects
    id: str = ""
    edition: int = 0

    @property
    def draft(self) -> bool:
        return bool(self.manifest["draft"])

    @property
    def has_figures(self) -> bool:
        """Whether its figures are stored; without them it cannot be compared."""
        return self.objects.get(self.manifest["outputs"]["figures.csv"]) is not None

    @cached_property
    def figures(self) -> dict[str, dict[str, str]]:
        """Rows of figures.csv by id; empty if it was not stored."""
        content = self.objects.get(self.manifest["outputs"]["figures.csv"]) or b""
        return {
            row["id"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        }

    @cached_property
    def evidence(self) -> pd.DataFrame | None:
        """The rows behind each row-based ``figure``; None if they were not stored."""
        content = self.objects.get(self.manifest.get("evidence", ""))
        return None if content is None else read_parquet(content)

    def tables(self, ledger: str) -> list[pd.DataFrame] | None:
        """The typed rows of each file of a ledger; None if one was not stored."""
        names = self.table_names(ledger)
        contents = [self.objects.get(name) for name in names]
        return None if None in contents else [read_parquet(content) for content in contents if content]

    def table_names(self, ledger: str) -> list[str]:
        """Hashes of the ledger's tables, file by file; equal if the rows are equal."""
        return [file.get("table", "") for file in self.manifest["inputs"] if file["ledger"] == ledger]


def id_of(manifest: bytes) -> str:
    """The id of a run: the beginning of its manifest's hash."""
    return hashlib.sha256(manifest).hexdigest()[:12]


def open_run(folder: Path, *histories: History) -> Run:
    """The run published as `folder`, with its contents from the history beside it and other histories.

    Raises
    ------
    UsageError
        If the folder holds no manifest of a run.
    """
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
        manifest = json.loads(content)
        manifest["outputs"], manifest["period"], manifest["inputs"], manifest["draft"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            "这里没有可用的清单",
            where=str(path),
            expected="workreport run 生成的报告期文件夹，内有 manifest.json",
            todo="请核对路径，或先出稿",
        ) from error
    searched = (History(folder.absolute().parent / FOLDER), *histories)
    objects = ObjectStore(tuple(history.folder / OBJECTS for history in searched))
    return Run(manifest, objects, id_of(content))


@dataclass(frozen=True)
class History:
    """The runs stored in a folder; with `only`, restricted to those ids."""

    folder: Path
    only: Container[str] | None = None

    @classmethod
    def of(cls, out: Path) -> History:
        return cls(out / FOLDER)

    @property
    def objects(self) -> ObjectStore:
        """The contents that manifests refer to."""
        return ObjectStore((self.folder / OBJECTS,))

    def runs(self, period: str) -> list[Run]:
        """Runs of a period in the order of publication; runs with damaged manifest or figures are skipped."""
        objects = self.objects
        runs = []
        for path in sorted((self.folder / period).glob("*.json")):
            content = path.read_bytes()
            number, _, id = path.stem.partition("-")
            if self.only is not None and id not in self.only:
                continue
            if id_of(content) != id:
                report_damage(path)
                continue
            run = Run(json.loads(content), objects, id, int(number))
            if run.has_figures:
                runs.append(run)
        return runs

    def store(self, manifest: bytes, objects: Mapping[str, bytes | Path]) -> None:
        """Store a run as the last of its period.

        Raises
        ------
        OSError
            If the folder cannot be written to.
        """
        folder = self.folder / json.loads(manifest)["period"]
        (self.folder / OBJECTS).mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        for name, content in objects.items():
            path = self.folder / OBJECTS / name
            if self.objects.path(name) is None:
                write_atomically(path, partial(_put, content))
        id, existing = id_of(manifest), sorted(folder.glob("*.json"))
        number = int(existing[-1].stem.partition("-")[0]) + 1 if existing else 1
        if existing and existing[-1].stem.endswith(id):
            if existing[-1].read_bytes() != manifest:  # damaged since
                write_atomically(existing[-1], lambda part: part.write_bytes(manifest))
            return
        write_atomically(folder / f"{number:04d}-{id}.json", lambda part: part.write_bytes(manifest))
        for path in existing:
            if path.stem.endswith(id):
                path.unlink()


def _put(content: bytes | Path, part: Path) -> None:
    if isinstance(content, Path):
        shutil.copyfile(content, part)
    else:
        part.write_bytes(content)
