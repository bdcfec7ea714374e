"""What a fork server imports before it forks, and what makes it unfit to stand in for an ordinary kernel."""

from __future__ import annotations

import builtins
import importlib
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ENDING = 1.0  # seconds for threads that are about to end, such as a timer that was called off
# what a kernel imports while it sets itself up, not before
KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel.parentpoller",
    "ipykernel.subshell_manager",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "matplotlib_inline.config",
    "kernelpool.kernel",
    "faulthandler",
)


def preload(modules: Sequence[str], said: Path) -> str:
    """Import `modules` and what a kernel needs.

    Returns
    -------
    str
        Empty if all is well, else why no kernel may be forked from this process, in one line.
    """
    spoken = logging.lastResort
    # the debugger says on import that it cannot see into Python's own modules; a kernel's log has it, no cell
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    try:
        for name in KERNEL:
            importlib.import_module(name)
        with _in_a_kernel():
            # such as matplotlib's, that it looks for fonts: done once, no cell has to show it
            logging.lastResort = logging.NullHandler()
            for name in modules:
                module, _, function = name.partition(":")
                loaded = importlib.import_module(module)
                if function:
                    getattr(loaded, function)()
    except Exception as error:
        return f"{type(error).__name__} while importing {name}: {str(error).splitlines()[:1]}"
    finally:
        logging.lastResort = spoken
    sys.stdout.flush()
    sys.stderr.flush()
    if said.stat().st_size:
        first = said.read_text(errors="replace").strip().splitlines()[:1]
        return f"an import wrote something, which an ordinary kernel would show: {first}"
    end = time.monotonic() + ENDING
    while (threads := len(os.listdir("/proc/self/task"))) > 1:
        if time.monotonic() > end:
            return f"an import started {threads - 1} threads"
        time.sleep(0.01)
    return ""


@contextmanager
def _in_a_kernel() -> Iterator[None]:
    """Libraries that ask for IPython's ``get_ipython`` when they are imported see a kernel, as in a cell.

    pandas decides on ``display.max_columns`` in this way.
    """

    class Shell:
        """Has a kernel, and nothing else."""

        kernel = object()

    builtins.get_ipython = Shell
    try:
        yield
    finally:
        del builtins.get_ipython


def module_is_shadowed(folder: Path) -> bool:
    """Whether a kernel that starts in `folder` would import something of its own instead of what was preloaded."""
    loaded = {name.partition(".")[0] for name in sys.modules}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                stem, suffix = os.path.splitext(entry.name)
                package = not suffix and os.path.exists(os.path.join(entry.path, "__init__.py"))
                if stem in loaded and (suffix in (".py", ".so", ".pyc") or package):
                    return True
    except OSError:
        return True
    return False
