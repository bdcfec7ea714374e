"""All files that a refresh leaves, and their folder: what somebody has edited there is not written over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from workreport.base.atomic_folder import staged
from workreport.base.bureau import Bureau
from workreport.base.errors import WorkreportError
from workreport.base.hashing import sha256
from workreport.base.ownership import MANIFEST
from workreport.base.period import Period
from workreport.drafts.refreshing.change_list import change_csv
from workreport.drafts.refreshing.change_paper import TITLE, change_paper
from workreport.drafts.refreshing.refresh import Refreshed

REFRESHED, ACCEPTED = "_刷新", "_清样"
"""End of the new draft's name: with tracked changes and comments, or as it goes out."""


def name_of(path: Path) -> str:
    """The name of a draft, which a refreshed copy of it keeps."""
    return path.stem.removesuffix(REFRESHED).removesuffix(ACCEPTED) or path.stem


def files_of(done: Refreshed, name: str, bureau: Bureau, period: Period, *, accept: bool) -> dict[str, bytes]:
    """The files of a refresh of the draft `name`, the same bytes for the same draft and ledgers."""
    files = {
        f"{name}{ACCEPTED if accept else REFRESHED}.docx": done.content,
        f"{name}_{TITLE}.docx": change_paper(done, bureau, period),
        f"{name}_{TITLE}.csv": change_csv(done),
    }
    hashes = {file: hashlib.sha256(content).hexdigest() for file, content in files.items()}
    manifest = {"period": period.id, "outputs": hashes}
    return files | {MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=1).encode("utf-8")}


def write(folder: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write the files into `folder`/`name`, whole or not at all; an earlier refresh there is replaced.

    Raises
    ------
    WorkreportError
        If the folder cannot be written to, holds other files, or somebody has edited one of ours.
    """
    _require_unedited(folder / name)
    with staged(folder, name) as place:
        for file, content in files.items():
            (place / file).write_bytes(content)
    return folder / name


def _require_unedited(folder: Path) -> None:
    try:
        known = json.loads((folder / MANIFEST).read_bytes())["outputs"]
        edited = [
            name
            for name, code in known.items()
            if (folder / name).is_file() and sha256(folder / name) != code
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return  # what is there is not ours, which is refused anyway
    if edited:
        raise WorkreportError(
            f"上次刷新的{'、'.join(edited)}有人改过，没有盖掉",
            where=str(folder),
            todo="请把它移到别处（要接着用的，就刷新移走的这一份），或用 --out 另选目录",
        )
