"""Kernel provisioner for jupyter_client that tries a fork server first."""

from __future__ import annotations

import asyncio
import atexit
import os
import subprocess
import threading
from importlib.metadata import EntryPoint
from typing import IO, Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets import Any as AnyTrait
from traitlets import List, Unicode

from kernelpool.fork_server import LAUNCHER, ForkServer, ForkServerError
from kernelpool.process import KernelProcess

NAME = "warm-provisioner"
"""Name of the entry point."""
READY_TIMEOUT_S = 30.0  # from the fork until the ports are bound

_shared: dict[tuple[tuple[str, ...], ...], ForkServer] = {}
_lock = threading.Lock()


def shared_fork_server(python: tuple[str, ...], preload: tuple[str, ...]) -> ForkServer:
    """This process's fork server for an interpreter and `preload`, started on first use, closed when the process ends.

    Raises
    ------
    ForkServerError
        If it cannot be started.
    """
    with _lock:
        fork_server = _shared.get((python, preload))
        if fork_server is None or fork_server.owner != os.getpid():
            fork_server = _shared[python, preload] = ForkServer(preload, python=python)
            atexit.register(fork_server.close)
        return fork_server


class ForkProvisioner(LocalProvisioner):
    """Provisioner of forked kernels; falls back to an ordinary kernel of ``LocalProvisioner``.

    Attributes
    ----------
    preload : list of str
        Configuration in ``kernel.json``: modules that the fork server of this process imports.
    fork_server : ForkServer, optional
        Fork server to use instead; set by a program that manages its own.
    fallback_reason : str
        Reason why the kernel is an ordinary one; empty for a warm kernel.
    """

    preload: list[str] = List(Unicode(), config=True)
    fork_server: ForkServer | None = AnyTrait(None, allow_none=True)
    fallback_reason = ""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; for a warm one, return when its ports are bound."""
        process = None
        try:
            process = await asyncio.to_thread(self._fork_kernel, cmd, **kwargs)
            self.process, self.pid, self.cwd = process, process.pid, kwargs.get("cwd") or os.getcwd()
            if await asyncio.to_thread(process.wait_ready, READY_TIMEOUT_S):
                self.pgid, self.fallback_reason = process.pid, ""
                return self.connection_info
            raise ForkServerError(f"the forked kernel ended early ({process.poll()})")
        except ForkServerError as error:
            self.fallback_reason = str(error)
            self.log.info("kernel %s is an ordinary one: %s", self.kernel_id, error)
        if process is not None:
            process.kill()
            process.close()
            self.process = None
        return await super().launch_kernel(cmd, **kwargs)

    async def wait(self) -> int | None:
        """Wait for the end of the process, without polling."""
        if not isinstance(self.process, KernelProcess):
            return await super().wait()
        process = self.process
        status = process.poll()
        if status is None:
            status = await asyncio.to_thread(process.wait)
        process.close()
        self.process = None
        return status

    async def cleanup(self, restart: bool = False) -> None:
        """Kill the kernel and release its process at the fork server."""
        if isinstance(self.process, KernelProcess):
            self.process.kill()
            self.process.close()
            self.process = None
        await super().cleanup(restart)

    def _fork_kernel(self, cmd: list[str], **kwargs: Any) -> KernelProcess:
        if kwargs.get("independent"):
            raise ForkServerError("it is to outlive this process")
        cmd = [os.path.expanduser(part) for part in cmd]
        python = cmd[: cmd.index(LAUNCHER[0])] if LAUNCHER[0] in cmd else cmd
        fork_server = self.fork_server or shared_fork_server(tuple(python), tuple(self.preload))
        # as in jupyter_client.launcher
        env = dict(kwargs["env"]) | {"JPY_PARENT_PID": str(os.getpid())}
        with open(os.devnull, "r+b", buffering=0) as nothing:
            return fork_server.fork_kernel(
                cmd,
                env=env,
                cwd=kwargs.get("cwd"),
                stdin=_descriptor(kwargs.get("stdin"), nothing, nothing.fileno()),
                stdout=_descriptor(kwargs.get("stdout"), nothing, 1),
                stderr=_descriptor(kwargs.get("stderr"), nothing, 2),
            )


def register_provisioner() -> None:
    """Register the provisioner where this package is used without being installed, as in a checkout."""
    entry = EntryPoint(NAME, f"{__name__}:{ForkProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME)
    KernelProvisionerFactory.provisioners.setdefault(NAME, entry)


def _descriptor(stream: int | IO[Any] | None, nothing: IO[Any], default: int) -> int:
    """The file descriptor behind one of Popen's stream arguments."""
    if stream is None:
        return default
    if stream == subprocess.DEVNULL:
        return nothing.fileno()
    number = stream if isinstance(stream, int) else stream.fileno()
    if number < 0:  # PIPE and STDOUT
        raise ForkServerError("its streams are pipes of the caller's making")
    return number
