"""The log of a run: one file that takes what the libraries would say on the terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workreport.base.checked_files import damage_logged
from workreport.base.personal_data import masked

logger = logging.getLogger(__name__)

# ours, papermill's (also used by nbclient for it), Jupyter's own, and Python warnings
_LOGGERS = ("workreport", "papermill", "traitlets", "asyncio", "py.warnings")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Masking(logging.Formatter):
    """What is logged may quote a cell: nothing personal goes into the file."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


@contextmanager
def run_log(path: Path) -> Iterator[None]:
    """Write what is logged to `path`, in an existing folder, and nothing of it to the terminal."""
    handler = logging.FileHandler(path, mode="w", encoding="utf-8")
    handler.setFormatter(_Masking(_FORMAT))
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(one, one.level, one.propagate) for one in loggers]
    logging.captureWarnings(True)
    try:
        for one in loggers:
            one.addHandler(handler)
            one.setLevel(logging.INFO)
            one.propagate = False
        with damage_logged(lambda path: logger.warning("留存的文件有损坏，不予采用：%s", path)):
            yield
    finally:
        logging.captureWarnings(False)
        for one, level, propagate in before:
            one.removeHandler(handler)
            one.setLevel(level)
            one.propagate = propagate
        handler.close()
