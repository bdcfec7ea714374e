"""Ctrl-C at any fork of a run ends the run: the previous output whole, no process left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from small_bureau import small_bureau

from workreport.base.interruption import interrupts_deferred
from workreport.base.ownership import write_marker
from workreport.base.workers import fork, may_fork

PROGRAM = Path(__file__).with_name("interrupting.py")
MOST = 30
"""Forks that a run may have; it has fewer."""
pytestmark = pytest.mark.skipif(not may_fork(), reason="nothing is forked here")


@pytest.fixture(scope="module")
def data(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_bureau(tmp_path_factory.mktemp("interrupted") / "data", repository)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "when"), [("SIGINT", "before"), ("SIGTERM", "after")])
def test_an_interrupt_at_any_fork_ends_the_run(data: Path, tmp_path: Path, number: str, when: str) -> None:
    for at in range(1, MOST):
        out = tmp_path / str(at)
        before = earlier_report(out / "2021")
        command = [sys.executable, str(PROGRAM), number, when, str(at), "run", "2021", "--jobs", "2"]
        process = subprocess.run(
            [*command, "--data", str(data), "--out", str(out)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
        )
        if "interrupted at a fork" not in process.stderr:
            break  # it has no more forks
        assert process.returncode == 128 + signal.Signals[number], f"fork {at}: {process.stderr}"
        assert (
            "已中断" in process.stderr
            and "Traceback" not in process.stderr
            and "ignored" not in process.stderr
        )
        assert {path.name: path.read_bytes() for path in (out / "2021").iterdir()} == before
        assert _ended(str(out)), f"fork {at}: a process is left"
    assert 3 < at < MOST - 1


def earlier_report(folder: Path) -> dict[str, bytes]:
    """A folder that a run may replace; its files."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("上一次的报告", encoding="utf-8")
    write_marker(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
def test_a_closed_terminal_ends_the_run(data: Path, tmp_path: Path) -> None:
    """The terminal's signal reaches the run and the processes that it forked; nothing can be written any more."""
    out = tmp_path / "out"
    before = earlier_report(out / "2021")
    command = [sys.executable, "-m", "workreport.cli", "run", "2021", "--data", str(data), "--out", str(out)]
    terminal, theirs = os.openpty()
    reader, status = os.pipe()
    # a shell between: it has the terminal, passes its signal on to all its processes, and tells the run's status
    run = subprocess.Popen(
        [sys.executable, "-c", SHELL, str(theirs), str(status), *command],
        pass_fds=[theirs, status],
        start_new_session=True,
    )
    os.close(theirs)
    os.close(status)
    shown = b""
    while "完成".encode() not in shown:
        shown += os.read(terminal, 4096)
    os.close(terminal)
    with os.fdopen(reader) as file:
        assert file.read() == "129"
    run.wait()
    assert {path.name: path.read_bytes() for path in (out / "2021").iterdir()} == before
    assert _ended(str(out))


SHELL = """
import fcntl, os, signal, subprocess, sys, termios
terminal, status, *command = sys.argv[1:]
fcntl.ioctl(int(terminal), termios.TIOCSCTTY, 0)
def closed(*_):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.killpg(0, signal.SIGHUP)
signal.signal(signal.SIGHUP, closed)  # by exec, the run has the default again
streams = dict.fromkeys(("stdin", "stdout", "stderr"), int(terminal))
run = subprocess.Popen(command, **streams)
os.close(int(terminal))
os.write(int(status), str(run.wait()).encode())
"""


def _ended(name: str) -> bool:
    """Whether no living process has the name in its command line; one that just ends has time."""
    end = time.monotonic() + 60
    while any(name in text for text in map(_command_of, Path("/proc").glob("[0-9]*"))):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _command_of(process: Path) -> str:
    try:
        return (process / "cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def test_the_process_that_was_being_forked_is_ended() -> None:
    """Forked as the interrupt comes from another thread, which may get it although this one blocks it."""
    before = set(_children())
    with pytest.raises(KeyboardInterrupt), interrupts_deferred():
        sender = threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGINT))
        sender.start()
        sender.join()
        time.sleep(0.01)
    sending = threading.Event()

    def interrupt() -> None:
        if not sending.is_set():
            sending.set()
            os.kill(os.getpid(), signal.SIGINT)

    os.register_at_fork(after_in_parent=interrupt)
    with pytest.raises(KeyboardInterrupt):
        fork(lambda: time.sleep(60))
    assert set(_children()) <= before
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def _children() -> list[str]:
    return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
