"""Start-up: UTF-8 in every locale, optional imports skipped, the garbage collector paused."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OPTIONAL_MODULES = (
    "rfc3987_syntax",
    "isoduration",
    "rfc3986_validator",
    "uri_template",
    "webcolors",
    "hypothesis",
)
"""Slow optional modules. jsonschema imports all but the last, if installed with JupyterLab, to check formats such as IRIs
and durations, which notebooks do not use; pandera imports the last, if installed for the tests, to generate data."""


@contextmanager
def without_optional_imports() -> Iterator[None]:
    """Inside the block these optional modules raise ImportError, which their importers handle.

    The garbage collector is paused too: imported modules are never garbage.
    """
    hidden = [name for name in OPTIONAL_MODULES if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))
    try:
        with gc_paused():
            yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextmanager
def fast_imports() -> Iterator[None]:
    """As ``without_optional_imports``; afterwards exclude the imported objects from garbage collection."""
    before = len(sys.modules)
    with without_optional_imports():
        yield
    if len(sys.modules) > before:
        gc.freeze()


@contextmanager
def gc_paused() -> Iterator[None]:
    """Disable the garbage collector inside the block."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def use_utf8() -> None:
    """Start this program anew in Python's UTF-8 mode where file names are decoded by another locale.

    The kernels of a run inherit the mode, and reports are the same in every locale. The terminal keeps its encoding, and
    characters that it lacks are written as escapes instead of ending the program.
    """
    sys.stdout.reconfigure(errors="backslashreplace")
    if sys.getfilesystemencoding() == "utf-8" or not sys.orig_argv[1:]:
        return
    terminal = sys.stdout.encoding if codecs.lookup(sys.stdout.encoding).name != "ascii" else "utf-8"
    os.environ |= {"PYTHONUTF8": "1", "PYTHONIOENCODING": f"{terminal}:backslashreplace"}
    os.execv(sys.executable, [sys.executable, "-X", "utf8=1", *_arguments()])


def _arguments() -> list[bytes] | list[str]:
    """The arguments that this process was started with; as bytes on Linux: not every name survives the locale's decoding."""
    try:
        return Path("/proc/self/cmdline").read_bytes().split(b"\0")[1:-1]
    except FileNotFoundError:
        return sys.orig_argv[1:]
