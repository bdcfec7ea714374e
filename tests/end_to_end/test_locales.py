"""A report and what the terminal shows are the same in every locale, with ledgers named in UTF-8 or in GBK."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from programs import require
from small_bureau import published, small_bureau

LOCALES = {"GBK": "gbk", "GB18030": "gb18030"}
PLAIN_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture(scope="module")
def chinese(tmp_path_factory) -> Path:
    """A folder with Chinese locales of the old encodings."""
    [localedef] = require(["localedef"])
    folder = tmp_path_factory.mktemp("locales")
    for name in LOCALES:
        command = [localedef, "-i", "zh_CN", "-f", name, folder / f"zh_CN.{name}"]
        subprocess.run(command, capture_output=True)  # it warns, with a status of its own
        if not (folder / f"zh_CN.{name}").is_dir():
            pytest.skip("缺少字符集：请安装 Debian 软件包 locales")
    return folder


@pytest.fixture(scope="module")
def bureau(tmp_path_factory, repository) -> Path:
    return small_bureau(tmp_path_factory.mktemp("bureau") / "data", repository)


@pytest.fixture(scope="module")
def named_in_gbk(tmp_path_factory, repository) -> Path:
    """The same bureau in a folder named in GBK, its files too."""
    place = Path(os.fsdecode("数据".encode("gbk")))
    folder = small_bureau(tmp_path_factory.mktemp("bureau") / place, repository)
    for path in [path for path in folder.rglob("*") if not path.name.isascii()]:
        path.rename(path.with_name(os.fsdecode(path.name.encode("gbk"))))
    return folder


def run(data: Path, out: Path, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "workreport.cli", "run", "2021", "--data", data, "--out", out]
    return subprocess.run(command, capture_output=True, env=os.environ | environment, timeout=600)


@pytest.fixture(scope="module")
def reference(bureau, tmp_path_factory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("reference")
    done = run(bureau, out)
    assert done.returncode == 0, done.stderr.decode()
    return published(out / "2021")


def test_plain_c_with_names_in_utf8(bureau, reference, tmp_path):
    done = run(bureau, tmp_path / "输出", **PLAIN_C)
    assert done.returncode == 0, done.stderr.decode()
    assert published(tmp_path / "输出" / "2021") == reference
    assert "2021年工作报告已生成" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("name", LOCALES)
def test_chinese_locale_with_names_in_gbk(name, chinese, named_in_gbk, reference, tmp_path):
    out = tmp_path / os.fsdecode("输出".encode("gbk"))
    done = run(named_in_gbk, out, LOCPATH=str(chinese), LC_ALL=f"zh_CN.{name}", PYTHONIOENCODING="")
    assert done.returncode == 0, done.stderr.decode(LOCALES[name], "replace")
    assert published(out / "2021") == reference
    assert f"2021年工作报告已生成：{tmp_path}/输出/2021" in done.stdout.decode(LOCALES[name])
