"""Drafts are written where none is: what people may have worked on is never written over."""

from __future__ import annotations

from pathlib import Path

from workreport.base.errors import UsageError
from workreport.base.office_texts import SUFFIX


def write_new(path: Path, content: bytes, *, shown: str) -> None:
    """Write a draft where none is yet: what people may have worked on is never written over.

    Raises
    ------
    UsageError
        If there is a file, the name does not end in .docx, or the folder cannot be written to.
    """
    require_new(path, shown)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise _taken(shown) from error
    except OSError as error:
        raise UsageError("文件写不了", where=shown, todo="请检查路径和权限，或用 --to 另写一处") from error


def require_new(path: Path, shown: str) -> None:
    """Require that a new draft can have this name; errors as ``write_new``."""
    if path.suffix.lower() != SUFFIX:
        raise UsageError("初稿是 Word 文件", where=shown, expected=f"以 {SUFFIX} 结尾的文件名")
    if path.exists() or path.is_symlink():
        raise _taken(shown)


def _taken(shown: str) -> UsageError:
    return UsageError(
        "已经有这份稿，没有改动它",
        where=shown,
        todo="要另写一份的，用 --to 写明放在哪里，如 --to 正文_新.docx；只更新数的，用 workreport refresh",
    )
