"""A section depends on what its notebook names: nothing that it reads is missing from its key, and little is in it in vain."""

from __future__ import annotations

import json
import os
from pathlib import Path

import nbformat
import pytest
from sample_sections import SECTIONS
from tiny_bureau import TinyBureau

from workreport.base.paths import NOTEBOOKS, REPOSITORY
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.checks.relations import judge, load_relations
from workreport.execution.task import Task
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES, ledgers_of
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.pipeline import dependencies as module
from workreport.pipeline.dependencies import Dependencies, check_ledgers, named_ledgers

PERIOD, SECTION = Period.parse("2021"), SECTIONS[3]


def notebook(path: Path, code: str) -> Path:
    cells = [nbformat.v4.new_markdown_cell("t.devices"), nbformat.v4.new_code_cell(code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture
def tiny(bureau: TinyBureau, two_figures) -> TinyBureau:
    bureau.samples(2021, {}, {"检验结论": "不合格"})
    bureau.devices(2021, {})
    return bureau


@pytest.fixture
def task(tmp_path: Path) -> Task:
    path = notebook(tmp_path / f"{SECTION.id}.ipynb", 's.say("抽样{t.samples}，{t.samples:yoy}。")')
    return Task(SECTION, path, {"period": "2021"})


def key(tiny: TinyBureau, task: Task) -> str:
    return Dependencies(tiny.intake(), PERIOD).of_section(task)


def test_names_are_read_from_code_alone(tiny, tmp_path):
    intake = tiny.intake()
    assert named_ledgers(notebook(tmp_path / "a.ipynb", 's.say("{t.samples:yoy}")'), intake) == {"samples"}
    quoted = 's.say("{t.samples[result=合格,org_code=上浦分局]:value,yoy}")'
    assert named_ledgers(notebook(tmp_path / "f.ipynb", quoted), intake) == {"samples"}
    assert named_ledgers(notebook(tmp_path / "b.ipynb", 's.table("甲", ["t.devices"])'), intake) == {
        "devices"
    }
    assert named_ledgers(notebook(tmp_path / "c.ipynb", 's.ledger("samples")'), intake) == {"samples"}
    assert named_ledgers(notebook(tmp_path / "d.ipynb", "problems_table(s)"), intake) == {*intake.contracts}
    assert named_ledgers(notebook(tmp_path / "e.ipynb", "t.samples_of_another"), intake) == set()


def test_a_sentence_by_its_check_depends_on_what_the_check_looks_at(sample_frames, tmp_path):
    path = notebook(tmp_path / "a.ipynb", 's.say("均已核查处置完毕。", when=holds("R22-2"))')
    assert named_ledgers(path, sample_frames.intake) == {"food_sampling", "food_disposal"}


@pytest.mark.parametrize("slot", ["{t.samples:median}", "{t.samples:yoy,highest}", "{t.samples:spread}"])
def test_a_slot_that_compares_sub_bureaus_looks_at_the_ranking_base(slot):
    assert module.RANKED.search(slot) and not module.RANKED.search("{t.samples:yoy,mom}{t.median}")


def test_a_ledger_that_its_figures_count_changes_the_key(tiny, task):
    before = key(tiny, task)
    tiny.samples(2021, {"检验结论": "合格"})
    assert key(tiny, task) != before
    tiny.samples(2021, {}, {"检验结论": "不合格"})
    assert key(tiny, task) == before
    tiny.samples(2020, {"抽样日期": "2020-03-01", "报告日期": "2020-03-09"})
    assert key(tiny, task) != before


def test_another_ledger_does_not(tiny, task):
    before = key(tiny, task)
    tiny.devices(2021, {}, {"状态": "停用"})
    assert key(tiny, task) == before


def test_a_file_that_says_the_same_in_other_bytes_does_not(tiny, task):
    before, path = key(tiny, task), tiny.data / "2021" / "T01_抽样台账.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    task.notebook.touch()
    assert key(tiny, task) == before


def test_a_file_that_cannot_be_read_counts_by_its_bytes(tiny, task):
    path = tiny.data / "2021" / "T01_抽样台账.csv"
    path.write_bytes(b"PK\x03\x04 no workbook")
    before = key(tiny, task)
    path.write_bytes(b"PK\x03\x04 none either")
    assert key(tiny, task) != before


@pytest.mark.parametrize(
    "what", ["notebook", "parameters", "bureau", "contract", "codes", "note", "installation", "code"]
)
def test_what_every_section_depends_on(tiny, task, what, monkeypatch):
    before = key(tiny, task)
    if what == "notebook":
        task.notebook.write_bytes(task.notebook.read_bytes() + b"\n")
    elif what == "parameters":
        task = Task(SECTION, task.notebook, {"period": "2021", "top": 3})
    elif what == "note":
        (tiny.data / "2021" / "notes.yaml").write_text("[]", encoding="utf-8")
    elif what in ("installation", "code"):
        if what == "installation":
            monkeypatch.setattr(module, "environment", lambda: "another")
        else:
            monkeypatch.setattr("workreport.base.workspace.code_hash", lambda profile: "another")
    else:
        names = {
            "bureau": "bureau.yaml",
            "contract": "contracts/T01_samples.yaml",
            "codes": "codes/foods.csv",
        }
        path = tiny.data / names[what]
        path.write_bytes(path.read_bytes() + b"\n")
    assert key(tiny, task) != before


def test_a_shared_file_counts_only_where_the_bureau_has_none_of_its_name(tiny, task):
    before = key(tiny, task)
    shared = min((REPOSITORY / "data" / "checks").glob("relations*.yaml"))
    own = tiny.data / "checks" / shared.name
    own.parent.mkdir(exist_ok=True)
    own.write_bytes(shared.read_bytes())
    assert key(tiny, task) == before
    own.write_bytes(shared.read_bytes() + b"\n")
    assert key(tiny, task) != before


def test_signatures_do_not_count(tiny, task):
    before = key(tiny, task)
    (tiny.data / "2021" / "signoffs.yaml").write_text("[]", encoding="utf-8")
    assert key(tiny, task) == before


def test_an_input_that_changes_meanwhile_is_noticed(tiny):
    dependencies = Dependencies(tiny.intake(), PERIOD)
    assert dependencies.unchanged()
    path = tiny.data / "2021" / "T01_抽样台账.csv"
    os.utime(path, (1, 1))
    assert not dependencies.unchanged()


@pytest.fixture
def reading(monkeypatch) -> list[str]:
    """Ledgers that are read, in turn; reference tables, which every section depends on, left out."""
    real, reads = Intake.read, []

    def read(self, file):
        if self.contracts[file.ledger].kind != "reference":
            reads.append(file.ledger)
        return real(self, file)

    monkeypatch.setattr(Intake, "read", read)
    return reads


@pytest.mark.parametrize("id", [section.id for section in SECTIONS])
def test_the_sample_sections_read_nothing_else(sample_frames, reading, id, monkeypatch):
    """Every cell of a section's notebook runs here, with a look at which ledgers it reads."""
    import matplotlib

    matplotlib.use("svg")
    workspace = sample_frames.intake.workspace
    monkeypatch.setenv("WORKREPORT_DATA", str(workspace.data))
    monkeypatch.setenv("WORKREPORT_OUT", str(workspace.out))
    path = NOTEBOOKS / f"{id}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    assert {*reading} <= named_ledgers(path, sample_frames.intake)


@pytest.mark.parametrize("id", sorted(FIGURES)[::20])
def test_a_figure_reads_nothing_but_its_ledgers(sample_frames, reading, book_of, id):
    Book(Frames(sample_frames.intake), PERIOD).value(id)
    assert {*reading} <= set(ledgers_of(id))


@pytest.mark.parametrize(
    "check", load_relations(Workspace.open(REPOSITORY / "data"))[::6], ids=lambda one: one.id
)
def test_a_check_reads_nothing_but_the_ledgers_that_it_names(sample_frames, reading, book_of, check):
    judge(Book(Frames(sample_frames.intake), PERIOD), check)
    assert {*reading} <= check_ledgers(check, sample_frames.intake)


def test_a_check_that_names_no_ledger_depends_on_all(sample_frames):
    checks = {check.kind: check for check in load_relations(sample_frames.intake.workspace)}
    assert check_ledgers(checks["totals"], sample_frames.intake) == {*sample_frames.intake.contracts}
    assert len(check_ledgers(checks["sums"], sample_frames.intake)) < 10
