"""A bureau whose whole report takes a few seconds: two of the sample ledgers, two sections."""

from __future__ import annotations

import hashlib
import shutil
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


def published(folder: Path) -> dict[str, str]:
    """Hashes of a published report's files by name, without its log."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != LOG)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }
