"""One notebook: its outputs, its error, its kernel."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest

from workreport.base.sections import Section
from workreport.execution import notebooks
from workreport.execution.kernels import Kernels
from workreport.execution.notebooks import run_notebook
from workreport.execution.task import Executed, Task

pytestmark = pytest.mark.slow
SECTION = Section("03_food_safety", "食品安全监管")


def run(path: Path, work: Path, **parameters: object) -> Executed:
    return run_notebook(Task(SECTION, path, parameters), work, Kernels(work))


def printed(executed: Executed) -> str:
    return "".join(
        output.text
        for cell in executed.notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stdout"
    )


def test_parameters_arrive_and_the_source_stays(notebook, work):
    path = notebook("a.ipynb", "print(period, top, repr(names))")
    before = path.read_bytes()
    names = ['上浦"分局"\\n{period}', "€\U00020bb7"]
    executed = run(path, work, period="2021Q3", names=names)
    assert (executed.section, executed.error, executed.reason) == (SECTION, None, None)
    assert printed(executed) == f"2021Q3 5 {names!r}\n"
    assert 0 < executed.seconds < 60
    assert path.read_bytes() == before
    assert not (work / "03_food_safety.ipynb").exists()


def test_what_there_is_of_it_is_written_from_time_to_time(notebook, work, monkeypatch):
    monkeypatch.setattr(notebooks, "SAVE_INTERVAL_S", 0)
    run(notebook("a.ipynb", "print('甲')", "import os; os._exit(9)"), work)
    assert "甲" in (work / "03_food_safety.ipynb").read_text(encoding="utf-8")


def test_a_failure_keeps_what_ran_and_its_traceback(notebook, work, capfd):
    executed = run(notebook("a.ipynb", "print('甲')", "rows = {}\nrows['乙']", "print('丙')"), work)
    assert executed.reason == "KeyError: '乙'"
    assert "----> 2 rows['乙']" in executed.error and "\x1b" not in executed.error
    assert printed(executed) == "甲\n"
    # title, parameters, three cells: none of papermill's own
    assert len(executed.notebook.cells) == 5
    assert not capfd.readouterr().out


def test_an_error_of_several_lines_gives_its_first_as_reason(notebook, work):
    executed = run(notebook("a.ipynb", "raise ValueError('缺少列\\n  位置：甲')"), work)
    assert executed.reason == "ValueError: 缺少列" and "位置：甲" in executed.error


def test_a_dead_kernel(notebook, work):
    executed = run(notebook("a.ipynb", "print('甲', flush=True)", "import os; os._exit(9)"), work)
    assert "内核进程意外退出" in executed.reason


@pytest.mark.parametrize("content", ["", '{"nbformat": 4}', "[]"])
def test_a_broken_notebook_is_told_as_an_error(tmp_path, work, content):
    path = tmp_path / "a.ipynb"
    path.write_text(content)
    executed = run(path, work, period="2021")
    assert executed.error and executed.reason
    assert isinstance(executed.notebook, nbformat.NotebookNode)


def test_runs_this_interpreter_beside_its_notebook(tmp_path, work, monkeypatch):
    """Neither another `python3` kernel, nor an own IPython start-up file, nor braces in a path matter."""
    other = tmp_path / "jupyter" / "kernels" / "python3"
    other.mkdir(parents=True)
    spec = {"argv": ["false", "{connection_file}"], "display_name": "someone's", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(spec))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "0.py").write_text("print('someone')")
    monkeypatch.setenv("JUPYTER_PATH", str(other.parents[1]))
    monkeypatch.setenv("IPYTHONDIR", str(startup.parents[1]))
    folder = tmp_path / "笔记 {x}"
    folder.mkdir()
    path = folder / "a.ipynb"
    cell = nbformat.v4.new_code_cell("import os, sys; print(sys.executable); print(os.getcwd())")
    # as some editors save it: no kernel named
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    executed = run(path, work, period="2021")
    assert executed.error is None
    assert printed(executed).splitlines() == [sys.executable, str(folder)]
