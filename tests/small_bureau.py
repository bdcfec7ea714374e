"""Bureaux whose whole report takes a few seconds: a few of the sample ledgers, a few sections."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

SETTINGS = """
name: {name}
short_name: 区市监局
district: 晴川区
synthetic: true
ledgers: [fair_reviews, party_affairs]
sections: [01_party_building, 09_fair_competition]
"""
LEDGERS = ("LG16_*", "LG18_*", "targets.csv")
SECTIONS = ("01_party_building", "09_fair_competition")
REPORTED = ("reported", "targets")
LOG = "run.log"


def small_bureau(folder: Path, repository: Path, name: str = "晴川区市场监督管理局") -> Path:
    """Write the bureau's data folder; the folder."""
    (folder / "2021").mkdir(parents=True)
    (folder / "bureau.yaml").write_text(SETTINGS.format(name=name), encoding="utf-8")
    shutil.copytree(repository / "data" / "reference", folder / "reference")
    for pattern in LEDGERS:
        for path in (repository / "data" / "2021").glob(pattern):
            shutil.copy(path, folder / "2021")
    return folder


def part_of_bureau(
    folder: Path, repository: Path, ledgers: Mapping[str, str], sections: Sequence[str]
) -> Path:
    """Write a copy of the sample bureau of 2020 and 2021 that keeps these ledgers, by code and name, and these sections alone."""
    shutil.copytree(repository / "data" / "reference", folder / "reference")
    for year in ("2020", "2021"):
        (folder / year).mkdir()
        for path in (repository / "data" / year).iterdir():
            if path.name.startswith((*(f"{code}_" for code in ledgers), *REPORTED)):
                shutil.copy(path, folder / year)
    settings = (repository / "data" / "bureau.yaml").read_text(encoding="utf-8")
    lists = f"ledgers: [{', '.join(ledgers.values())}]\nsections: [{', '.join(sections)}]\n"
    (folder / "bureau.yaml").write_text(settings + lists, encoding="utf-8")
    return folder


def published(folder: Path) -> dict[str, str]:
    """Hashes of a published report's files by name, without its log."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != LOG)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }
