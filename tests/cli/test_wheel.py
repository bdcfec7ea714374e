"""The product as a wheel, installed away from the repository: a new bureau, and a report of a bureau with data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from small_bureau import small_bureau

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
PARTS = ("lib", "data", "notebooks", "pyproject.toml", "setup.py", "README.md", "LICENSE")
TIMEOUT = 600


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Path:
    """The program of an installed wheel; the packages that it needs are those of this environment."""
    base = tmp_path_factory.mktemp("wheel")
    source, wheels, environment = base / "source", base / "wheels", base / "环境 一"
    source.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    alone = ["--no-deps", "--no-index", "-q"]
    call([*pip, "wheel", *alone, "--no-build-isolation", "-w", str(wheels), str(source)])
    call([sys.executable, "-m", "venv", "--without-pip", str(environment)])
    python = environment / "bin" / "python"
    (wheel,) = wheels.glob("workreport-*.whl")
    call([*pip, "--python", str(python), "install", *alone, str(wheel)])
    site = next(environment.glob("lib/python*/site-packages"))
    (site / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return environment / "bin" / "workreport"


def call(command: list[str], cwd: Path | None = None, expected: int = 0) -> str:
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    # the packages' page templates stand beside those packages
    environment["JUPYTER_PATH"] = str(Path(sys.prefix, "share", "jupyter"))
    ended = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=TIMEOUT
    )
    assert ended.returncode == expected, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def test_it_brings_the_shared_files_and_no_tools_of_ours(product):
    site = next(product.parents[1].glob("lib/python*/site-packages"))
    shipped = {
        path.relative_to(site / "workreport_files").as_posix()
        for path in (site / "workreport_files").rglob("*")
    }
    assert {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} <= {
        name.partition("/")[2] for name in shipped
    }
    for folder in ("contracts", "codes", "checks", "outline", "synonyms", "vocabulary", "review"):
        assert {f"data/{folder}/{path.name}" for path in (ROOT / "data" / folder).iterdir()} <= shipped
    assert {"data/sections.yaml", "data/profile.yaml", "data/bureau.yaml"} <= shipped
    assert not [name for name in shipped if "RF01" in name and "reference" in name]
    assert not (site / "sampledata").exists() and not (site / "offlinebundle").exists()


def test_a_new_bureau_and_its_empty_year(product, tmp_path):
    folder = tmp_path / "新 局"
    folder.mkdir()
    call([str(product), "init", "data", "--name", "城北区市场监督管理局", "--year", "2024"], folder)
    output = call([str(product), "run", "2024"], folder, expected=1)
    assert "本期台账未填报：" in output and "Traceback" not in output
    assert (folder / "outputs" / "2024" / "index.html").is_file()


def test_a_report_of_a_bureau_with_ledgers(product, tmp_path):
    small_bureau(tmp_path / "data", ROOT)
    call([str(product), "run", "2021"], tmp_path)
    page = (tmp_path / "outputs" / "2021" / "index.html").read_text(encoding="utf-8")
    assert "晴川区市场监督管理局" in page
    assert "逐字节相同" in call([str(product), "verify", "outputs/2021"], tmp_path)
