"""What runs made in an output folder, and may therefore replace or delete; all else is somebody's own.

A published folder names its files: in its manifest, or, where it has none, in ``.workreport``. The page that lists
reports is known by what stands in it. ``python -m workreport.base.ownership FOLDER…`` deletes what runs made.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

MANIFEST, LOG = "manifest.json", "run.log"
MARKER = ".workreport"
PAGE_MARK = b'class="wr-narrow wr-portal"'
"""Stands in every page that lists reports."""
LEFTOVERS = {".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}
"""What systems and JupyterLab leave in any folder; nobody misses it."""
LOCKS = ("~$", ".~lock.", "._")
"""How the names begin of what office programs and macOS put beside a file."""


def foreign(path: Path) -> list[str]:
    """What no run has made of what stands at a path, by name; nothing where it is ours, or nothing is there."""
    if path.is_file():
        return [] if PAGE_MARK in path.read_bytes() else [path.name]
    if not path.is_dir():
        return [path.name] if path.is_symlink() else []
    made = _made(path)
    if not made:
        return sorted(one.name for one in path.iterdir())
    return sorted(set(_files(path)) - made)


def mark(folder: Path) -> None:
    """Name the files of a folder that is about to be published, unless its manifest does."""
    if foreign(folder):
        content = {"made_by": "workreport", "outputs": sorted(_files(folder))}
        (folder / MARKER).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _made(folder: Path) -> set[str]:
    """The files of a folder that a run says it has made; empty where no run says so."""
    made: set[str] = set()
    for name in (MANIFEST, MARKER):
        try:
            made |= {*json.loads((folder / name).read_bytes())["outputs"], MANIFEST, LOG, MARKER}
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            continue
    return made


def _files(folder: Path) -> Iterator[str]:
    """Everything below a folder but folders and leftovers, by its path from there."""
    for path in folder.rglob("*"):
        place = path.relative_to(folder)
        left = any(part in LEFTOVERS or part.startswith(LOCKS) for part in place.parts)
        if not left and (path.is_symlink() or not path.is_dir()):
            yield place.as_posix()


def delete(paths: list[Path]) -> Iterator[Path]:
    """Delete those of the folders that runs made; the others."""
    for path in filter(os.path.lexists, paths):
        if path.is_symlink() or not path.is_dir() or foreign(path):
            yield path
        else:
            shutil.rmtree(path)


if __name__ == "__main__":
    for kept in delete([Path(text) for text in sys.argv[1:]]):
        print(f"未删除，有不是 workreport 生成的文件：{kept}")
