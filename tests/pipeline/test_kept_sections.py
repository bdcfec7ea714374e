"""Sections kept with what they used: taken again while that is the same, whatever else changed."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from tiny_bureau import TinyBureau

from workreport.base import dependency_tracking
from workreport.base.period import Period
from workreport.base.sections import SECTIONS
from workreport.execution.task import Executed, Task
from workreport.pipeline import section_cache as kept_module
from workreport.pipeline.fingerprints import Fingerprints
from workreport.pipeline.section_cache import SectionCache

PERIOD, SECTION = Period.parse("2021"), SECTIONS[3]


@pytest.fixture
def task(tmp_path: Path) -> Task:
    path = tmp_path / f"{SECTION.id}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="one")]), path)
    return Task(SECTION, path, {"period": "2021"})


@pytest.fixture
def tiny(bureau: TinyBureau) -> TinyBureau:
    bureau.samples(2021, {}, {"检验结论": "不合格"})
    bureau.devices(2021, {})
    return bureau


def kept(tiny: TinyBureau, **options: bool) -> SectionCache:
    return SectionCache.of(Fingerprints(tiny.intake()), PERIOD, **options)


def executed(text: str = "一") -> Executed:
    output = nbformat.v4.new_output("stream", text=text)
    cell = nbformat.v4.new_code_cell("1", outputs=[output], metadata={"papermill": {"start_time": "now"}})
    return Executed(SECTION, nbformat.v4.new_notebook(cells=[cell]), None, None, 1.0)


def used(folder: Path, monkeypatch: pytest.MonkeyPatch, use) -> None:
    """Note what `use` uses as the section's kernel would."""
    folder.mkdir(exist_ok=True)
    with monkeypatch.context() as patched:
        patched.setenv(dependency_tracking.VARIABLE, str(folder))
        patched.setattr(dependency_tracking, "_file", None)
        dependency_tracking.begin(SECTION.id)
        use()


@pytest.fixture
def ran(tiny: TinyBureau, task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyBureau:
    """The bureau after a run whose section used the samples of the year and a text that is not there."""
    book = tiny.book("2021")

    def use() -> None:
        book.frames.known("samples", PERIOD)
        book.frames.intake.workspace.own_file("2021/notes.yaml")

    used(tmp_path / "notes", monkeypatch, use)
    kept(tiny).keep(task, executed(), tmp_path / "notes")
    return tiny


def text_of(found: Executed | None) -> str | None:
    return None if found is None else found.notebook.cells[0].outputs[0].text


def test_taken_again_as_it_was_without_its_clock(ran, task):
    found = kept(ran).find(task)
    assert text_of(found) == "一" and found.error is None
    assert "papermill" not in json.dumps(found.notebook)


def test_another_ledger_does_not_count(ran, task):
    ran.devices(2021, {}, {"状态": "停用"})
    assert text_of(kept(ran).find(task)) == "一"


def test_a_ledger_that_it_used_counts(ran, task):
    ran.samples(2021, {}, {"检验结论": "合格"})
    assert kept(ran).find(task) is None
    ran.samples(2021, {}, {"检验结论": "不合格"})  # back to what it was
    assert text_of(kept(ran).find(task)) == "一"


def test_a_file_that_says_the_same_in_other_bytes_does_not_count(ran, task):
    path = ran.data / "2021" / "T01_抽样台账.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert text_of(kept(ran).find(task)) == "一"


def test_a_new_file_of_its_ledger_counts(ran, task):
    ran.samples(2020, {"抽样日期": "2020-03-01", "报告日期": "2020-03-09"})
    assert kept(ran).find(task) is None


def test_a_text_that_was_not_there_counts_once_it_is(ran, task):
    (ran.data / "2021" / "notes.yaml").write_text("[]", encoding="utf-8")
    assert kept(ran).find(task) is None


@pytest.mark.parametrize("what", ["notebook", "parameters", "bureau", "contract", "installation"])
def test_what_every_section_shares_counts(ran, task, what, monkeypatch):
    if what == "notebook":
        task.notebook.write_bytes(task.notebook.read_bytes() + b"\n")
    elif what == "parameters":
        task = Task(SECTION, task.notebook, {"period": "2021", "top": 3})
    elif what == "bureau":
        path = ran.data / "bureau.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("区市监局", "市监局"), encoding="utf-8")
    elif what == "contract":
        path = ran.data / "contracts" / "T01_samples.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("抽检股", "食品股"), encoding="utf-8")
    else:
        monkeypatch.setattr(kept_module, "environment", lambda: "another")
    assert kept(ran).find(task) is None


def test_time_stamps_do_not_count(ran, task):
    path = ran.data / "2021" / "T01_抽样台账.csv"
    path.write_bytes(path.read_bytes())
    task.notebook.touch()
    assert text_of(kept(ran).find(task)) == "一"


def test_all_is_run_again_when_asked_to(ran, task):
    assert kept(ran, fresh=True).find(task) is None


def test_a_damaged_entry_is_none(ran, task):
    (path,) = (ran.out / ".store" / "sections" / "2021" / SECTION.id).glob("*.json")
    path.write_bytes(path.read_bytes()[:200])
    assert kept(ran).find(task) is None


def test_nothing_in_doubt_is_kept(tiny, task, tmp_path, monkeypatch):
    folder = tiny.out / ".store" / "sections" / "2021" / SECTION.id
    kept(tiny).keep(task, executed(), tmp_path / "notes")  # it noted nothing
    used(tmp_path / "notes", monkeypatch, lambda: dependency_tracking.note("files", "samples"))
    failed = Executed(SECTION, executed().notebook, "Traceback", "ValueError", 1.0)
    kept(tiny).keep(task, failed, tmp_path / "notes")
    before = kept(tiny)
    tiny.samples(2021, {})  # while the section ran
    before.keep(task, executed(), tmp_path / "notes")
    assert not list(folder.glob("*"))
    kept(tiny).keep(task, executed(), tmp_path / "notes")
    assert len(list(folder.glob("*"))) == 1


def test_old_entries_go(ran, task, tmp_path):
    folder = ran.out / ".store" / "sections" / "2021" / SECTION.id
    for top in range(10):
        one = Task(SECTION, task.notebook, {"period": "2021", "top": top})
        kept(ran).keep(one, executed(str(top)), tmp_path / "notes")
    assert len(list(folder.glob("*.json"))) == kept_module.MOST
    assert text_of(kept(ran).find(Task(SECTION, task.notebook, {"period": "2021", "top": 9}))) == "9"
