"""The command line speaks Chinese: help, faults in the call, and how long help takes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_bureau import small_bureau


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run"], "缺少参数 PERIOD"),
        (["run", "2021", "--nope"], "没有选项 --nope"),
        (["nope"], "没有这个命令"),
        (["run", "2021", "-j", "x"], "参数 -j/--jobs 的值不合要求"),
        ([], "用法："),
    ],
)
def test_wrong_calls(arguments: list[str], words: str, call) -> None:
    result = call(*arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert not re.search(r"Traceback|Error|Usage", result.stderr)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["run", "--help"], ["verify", "--help"], ["diff", "--help"]]
)
def test_help_is_chinese(arguments: list[str], call) -> None:
    result = call(*arguments)
    assert result.returncode == 0
    assert "用法：" in result.stdout
    assert not re.search(r"Usage|Options:|Commands:|Show this", result.stdout)


LIGHT = (["--help"], ["--version"], ["run", "--help"], ["nope"], ["run", "2021", "--nope"], ["run", "20x1"])
HEAVY = (
    "pandas",
    "numpy",
    "pyarrow",
    "matplotlib",
    "papermill",
    "nbconvert",
    "jinja2",
    "pydantic",
    "yaml",
    "asyncio",
    "rich",
)


@pytest.mark.parametrize("arguments", LIGHT, ids=" ".join)
def test_what_needs_no_ledger_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import atexit, sys\nfrom workreport.cli import main\n"
        f"atexit.register(lambda: print('loaded', sorted(set({HEAVY}) & set(sys.modules))))\n"
        f"main({arguments})"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert process.stdout.splitlines()[-1] == "loaded []"


def test_interrupted_run_leaves_the_previous_output(repository: Path, tmp_path: Path) -> None:
    data, out = small_bureau(tmp_path / "data", repository), tmp_path / "out"
    before = out / "2021" / "index.html"
    before.parent.mkdir(parents=True)
    before.write_text("上一次的报告", encoding="utf-8")
    before.with_name("manifest.json").write_text('{"outputs": ["index.html"]}', encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "workreport.cli", "run", "2021", "--data", str(data), "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stderr.readline().startswith("[1/"), "a section is done, others are not"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "已中断" in errors
    assert "Traceback" not in errors
    assert before.read_text(encoding="utf-8") == "上一次的报告"
    assert {path.name for path in before.parent.iterdir()} == {"index.html", "manifest.json"}
