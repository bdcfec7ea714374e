"""Atomic publication of an output folder.

A run writes into ``<out>/.staging/<period>/new``. When it has succeeded, the previously
published folder is renamed to ``old`` beside it, ``new`` is renamed into its place, and
``old`` is deleted. Each step is one rename on one file system, so a killed process
leaves a state that the next run recognises:

========== ============= =========================================================
``old``    ``<period>``  state and recovery
========== ============= =========================================================
missing    any           not yet begun, or done: delete ``new``
whole      missing       killed between the renames: put ``old`` back
whole      whole         published, not yet cleaned up: delete ``old``
========== ============= =========================================================

Only files made by runs are replaced (see ``ownership``): other files in the place are an error before the run begins.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from workreport.base.errors import WorkreportError
from workreport.base.file_lock import RETRY_S, try_lock
from workreport.base.ownership import foreign_files, write_marker
from workreport.base.renaming import open_files, rename, replace

STAGING = ".staging"
_WRITABLE = os.W_OK | os.X_OK
# Seconds. A starting process briefly locks every period's folder to recover it.
_LOCK_TIMEOUT_S = 1.0
_MAX_SHOWN = 3


@contextmanager
def staged(out: Path, period_id: str) -> Iterator[Path]:
    """Staging folder, published as ``<out>/<period_id>`` when the block succeeds.

    If the block raises or is interrupted, its files are deleted and the previously
    published folder stays untouched.

    Yields
    ------
    Path
        The staging folder, empty.

    Raises
    ------
    WorkreportError
        If `out` cannot be written to, the place holds files that no run has made, or
        another process is building the same period.
    """
    out = out.absolute()
    with _os_errors_translated(out):
        _prepare(out, out / period_id)
        recover(out)
    with _locked(out, period_id) as staging:
        target = out / period_id
        try:
            with _os_errors_translated(out):
                _restore(staging, target)
                (staging / "new").mkdir()
            yield staging / "new"
            with _os_errors_translated(out):
                write_marker(staging / "new")
                _swap(staging, target)
        finally:
            with _os_errors_translated(staging):
                _restore(staging, target)


def recover(out: Path) -> None:
    """Recover from killed runs in `out`; skip periods that a running process is building."""
    for folder in sorted((out / STAGING).glob("*/")):
        with suppress(Busy), _locked(out, folder.name, timeout=0) as staging, _os_errors_translated(staging):
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
        that leads elsewhere. A Path must be the target itself, already written.
    """
    for name in sorted(files):
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise ValueError(f"not below the staging folder: {name}")
        path = root / relative
        with _os_errors_translated(root):
            path.parent.mkdir(parents=True, exist_ok=True)
            content = files[name]
            if isinstance(content, Path):
                assert content == path, f"{name} is written elsewhere"
                continue
            path.write_bytes(content)


def require_ours(*paths: Path, shown: str = "") -> None:
    """Check that everything at these paths was made by runs and may be replaced.

    Parameters
    ----------
    shown : str
        Name of the place in messages; by default the path.

    Raises
    ------
    WorkreportError
        If there are other files; names some of them.
    """
    for path in paths:
        with _os_errors_translated(path.parent):
            foreign = foreign_files(path)
        if foreign:
            more = f"等 {len(foreign)} 项" if len(foreign) > _MAX_SHOWN else ""
            raise WorkreportError(
                "要替换的位置上有不是 workreport 生成的文件，没有动它",
                where=f"{shown or path}（{'、'.join(foreign[:_MAX_SHOWN])}{more}）",
                expected="尚不存在、空的，或全由 workreport 生成",
                todo="请把这些文件移到别处，或用 --out 另选目录；旧版所出的 check、公开版文件夹不带记号，删除后再试",
            )


def replace_file(path: Path, content: bytes) -> None:
    """Write one file of the output folder atomically; raise if the existing file was not made by a run."""
    require_ours(path)
    with _os_errors_translated(path.parent):
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(content)
            replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)


def _prepare(out: Path, target: Path) -> None:
    """Check before the run that the renames at its end will be allowed."""
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
    # moving a folder needs permission to write into it
    for path in (out, target):
        if path.exists() and not os.access(path, _WRITABLE):
            raise PermissionError(path)
    _require_closed(target)


def _swap(staging: Path, target: Path) -> None:
    if target.exists() or target.is_symlink():
        try:
            rename(target, staging / "old")
        except PermissionError:
            _require_closed(target)
            raise
    rename(staging / "new", target)


def _require_closed(target: Path) -> None:
    """Check that no program holds a file of the published folder open, which on Windows keeps it from being renamed."""
    if held := open_files(target):
        more = f"等 {len(held)} 个文件" if len(held) > _MAX_SHOWN else ""
        raise WorkreportError(
            "上一稿的文件正在别的程序里打开着，新的一稿放不进去；上一稿完整未动",
            where=f"{target}（{'、'.join(held[:_MAX_SHOWN])}{more}）",
            todo="请在 Word、WPS、Excel 或阅读器里关闭后再出一次；或用 --out 另选目录",
        )


def _restore(staging: Path, target: Path) -> None:
    """Empty a staging folder from any of the states in the table above."""
    old, new, trash = staging / "old", staging / "new", staging / "trash"
    if old.is_symlink() or old.exists():
        if not target.exists():
            rename(old, target)
        else:
            # renamed first: a folder named `old` must be whole
            _remove(trash)
            rename(old, trash)
    _remove(trash)
    _remove(new)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


@contextmanager
def _locked(out: Path, period_id: str, timeout: float = _LOCK_TIMEOUT_S) -> Iterator[Path]:
    """The period's folder below ``.staging``, locked by this process; removed at the end if empty.

    The operating system releases the lock when the process ends.
    """
    folder = out / STAGING / period_id
    with _os_errors_translated(out):
        descriptor = _lock(folder / "lock", timeout)
    try:
        yield folder
    finally:
        _unlock(folder / "lock", descriptor)
        with suppress(OSError):
            folder.rmdir()
            folder.parent.rmdir()


def _lock(path: Path, timeout: float) -> int:
    """Lock the file and return its descriptor; `Busy` if another process holds it for more than `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while True:
        descriptor = None
        # FileNotFoundError: another process has just finished and cleaned up
        with suppress(FileNotFoundError):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        if descriptor is None:
            continue
        locked = try_lock(descriptor)
        if locked and _is_same_file(descriptor, path):
            return descriptor
        os.close(descriptor)
        if not locked:
            if time.monotonic() >= deadline:
                raise Busy(
                    f"报告期 {path.parent.name} 正在由另一个进程出稿",
                    where=str(path.parents[2]),
                    todo="请等它结束后再试，或用 --out 另选目录",
                )
            time.sleep(RETRY_S)


def _unlock(path: Path, descriptor: int) -> None:
    """Remove the lock's file and close it.

    While it is locked, where an open file can be removed: later it may be another process's lock. Windows removes it only when
    it is closed, and not if another process has opened it by then.
    """
    try:
        path.unlink()
    except PermissionError:
        os.close(descriptor)
        with suppress(OSError):
            path.unlink()
    except OSError:
        os.close(descriptor)
    else:
        os.close(descriptor)


def _is_same_file(descriptor: int, path: Path) -> bool:
    """Whether the locked file is still the file at this path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


class Busy(WorkreportError):
    """Another process is building the period."""


@contextmanager
def _os_errors_translated(where: Path) -> Iterator[None]:
    """Turn file-system errors into a ``WorkreportError``."""
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
