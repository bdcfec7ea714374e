"""Kernel manager and client that wait for events instead of fixed times."""

from __future__ import annotations

import asyncio
import socket
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from traitlets import Type

MAX_PATH_BYTES = 100  # bytes; a Unix socket's path has room for 107
POLL_S = (0.002, 0.05)  # pauses between polls of an ending process, first and longest
REPLY_TIMEOUT_S = 1.0  # then the request is repeated


class FastKernelClient(AsyncKernelClient):
    """Client that is ready as soon as the kernel has replied on both channels.

    jupyter_client waits for 0.2 s of silence. The ``idle`` status after the reply
    already means that no further message follows.
    """

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = True,
        hb: bool = False,
        control: bool = True,
    ) -> None:
        """Start the channels, by default without the heartbeat thread: the manager watches the process itself."""
        super().start_channels(shell, iopub, stdin, hb, control)

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._is_ready():
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _is_ready(self) -> bool:
        """Request the kernel's information; True if the reply and its ``idle`` status have arrived."""
        msg_id = self.kernel_info()
        try:
            while True:
                reply = await self.shell_channel.get_msg(timeout=REPLY_TIMEOUT_S)
                if reply["parent_header"].get("msg_id") == msg_id:
                    break
            self._handle_kernel_info_reply(reply)
            while True:  # no `idle` arrives before the subscription is active; the request is then repeated
                message = await self.iopub_channel.get_msg(timeout=REPLY_TIMEOUT_S / 5)
                if (
                    message["parent_header"].get("msg_id") == msg_id
                    and message["content"].get("execution_state") == "idle"
                ):
                    return True
        except Empty:
            return False


class FastKernelManager(AsyncKernelManager):
    """Asynchronous kernel manager, for warm and ordinary kernels, with a faster client and shutdown.

    Parameters
    ----------
    sockets : Path, optional
        Private folder: the kernel listens on Unix sockets in it, with a path of its own, instead of on
        TCP ports, for which two kernels might race. Ignored if the path is too long for a socket, and on
        systems where Python has no Unix sockets, such as Windows.
    """

    client_factory = Type(FastKernelClient)

    def __init__(self, *, sockets: Path | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        if sockets is not None and hasattr(socket, "AF_UNIX"):
            path = sockets / f"k{id(self):x}"
            if len(str(path).encode()) <= MAX_PATH_BYTES:
                self.transport, self.ip = "ipc", str(path)
                self.connection_file = f"{path}.json"
                self.transport_encryption = "disabled"  # the folder is private

    async def _async_wait(self, pollinterval: float = 0.1) -> None:
        pause, longest = POLL_S
        while await self._async_is_alive():
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, longest)
