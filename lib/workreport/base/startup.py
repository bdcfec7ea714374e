"""What takes long and is for nothing here: some imports, and looking for garbage where there is none."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

USELESS = ("rfc3987_syntax", "isoduration", "rfc3986_validator", "uri_template", "webcolors", "hypothesis")
"""jsonschema loads the first ones, where JupyterLab has brought them along, to check IRIs, durations and colours, which
no notebook has; the first compiles a grammar for more than a second, half the time that a run's imports take. pandera loads
the last, where tests are run too, to make up data."""


@contextmanager
def without_optional_imports() -> Iterator[None]:
    """Imports meanwhile find these modules missing, and do without, as their authors provided for.

    Nor are cycles looked for: modules stay, and the search takes an eighth of the time.
    """
    hidden = [name for name in USELESS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))
    try:
        with gc_paused():
            yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextmanager
def fast_imports() -> Iterator[None]:
    """Imports meanwhile as ``without_optional_imports``; what they bring stays, and is not looked through for garbage ever again.

    Looking through modules again and again takes a tenth of a run.
    """
    before = len(sys.modules)
    with without_optional_imports():
        yield
    if len(sys.modules) > before:
        gc.freeze()


@contextmanager
def gc_paused() -> Iterator[None]:
    """No search for cycles meanwhile."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
