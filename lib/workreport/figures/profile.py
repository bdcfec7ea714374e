"""Profiles: the figures of a bureau's trade, declared by a profile package, programs of its data folder, or both.

The engine itself knows no trade. The registry holds the figures of one profile at a time, that of the last workspace
loaded.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module, invalidate_caches
from pathlib import Path
from types import ModuleType

from workreport.base.bureau import Bureau
from workreport.base.errors import ContractError, WorkreportError
from workreport.base.hashing import package_folders
from workreport.base.paths import REPOSITORY
from workreport.base.workspace import Workspace
from workreport.figures.registry import FIGURES, Figure
from workreport.ledgers.declared.contract import load_contracts

OWN = "bureau_figures"
"""Package under which the programs of a data folder are imported; they can import each other through it."""
Key = tuple[str, str, tuple[tuple[str, str], ...]]

_loaded: Key | None = None
_packages: dict[str, dict[str, Figure]] = {}
"""Figures by the package that declared them: a module declares only on its first import."""


def load_profile(workspace: Workspace | None = None) -> None:
    """Declare the figures of a bureau's trade (default: the repository's own bureau) and remove all others.

    Raises
    ------
    ContractError
        If there is no such package, or a program of the data folder fails or names a ledger or figure that does not exist.
    """
    global _loaded
    workspace = workspace or Workspace.open(REPOSITORY / "data")
    words = tuple(workspace.bureau.words.items())
    key = (workspace.package, workspace.code if workspace.figure_files else "", words)
    if key == _loaded:
        return
    before = dict(FIGURES)
    try:
        if _loaded is not None:
            _replace({})
        _declare(workspace)
        if words:
            _replace({id: _worded(figure, workspace.bureau) for id, figure in FIGURES.items()})
    except BaseException:
        _replace(before)
        raise
    _loaded = key


def _replace(figures: dict[str, Figure]) -> None:
    FIGURES.clear()
    FIGURES.update(figures)


def _worded(figure: Figure, bureau: Bureau) -> Figure:
    """A figure whose label and definition have the bureau's own words."""
    return replace(figure, label=bureau.worded(figure.label), definition=bureau.worded(figure.definition))


def _declare(workspace: Workspace) -> None:
    if workspace.package or not workspace.figure_files:
        if not package_folders(workspace.package):
            raise ContractError(
                f"没有业务包“{workspace.package}”",
                where="bureau.yaml",
                expected="profile 写已安装的业务包，或 figures 写数据目录里放指标程序的文件夹",
                todo="请改正 profile，或安装这个业务包",
            )
        if workspace.package in _packages:
            FIGURES.update(_packages[workspace.package])
        else:
            import_module(workspace.package)
            _packages[workspace.package] = dict(FIGURES)
    if workspace.figure_files:
        shared = set(FIGURES)
        _run(workspace)
        _require_known(workspace, [id for id in FIGURES if id not in shared])


def _run(workspace: Workspace) -> None:
    """Import the programs of the data folder again, without writing to it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == OWN]:
        del sys.modules[name]
    folder = workspace.data / workspace.bureau.figures
    package = sys.modules[OWN] = ModuleType(OWN)
    package.__path__ = [str(folder)]
    invalidate_caches()
    with _no_bytecode():
        for path in (path for path in workspace.figure_files if path.parent == folder):
            try:
                import_module(f"{OWN}.{path.stem}")
            except Exception as error:
                raise _unusable(workspace, path, error) from error


@contextmanager
def _no_bytecode() -> Iterator[None]:
    """Write no bytecode inside the block: a data folder holds inputs only."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _unusable(workspace: Workspace, path: Path, error: Exception) -> ContractError:
    """The error for a program that fails, with the last line of it that was reached."""
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
    shown = workspace.shown(path)
    reason = error.message if isinstance(error, WorkreportError) else f"{type(error).__name__}：{error}"
    return ContractError(
        f"指标程序不能运行：{reason}",
        where=shown if line is None else f"{shown} 第 {line} 行",
        todo="请改正程序，或请写它的人改正",
    )


def _require_known(workspace: Workspace, ids: list[str]) -> None:
    """Require that the ledgers and figures that these figures use exist."""
    contracts = load_contracts(workspace)
    for id in ids:
        figure = FIGURES[id]
        for kind, unknown in (
            ("台账", sorted(set(figure.ledgers) - set(contracts))),
            ("指标", sorted(set(figure.components) - set(FIGURES))),
        ):
            if unknown:
                raise ContractError(
                    f"指标“{id}”用到没有的{kind}：{'、'.join(unknown)}",
                    where=f"bureau.yaml（figures：{workspace.bureau.figures}）",
                    todo="请核对名称",
                )
