"""Imports of a fork server before it forks, and the conditions under which it must not fork."""

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

THREAD_GRACE_S = 1.0  # for threads that are about to end, such as a cancelled timer
# modules that a kernel imports only while it sets itself up
KERNEL_MODULES = (
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


def preload(modules: Sequence[str], output: Path) -> str:
    """Import `modules` and the modules of a kernel.

    Returns
    -------
    str
        Empty on success, else the reason in one line why no kernel may be forked from this process.
    """
    last_resort = logging.lastResort
    # on import the debugger warns that it cannot trace frozen modules; in an ordinary kernel no cell shows that
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    try:
        for name in KERNEL_MODULES:
            importlib.import_module(name)
        with _kernel_emulated():
            # hide one-off messages such as matplotlib's font search
            logging.lastResort = logging.NullHandler()
            for name in modules:
                module, _, function = name.partition(":")
                loaded = importlib.import_module(module)
                if function:
                    getattr(loaded, function)()
    except Exception as error:
        return f"{type(error).__name__} while importing {name}: {str(error).splitlines()[:1]}"
    finally:
        logging.lastResort = last_resort
    sys.stdout.flush()
    sys.stderr.flush()
    if output.stat().st_size:
        first = output.read_text(errors="replace").strip().splitlines()[:1]
        return f"an import wrote something, which an ordinary kernel would show: {first}"
    end = time.monotonic() + THREAD_GRACE_S
    while (threads := len(os.listdir("/proc/self/task"))) > 1:
        if time.monotonic() > end:
            return f"an import started {threads - 1} threads"
        time.sleep(0.01)
    return ""


@contextmanager
def _kernel_emulated() -> Iterator[None]:
    """Provide IPython's ``get_ipython``, so that libraries imported in the block detect a kernel, as in a cell.

    pandas sets ``display.max_columns`` in this way.
    """

    class Shell:
        """Stub of IPython's shell: has a kernel and nothing else."""

        kernel = object()

    builtins.get_ipython = Shell
    try:
        yield
    finally:
        del builtins.get_ipython


def module_is_shadowed(folder: Path) -> bool:
    """Whether `folder` holds a module that a kernel started there would import instead of a preloaded one."""
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
