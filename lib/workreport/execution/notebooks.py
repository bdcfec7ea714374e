"""One notebook through papermill: parameters in, the executed notebook or its error out."""

from __future__ import annotations

import logging
import re
import time
from contextlib import suppress
from pathlib import Path

import nbformat
from nbclient.exceptions import DeadKernelError
from papermill import PapermillExecutionError, execute_notebook

from workreport.execution import engine
from workreport.execution.kernels import Kernels
from workreport.execution.task import Executed, Task

logger = logging.getLogger(__name__)

# tag of the cells that papermill inserts where a notebook failed; the report has its own notice
_MARKER_TAG = "papermill-error-cell-tag"
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
SAVE_INTERVAL_S = 10.0


def run_notebook(task: Task, work: Path, kernels: Kernels) -> Executed:
    """Execute a task's notebook in its own kernel.

    Parameters
    ----------
    task : Task
    work : Path
        Existing folder; the partly executed notebook is saved there during the run.
    kernels : Kernels
        Kernels of the run.

    Returns
    -------
    Executed
        Errors of the notebook or its kernel are recorded in it, never raised.
    """
    began = time.monotonic()
    partial = PartialNotebook(work / f"{task.section.id}.ipynb")
    error = reason = None
    try:
        execute_notebook(
            _literal(task.notebook),
            None,
            parameters=dict(task.parameters),
            engine_name=engine.NAME,
            kernel_name=kernels.name,
            language="python",
            progress_bar=False,
            # papermill would write the whole notebook twice a cell, charts and all
            request_save_on_cell_execute=False,
            on_notebook_start=partial.began,
            on_cell_complete=partial.save,
            # the rest goes to nbclient's NotebookClient
            kernel_manager_class=kernels.manager_class,
            # like JupyterLab, start the kernel in the notebook's folder; papermill's own `cwd` moves this process
            resources={"metadata": {"path": str(task.notebook.resolve().parent)}},
            # all outputs have arrived by then; an orderly shutdown would only take time
            shutdown_kernel="immediate",
        )
    except Exception as failure:
        # any exception: the failure of one section must not stop the others
        error, reason = _describe_error(failure)
        logger.debug("%s", task.section.id, exc_info=failure)
    notebook = partial.notebook or _read(task.notebook)
    if error is not None:
        notebook = _without_markers(notebook)
    return Executed(task.section, notebook, error, reason, time.monotonic() - began)


class PartialNotebook:
    """The partly executed notebook, in memory, and on disk in case this process is killed.

    Attributes
    ----------
    path : Path
        Written after a cell if the last write is at least `SAVE_INTERVAL_S` seconds ago.
    notebook : nbformat.NotebookNode, optional
        Updated by nbclient; None until the kernel has answered.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.notebook, self._written = path, None, time.monotonic()

    def began(self, notebook: nbformat.NotebookNode) -> None:
        self.notebook = notebook

    def save(self, **_: object) -> None:
        if self.notebook is not None and time.monotonic() - self._written >= SAVE_INTERVAL_S:
            nbformat.write(self.notebook, self.path)
            self._written = time.monotonic()


def _literal(path: Path) -> str:
    """A path escaped for papermill, which formats paths as templates."""
    return str(path.resolve()).replace("{", "{{").replace("}", "}}")


def _read(path: Path) -> nbformat.NotebookNode:
    """The notebook before the run; an empty one if the file is not a notebook."""
    # nbformat raises many kinds of errors for invalid files; the error is recorded already
    with suppress(Exception):
        return nbformat.read(path, as_version=4)
    return nbformat.v4.new_notebook()


def _without_markers(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without the cells that papermill inserted at the failure."""
    notebook.cells = [cell for cell in notebook.cells if _MARKER_TAG not in cell.metadata.get("tags", [])]
    return notebook


def _describe_error(failure: Exception) -> tuple[str, str]:
    """An error as traceback text and as one line."""
    if isinstance(failure, PapermillExecutionError):
        reason = f"{failure.ename}: {failure.evalue}"
        traceback = _COLOUR.sub("", "\n".join(failure.traceback)) or reason
    elif isinstance(failure, DeadKernelError):
        reason = "内核进程意外退出，可能是内存不足"
        traceback = f"{reason}\n{failure}"
    else:
        reason = f"{type(failure).__name__}: {failure}"
        traceback = reason
    return traceback, reason.strip().splitlines()[0]
