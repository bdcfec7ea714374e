"""Output that appears whole or not at all.

A run writes into ``<out>/.staging/<period>/new``. When it has succeeded, the folder that was
published before is renamed to ``old`` beside it, ``new`` is renamed into its place, and
``old`` is thrown away. Each step is one rename on one file system, so whatever kills the
process leaves a state that the next run recognises:

========== ============= =========================================================
``old``    ``<period>``  what happened, and what is done
========== ============= =========================================================
missing    any           not yet begun, or done: throw ``new`` away
whole      missing       killed between the renames: put ``old`` back
whole      whole         published, not yet tidied: throw ``old`` away
========== ============= =========================================================

Only what runs made is replaced (see ``ownership``): anything else in its place stops the run before it begins.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from workreport.base.errors import WorkreportError
from workreport.base.ownership import foreign, mark

STAGING = ".staging"
_WRITABLE = os.W_OK | os.X_OK
# Seconds. A process that starts looks into every period's folder for a moment, to recover it.
_PATIENCE, _RETRY = 1.0, 0.05
_SHOWN = 3


@contextmanager
def staged(out: Path, period_id: str) -> Iterator[Path]:
    """A folder to fill, published as ``<out>/<period_id>`` when the block ends well.

    If the block raises, or is interrupted, what it wrote is thrown away and what was
    published before stays untouched.

    Yields
    ------
    Path
        The staging folder, empty.

    Raises
    ------
    WorkreportError
        If `out` cannot be written to, something that no run has made stands in the way, or
        another process is building the same period.
    """
    out = out.absolute()
    with _told(out):
        _prepare(out, out / period_id)
        recover(out)
    with _locked(out, period_id) as staging:
        target = out / period_id
        try:
            with _told(out):
                _restore(staging, target)
                (staging / "new").mkdir()
            yield staging / "new"
            with _told(out):
                mark(staging / "new")
                _swap(staging, target)
        finally:
            with _told(staging):
                _restore(staging, target)


def recover(out: Path) -> None:
    """Finish what killed runs left in `out`; periods that a living process is building are let be."""
    for folder in sorted((out / STAGING).glob("*/")):
        with suppress(Busy), _locked(out, folder.name, patience=0) as staging, _told(staging):
            _restore(staging, out / folder.name)
    with suppress(OSError):
        (out / STAGING).rmdir()


def write_tree(root: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write files below `root`.

    Parameters
    ----------
    root : Path
        A staging folder.
    files : mapping of str to bytes or Path
        Content by path relative to `root`, with forward slashes; ``ValueError`` for a path
        that leads elsewhere. A file that stands there already is its own content.
    """
    for name in sorted(files):
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise ValueError(f"not below the staging folder: {name}")
        path = root / relative
        with _told(root):
            path.parent.mkdir(parents=True, exist_ok=True)
            content = files[name]
            if isinstance(content, Path):
                assert content == path, f"{name} is written elsewhere"
                continue
            path.write_bytes(content)


def require_ours(*paths: Path, shown: str = "") -> None:
    """See that whatever stands at these paths was made by runs, and may be replaced.

    Parameters
    ----------
    shown : str
        What people call the place, where that is not the path.

    Raises
    ------
    WorkreportError
        If it holds anything else; names some of that.
    """
    for path in paths:
        with _told(path.parent):
            strange = foreign(path)
        if strange:
            more = f"等 {len(strange)} 项" if len(strange) > _SHOWN else ""
            raise WorkreportError(
                "要替换的位置上有不是 workreport 生成的文件，没有动它",
                where=f"{shown or path}（{'、'.join(strange[:_SHOWN])}{more}）",
                expected="尚不存在、空的，或全由 workreport 生成",
                todo="请把这些文件移到别处，或用 --out 另选目录；旧版所出的 check、公开版文件夹不带记号，删除后再试",
            )


def replace_file(path: Path, content: bytes) -> None:
    """Write one file of the output folder itself, whole or not at all; one that no run has made stays."""
    require_ours(path)
    with _told(path.parent):
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(content)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)


def _prepare(out: Path, target: Path) -> None:
    """See that the renames at the end will be allowed, before hours of work depend on it."""
    for path in (out, target):
        if path.exists() and not path.is_dir():
            raise WorkreportError(
                "输出路径上有同名文件",
                where=str(path),
                expected="文件夹，或尚不存在的路径",
                todo="请移走该文件，或用 --out 另选目录",
            )
    require_ours(target)
    out.mkdir(parents=True, exist_ok=True)
    # a folder can only be moved by someone who may write into it
    for path in (out, target):
        if path.exists() and not os.access(path, _WRITABLE):
            raise PermissionError(path)


def _swap(staging: Path, target: Path) -> None:
    if target.exists() or target.is_symlink():
        os.rename(target, staging / "old")
    os.rename(staging / "new", target)


def _restore(staging: Path, target: Path) -> None:
    """Bring a staging folder back to empty, from whatever state it is in."""
    old, new, trash = staging / "old", staging / "new", staging / "trash"
    if old.is_symlink() or old.exists():
        if not target.exists():
            os.rename(old, target)
        else:
            # renamed first: as long as it is called `old` it must be whole
            _remove(trash)
            os.rename(old, trash)
    _remove(trash)
    _remove(new)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


@contextmanager
def _locked(out: Path, period_id: str, patience: float = _PATIENCE) -> Iterator[Path]:
    """The period's folder below ``.staging``, held by this process; removed at the end if empty.

    The lock is the operating system's and goes with the process, however that ends.
    """
    folder = out / STAGING / period_id
    with _told(out):
        descriptor = _lock(folder / "lock", patience)
    try:
        yield folder
    finally:
        with suppress(OSError):
            (folder / "lock").unlink()
            folder.rmdir()
            folder.parent.rmdir()
        os.close(descriptor)


def _lock(path: Path, patience: float) -> int:
    """Descriptor of the locked file; `Busy` if someone else holds it for longer than `patience` seconds."""
    deadline = time.monotonic() + patience
    while True:
        descriptor = None
        # FileNotFoundError: another process has just finished and tidied up
        with suppress(FileNotFoundError):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        if descriptor is None:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _same(descriptor, path):
                return descriptor
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                os.close(descriptor)
                raise Busy(
                    f"报告期 {path.parent.name} 正在由另一个进程出稿",
                    where=str(path.parents[2]),
                    todo="请等它结束后再试，或用 --out 另选目录",
                ) from error
            time.sleep(_RETRY)
        os.close(descriptor)


def _same(descriptor: int, path: Path) -> bool:
    """Whether the file that was locked is still the one that others would find."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


class Busy(WorkreportError):
    """Another process holds the period."""


@contextmanager
def _told(where: Path) -> Iterator[None]:
    """File-system errors as a message for people."""
    try:
        yield
    except OSError as error:
        reasons = {"PermissionError": "没有写权限", "NotADirectoryError": "路径中有一段不是文件夹"}
        reason = reasons.get(type(error).__name__, error.strerror or type(error).__name__)
        raise WorkreportError(
            f"无法写入输出目录：{reason}",
            where=str(where),
            todo="请检查该目录的权限和剩余空间，或用 --out 另选目录",
        ) from error
