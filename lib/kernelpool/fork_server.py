"""Client of the fork server: start its process, request kernels, close it."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from kernelpool.process import KernelProcess

# The process that forks must have one thread: limit OpenBLAS and OpenMP, and disable the background thread
# of Arrow's allocator.
SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
# Prefixes of variables that an interpreter or a library reads only once, at start or import: a kernel that
# needs other values than the fork server had cannot be forked from it.
READ_AT_IMPORT = (
    "PYTHON",
    "LD_",
    "MPL",
    "MATPLOTLIB",
    "OPENBLAS_",
    "OMP_",
    "MKL_",
    "ARROW_",
    "JE_ARROW_",
    "TZ",
    "LC_",
    "LANG",
)
OUTPUT_FILE = "output.log"
INLINE = "module://matplotlib_inline.backend_inline"
LAUNCHER = ("-m", "ipykernel_launcher")
START_TIMEOUT_S = 60.0


class ForkServerError(Exception):
    """No kernel can be forked; the message gives the reason. The caller starts an ordinary kernel instead."""


def supported() -> bool:
    """Whether kernels may be forked here: Windows has no fork, and macOS's system libraries do not survive one."""
    return sys.platform == "linux" and hasattr(os, "fork")


class ForkServer:
    """A process that has imported `preload` and forks a kernel on request.

    It runs no cell itself, so notebooks share no state. It starts
    at once and imports while the caller continues; `fork_kernel` waits until it is ready.

    Parameters
    ----------
    preload : sequence of str
        Modules to import beside ipykernel; ``module:function`` also calls a function without arguments.
    python : sequence of str
        Interpreter and its options, as in the kernel specification before ``-m``.
    folder : Path, optional
        Existing private folder for its use, by default a new temporary one; removed when the fork server ends.

    Attributes
    ----------
    owner : int
        PID of the process that started it; no other process can use it.
    folder : Path
        Short, private folder for the sockets of kernels; removed when the fork server ends.

    Raises
    ------
    ForkServerError
        If kernels cannot be forked on this system or the process cannot be started.
    """

    def __init__(
        self,
        preload: Sequence[str] = (),
        *,
        python: Sequence[str] = (sys.executable,),
        folder: Path | None = None,
    ) -> None:
        if not supported():
            raise ForkServerError(f"kernels are not forked on {sys.platform}")
        self.preload, self.python = tuple(preload), tuple(python)
        self.folder = folder or Path(tempfile.mkdtemp(prefix="kernelpool-"))
        self.owner, self._lock = os.getpid(), threading.Lock()
        self._state, self._environment = "importing", _read_at_import(os.environ)
        self._control, theirs = socket.socketpair()
        # as ipykernel sets it before a cell can import matplotlib
        environment = {"MPLBACKEND": INLINE} | os.environ | SINGLE_THREADED
        command = [*self.python, "-m", "kernelpool.server", str(theirs.fileno()), str(self.folder)]
        try:
            with theirs, (self.folder / OUTPUT_FILE).open("wb") as output:
                self._process = subprocess.Popen(
                    [*command, *self.preload],
                    pass_fds=[theirs.fileno()],
                    env=environment,
                    cwd=self.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # Ctrl-C goes to the caller only
                )
        except OSError as error:
            self._control.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            raise ForkServerError(f"the fork server did not start: {error}") from error

    @property
    def pid(self) -> int:
        """PID of the fork server."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether kernels may still be forked, as far as this process knows."""
        return self._state in ("importing", "ready") and self.owner == os.getpid()

    def wait_ready(self, timeout: float = START_TIMEOUT_S) -> None:
        """Wait until all imports are done.

        Raises
        ------
        ForkServerError
            If an import failed, left threads running or printed something (which an ordinary kernel would show
            in the importing cell), or the imports take longer than `timeout` seconds.
        """
        with self._lock:
            if self._state == "importing":
                self._state = _await_state(self._control, timeout)
            if self._state != "ready":
                raise ForkServerError(self._state)

    def fork_kernel(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: str | os.PathLike[str] | None = None,
        stdin: int,
        stdout: int,
        stderr: int,
        timeout: float = START_TIMEOUT_S,
    ) -> KernelProcess:
        """Fork a kernel.

        Parameters
        ----------
        command : sequence of str
            Command line of an ordinary kernel: ``python [options] -m ipykernel_launcher arguments``.
        env : mapping of str to str
            The kernel's whole environment.
        stdin, stdout, stderr : int
            File descriptors, duplicated for the kernel.

        Returns
        -------
        KernelProcess
            Running; its ports may not be bound yet.

        Raises
        ------
        ForkServerError
            If this fork server cannot replace a kernel with this command or environment, or has died.
        """
        self._check(command, env)
        self.wait_ready(timeout)
        request = {
            "argv": list(command)[len(self.python) + len(LAUNCHER) :],
            "env": dict(env),
            "cwd": os.fspath(cwd) if cwd else os.getcwd(),
        }
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                text = json.dumps(request).encode("utf-8", "surrogateescape") + b"\n"
                sent = socket.send_fds(self._control, [text], [theirs.fileno(), stdin, stdout, stderr])
                self._control.sendall(text[sent:])
            except OSError as error:
                self._state = f"the fork server is gone: {error}"
                ours.close()
                raise ForkServerError(self._state) from error
            theirs.close()
            process = KernelProcess(ours, list(command))
            # one request at a time: the reply confirms that this one was read completely
            if not process.wait_started(timeout):
                process.close()
                if not process.refused:
                    self._state = "the fork server is gone"
                raise ForkServerError(process.refused or self._state)
        return process

    def close(self) -> None:
        """End the fork server and all its kernels; no effect in a process that did not start it."""
        if self.owner != os.getpid():
            return
        self._state = "the fork server was closed"
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        if not self.alive:
            raise ForkServerError(
                self._state if self.owner == os.getpid() else "the fork server of another process"
            )
        launcher = (*self.python, *LAUNCHER)
        if tuple(command[: len(launcher)]) != launcher:
            raise ForkServerError(f"not started like {' '.join(launcher)}")
        requested = _read_at_import(env)
        names = {n for n in requested | self._environment if requested.get(n) != self._environment.get(n)}
        if names:
            raise ForkServerError(f"other values of {', '.join(sorted(names))}")


def _read_at_import(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(READ_AT_IMPORT)}


def _await_state(control: socket.socket, timeout: float) -> str:
    """``ready``, or the reason why it is not."""
    with suppress(OSError):
        if not select.select([control], [], [], timeout)[0]:
            return f"not ready after {timeout:g} seconds"
        return control.recv(4096).decode(errors="replace").strip() or "the fork server ended while importing"
    return "the fork server is gone"
