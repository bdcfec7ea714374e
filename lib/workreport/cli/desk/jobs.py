"""One command of the command line in a process of its own, whose lines arrive as it prints them."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

PLAIN = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "110"}
"""Environment in which a command prints plain UTF-8 text, line by line."""


class Job:
    """A running command; it ends with the process that started it.

    Parameters
    ----------
    arguments : sequence of str
        The command's name, options and arguments.
    environment : mapping
        Variables beside those of this process, such as the data and the output folder.
    on_line : callable
        Receives each printed line, in the thread of this job.
    on_end : callable
        Receives the exit status after the last line, in the same thread.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        on_line: Callable[[str], object],
        on_end: Callable[[int], object],
    ) -> None:
        self._on_line, self._on_end, self._asked = on_line, on_end, False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "workreport.cli", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=os.environ | PLAIN | dict(environment),
            start_new_session=True,  # its process group holds its children and not this process
        )
        atexit.register(self.stop)
        self._reader = threading.Thread(target=self._follow, daemon=True)
        self._reader.start()

    @property
    def group(self) -> int:
        """The process group of the command and its children."""
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._reader.is_alive()

    def stop(self) -> None:
        """Ask the command and its children to end; the second time, end them at once."""
        if self._process.poll() is not None:
            return
        # not SIGINT, which a notebook's kernel ignores and its children with it
        number = signal.SIGTERM if not self._asked else getattr(signal, "SIGKILL", signal.SIGTERM)
        self._asked = True
        with suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self.group, number)
            else:
                self._process.terminate()

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until the last line has arrived; the exit status, None if it goes on after `timeout` seconds."""
        self._reader.join(timeout)
        return None if self._reader.is_alive() else self._process.returncode

    def _follow(self) -> None:
        with self._process as process:
            for line in process.stdout or ():
                self._on_line(line.rstrip("\n"))
            status = process.wait()
        atexit.unregister(self.stop)
        self._on_end(status)
