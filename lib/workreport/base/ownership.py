"""Ownership of files in an output folder: a run may replace or delete only files that runs have made.

A published folder lists its files in its manifest or, without one, in ``.workreport``. The page that lists reports
is recognised by a marker in it. ``python -m workreport.base.ownership FOLDER…`` deletes folders made by runs.
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
PAGE_MARKER = b'class="wr-narrow wr-portal"'
"""Contained in every page that lists reports."""
SYSTEM_FILES = {".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}
"""Files that operating systems and JupyterLab leave in any folder; they may be deleted."""
LOCK_PREFIXES = ("~$", ".~lock.", "._")
"""Name prefixes of the files that office programs and macOS put beside a file."""


def foreign_files(path: Path) -> list[str]:
    """Names of the files at a path that no run has made; empty if all are ours or the path does not exist."""
    if path.is_file():
        return [] if PAGE_MARKER in path.read_bytes() else [path.name]
    if not path.is_dir():
        return [path.name] if path.is_symlink() else []
    owned = _owned_files(path)
    if not owned:
        return sorted(entry.name for entry in path.iterdir())
    return sorted(set(_files(path)) - owned)


def write_marker(folder: Path) -> None:
    """List the files of a folder about to be published in ``.workreport``, unless its manifest lists them."""
    if foreign_files(folder):
        content = {"made_by": "workreport", "outputs": sorted(_files(folder))}
        (folder / MARKER).write_bytes(json.dumps(content, ensure_ascii=False, indent=1).encode())


def _owned_files(folder: Path) -> set[str]:
    """Files of a folder listed in its manifest or marker; empty without either."""
    owned: set[str] = set()
    for name in (MANIFEST, MARKER):
        try:
            owned |= {*json.loads((folder / name).read_bytes())["outputs"], MANIFEST, LOG, MARKER}
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            continue
    return owned


def _files(folder: Path) -> Iterator[str]:
    """Relative paths of all files below a folder, without system files."""
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        ignored = any(part in SYSTEM_FILES or part.startswith(LOCK_PREFIXES) for part in relative.parts)
        if not ignored and (path.is_symlink() or not path.is_dir()):
            yield relative.as_posix()


def delete(paths: list[Path]) -> Iterator[Path]:
    """Delete the folders that runs have made; yield the others."""
    for path in filter(os.path.lexists, paths):
        if path.is_symlink() or not path.is_dir() or foreign_files(path):
            yield path
        else:
            shutil.rmtree(path)


if __name__ == "__main__":
    for path in delete([Path(text) for text in sys.argv[1:]]):
        print(f"未删除，有不是 workreport 生成的文件：{path}")
