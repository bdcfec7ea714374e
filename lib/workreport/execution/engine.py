"""papermill's engine with one difference: a notebook that ran is left in memory, where its caller has it, and not written."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines

NAME = "workreport"


class UnwrittenEngine(NBClientEngine):
    """Hands on an empty notebook instead of one that ran without error.

    papermill writes at the end what an engine hands on, which takes a third of the time that driving a notebook takes.
    One with an error is handed on as it is: papermill looks for the error in it.
    """

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, *args: Any, **kwargs: Any) -> NotebookNode:
        """Execute `nb` in place."""
        done = super().execute_notebook(nb, *args, **kwargs)
        outputs = (output for cell in done.cells for output in cell.get("outputs", ()))
        failed = any(output.output_type == "error" for output in outputs)
        return done if failed else nbformat.v4.new_notebook()


papermill_engines.register(NAME, UnwrittenEngine)
