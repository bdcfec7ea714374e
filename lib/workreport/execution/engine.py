"""papermill engine that does not write the executed notebook: the caller has it in memory."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines

NAME = "workreport"


class UnwrittenEngine(NBClientEngine):
    """Engine that returns an empty notebook after a run without error.

    papermill writes the returned notebook, which is slow and not needed. After an error the executed notebook is returned:
    papermill searches it for the error.
    """

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, *args: Any, **kwargs: Any) -> NotebookNode:
        """Execute `nb` in place."""
        executed = super().execute_notebook(nb, *args, **kwargs)
        outputs = (output for cell in executed.cells for output in cell.get("outputs", ()))
        failed = any(output.output_type == "error" for output in outputs)
        return executed if failed else nbformat.v4.new_notebook()


papermill_engines.register(NAME, UnwrittenEngine)
