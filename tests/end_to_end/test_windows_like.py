"""The report without what Windows lacks: the same bytes, in code page 936, and nothing replaced that somebody has open.

``windows_like`` takes away or changes what Linux can take away; that it runs on Windows itself no test here can show.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path, PureWindowsPath

import pytest
from small_bureau import published, small_bureau

PLACE = Path(__file__).resolve().parents[1] / "windows_like"
CODE_PAGE = "cp936"
MAX_NAME = 120
"""Characters of the longest path below an output folder, so that 100 are left of the 260 that Windows allows."""

WORK = {
    "ledgers": (
        "check 2021 --data {data} --out {out}",
        "figures 2021 --data {data} --out {out}",
        "new 2022 --data {data}",
        "init {out}/new/data --name 某某区市场监督管理局 --year 2022",
    ),
    "reports": (
        "sign 2021 --all --by 甲 --role 股室经办 --date 2022-01-10 --data {data} --out {out}",
        "run 2021 --edition public --data {data} --out {out}",
        "run 2021H1 --data {data} --out {out}",
        "diff 2021H1 2021 --data {data} --out {out} --html {out}/diff.html --csv {out}/diff.csv",
    ),
    "texts": (
        "draft 2021 --data {data}",
        "proof {data}/2021/drafts/正文.docx 2021 --data {data} --out {out}/proof --propose",
        "refresh {data}/2021/drafts/正文.docx 2021 --data {data} --out {out}",
    ),
}
PROGRAM = """
import pathlib, sys
for name in ("fcntl", "pwd", "grp", "resource", "termios"):
    try:
        __import__(name, {'__name__': 'workreport.program'})
    except ImportError:
        continue
    sys.exit(name)
from workreport.base import file_lock, workers
from kernelpool import fork_server
assert file_lock.msvcrt and not workers.may_fork() and not fork_server.supported()
path = pathlib.Path(sys.argv[1])
path.write_text("报告\\n")
assert path.read_bytes() == "报告\\r\\n".encode("cp936")
assert sorted([pathlib.Path("b"), pathlib.Path("C"), pathlib.Path("a")])[2].name == "C"
for act in (path.unlink, lambda: path.rename(path), lambda: path.parent.rename(path.parent)):
    with path.open():
        try:
            act()
        except PermissionError:
            continue
    sys.exit("an open file went")
"""


def windows_like(temporary: Path) -> dict[str, str]:
    temporary.mkdir(exist_ok=True)
    return {
        "PYTHONPATH": os.pathsep.join([str(PLACE), os.environ.get("PYTHONPATH", "")]),
        "PYTHONIOENCODING": CODE_PAGE,
        "PYTHONUTF8": "0",
        "PYTHONWARNDEFAULTENCODING": "1",
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(temporary),
    }


@pytest.fixture(scope="module")
def bureau(tmp_path_factory, repository) -> Path:
    return small_bureau(tmp_path_factory.mktemp("bureau") / "data", repository)


@pytest.fixture(scope="module")
def here(bureau, workreport, tmp_path_factory) -> Path:
    """The output folder of an ordinary run."""
    out = tmp_path_factory.mktemp("here")
    assert workreport("run", "2021", "--data", bureau, "--out", out).returncode == 0
    return out


@pytest.fixture(scope="module")
def there(bureau, tmp_path_factory) -> Path:
    """The output folder of a run as on Windows, which leaves nothing but the report and what later runs need."""
    out, temporary = tmp_path_factory.mktemp("there"), tmp_path_factory.mktemp("temporary")
    done = run(temporary, "run", "2021", "--data", bureau, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "2021年工作报告已生成" in done.stdout and not list(temporary.iterdir())
    assert sorted(path.name for path in out.iterdir()) == [".history", ".store", "2021", "index.html"]
    return out


def run(temporary: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workreport.cli", *map(str, arguments)]
    environment = os.environ | windows_like(temporary)
    return subprocess.run(command, capture_output=True, env=environment, encoding=CODE_PAGE, timeout=600)


def test_what_is_taken_away(tmp_path):
    """Else the others would prove nothing."""
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, tmp_path / "program.py", tmp_path / "报告.txt"]
    environment = os.environ | windows_like(tmp_path / "temporary")
    done = subprocess.run(command, env=environment, capture_output=True, encoding=CODE_PAGE)
    assert done.returncode == 0, done.stderr


def test_the_same_bytes(here, there):
    assert published(there / "2021") == published(here / "2021")
    assert (there / "index.html").read_bytes() == (here / "index.html").read_bytes()


@pytest.mark.parametrize("work", WORK)
def test_other_commands(bureau, here, there, workreport, tmp_path, work):
    """Every command writes and says the same."""
    as_there = partial(run, tmp_path / "temporary")
    assert done(tmp_path / "a", bureau, here, workreport, work) == done(
        tmp_path / "b", bureau, there, as_there, work
    )


def done(place: Path, bureau: Path, out: Path, call: Callable, work: str) -> tuple[list, dict[str, str]]:
    """What the commands say and leave, after a report was built.

    Of what they say, the words: times differ, and a code page lacks characters such as the minus sign, which are written as escapes.
    """
    places = {"data": place / "data", "out": place / "out"}
    shutil.copytree(bureau, places["data"])
    shutil.copytree(out, places["out"])
    results = []
    for line in WORK[work]:
        ended = call(*line.format(**places).split())
        assert ended.returncode in (0, 1) and "Traceback" not in ended.stderr, ended.stdout + ended.stderr
        text = re.sub(r"[\d.]+ 秒|\\u[0-9a-f]{4}", " ", ended.stdout).replace(str(place), "")
        results.append((ended.returncode, re.findall(r"\w+", text)))
    return results, {name: digest for name, digest in published(place).items() if "/.store/" not in name}


def test_a_file_open_in_word(bureau, there, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(there, out)
    before = published(out / "2021")
    with (
        (out / "2021" / "report.docx").open("rb"),
        (out / "2021" / "sections" / "01_party_building.html").open(),
    ):
        done = run(tmp_path / "temporary", "run", "2021", "--force", "--data", bureau, "--out", out)
    assert done.returncode == 2 and "2021（report.docx、sections/01_party_building.html）" in done.stderr
    assert "关闭后再出一次" in done.stderr and "Traceback" not in done.stderr
    assert published(out / "2021") == before
    done = run(tmp_path / "temporary", "run", "2021", "--force", "--data", bureau, "--out", out)
    assert done.returncode == 0 and not (out / ".staging").exists()


def test_names_that_windows_allows(report_2021):
    names = [path.relative_to(report_2021) for path in report_2021.rglob("*")]
    for name in names:
        assert not PureWindowsPath(name).is_reserved() and not set('<>:"\\|?*') & set(str(name)), name
        assert not any(part.endswith((" ", ".")) for part in name.parts), name
        assert len(str(name)) + len("/.staging/new") <= MAX_NAME, name
    folded = [str(name).casefold() for name in names]
    assert len(folded) == len({*folded})
