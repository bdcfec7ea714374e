"""A forked process becomes a kernel: what an ordinary one would have got at its start is made up for here."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import signal
import socket
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1


def run(asked: dict, streams: list[int], channel: socket.socket) -> int:
    """Be the kernel that was asked for, until it is shut down.

    Parameters
    ----------
    asked : dict
        ``argv`` after ``-m ipykernel_launcher``, ``env``, ``cwd``.
    streams : list of int
        Descriptors for standard input, output and error.
    channel : socket
        Told once the ports are bound; it stays open as long as the process lives.
    """
    from ipykernel.kernelapp import IPKernelApp

    _detach(streams)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [launcher.origin if launcher and launcher.origin else "ipykernel_launcher", *asked["argv"]]
    _reseed()
    # the poller watches the process that is really the parent
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(asked["argv"])
    _rejoin_display()
    with suppress(OSError):
        channel.sendall(b"ready\n")
    app.start()
    return 0


def _detach(streams: list[int]) -> None:
    """A session of its own, its own standard streams, signals as they are in a fresh process."""
    parent = os.getppid()
    os.setsid()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for target, descriptor in enumerate(streams):
        os.dup2(descriptor, target)
    for descriptor in streams:
        if descriptor > 2:
            os.close(descriptor)


def _reseed() -> None:
    """Chance is not shared: Python reseeds ``random`` after a fork, numpy's global generator does not."""
    if (numpy_random := sys.modules.get("numpy.random")) is not None:
        numpy_random.seed()


def _rejoin_display() -> None:
    """What matplotlib does when it is imported in a kernel, had it been imported only now."""
    if (inline := sys.modules.get("matplotlib_inline.backend_inline")) is not None:
        inline._enable_matplotlib_integration()
    if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
        pyplot.install_repl_displayhook()
