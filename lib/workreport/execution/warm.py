"""Warm kernels for sections: one fork server per process, and the variable that disables it.

Keep this module fast to import, so that the command line can start the fork server before it loads anything else.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
from contextlib import ExitStack

from kernelpool.fork_server import ForkServer, ForkServerError
from workreport.base.temporary_folders import temporary_folder

logger = logging.getLogger(__name__)

KERNELS_VARIABLE = "WORKREPORT_KERNELS"
ORDINARY = "ordinary"
"""Value of the variable for ordinary Jupyter kernels."""
PRELOAD = (
    "matplotlib.pyplot",
    "workreport.narrative",
    "workreport.narrative.figure_charts",
    "workreport.figures.profile:load_profile",
    "workreport.charts.warmup:warm_up",
    "workreport.ledgers.warmup:warm_up",
)
"""Imports of section notebooks, including those of the first chart."""

_lock = threading.Lock()
_fork_server: ForkServer | None = None


def start() -> ForkServer | None:
    """This process's fork server, started on the first call and ended with the process; None if disabled or not possible."""
    global _fork_server
    if os.environ.get(KERNELS_VARIABLE) == ORDINARY:
        return None
    with _lock:
        if _fork_server is None or _fork_server.owner != os.getpid():
            resources = ExitStack()
            atexit.register(resources.close)
            try:
                _fork_server = ForkServer(PRELOAD, folder=resources.enter_context(temporary_folder()))
            except ForkServerError as error:
                logger.info("kernels are ordinary ones: %s", error)
                resources.close()
                return None
            resources.callback(_fork_server.close)
        return _fork_server if _fork_server.alive else None
