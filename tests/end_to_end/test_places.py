"""Where reports go: never into the folders that they are made of, never over what no run has made."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_bureau import small_bureau

from workreport.base import paths
from workreport.base.errors import UsageError
from workreport.base.paths import NOTEBOOKS, folders, require_apart
from workreport.cli import main


@pytest.fixture
def data(repository: Path, tmp_path: Path) -> Path:
    return small_bureau(tmp_path / "bureau" / "data", repository)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def contents(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder, links and empty folders too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2, result.output
    assert all(word in result.output for word in (*words, "错误：", "位置：", "应为：", "处理："))


def linked(data: Path) -> Path:
    (data.parent / "link").symlink_to("data")
    return data.parent / "link"


def linked_below(data: Path) -> Path:
    """A year kept elsewhere: the data folder only links to it."""
    (data.parent / "kept").mkdir()
    shutil.move(data / "2021", data.parent / "kept" / "2021")
    (data / "2021").symlink_to(data.parent / "kept" / "2021")
    return data.parent / "kept"


OVERLAPPING = {
    "same": lambda data: data,
    "dots": lambda data: data / ".." / "data",
    "relative": lambda data: Path(os.path.relpath(data)),
    "link": linked,
    "below a link": lambda data: linked(data) / "not yet" / "there",
    "holds": lambda data: data.parent,
    "inside": lambda data: data / "outputs",
    "a year": lambda data: data / "2021",
    "holds what is linked to": linked_below,
    "what is linked to": lambda data: linked_below(data) / "2021",
    "notebooks": lambda _: NOTEBOOKS,
    "shared rules": lambda _: paths.REPOSITORY / "data" / "reports",
    "repository": lambda _: paths.REPOSITORY,
}


@pytest.mark.parametrize("where", OVERLAPPING)
def test_an_output_folder_that_meets_what_is_read(data, where):
    out = OVERLAPPING[where](data)
    before = contents(data.parent)
    refused(call("run", "2021", "--data", data, "--out", out), "不能写到这里", str(out))
    assert contents(data.parent) == before


@pytest.mark.parametrize(
    "command",
    [
        ["run", "2021"],
        ["run", "2021", "--edition", "public"],
        ["check", "2021"],
        ["figures", "2021"],
        ["diff", "2021", "2021H1"],
        ["lab"],
        ["sign", "2021", "--all", "--role", "办公室", "--by", "赵甲"],
        ["comment", "2021", "好", "--section", "01_party_building", "--role", "办公室", "--by", "赵甲"],
    ],
    ids=lambda words: " ".join(words[:4]),
)
def test_every_command_with_an_output_folder_refuses_it(data, command):
    before = contents(data.parent)
    refused(call(*command, "--data", data, "--out", data), "不能写到这里")
    assert contents(data.parent) == before


def test_the_command_that_has_none_takes_it_from_the_environment(data, monkeypatch):
    monkeypatch.setenv(paths.OUT_VARIABLE, str(data))
    before = contents(data)
    refused(call("new", "2022", "--data", data), "不能写到这里")
    assert contents(data) == before


def test_a_file_system_without_letter_case(data, monkeypatch):
    """There `DATA` is the same folder; here a link stands in for that."""
    (data.parent / "DATA").symlink_to("data")
    monkeypatch.setattr(os.path, "realpath", os.path.abspath)  # the spelling tells nothing
    with pytest.raises(UsageError, match="不能写到这里"):
        require_apart(data, data.parent / "DATA" / "outputs")


def test_folders_beside_each_other(data, monkeypatch):
    for out in (data.parent / "outputs", data.parent / "data2", data.parent / ".." / "data"):
        assert folders(data, out) == (data, out)
    monkeypatch.delenv(paths.DATA_VARIABLE, raising=False)
    monkeypatch.delenv(paths.OUT_VARIABLE, raising=False)
    assert folders() == (paths.REPOSITORY / "data", paths.REPOSITORY / "outputs")


def test_a_comparison_is_not_written_over_a_ledger(data):
    before = contents(data)
    ledger = next((data / "2021").glob("LG16_*"))
    result = call("diff", "2021", "2021H1", "--data", data, "--out", data.parent / "out", "--csv", ledger)
    refused(result, "不能写到这里", ledger.name)
    assert contents(data) == before


MINE = {
    "2021/台账.xlsx": ["run", "2021"],
    "2021-public/说明.docx": ["run", "2021", "--edition", "public"],
    "check/2021/改好的.xlsx": ["check", "2021"],
    "index.html": ["run", "2021"],
}


@pytest.mark.parametrize("name", MINE)
def test_what_no_run_has_made_stays_and_nothing_is_built(data, name):
    out = data.parent / "outputs"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_bytes(b"mine")
    before = contents(data.parent)
    refused(call(*MINE[name], "--data", data, "--out", out), "不是 workreport 生成的", Path(name).name)
    assert contents(data.parent) == before


def test_a_report_with_a_file_of_somebodys_waits_until_it_is_moved(workreport, data):
    out = data.parent / "outputs"

    def run() -> int:
        return workreport("run", "2021", "--data", data, "--out", out, "--force").returncode

    assert run() in (0, 1) and (out / "index.html").is_file()
    (out / "2021" / "批注.docx").write_bytes(b"mine")
    before = contents(out)
    assert run() == 2 and contents(out) == before
    (out / "2021" / "批注.docx").unlink()
    assert run() in (0, 1)
