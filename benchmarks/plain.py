"""The sections' code as plain Python: no kernel, no notebook, nothing rendered; what each cell shows is made all the same."""

from __future__ import annotations

import ast
import json
from importlib import import_module
from pathlib import Path

from workreport.execution.warm import PRELOAD


def warm() -> None:
    """Import what sections import, as a warm kernel has."""
    for name in PRELOAD:
        module, _, function = name.partition(":")
        loaded = import_module(module)
        if function:
            getattr(loaded, function)()


def run(notebook: str, period: str) -> int:
    """Run one notebook's cells in a namespace of their own; how many things they showed."""
    cells = json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"]
    namespace: dict[str, object] = {"__name__": "__main__"}
    shown = 0
    for cell in cells:
        if cell["cell_type"] == "code":
            shown += _cell("".join(cell["source"]), namespace)
            if "parameters" in cell["metadata"].get("tags", []):
                namespace["period"] = period
    return shown


def _cell(source: str, namespace: dict[str, object]) -> int:
    """Run one cell; 1 where its last expression shows something, which is then made."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), namespace)
    if last is None:
        return 0
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)
    if not hasattr(value, "_repr_mimebundle_"):
        return 0
    value._repr_mimebundle_()
    return 1
