"""Warm kernels for sections: one nursery a process, and the switch that does without.

Light to import, so that the command line can start the nursery before it loads anything else.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading

from kernelpool.fork_server import Nursery, NurseryError

logger = logging.getLogger(__name__)

KERNELS_VARIABLE = "WORKREPORT_KERNELS"
ORDINARY = "ordinary"
"""Value of the variable for kernels that start anew, as Jupyter's do."""
PRELOAD = (
    "matplotlib.pyplot",
    "workreport.narrative",
    "workreport.narrative.figure_charts",
    "workreport.figures.profile:load_profile",
    "workreport.charts.warmup:rehearse",
    "workreport.ledgers.warmup:rehearse",
)
"""What section notebooks import, at once or with their first chart."""

_lock = threading.Lock()
_nursery: Nursery | None = None


def start() -> Nursery | None:
    """This process's nursery, started on the first call and ended with the process; None if there is to be none."""
    global _nursery
    if os.environ.get(KERNELS_VARIABLE) == ORDINARY:
        return None
    with _lock:
        if _nursery is None or _nursery.owner != os.getpid():
            try:
                _nursery = Nursery(PRELOAD)
            except NurseryError as error:
                logger.info("kernels are ordinary ones: %s", error)
                return None
            atexit.register(_nursery.close)
        return _nursery if _nursery.alive else None
