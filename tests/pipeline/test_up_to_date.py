"""A published report stands while its inputs, its files and its history are as they were."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from workreport.base.hashing import code_hash
from workreport.pipeline.up_to_date import BuildSummary, inputs_key, published_if_current, record_build

MESSAGE = BuildSummary(1, True, ("✗ 缺台账",))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("bureau.yaml", "2021/LG02.csv", "2022/targets.csv", "reference/RF01.csv", "examples/x.csv"):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("name: 区局", encoding="utf-8")
    return tmp_path / "data"


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "00_summary.ipynb").write_text("{}")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with one published report and one remembered run of its period."""
    out = tmp_path / "out"
    (out / "2021" / "evidence").mkdir(parents=True)
    files = {"index.html": b"<p>", "evidence/a.csv": b"1"}
    for name, content in files.items():
        (out / "2021" / name).write_bytes(content)
    outputs = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = json.dumps({"outputs": outputs, "inputs": [{"table": "abc"}], "evidence": ""})
    (out / "2021" / "manifest.json").write_text(manifest)
    (out / "2021" / "run.log").write_text("20:00")
    (out / "index.html").write_text("<p>")
    (out / ".history" / "2021").mkdir(parents=True)
    (out / ".history" / "objects").mkdir()
    (out / ".history" / "objects" / "abc").write_text("rows")
    (out / ".history" / "2021" / "0001-a.json").write_text(manifest)
    return out


@pytest.fixture
def key(data: Path, notebooks: Path):
    return lambda given=(): inputs_key(data, "2021", given, notebooks)


def test_stands_and_says_what_was_said(out, key):
    record_build(out, "2021", key(), MESSAGE)
    message = published_if_current(out, "2021", key())
    assert (message.status, message.draft, message.remarks, message.unchanged) == (
        1,
        True,
        ("✗ 缺台账",),
        True,
    )
    assert "没有变化" in message.state
    (out / "2021" / "run.log").write_text("20:01")
    assert published_if_current(out, "2021", key()) == message


def test_what_was_never_built_does_not_stand(out, key):
    assert published_if_current(out, "2021", key()) is None


@pytest.mark.parametrize(
    "name", ["2021/LG02.csv", "2022/targets.csv", "reference/RF01.csv", "2021/new.yaml", "bureau.yaml"]
)
def test_changed_inputs(out, key, data, name):
    record_build(out, "2021", key(), MESSAGE)
    (data / name).write_text("name: 市局", encoding="utf-8")
    assert published_if_current(out, "2021", key()) is None


def test_other_inputs(out, key, data, notebooks):
    record_build(out, "2021", key(), MESSAGE)
    (data / "examples" / "x.csv").write_text("no report is made of it")
    assert published_if_current(out, "2021", key()) is not None
    assert published_if_current(out, "2021", key(["top=3"])) is None
    (notebooks / "00_summary.ipynb").write_text("{} ")
    assert published_if_current(out, "2021", key()) is None


@pytest.mark.parametrize("settings", ["profile: some_trade", '{"name": "区局", "profile": "some_trade"}'])
def test_the_code_of_the_profile_package_counts(out, key, data, tmp_path, monkeypatch, settings):
    package = tmp_path / "some_trade"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    code_hash.cache_clear()
    (data / "bureau.yaml").write_text(settings, encoding="utf-8")
    record_build(out, "2021", key(), MESSAGE)
    (package / "__init__.py").write_text("# changed")
    assert published_if_current(out, "2021", key()) is not None, "this process has loaded what was there"
    code_hash.cache_clear()  # as a new process would ask
    assert published_if_current(out, "2021", key()) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda out: (out / "2021" / "index.html").write_text("<p>mine"),
        lambda out: (out / "2021" / "evidence" / "a.csv").unlink(),
        lambda out: (out / "2021" / "more.csv").write_text(""),
        lambda out: (out / "2021" / "manifest.json").write_text("{"),
        lambda out: (out / "index.html").unlink(),
        lambda out: (out / ".history" / "2021" / "0001-a.json").unlink(),
        lambda out: (out / ".history" / "objects" / "abc").unlink(),
        lambda out: next((out / ".store" / "runs" / "2021").iterdir()).write_text("{"),
    ],
)
def test_what_was_left_is_not_as_it_was(out, key, spoil):
    record_build(out, "2021", key(), MESSAGE)
    spoil(out)
    assert published_if_current(out, "2021", key()) is None


def test_a_database_has_to_be_asked(out, key, data):
    (data / "bureau.yaml").write_text("sources: [{ledger: complaints}]")
    assert key() is None
    record_build(out, "2021", key(), MESSAGE)
    assert published_if_current(out, "2021", key()) is None


def test_finding_that_nothing_changed_loads_nothing_heavy():
    code = "import sys, workreport.pipeline.build; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"pandas", "numpy", "pydantic", "yaml", "nbformat", "papermill", "jinja2"} & set(
        loaded.split()
    )
