"""The log of a run: one file for all messages, also those of the libraries."""

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
    """Formatter that masks personal data: a message may quote a cell."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


@contextmanager
def run_log(path: Path) -> Iterator[None]:
    """Write log messages to `path`, in an existing folder, and not to the terminal."""
    handler = logging.FileHandler(path, mode="w", encoding="utf-8")
    handler.setFormatter(_Masking(_FORMAT))
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(log, log.level, log.propagate) for log in loggers]
    logging.captureWarnings(True)
    try:
        for log in loggers:
            log.addHandler(handler)
            log.setLevel(logging.INFO)
            log.propagate = False
        with damage_logged(lambda path: logger.warning("留存的文件有损坏，不予采用：%s", path)):
            yield
    finally:
        logging.captureWarnings(False)
        for log, level, propagate in before:
            log.removeHandler(handler)
            log.setLevel(level)
            log.propagate = propagate
        handler.close()
