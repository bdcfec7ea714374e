"""Sections side by side: order, progress, log, interruption."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import nbformat
import pytest

from workreport.base.errors import UsageError
from workreport.base.sections import Section
from workreport.base.workers import processors
from workreport.execution.log import run_log
from workreport.execution.pool import run_sections
from workreport.execution.progress import progress_to
from workreport.execution.task import Executed, Task

pytestmark = pytest.mark.slow
TITLES = ("食品安全监管", "特种设备[1/2]", "知识产权")
SECTIONS = [Section(f"{number:02}_section", title) for number, title in enumerate(TITLES)]


class Recorder:
    """Remembers what it is told and by which thread."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []
        self.threads: set[int] = set()

    def started(self, section: Section) -> None:
        self.events.append(("started", section.id))
        self.threads.add(threading.get_ident())

    def finished(self, executed: Executed) -> None:
        self.events.append(("finished", executed.section.id))
        self.threads.add(threading.get_ident())


def test_results_keep_the_order_and_one_failure_stays_alone(notebook, work, tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("WORKREPORT_PROBE", "环境")
    cells = (
        [
            "import os, time\nwhile not os.path.exists('third'): time.sleep(0.1)",
            "time.sleep(1)\nprint(os.environ['WORKREPORT_PROBE'])",
        ],
        ["1/0"],
        ["open('third', 'w').close()", "unknown"],
    )
    tasks = [
        Task(section, notebook(f"{section.id}.ipynb", *code), {"period": "2021"})
        for section, code in zip(SECTIONS, cells, strict=True)
    ]
    recorder = Recorder()
    with run_log(tmp_path / "run.log"):
        results = run_sections(tasks, work, recorder, jobs=2)
    assert [result.section for result in results] == SECTIONS
    assert [result.reason for result in results] == [
        None,
        "ZeroDivisionError: division by zero",
        "NameError: name 'unknown' is not defined",
    ]
    assert results[0].notebook.cells[-1].outputs[0].text == "环境\n"
    # two at a time: the slow first ends last, the third starts when the second has finished
    finished = [section for event, section in recorder.events if event == "finished"]
    assert finished == ["01_section", "02_section", "00_section"]
    assert sorted(recorder.events[:2]) == [("started", "00_section"), ("started", "01_section")]
    assert recorder.threads == {threading.get_ident()}
    log = (tmp_path / "run.log").read_text(encoding="utf-8")
    assert "完成 00_section" in log and "失败 01_section" in log and "----> 1 1/0" in log
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("options", [{"jobs": 0}, {"jobs": -2}])
def test_senseless_options(work, options):
    with pytest.raises(UsageError, match="不能为"):
        run_sections([], work, Recorder(), **options)


def test_no_sections(work):
    assert run_sections([], work, Recorder()) == []
    assert processors() >= 1


def test_a_fault_of_the_progress_display_ends_the_run(notebook, work):
    class Broken(Recorder):
        def started(self, section: Section) -> None:
            raise RuntimeError("no display")

    tasks = [Task(entry, notebook("a.ipynb", "import time; time.sleep(60)"), {}) for entry in SECTIONS]
    began = time.monotonic()
    with pytest.raises(RuntimeError, match="no display"):
        run_sections(tasks, work, Broken(), jobs=1)
    assert time.monotonic() - began < 50


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_progress_lines(stream):
    shown = stream()
    results = [
        Executed(SECTIONS[0], nbformat.v4.new_notebook(), None, None, 2.94),
        Executed(SECTIONS[1], nbformat.v4.new_notebook(), "…", "KeyError: 'x[/]'", 1.25),
    ]
    with progress_to(shown, 12) as progress:
        for result in results:
            progress.started(result.section)
        for result in results:
            progress.finished(result)
    text = re.sub("\x1b[^a-zA-Z]*[a-zA-Z]", "", shown.getvalue())
    assert "[1/12] 食品安全监管 完成 2.9 秒\n" in text
    assert "[2/12] 特种设备[1/2] 失败 1.2 秒：KeyError: 'x[/]'\n" in text


RUNNER = """
    import signal, sys, nbformat
    from pathlib import Path
    from workreport.base.interruption import exit_status, raise_endings
    from workreport.execution.task import Task
    from workreport.execution.pool import run_sections
    from workreport.base.sections import Section

    class Silent:
        def started(self, section): pass
        def finished(self, executed): pass

    folder = Path(sys.argv[1])
    tasks = [Task(Section(f"{n:02}_x", "章节"), folder / "a.ipynb", {"top": n}) for n in range(4)]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells ignore it for programs in the background
    raise_endings()
    try:
        run_sections(tasks, folder / "work", Silent(), jobs=2)
    except KeyboardInterrupt as interrupt:
        sys.exit(exit_status(interrupt))
"""
SLEEPER = (
    "import os, time\nopen(f'{top}.pid', 'w').write(str(os.getpid()))\nos.rename(f'{top}.pid', f'{top}.up')",
    "time.sleep(120)",
)


def alive(pid: int) -> bool:
    try:
        # a zombie is over, whoever is to collect it
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def fork_server_of(pid: int) -> tuple[int, Path]:
    """The process from which a run's kernels are forked, and the folder of their sockets."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        arguments = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
        if "kernelpool.server" in arguments:
            return int(child), Path(arguments[arguments.index("kernelpool.server") + 2])
    raise AssertionError(f"no fork server among {children}")


def wait_until(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
@pytest.mark.parametrize(
    ("how", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_an_end_from_outside_leaves_no_kernel(notebook, work, tmp_path, how, status):
    notebook("a.ipynb", *SLEEPER)
    runner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(RUNNER), str(tmp_path)], stderr=subprocess.PIPE, text=True
    )
    assert wait_until(lambda: len(list(tmp_path.glob("*.up"))) == 2, 300)
    kernels = [int(path.read_text()) for path in tmp_path.glob("*.up")]
    assert all(map(alive, kernels))
    fork_server, folder = fork_server_of(runner.pid)
    os.kill(runner.pid, how)
    _, complaints = runner.communicate(timeout=300)
    assert runner.returncode == status
    assert "Traceback" not in complaints
    assert wait_until(lambda: not any(map(alive, [*kernels, fork_server])), 120)
    assert not folder.exists()
    assert len(list(tmp_path.glob("*.up"))) == 2  # the waiting sections never started
