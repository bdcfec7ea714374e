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

from workreport.base.ownership import write_marker
from workreport.base.workers import fork, interrupts_deferred, may_fork

PROGRAM = Path(__file__).with_name("interrupting.py")
MOST = 30
"""Forks that a run may have; it has fewer."""
pytestmark = pytest.mark.skipif(not may_fork(), reason="nothing is forked here")


@pytest.fixture(scope="module")
def data(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_bureau(tmp_path_factory.mktemp("interrupted") / "data", repository)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_interrupt_at_any_fork_ends_the_run(data: Path, tmp_path: Path, when: str) -> None:
    for at in range(1, MOST):
        out = tmp_path / str(at)
        before = earlier_report(out / "2021")
        command = [sys.executable, str(PROGRAM), when, str(at), "run", "2021", "--jobs", "2"]
        made = subprocess.run(
            [*command, "--data", str(data), "--out", str(out)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )
        if "interrupted at a fork" not in made.stderr:
            break  # it has no more forks
        assert made.returncode == 130, f"fork {at}: {made.stderr}"
        assert "已中断" in made.stderr and "Traceback" not in made.stderr and "ignored" not in made.stderr
        assert {path.name: path.read_bytes() for path in (out / "2021").iterdir()} == before
        assert _ended(str(out)), f"fork {at}: a process is left"
    assert 3 < at < MOST - 1


def earlier_report(folder: Path) -> dict[str, bytes]:
    """A folder that a run may replace; its files."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("上一次的报告", encoding="utf-8")
    write_marker(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _ended(name: str) -> bool:
    """Whether no living process has the name in its command line; one that just ends has a moment."""
    for _ in range(40):
        if not any(name in text for text in map(_command_of, Path("/proc").glob("[0-9]*"))):
            return True
        time.sleep(0.05)
    return False


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
