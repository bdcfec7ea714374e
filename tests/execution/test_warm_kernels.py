"""Warm kernels do what ordinary ones do, share nothing, and stand aside wherever they cannot."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory

from kernelpool.fork_server import ForkServer, ForkServerError, supported
from kernelpool.provisioner import NAME, ForkProvisioner
from workreport.base.sections import Section
from workreport.execution import warm
from workreport.execution.kernels import Kernels
from workreport.execution.notebooks import run_notebook
from workreport.execution.task import Executed, Task

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not supported(), reason="kernels are forked on Linux only"),
]
SECTION = Section("03_food_safety", "食品安全监管")
PRELOAD = ("pandas", "matplotlib.pyplot", "numpy.random")

# everything about a process that a cell can see and that a fork might get wrong
PROBE = (
    "import os, sys, signal, threading\nprint(sys.argv[0].rpartition('/')[2], sys.argv[1], len(sys.argv), sys.path)",
    "print(os.getcwd(), os.environ.get('MPLBACKEND'), os.environ['JPY_PARENT_PID'], sys.flags, sys._xoptions)",
    "print(sorted(name for name in os.environ if name.startswith(('OPENBLAS', 'OMP', 'MKL', 'JE_ARROW'))))",
    "print(os.getsid(0) == os.getpid(), signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGTERM))",
    "print(sorted(thread.name.split('-')[0].split(' ')[0] for thread in threading.enumerate()))",
    "print(__name__, sys.modules['__main__'].__dict__ is globals(), get_ipython().__class__, sys.stdin.isatty())",
    "import pandas as pd\nprint(pd.get_option('display.max_columns'), pd.get_option('display.notebook_repr_html'))",
    "pd.DataFrame({str(n): [n] for n in range(30)})",
    "import matplotlib\nprint(matplotlib.get_backend(), matplotlib.rcParams['figure.dpi'])",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "from IPython.display import display, HTML\ndisplay(HTML('<b>甲</b>'))\nprint('乙', file=sys.stderr)",
    "os.system('echo 丙')",
    "_, In[1][:9], Out.keys()",
    "import warnings\nwarnings.warn('丁')",
    "def broken():\n    return 1 / 0\nbroken()",
)


@pytest.fixture(scope="module")
def fork_server():
    with ForkServer(PRELOAD) as server:
        yield server


def run(path: Path, work: Path, fork_server: ForkServer | None) -> tuple[Executed, object]:
    """The executed notebook, and the provisioner its kernel came from."""
    kernels = Kernels(work, fork_server)
    executed = run_notebook(Task(SECTION, path, {}), work, kernels)
    return executed, kernels._managers[0].provisioner


def outputs(executed: Executed) -> list[list[dict]]:
    """Outputs by cell; pieces of one stream are put together, since where it is cut is a matter of time."""
    cells = []
    for cell in executed.notebook.cells:
        found: list[dict] = []
        for one in map(dict, cell.get("outputs", [])):
            if one["output_type"] == "stream" and found and found[-1].get("name") == one["name"]:
                found[-1]["text"] += one["text"]
            else:
                found.append(one)
        cells.append(found)
    return cells


def printed(executed: Executed) -> str:
    found = [output for cell in outputs(executed) for output in cell if output["output_type"] == "stream"]
    return "".join(output["text"] for output in found if output["name"] == "stdout")


def test_a_cell_sees_no_difference(notebook, work, fork_server):
    path = notebook("a.ipynb", *PROBE)
    (one, provisioner), (other, ordinary) = run(path, work, fork_server), run(path, work, None)
    assert isinstance(provisioner, ForkProvisioner) and provisioner.fallback_reason == ""
    assert not isinstance(ordinary, ForkProvisioner)
    for probe, ours, theirs in zip(["", "", *PROBE], outputs(one), outputs(other), strict=True):
        # the number of the process is in names of files that cells are compiled to
        assert _plain(ours) == _plain(theirs), probe
    assert one.reason == other.reason == "ZeroDivisionError: division by zero"
    assert "image/png" in str(outputs(one)[-6]), "the chart shows"


def _plain(cell: list[dict]) -> str:
    return re.sub(r"ipykernel_\d+", "ipykernel", str(cell))


def test_no_state_passes_and_chance_is_not_shared(notebook, work, fork_server):
    path = notebook(
        "a.ipynb",
        "import pandas as pd, numpy as np, random\nprint(hasattr(pd, 'spoilt'), 'mine' in globals())",
        "pd.spoilt = mine = True\npd.set_option('display.max_rows', 3)",
        "print(np.random.random(), random.random())",
    )
    texts = [printed(run(path, work, fork_server)[0]) for _ in range(2)]
    assert all(text.startswith("False False\n") for text in texts)
    assert texts[0] != texts[1]


def test_exit_status_death_and_interrupt(notebook, work, fork_server):
    dead, provisioner = run(
        notebook("a.ipynb", "print('甲', flush=True)", "import os; os._exit(9)"), work, fork_server
    )
    assert "内核进程意外退出" in dead.reason and provisioner.fallback_reason == ""
    interrupted, _ = run(
        notebook(
            "c.ipynb", "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nfor _ in range(10**9): pass"
        ),
        work,
        fork_server,
    )
    assert interrupted.reason.startswith("KeyboardInterrupt")


def spawned(fork_server: ForkServer, work: Path, **environment: str):
    ports = {f"{name}_port": 1 for name in ("shell", "iopub", "stdin", "control", "hb")}
    connection = work / "connection.json"
    for at, name in enumerate(ports):
        ports[name] = at + 1
    connection.write_text(
        json.dumps(ports | {"transport": "ipc", "ip": str(fork_server.folder / "x"), "key": "k"})
    )
    command = [
        *fork_server.python,
        "-m",
        "ipykernel_launcher",
        "-f",
        str(connection),
        f"--ipython-dir={work}",
    ]
    with (work / "log").open("ab") as log:
        return fork_server.fork_kernel(
            command,
            env=os.environ | environment,
            cwd=work,
            stdin=log.fileno(),
            stdout=log.fileno(),
            stderr=log.fileno(),
        )


def test_a_process_like_popen(work, fork_server):
    process = spawned(fork_server, work)
    assert process.wait_ready(30) and process.poll() is None
    stat = Path(f"/proc/{process.pid}/stat")
    process.kill()
    assert process.wait(10) == -signal.SIGKILL == process.returncode
    assert stat.exists(), "its number is nobody else's until it is let go"
    process.close()
    assert _soon(lambda: not stat.exists())
    running = spawned(fork_server, work)
    assert running.wait_ready(30)
    stat = Path(f"/proc/{running.pid}/stat")
    running.close()
    assert _soon(lambda: not stat.exists()), "one that is let go while it runs is ended"


def _soon(condition) -> bool:
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_another_environment_is_not_stood_in_for(work, fork_server):
    with pytest.raises(ForkServerError, match="MPLBACKEND"):
        spawned(fork_server, work, MPLBACKEND="agg")
    spawned(fork_server, work, WORKREPORT_OUT="elsewhere").close()
    (work / "pandas.py").write_text("")
    with pytest.raises(ForkServerError, match="has the name"):
        spawned(fork_server, work)
    assert fork_server.alive


SMALL = ("print('甲')", "from IPython.display import HTML; HTML('<b>乙</b>')", "1 / 0")


@pytest.mark.parametrize(
    ("preload", "why"),
    [
        (("no_such_module",), "ModuleNotFoundError"),
        (("this",), "wrote something"),
        (("pyarrow",), "threads"),
    ],
)
def test_a_fork_server_that_cannot_help_gives_way(notebook, work, preload, why, monkeypatch):
    monkeypatch.setattr(
        "kernelpool.fork_server.SINGLE_THREADED", {}
    )  # so that Arrow's allocator starts its thread
    path = notebook("a.ipynb", *SMALL)
    with ForkServer(preload) as poor:
        executed, provisioner = run(path, work, poor)
    assert re.search(why, provisioner.fallback_reason)
    assert printed(executed) == "甲\n" and executed.reason == "ZeroDivisionError: division by zero"


def test_a_fork_server_that_dies_gives_way_with_the_same_outputs(notebook, work):
    path = notebook("a.ipynb", *SMALL)
    with ForkServer() as mortal:
        first, warm_one = run(path, work, mortal)
        os.kill(mortal.pid, signal.SIGKILL)
        second, cold_one = run(path, work, mortal)
    assert (warm_one.fallback_reason, bool(cold_one.fallback_reason)) == ("", True)
    assert [_plain(output) for output in outputs(first)] == [_plain(output) for output in outputs(second)]


def test_the_switch_and_systems_without_forks(monkeypatch):
    monkeypatch.setenv(warm.KERNELS_VARIABLE, warm.ORDINARY)
    assert warm.start() is None
    monkeypatch.delenv(warm.KERNELS_VARIABLE)
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(ForkServerError, match="darwin"):
        ForkServer()
    monkeypatch.setattr(warm, "_fork_server", None)
    assert warm.start() is None


def test_nothing_is_left_when_it_is_closed(work):
    server = ForkServer()
    process = spawned(server, work)
    assert process.wait_ready(30)
    server.close()
    assert not server.folder.exists() and not Path(f"/proc/{server.pid}").exists()
    assert _soon(lambda: not Path(f"/proc/{process.pid}").exists())
    assert process.poll() == -signal.SIGKILL
    with pytest.raises(ForkServerError, match="closed"):
        spawned(server, work)


def test_any_kernel_manager_finds_it_through_its_entry_point_and_kernel_json(work, repository):
    """As the documentation shows it: nothing of the workbook takes part."""
    declared = tomllib.loads((repository / "pyproject.toml").read_text())["project"]["entry-points"]
    group = KernelProvisionerFactory.GROUP_NAME
    point = EntryPoint(NAME, declared[group][NAME], group)
    assert point.load() is ForkProvisioner
    KernelProvisionerFactory.provisioners[NAME] = point  # as where the package is installed
    shown = re.search(r"```json\n(.*?)```", (repository / "docs" / "warm_kernels.md").read_text(), re.S)
    spec = json.loads(shown[1])
    spec["metadata"]["kernel_provisioner"]["config"]["preload"] = ["decimal"]
    (work / "warm").mkdir()
    (work / "warm" / "kernel.json").write_text(json.dumps(spec))
    specs = KernelSpecManager(kernel_dirs=[str(work)], ensure_native_kernel=False)
    manager = KernelManager(kernel_name="warm", kernel_spec_manager=specs)
    manager.start_kernel(stderr=subprocess.DEVNULL)
    try:
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive("import sys; assert 'decimal' in sys.modules", timeout=60)
        assert reply["content"]["status"] == "ok"
        assert manager.provisioner.fallback_reason == ""
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
        assert manager.provisioner.fallback_reason == "" and manager.is_alive()
        client.stop_channels()
    finally:
        manager.shutdown_kernel(now=True)
    assert not manager.is_alive()
