"""The how-tos and the READMEs, followed to the letter: each page in a clone of its own, with a bureau of four ledgers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from how_to_pages import ROOT, Step, commands_of_tables, files_named, steps
from small_bureau import SECTIONS, part_of_bureau, small_bureau

HOW_TO = "docs/how-to/"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / HOW_TO).glob("*.md"))
READMES = ["README.md", "README.zh-CN.md"]
LEDGERS = {"LG02": "food_sampling", "LG03": "food_disposal", "LG16": "fair_reviews", "LG18": "party_affairs"}

NOT_TYPED = {
    r"make (report|test)\b": "sets up an environment; CI does",
    r"make bundle\b": "fetches packages; tests/cli/test_offline_bundle.py",
    r"make lab\b|\S+ lab\b": "stays open; tests/browser",
    r"(\.\./)?env/bin/|cd 本局": "in an unpacked bundle; tests/cli/test_offline_bundle.py",
    r"\S+ watch\b": "stays; tests/pipeline/test_watch.py",
    r"\S+ batch .*--scheduler|\S+dask\b": "needs a cluster; tests/pipeline/batch",
}
"""Commands that a test does not type, and what tries them."""
WRITTEN_BY_PEOPLE = {"data/2021/published", "data/2021/drafts"}
"""What a page names that nobody has written yet."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone that is set up, whose bureau has two years of four ledgers."""
    clone = tmp_path_factory.mktemp("original") / "工作报告"
    for name in ("lib", "docs", "notebooks", "benchmarks", "tests"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__", "own"))
    shutil.copytree(
        ROOT / "data", clone / "data", ignore=shutil.ignore_patterns("20??", "reference", "bureau.yaml")
    )
    shutil.copytree(ROOT / "data" / "examples", clone / "data" / "examples", dirs_exist_ok=True)
    part_of_bureau(clone / "data", ROOT, LEDGERS, (*SECTIONS, "03_food_safety"))
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "setup.py"):
        shutil.copy(ROOT / name, clone)
    (clone / "outputs").mkdir()
    programs = clone / ".venv" / "bin"
    programs.mkdir(parents=True)
    write_program(programs / "python", f'exec {sys.executable} "$@"')
    write_program(programs / "workreport", f'exec {sys.executable} -m workreport.cli "$@"')
    write_program(programs / "ruff", f'exec {sys.executable} -m ruff "$@"')
    (clone / ".venv" / ".ready").touch()
    return clone


def write_program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


@pytest.fixture
def clone(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "工作报告"))


def typed(line: str, clone: Path, most: int = 1) -> str:
    """What a command prints; its status is at most `most`."""
    environment = os.environ | {"PYTHONPATH": str(clone / "lib"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", line], cwd=clone, env=environment, capture_output=True, encoding="utf-8", timeout=600
    )
    assert done.returncode <= most, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


def is_typed(line: str) -> bool:
    return not any(re.match(pattern, line) for pattern in NOT_TYPED)


# what the reader of a page has already


def word_file(path: Path, *paragraphs: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(path)


def texts_to_proof(clone: Path) -> None:
    for name in ("汇报.docx", "月报.docx", "draft.docx"):
        word_file(clone / name, "全年食品监督抽检693批次。", "不合格食品12批次。")
    (clone / "年报.txt").write_text("食品监督抽检639批次。\n", encoding="utf-8")


def text_to_refresh(clone: Path) -> None:
    word_file(clone / "正文.docx", "全年食品监督抽检〔食品监督抽检〕，〔食品监督抽检 同比〕。")


def texts_of_last_year(clone: Path) -> None:
    word_file(clone / "上年正文.docx", "一、食品安全", "全年食品监督抽检500批次。")
    typed(".venv/bin/workreport draft 2020", clone)


def another_bureau(clone: Path) -> None:
    for name in ("某局", "bureau"):
        data = small_bureau(clone / name / "data", ROOT)
        (data / "2021").rename(data / "2023")
    (clone / "投诉导出.csv").write_text("工单编号,诉求内容,登记时间\n1,甲,2023-01-02\n", encoding="utf-8")


def bureaux(clone: Path) -> None:
    for name in ("qingchuan", "yunshan"):
        small_bureau(clone / "bureaux" / name, ROOT)


def own_figure(clone: Path) -> None:
    follow(f"{HOW_TO}new-figure.md", clone)


def for_readme(clone: Path) -> None:
    for prepare in (texts_to_proof, text_to_refresh, another_bureau, bureaux):
        prepare(clone)
    follow(f"{HOW_TO}batch.md", clone, only="write add")


PREPARED: dict[str, Callable[[Path], None]] = {
    f"{HOW_TO}proof.md": texts_to_proof,
    f"{HOW_TO}refresh.md": text_to_refresh,
    f"{HOW_TO}written-report.md": texts_of_last_year,
    f"{HOW_TO}another-bureau.md": another_bureau,
    f"{HOW_TO}batch.md": bureaux,
    f"{HOW_TO}new-section.md": own_figure,
}


# following


def follow(page: str, clone: Path, only: str = "write add type see") -> set[str]:
    """Do what a page says; what is shown beneath a command is what it printed. Names and paths of the files there were."""
    printed, there = "", set()
    for step in steps(page):
        if step.kind not in only.split():
            continue
        if step.kind == "type" and is_typed(step.text):
            printed = typed(step.text, clone)
        elif step.kind == "see":
            assert printed == step.text
        elif step.file:
            write(step, clone / step.file)
        for path in clone.rglob("*"):
            there |= {path.name, path.relative_to(clone).as_posix()}
    return there


def write(step: Step, path: Path) -> None:
    """Put a block where the page says: a cell of a notebook, or lines of a file."""
    if path.suffix == ".ipynb":
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = notebook["cells"][:3] if step.kind == "write" else notebook["cells"]
        cell = {
            "cell_type": "code",
            "execution_count": None,
            "id": f"own{len(cells)}",
            "metadata": {},
            "outputs": [],
        }
        notebook["cells"] = [*cells, cell | {"source": step.text.rstrip("\n")}]
        path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(step.text)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_followed_to_the_letter(page: str, clone: Path) -> None:
    PREPARED.get(page, lambda clone: None)(clone)
    there = follow(page, clone)
    missing = {*files_named(page)} - there
    # what needs a command that is not typed here, or a person
    if all(is_typed(step.text) for step in steps(page) if step.kind == "type"):
        assert missing <= WRITTEN_BY_PEOPLE


@pytest.mark.slow
def test_the_commands_of_the_readmes_run(clone: Path) -> None:
    """Of one: both list the same."""
    for_readme(clone)
    for line in commands_of_tables(READMES[0]):
        if is_typed(line):
            typed(line, clone)


def test_both_readmes_list_the_same_commands() -> None:
    english, chinese = (
        [
            line.replace("某局", "bureau").replace("汇报.docx", "draft.docx")
            for line in commands_of_tables(page)
        ]
        for page in READMES
    )
    assert sorted(english) == sorted(chinese)


def test_what_is_not_typed_is_in_some_page() -> None:
    lines = [step.text for page in (*PAGES, *READMES) for step in steps(page) if step.kind == "type"]
    assert [pattern for pattern in NOT_TYPED if not any(re.match(pattern, line) for line in lines)] == []
