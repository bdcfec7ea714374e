"""A kernel manager that waits for what it needs to know and not for fixed times."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from traitlets import Type

LONGEST_PATH = 100  # bytes; a Unix socket's path has room for 107
POLL = (0.002, 0.05)  # seconds between looks at an ending process, from the first to the longest
ANSWER = 1.0  # seconds to wait for an answer before asking again


class PromptKernelClient(AsyncKernelClient):
    """Ready as soon as the kernel's answer has come over both channels.

    jupyter_client waits until nothing has come for 0.2 s. Here the ``idle`` that follows the answer says
    that nothing more will come of it.
    """

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = True,
        hb: bool = False,
        control: bool = True,
    ) -> None:
        """Without a heartbeat and its thread, unless it is asked for: the manager sees the process itself."""
        super().start_channels(shell, iopub, stdin, hb, control)

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answered():
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _answered(self) -> bool:
        """Ask for the kernel's information; True if the answer and its ``idle`` have come."""
        asked = self.kernel_info()
        try:
            while True:
                reply = await self.shell_channel.get_msg(timeout=ANSWER)
                if reply["parent_header"].get("msg_id") == asked:
                    break
            self._handle_kernel_info_reply(reply)
            while True:  # without a subscription yet there is no `idle`, and it is asked again
                told = await self.iopub_channel.get_msg(timeout=ANSWER / 5)
                if (
                    told["parent_header"].get("msg_id") == asked
                    and told["content"].get("execution_state") == "idle"
                ):
                    return True
        except Empty:
            return False


class FastKernelManager(AsyncKernelManager):
    """An asynchronous kernel manager, warm or not, with a prompt client and a prompt end.

    Parameters
    ----------
    sockets : Path, optional
        Private folder: the kernel listens on Unix sockets with a path of its own in there instead of on
        TCP ports, for which two kernels might race. Ignored if its path is too long for them.
    """

    client_factory = Type(PromptKernelClient)

    def __init__(self, *, sockets: Path | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        if sockets is not None:
            place = sockets / f"k{id(self):x}"
            if len(str(place).encode()) <= LONGEST_PATH:
                self.transport, self.ip = "ipc", str(place)
                self.connection_file = f"{place}.json"
                self.transport_encryption = "disabled"  # the folder is private

    async def _async_wait(self, pollinterval: float = 0.1) -> None:
        pause, longest = POLL
        while await self._async_is_alive():
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, longest)
