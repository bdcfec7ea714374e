"""The fork server itself: import, then fork a kernel for each request, tell of its end, leave nothing behind.

Started by ``kernelpool.fork_server`` as ``python -m kernelpool.server DESCRIPTOR FOLDER MODULE…``. It has one
thread, always: a lock that another thread holds during a fork would stay held in the kernel for ever.
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

from kernelpool.preload import module_is_shadowed, preload

_DESCRIPTORS = 4  # of a request: its channel, then the kernel's three standard streams


def main(control: socket.socket, folder: Path, modules: list[str]) -> int:
    """Serve until the other end hangs up, and end. Returns an exit status in forked kernels, or where none can be."""
    gc.disable()  # modules stay: looking for cycles among them takes a seventh of the time that they take
    # also reads what a kernel would have written while importing
    if refused := preload(modules, folder / "said"):
        _say(control, refused)
        control.recv(1)  # ordinary kernels may have their sockets in the folder until the other end hangs up
        shutil.rmtree(folder, ignore_errors=True)
        return 1
    gc.freeze()  # objects made so far are never looked at again, so their pages stay shared with the kernels
    gc.enable()
    _say(control, "ready")  # if the other end is gone already, the loop finds out and tidies up
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
            _tell_of_ends(children)
        if control in readable:
            request = _received(control)
            if request is None:
                break
            channel, streams, asked = request
            if _refused(asked, channel, streams):
                continue
            pid = os.fork()
            if pid == 0:
                for one in (control, *children.values()):
                    one.close()
                os.close(wakeup)
                os.close(woken)
                from kernelpool.kernel import run

                return run(asked, streams, channel)
            for descriptor in streams:
                os.close(descriptor)
            children[pid] = channel
            _say(channel, f"pid {pid}")
        # whoever asked for a kernel has let go of it
        for pid, channel in [item for item in children.items() if item[1] in readable]:
            _end(pid)
            del children[pid]
            channel.close()
    for pid in children:
        _end(pid)
    shutil.rmtree(folder, ignore_errors=True)
    # whoever hung up waits for the end, and taking apart all that was imported would take a while
    os._exit(0)


def _received(control: socket.socket) -> tuple[socket.socket, list[int], dict] | None:
    """The next request; None if the other end has hung up."""
    with suppress(OSError):
        text, descriptors, *_ = socket.recv_fds(control, 1 << 20, _DESCRIPTORS)
        while text and not text.endswith(b"\n"):
            more = control.recv(1 << 20)
            text = text + more if more else b""
        if text and len(descriptors) == _DESCRIPTORS:
            channel, *streams = descriptors
            return socket.socket(fileno=channel), streams, json.loads(text.decode("utf-8", "surrogateescape"))
    return None


def _refused(asked: dict, channel: socket.socket, streams: list[int]) -> bool:
    """Turn down a kernel whose folder holds a module of a name that was imported from elsewhere."""
    if not module_is_shadowed(Path(asked["cwd"])):
        return False
    _say(channel, "no a module in its folder has the name of one that was imported already")
    for descriptor in streams:
        os.close(descriptor)
    channel.close()
    return True


def _tell_of_ends(children: dict[int, socket.socket]) -> None:
    """Send each ended child's status; it stays uncollected until the other end closes its channel."""
    for pid, channel in children.items():
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if ended is not None:
            by_itself = ended.si_code == os.CLD_EXITED
            _say(channel, f"exit {ended.si_status if by_itself else -ended.si_status}")


def _say(channel: socket.socket, text: str) -> None:
    with suppress(OSError):  # the other end may be gone
        channel.sendall(text.encode() + b"\n")


def _end(pid: int) -> None:
    """Kill a kernel with all that it started, if it still runs, and collect it."""
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(OSError):
        os.kill(pid, signal.SIGKILL)
    with suppress(OSError):
        os.waitpid(pid, 0)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # as ipykernel_launcher does: modules of the working folder are for cells only
    if Path(sys.path[0] or ".").resolve() == Path.cwd():
        del sys.path[0]
    descriptor, where, *names = sys.argv[1:]
    sys.exit(main(socket.socket(fileno=int(descriptor)), Path(where), names))
