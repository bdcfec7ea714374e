"""Faster start-up: skip optional imports and pause the garbage collector."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

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
