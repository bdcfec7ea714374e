"""Turn a forked process into a kernel, with the set-up that an ordinary kernel gets at its start."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import signal
import socket
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1


def run(request: dict, streams: list[int], channel: socket.socket) -> int:
    """Run as the requested kernel until it is shut down.

    Parameters
    ----------
    request : dict
        ``argv`` after ``-m ipykernel_launcher``, ``env``, ``cwd``.
    streams : list of int
        Descriptors for standard input, output and error.
    channel : socket
        Receives ``ready`` once the ports are bound; stays open as long as the process lives.
    """
    from ipykernel.kernelapp import IPKernelApp

    _detach(streams)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [launcher.origin if launcher and launcher.origin else "ipykernel_launcher", *request["argv"]]
    _reseed()
    # the poller must watch the real parent, the fork server
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(request["argv"])
    _rejoin_display()
    with suppress(OSError):
        channel.sendall(b"ready\n")
    app.start()
    return 0


def _detach(streams: list[int]) -> None:
    """Give the process its own session, its own standard streams and default signal handlers."""
    parent = os.getppid()
    os.setsid()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the parent died before the line above
        os._exit(1)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for target, descriptor in enumerate(streams):
        os.dup2(descriptor, target)
    for descriptor in streams:
        if descriptor > 2:
            os.close(descriptor)


def _reseed() -> None:
    """Reseed numpy's global generator; Python reseeds ``random`` itself after a fork."""
    if (numpy_random := sys.modules.get("numpy.random")) is not None:
        numpy_random.seed()


def _rejoin_display() -> None:
    """Repeat the set-up that matplotlib does when it is imported inside a kernel."""
    if (inline := sys.modules.get("matplotlib_inline.backend_inline")) is not None:
        inline._enable_matplotlib_integration()
    if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
        pyplot.install_repl_displayhook()
