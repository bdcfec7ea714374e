"""jupyter_client's way to start kernels elsewhere: a provisioner that asks a fork server first."""

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
READY = 30.0  # seconds from the fork until the ports are bound

_shared: dict[tuple[tuple[str, ...], ...], ForkServer] = {}
_lock = threading.Lock()


def shared_fork_server(python: tuple[str, ...], preload: tuple[str, ...]) -> ForkServer:
    """This process's fork server of an interpreter for `preload`, started when it is first asked for, ended when the process ends.

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
    """Kernels out of a fork server; ordinary ones, as of ``LocalProvisioner``, wherever that is not possible.

    Attributes
    ----------
    preload : list of str
        Configuration in ``kernel.json``: what the fork server of this process imports.
    fork_server : ForkServer, optional
        The one to ask instead; a program that manages its own sets it.
    cold : str
        Why the kernel is an ordinary one; empty for a warm kernel.
    """

    preload: list[str] = List(Unicode(), config=True)
    fork_server: ForkServer | None = AnyTrait(None, allow_none=True)
    cold = ""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; returns when its ports are bound if it is a warm one."""
        process = None
        try:
            process = await asyncio.to_thread(self._forked, cmd, **kwargs)
            self.process, self.pid, self.cwd = process, process.pid, kwargs.get("cwd") or os.getcwd()
            if await asyncio.to_thread(process.wait_ready, READY):
                self.pgid, self.cold = process.pid, ""
                return self.connection_info
            raise ForkServerError(f"the forked kernel ended early ({process.poll()})")
        except ForkServerError as error:
            self.cold = str(error)
            self.log.info("kernel %s is an ordinary one: %s", self.kernel_id, error)
        if process is not None:
            process.kill()
            process.close()
            self.process = None
        return await super().launch_kernel(cmd, **kwargs)

    async def wait(self) -> int | None:
        """Wait for the end of the process, without the pauses that polling it would take."""
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
        """Let the fork server forget the kernel."""
        if isinstance(self.process, KernelProcess):
            self.process.kill()
            self.process.close()
            self.process = None
        await super().cleanup(restart)

    def _forked(self, cmd: list[str], **kwargs: Any) -> KernelProcess:
        if kwargs.get("independent"):
            raise ForkServerError("it is to outlive this process")
        cmd = [os.path.expanduser(part) for part in cmd]
        python = cmd[: cmd.index(LAUNCHER[0])] if LAUNCHER[0] in cmd else cmd
        fork_server = self.fork_server or shared_fork_server(tuple(python), tuple(self.preload))
        # as jupyter_client.launcher has it
        env = dict(kwargs["env"]) | {"JPY_PARENT_PID": str(os.getpid())}
        with open(os.devnull, "r+b", buffering=0) as nothing:
            return fork_server.spawn(
                cmd,
                env=env,
                cwd=kwargs.get("cwd"),
                stdin=_descriptor(kwargs.get("stdin"), nothing, nothing.fileno()),
                stdout=_descriptor(kwargs.get("stdout"), nothing, 1),
                stderr=_descriptor(kwargs.get("stderr"), nothing, 2),
            )


def publish() -> None:
    """Make the provisioner known where this package is used without being installed, as in a checkout."""
    here = EntryPoint(NAME, f"{__name__}:{ForkProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME)
    KernelProvisionerFactory.provisioners.setdefault(NAME, here)


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
