"""The fork server's process: import, fork a kernel for each request, report its exit, clean up.

Started by ``kernelpool.fork_server`` as ``python -m kernelpool.server DESCRIPTOR FOLDER MODULE…``. It must
have one thread: a lock that another thread holds during a fork would stay locked in the kernel for ever.
"""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

from kernelpool.fork_server import OUTPUT_FILE
from kernelpool.preload import module_is_shadowed, preload

_DESCRIPTORS = 4  # of a request: its channel, then the kernel's three standard streams


def main(control: socket.socket, folder: Path, modules: list[str]) -> int:
    """Serve until the client closes the socket, then exit. Return an exit status in forked kernels or if the imports failed."""
    gc.disable()  # imported modules are never garbage
    # also checks the output that the imports printed
    if refused := preload(modules, folder / OUTPUT_FILE):
        _send_line(control, refused)
        control.recv(1)  # wait for the client: ordinary kernels may have their sockets in the folder
        shutil.rmtree(folder, ignore_errors=True)
        return 1
    gc.freeze()  # the collector skips existing objects, so their memory pages stay shared with the kernels
    gc.enable()
    _send_line(control, "ready")  # if the client is gone already, the loop notices and cleans up
    children: dict[int, socket.socket] = {}
    wakeup, woken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    while True:
        waiting = [control, wakeup, *children.values()]
        readable = select.select(waiting, [], [])[0]
        if wakeup in readable:
            with suppress(BlockingIOError):
                os.read(wakeup, 4096)
            _report_exits(children)
        if control in readable:
            received = _receive_request(control)
            if received is None:
                break
            channel, streams, request = received
            if _refuse_if_shadowed(request, channel, streams):
                continue
            pid = os.fork()
            if pid == 0:
                for inherited in (control, *children.values()):
                    inherited.close()
                os.close(wakeup)
                os.close(woken)
                from kernelpool.kernel import run

                return run(request, streams, channel)
            for descriptor in streams:
                os.close(descriptor)
            children[pid] = channel
            _send_line(channel, f"pid {pid}")
        # the client closed these kernels
        for pid, channel in [item for item in children.items() if item[1] in readable]:
            _kill(pid)
            del children[pid]
            channel.close()
    for pid in children:
        _kill(pid)
    shutil.rmtree(folder, ignore_errors=True)
    # the client waits for the exit, and an orderly interpreter shutdown would take a while
    os._exit(0)


def _receive_request(control: socket.socket) -> tuple[socket.socket, list[int], dict] | None:
    """Receive the next request; None if the client has closed the socket."""
    with suppress(OSError):
        text, descriptors, *_ = socket.recv_fds(control, 1 << 20, _DESCRIPTORS)
        while text and not text.endswith(b"\n"):
            part = control.recv(1 << 20)
            text = text + part if part else b""
        if text and len(descriptors) == _DESCRIPTORS:
            channel, *streams = descriptors
            return socket.socket(fileno=channel), streams, json.loads(text.decode("utf-8", "surrogateescape"))
    return None


def _refuse_if_shadowed(request: dict, channel: socket.socket, streams: list[int]) -> bool:
    """Refuse a kernel whose folder holds a module that shadows a preloaded one."""
    if not module_is_shadowed(Path(request["cwd"])):
        return False
    _send_line(channel, "no a module in its folder has the name of one that was imported already")
    for descriptor in streams:
        os.close(descriptor)
    channel.close()
    return True


def _report_exits(children: dict[int, socket.socket]) -> None:
    """Send each ended child's status; the child is reaped only when the client closes its channel."""
    for pid, channel in children.items():
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if ended is not None:
            by_itself = ended.si_code == os.CLD_EXITED
            _send_line(channel, f"exit {ended.si_status if by_itself else -ended.si_status}")


def _send_line(channel: socket.socket, text: str) -> None:
    with suppress(OSError):  # the client may be gone
        channel.sendall(text.encode() + b"\n")


def _kill(pid: int) -> None:
    """Kill a kernel and its process group, if it still runs, and reap it."""
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(OSError):
        os.kill(pid, signal.SIGKILL)
    with suppress(OSError):
        os.waitpid(pid, 0)


if __name__ == "__main__":
    # the client ends this process by closing the socket, whatever its process group or terminal is sent
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    # like ipykernel_launcher: modules in the working folder are for cells only
    if Path(sys.path[0] or ".").resolve() == Path.cwd():
        del sys.path[0]
    descriptor, folder, *names = sys.argv[1:]
    sys.exit(main(socket.socket(fileno=int(descriptor)), Path(folder), names))
