"""Figures kept from one run to the next: each holds while all that it is made of is as it was, whatever else changed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest
from pydantic import TypeAdapter
from tiny_bureau import DEVICES, SAMPLES, TinyBureau

from workreport.base.period import Period
from workreport.checks.kinds import Declared, Listed
from workreport.checks.relations import all_checks
from workreport.figures.book import Book
from workreport.figures.evidence import evidence_files, path_of
from workreport.figures.registry import FIGURES
from workreport.figures.results import FigureResults
from workreport.ledgers.declared.findings import COLUMNS
from workreport.ledgers.referential import across
from workreport.pipeline import figure_cache
from workreport.pipeline.figure_cache import FigureCache, uses_of_check
from workreport.pipeline.fingerprints import Fingerprints

PERIOD = Period.parse("2021")

RELATIONS = TypeAdapter(list[Declared]).validate_python(
    [
        {
            "id": "X-01",
            "title": "抽样另行计数",
            "kind": "parts",
            "parts": ["t.samples"],
            "whole": {"label": "抽样台账的行", "ledger": "samples"},
        },
        {"id": "X-02", "title": "抽样与设备", "kind": "sums", "left": ["t.samples"], "right": ["t.devices"]},
        {"id": "X-03", "title": "合计行", "kind": "totals"},
    ]
)

pytestmark = pytest.mark.usefixtures("two_figures")


def kept(tiny: TinyBureau) -> FigureCache:
    frames = tiny.frames()
    return FigureCache.of(frames, PERIOD, Fingerprints(frames.intake))


def load(tiny: TinyBureau) -> FigureResults:
    return kept(tiny).load(tiny.out / PERIOD.id)


@pytest.fixture
def ran(bureau: TinyBureau) -> TinyBureau:
    """The bureau after a run that worked out both figures, one of them by month, and published their evidence."""
    bureau.samples(2021, {}, {"检验结论": "不合格"})
    bureau.devices(2021, {})
    keeping = kept(bureau)
    book = Book(keeping.frames, PERIOD)
    book.value("t.samples"), book.value("t.devices"), book.cut("t.samples", ("month",))
    for path, content in evidence_files(book, [], bureau.out).items():
        target = bureau.out / PERIOD.id / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    keeping.save(book.worked, RELATIONS, all_checks(book, RELATIONS), across(book.frames, PERIOD))
    return bureau


def judged(tiny: TinyBureau, relations: Sequence[Declared] = RELATIONS) -> dict[str, str]:
    """Verdicts of the checks that still hold, by id."""
    keeping = kept(tiny)
    assert keeping.judged(relations) == {}
    keeping.load(tiny.out / PERIOD.id)
    return {id: one.verdict for id, one in keeping.judged(relations).items()}


def found(tiny: TinyBureau) -> dict[str, int]:
    """How much was found across ledgers, by ledger, of what still holds."""
    keeping = kept(tiny)
    assert keeping.found() == {}
    keeping.load(tiny.out / PERIOD.id)
    return {ledger: len(one) for ledger, one in keeping.found().items()}


def numbers(worked: FigureResults) -> dict[str, object]:
    return {id: known.number for (period, id), known in worked.known.items() if period == PERIOD.id}


def test_checks_hold_while_their_figures_and_ledgers_are_as_they_were(ran):
    both = {"X-01": "HOLDS", "X-02": "FAILS"}
    assert judged(ran) == both  # and not X-03, which looks at all ledgers
    ran.devices(2021, {}, {"状态": "停用"})
    assert judged(ran) == {"X-01": "HOLDS"}
    ran.devices(2021, {})
    assert judged(ran) == both
    ran.samples(2021, {})
    assert judged(ran) == {}  # one counts its rows anew, the other takes its figure


def test_a_check_that_is_declared_otherwise_is_judged_again(ran):
    first, second, third = RELATIONS
    changed = second.model_copy(update={"right": ["t.samples"]})
    assert judged(ran, [first, changed, third]) == {"X-01": "HOLDS"}


def test_a_code_list_counts_for_the_check_that_names_it(ran):
    check = Listed(id="X-04", title="类数", kind="listed", count="t.samples", codes="obj")
    frames = ran.frames()
    assert ("codes", "obj") in uses_of_check(frames, PERIOD, check)


def test_what_was_found_across_ledgers_holds_while_those_looked_at_are_as_they_were(bureau):
    partner = {"ledger": "devices", "fields": ["device_no"]}
    needs = {"id": "T01-P1", "fields": ["sample_no"], "in": [partner], "message": "没有设备"}
    bureau.declare({**SAMPLES, "partners": [needs]}, DEVICES)
    bureau.samples(2021, {})
    bureau.devices(2021, {})
    keeping = kept(bureau)
    first = across(keeping.frames, PERIOD)
    keeping.save(FigureResults(), [], [], first)
    whole = found(bureau)
    assert whole == {ledger: len(one) for ledger, one in first.items()} and whole["samples"] == 1
    bureau.devices(2021, {}, {})
    assert {*whole} - {*found(bureau)} == {"samples", "devices"}
    bureau.devices(2021, {})
    bureau.samples(2021, {}, {})
    assert {*whole} - {*found(bureau)} == {"samples"}
    bureau.samples(2021, {})
    keeping = kept(bureau)
    keeping.load(bureau.out)
    again = across(keeping.frames, PERIOD, keeping.found())
    assert again["samples"].to_dict("records") == first["samples"].to_dict("records")


def test_findings_across_ledgers_that_are_too_many_are_looked_for_again(ran, monkeypatch):
    monkeypatch.setattr(figure_cache, "MOST", 0)
    keeping = kept(ran)
    one = pd.DataFrame({name: ["1"] for name in COLUMNS})
    keeping.save(FigureResults(), [], [], across(keeping.frames, PERIOD) | {"samples": one})
    assert "samples" not in found(ran) and "devices" in found(ran)


def test_all_holds_while_nothing_changed(ran):
    worked = load(ran)
    assert numbers(worked) == {"t.samples": 2, "t.devices": 1}
    known = worked.known[PERIOD.id, "t.samples"]
    assert (known.rows, known.cuts) == (2, {("month",): {("2021-03",): 2}})


def test_one_ledger_counts_for_its_own_figures(ran):
    ran.devices(2021, {}, {"状态": "停用"})
    assert numbers(load(ran)) == {"t.samples": 2}
    ran.devices(2021, {})  # back to what it was
    assert numbers(load(ran)) == {"t.samples": 2, "t.devices": 1}


def test_a_new_file_of_a_ledger_counts(ran):
    ran.samples(2020, {"抽样日期": "2020-03-01", "报告日期": "2020-03-09"})
    assert numbers(load(ran)) == {"t.devices": 1}


@pytest.mark.parametrize("what", ["organisations", "bureau", "code", "installation"])
def test_what_every_figure_depends_on_counts_for_all(ran, what, monkeypatch):
    if what == "organisations":
        path = ran.data / "reference" / "RF01_机构与分局字典.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("上浦|", ""), encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace("上浦所", "上浦所站"), encoding="utf-8")
    elif what == "bureau":
        path = ran.data / "bureau.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("区市监局", "市监局"), encoding="utf-8")
    else:
        name = {"code": "code_hash", "installation": "environment"}[what]
        monkeypatch.setattr(figure_cache, name, lambda: "another")
    assert numbers(load(ran)) == {}


def test_a_contract_counts_for_its_ledger(ran):
    path = ran.data / "contracts" / "T01_samples.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("抽检股", "食品股"), encoding="utf-8")
    assert numbers(load(ran)) == {"t.devices": 1}


def test_a_figure_that_is_gone_is_left_out(ran):
    del FIGURES["t.devices"]
    assert numbers(load(ran)) == {"t.samples": 2}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"known": [[1]], "traced": "", "checks": [], "across": []}',
        b'{"known": [], "checks": [], "across": []}',
        b'{"known": [], "traced": "a", "checks": [["a", {"figures": []}]], "across": []}',
        b'{"known": [], "traced": "a", "checks": [["a", {"figures": []}]], "across": [["a", 1]]}',
        b"\xff",
    ],
)
def test_a_damaged_file_is_none(ran, content):
    (path,) = (ran.out / ".store" / "figures").glob("*.json")
    path.write_bytes(content)
    worked = load(ran)
    assert (worked.known, worked.traced) == ({}, "")
    assert judged(ran) == {} == found(ran)


def test_evidence_is_taken_as_it_was_published_and_only_then(ran):
    book = Book(ran.frames(), PERIOD, load(ran))
    path = path_of(book, "t.samples")
    published = ran.out / PERIOD.id / path
    whole = published.read_bytes()
    assert book.worked.evidence(PERIOD, "t.samples", path, ()) == whole
    assert book.worked.evidence(PERIOD, "t.samples", path, ("month",)) is None
    header, *rows = book.worked.first_rows(PERIOD, "t.samples", path, 1)
    assert header[:3] == ["file", "sheet", "row"] and len(rows) == 1
    published.write_bytes(whole + b"x")
    book = Book(ran.frames(), PERIOD, load(ran))
    assert book.worked.evidence(PERIOD, "t.samples", path) is None
    assert evidence_files(book, [], ran.out)[path] == whole
    published.unlink()
    assert load(ran).evidence(PERIOD, "t.samples", path) is None


def test_evidence_of_a_changed_ledger_is_made_anew(ran):
    ran.samples(2021, {})
    book = Book(ran.frames(), PERIOD, load(ran))
    made = evidence_files(book, [], ran.out)[path_of(book, "t.samples")]
    assert made.count(b"\n") == 2
