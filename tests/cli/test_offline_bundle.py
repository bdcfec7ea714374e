"""The archive for machines without internet: which packages go into it, how it is packed, what its installer says."""

from __future__ import annotations

import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from offlinebundle.archive import add_installer, add_sample_bureau, pack
from offlinebundle.locked_packages import direct_dependencies, needed, read_lock
from offlinebundle.platforms import PLATFORMS
from offlinebundle.wheels import _sha256, _without_repeated_names
from workreport.base.workspace import Workspace
from workreport.figures.definition_changes import definition_changes

ROOT = Path(__file__).resolve().parents[2]
LOCKED = read_lock(ROOT / "requirements.lock")
DIRECT = direct_dependencies(ROOT / "pyproject.toml")
WINDOWS = PLATFORMS["windows-amd64"]
LINUX = [target for target in PLATFORMS.values() if not target.on_windows]
LOCK = """\
core==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via workreport (pyproject.toml)
newer==2.0 ; python_full_version >= '3.11.5' \\
    --hash=sha256:cc
    # via
    #   core
    #   tester
newer==1.0 ; python_full_version < '3.11.5' \\
    --hash=sha256:dd
    # via core
only-windows==1.0 ; sys_platform == 'win32' \\
    --hash=sha256:ee
    # via newer
tester==1.0 \\
    --hash=sha256:ff
    # via workreport (pyproject.toml)
under-test==1.0 \\
    --hash=sha256:00
    # via tester
"""


def names(platform, python="3.11") -> set[str]:
    return {package.name for package in needed(LOCKED, DIRECT, platform, python)}


def test_markers_are_judged_for_the_target():
    assert {"colorama", "pywinpty"} <= names(WINDOWS)
    for linux in LINUX:
        assert not {"colorama", "pywinpty"} & names(linux)
        assert "appnope" not in names(linux)  # of macOS
    assert "aiohttp" in names(WINDOWS, "3.12") and "aiohttp" not in names(WINDOWS, "3.11")


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_all_that_the_product_asks_for_and_no_test_tools(platform):
    there = names(platform)
    assert there >= DIRECT
    assert not {"pytest", "ruff", "playwright", "hypothesis", "frictionless", "pluggy", "petl"} & there


def test_what_only_a_test_tool_needs_stays_out(tmp_path):
    (tmp_path / "lock").write_text(LOCK, encoding="utf-8")
    locked = read_lock(tmp_path / "lock")
    assert [package.hashes for package in locked[:2]] == [("sha256:aa", "sha256:bb"), ("sha256:cc",)]
    pins = [package.pin for package in needed(locked, {"core"}, WINDOWS, "3.11")]
    assert pins == ["core==1.0", "newer==2.0", "newer==1.0", "only-windows==1.0"]
    assert [package.pin for package in needed(locked, {"core"}, WINDOWS, "3.12")] == [
        pins[0],
        pins[1],
        pins[3],
    ]
    assert [package.pin for package in needed(locked, {"core"}, LINUX[0], "3.11")] == pins[:3]


def test_two_versions_are_fetched_one_after_the_other_and_told_apart_at_installation(tmp_path):
    (tmp_path / "lock").write_text(LOCK, encoding="utf-8")
    wanted = needed(read_lock(tmp_path / "lock"), {"core"}, LINUX[0], "3.11")
    groups = [[package.pin for package in group] for group in _without_repeated_names(wanted)]
    assert groups == [["core==1.0", "newer==1.0"], ["newer==2.0"]]
    assert wanted[1].line(["sha256:cc"]) == 'newer==2.0 ; python_full_version >= "3.11.5" --hash=sha256:cc'


def test_wheels_for_older_systems_are_taken_too():
    tags = PLATFORMS["linux-aarch64"].tags
    assert tags[0] == "manylinux_2_28_aarch64" and {"manylinux_2_17_aarch64", "manylinux2014_aarch64"} <= {
        *tags
    }
    assert not [tag for tag in tags if "x86" in tag or "manylinux1_" in tag]


@pytest.mark.parametrize("suffix", [".tar.gz", ".zip"])
def test_an_archive_has_the_same_bytes_every_time(tmp_path, suffix):
    folder = tmp_path / "包"
    (folder / "data").mkdir(parents=True)
    (folder / "install.sh").write_text("#!/bin/sh\n")
    (folder / "data" / "台账.csv").write_text("a\n")
    packed = []
    for name in ("one", "two"):
        pack(folder, tmp_path / f"{name}{suffix}")
        packed.append((tmp_path / f"{name}{suffix}").read_bytes())
        (folder / "install.sh").touch()
    assert packed[0] == packed[1]
    expected = ["包/data/台账.csv", "包/install.sh"]
    if suffix == ".zip":
        assert zipfile.ZipFile(io.BytesIO(packed[0])).namelist() == expected
    else:
        with tarfile.open(fileobj=io.BytesIO(packed[0])) as opened:
            members = opened.getmembers()
        assert [member.name for member in members] == expected
        assert [bool(member.mode & 0o100) for member in members] == [False, True]


def test_the_sample_bureau_comes_along_without_what_the_wheel_has(tmp_path):
    add_sample_bureau(ROOT / "data", tmp_path / "data")
    there = {path.name for path in (tmp_path / "data").iterdir()}
    assert there == {"bureau.yaml", "checks", "reference", "2020", "2021", "2022"}
    assert [path.name for path in (tmp_path / "data" / "checks").iterdir()] == ["definition_changes.yaml"]
    copied, ours = (Workspace.open(base / "data", tmp_path / "out") for base in (tmp_path, ROOT))
    assert definition_changes(copied) == definition_changes(ours) != ()


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_each_system_gets_its_own_scripts(tmp_path, platform):
    add_installer(tmp_path, platform, "3.11")
    suffix = ".cmd" if platform.on_windows else ".sh"
    assert {path.name for path in tmp_path.iterdir()} == {"install.py", f"install{suffix}", f"start{suffix}"}
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        assert b"@PYTHON@" not in content and b"@GLIBC@" not in content
        assert (b"\r\n" in content) == platform.on_windows
    assert "3.11" in (tmp_path / f"install{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".cmd", ".sh"])
def test_scripts_switch_to_utf_8_before_their_first_chinese_word(tmp_path, suffix):
    add_installer(tmp_path, WINDOWS if suffix == ".cmd" else LINUX[0], "3.11")
    for path in tmp_path.glob(f"*{suffix}"):
        before, _, after = path.read_text(encoding="utf-8").partition(
            "chcp 65001" if suffix == ".cmd" else "#!"
        )
        assert before.isascii() and after and not after.isascii()


@pytest.mark.parametrize(
    ("platform", "python", "message"),
    [
        ("linux-x86_64", "3.4", "需要 Python 3.4"),
        ("windows-amd64", "{}.{}".format(*sys.version_info), "这个安装包用于 Windows AMD64"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(tmp_path, platform, python, message):
    folder = tmp_path / "有 空格"
    folder.mkdir()
    add_installer(folder, PLATFORMS[platform], python)
    result = subprocess.run(
        [sys.executable, "-X", "utf8", folder / "install.py"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert result.returncode == 1 and result.stdout == ""
    assert result.stderr.startswith(message) and len(result.stderr.splitlines()) == 1
    assert {path.name for path in folder.iterdir()} >= {"install.py"} and not (folder / "env").exists()


def test_a_python_that_was_compiled_without_parts_is_refused_in_one_line(unpacked):
    without = (
        "import runpy, sys; sys.modules['_ctypes'] = None; runpy.run_path('install.py', run_name='__main__')"
    )
    result = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", without],
        cwd=unpacked,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert result.returncode == 1 and result.stdout == "" and len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("这个 Python 编译时缺了 _ctypes（") and not (unpacked / "env").exists()


PROGRAM = """\
import os
import sys


def main():
    print("workreport 0" if "--version" in sys.argv else "desk of " + os.getcwd())


if __name__ == "__main__":
    main()
"""
HERE = "{}.{}".format(*sys.version_info)
WITHOUT_NETWORK = ["unshare", "--map-root-user", "--net"]


@pytest.fixture
def unpacked(tmp_path) -> Path:
    """An archive for this machine, unpacked; its only wheel is a program with the product's name."""
    folder = tmp_path / "城关 市监局"
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    info = "workreport-0.dist-info"
    files = {
        "workreport/__init__.py": "",
        "workreport/cli.py": PROGRAM,
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: workreport\nVersion: 0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\nworkreport = workreport.cli:main\n",
    }
    record = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(wheels / "workreport-0-py3-none-any.whl", "w") as wheel:
        for name, text in (*files.items(), (f"{info}/RECORD", record)):
            wheel.writestr(name, text)
    (wheel,) = wheels.iterdir()
    (folder / "requirements.txt").write_text(f"workreport==0 --hash={_sha256(wheel)}\n", encoding="utf-8")
    machine = next(target for target in LINUX if target.machine == platform.machine())
    add_installer(folder, machine, HERE)
    return folder


def call(script: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run a script of the archive, without network where the system lets us."""
    alone = WITHOUT_NETWORK if _can(WITHOUT_NETWORK) else []
    variables = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    variables |= {
        "PYTHON": sys.executable,
        "PIP_INDEX_URL": "wrong",
        "PIP_REQUIRE_VIRTUALENV": "0",
    }
    command = [*alone, "sh", script, *arguments]
    return subprocess.run(command, env=variables, capture_output=True, encoding="utf-8", timeout=300)


def _can(command: list[str]) -> bool:
    return (
        bool(shutil.which(command[0]))
        and not subprocess.run([*command, "true"], capture_output=True).returncode
    )


@pytest.mark.slow
def test_it_installs_and_opens_without_network_in_a_path_with_spaces_and_chinese(unpacked, tmp_path):
    result = call(unpacked / "start.sh")
    assert result.returncode == 1 and "还没有安装" in result.stderr
    result = call(unpacked / "install.sh")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "workreport 0" in result.stdout and result.stdout.endswith("装好了。打开分析台：./start.sh\n")
    assert call(unpacked / "start.sh").stdout == f"desk of {unpacked}\n"
    bureau = tmp_path / "本局"
    bureau.mkdir()
    assert call(unpacked / "start.sh", str(bureau)).stdout == f"desk of {bureau}\n"


@pytest.mark.slow
def test_a_damaged_wheel_is_refused_and_the_desk_does_not_open(unpacked):
    (wheel,) = (unpacked / "wheels").iterdir()
    wheel.write_bytes(wheel.read_bytes() + b" ")
    result = call(unpacked / "install.sh")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == "安装没有完成：安装包不全或已损坏，请重新拷贝、解压"
    assert "还没有安装" in call(unpacked / "start.sh").stderr
