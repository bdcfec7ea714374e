"""Handle of a forked kernel's process, with the interface of ``subprocess.Popen``."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from typing import Any

_NEVER = 1e9  # seconds


class KernelProcess:
    """One forked kernel. It is a child of the fork server, which reports its status over a socket of its own.

    Lines on the socket: ``pid N`` (or ``no`` with a reason), ``ready`` once the kernel's ports are
    bound, ``exit N``. The fork server reaps the ended child only when this object closes the socket: until then
    the PID is not reused, and a signal cannot hit another process.

    Attributes
    ----------
    pid : int
    returncode : int or None
        As in ``Popen``: negative for a signal; None while it runs.
    ready : bool
        Whether the ports are bound.
    refused : str
        Reason why the fork server refused to fork; empty if it forked.
    """

    stdin = stdout = stderr = None

    def __init__(self, channel: socket.socket, args: list[str]) -> None:
        self.args, self.pid, self.ready, self.refused = args, 0, False, ""
        self.returncode: int | None = None
        self._channel, self._text, self._lock = channel, b"", threading.Lock()
        channel.setblocking(False)

    def poll(self) -> int | None:
        """Exit status if the process has ended, else None."""
        with self._lock:
            self._read()
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; ``subprocess.TimeoutExpired`` after `timeout` seconds."""
        if not self._until(lambda: self.returncode is not None, timeout):
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        assert self.returncode is not None
        return self.returncode

    def wait_ready(self, timeout: float) -> bool:
        """Wait until the ports are bound; False if the process ended before or `timeout` seconds passed."""
        self._until(lambda: self.ready or self.returncode is not None, timeout)
        return self.ready and self.returncode is None

    def wait_started(self, timeout: float) -> bool:
        """Wait until the process has a PID; False if the fork server died before or `timeout` seconds passed."""
        self._until(lambda: self.pid or self.returncode is not None, timeout)
        return bool(self.pid)

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None and self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Close the socket; the fork server then kills the process if it still runs, and reaps it."""
        with self._lock:
            self._channel.close()

    def _until(self, reached: Any, timeout: float | None) -> bool:
        end = time.monotonic() + (_NEVER if timeout is None else timeout)
        while True:
            self.poll()
            if reached():
                return True
            left = end - time.monotonic()
            if left <= 0 or self._channel.fileno() < 0:
                return False
            with suppress(OSError, ValueError):  # closed meanwhile by another thread
                select.select([self._channel], [], [], min(left, 1.0))

    def _read(self) -> None:
        """Read the lines that the fork server has sent since the last call."""
        while self.returncode is None:
            try:
                part = self._channel.recv(4096)
            except BlockingIOError:
                return
            except OSError:  # closed
                part = b""
            if not part:  # the fork server has ended, and its children with it
                self.returncode = -signal.SIGKILL
                return
            *lines, self._text = (self._text + part).split(b"\n")
            for line in lines:
                word, _, value = line.decode(errors="replace").partition(" ")
                if word == "pid":
                    self.pid = int(value)
                elif word == "ready":
                    self.ready = True
                elif word == "exit":
                    self.returncode = int(value)
                elif word == "no":
                    self.refused = value
