"""Verifying: what differs is named, each thing once, and what is the same is not."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from workreport.base.errors import UsageError
from workreport.history.runs import id_of
from workreport.pipeline import verify


@pytest.fixture
def published(bureau, store_run, tmp_path, monkeypatch) -> Path:
    """A kept run as a published folder; building it again gives its files as they were."""
    bureau.samples(2021, {}, {"检验结论": "不合格"})
    run = store_run()
    manifest = json.dumps(dict(run.manifest), ensure_ascii=False).encode()
    assert id_of(manifest) == run.id
    files = {
        "manifest.json": manifest,
        "figures.csv": run.objects.get(run.manifest["outputs"]["figures.csv"]),
    }

    def write(folder: Path) -> Path:
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return folder

    def build(request):
        return SimpleNamespace(folder=write(request.workspace.out / request.period.id))

    monkeypatch.setattr(verify, "run", build)
    monkeypatch.setattr(verify, "NOTEBOOKS", tmp_path / "notebooks")
    return write(tmp_path / "kept" / "2021")


@pytest.fixture
def lines(bureau):
    return lambda folder: list(verify.verify(folder, bureau.data))


def test_nothing_differs(published, lines):
    (published / "run.log").write_text("任何内容", encoding="utf-8")
    assert lines(published) == []


def test_revised_row_is_named(bureau, published, lines):
    bureau.samples(2021, {}, {"检验结论": "合格"})
    differences = lines(published)
    assert differences == [
        "输入：台账 2021/T01_抽样台账.csv：内容有改动",
        "台账行：改动 2021/T01_抽样台账.csv T01_抽样台账 第 3 行（S2）：检验结论：不合格→合格",
    ]


def test_ledger_that_cannot_be_read_is_told(bureau, published, lines):
    (bureau.data / "2021" / "T01_抽样台账.csv").write_text("不是台账", encoding="utf-8")
    assert any(line.startswith("输入：文件中找不到") for line in lines(published))


def test_tampered_lost_and_foreign_files(published, lines):
    path = published / "figures.csv"
    path.write_bytes(path.read_bytes().replace(b"t.samples", b"t.sampled"))
    (published / "extra.txt").write_text("x", encoding="utf-8")
    differences = lines(published)
    assert [line.partition("：原为")[0] for line in differences] == [
        "输出：figures.csv：出稿后被改动过",
        "输出：extra.txt：清单中没有这个文件",
        "重新生成：extra.txt：没有再生成这个文件",
        "重新生成：figures.csv：第 2 行起不同",
    ]
    path.unlink()
    assert "输出：figures.csv：文件不在了" in lines(published)


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("code", "older", "程序：代码有改动"),
        ("versions", {"pandas": "0.1"}, "版本：pandas 当时是 0.1"),
        ("definitions", {"t.gone": "1"}, "口径：t.samples（抽样）的定义有改动"),
        ("earlier", ["0123456789ab"], "早先一稿 0123456789ab 没有留存"),
    ],
)
def test_other_code_and_lost_history_are_told(published, lines, part, value, words):
    path = published / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {part: value}), encoding="utf-8")
    assert any(words in line for line in lines(published))


@pytest.mark.parametrize("content", [None, b"{", b"[]", b"{}"])
def test_no_usable_manifest(tmp_path, lines, content):
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(UsageError, match="没有可用的清单"):
        lines(tmp_path)
