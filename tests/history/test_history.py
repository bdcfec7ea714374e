"""What is kept of runs: once, in order, whole, without personal data; and what the next run learns from it."""

from __future__ import annotations

import pytest

from workreport.base.numbers import exact_text
from workreport.base.period import Period
from workreport.figures.registry import FIGURES
from workreport.history.definition_hashes import definition
from workreport.history.inputs import compare_inputs, inputs_now
from workreport.history.previous_runs import PreviousRuns
from workreport.history.reported_changes import NOT_KEPT, differences
from workreport.history.rows_since import rows_since
from workreport.history.runs import History, Run
from workreport.history.snapshot import take_snapshot

YEAR = Period.parse("2021")


@pytest.fixture
def history(tmp_path) -> History:
    return History.of(tmp_path / "kept")


def test_the_same_run_is_kept_once_and_last(bureau, store_run, history):
    bureau.samples(2021, {})
    first = store_run()
    bureau.samples(2021, {}, {})
    second = store_run()
    bureau.samples(2021, {})
    assert store_run().id == first.id
    assert [run.id for run in history.runs("2021")] == [second.id, first.id]


def test_a_damaged_object_is_none(bureau, store_run, history):
    bureau.samples(2021, {})
    run = store_run()
    assert run.tables("samples")
    for path in (history.folder / "objects").iterdir():
        path.write_bytes(b"x")
    assert run.tables("samples") is None


def test_nothing_personal_is_kept(bureau, store_run, history):
    header = ["抽样单编号", "承办机构", "食品大类", "抽样日期", "报告日期", "检验结论", "检验项目数（项）"]
    header += ["控制数量（kg）", "附加属性", "单位名称", "统一社会信用代码", "抽样人"]
    row = ["S1", "上浦分局", "糕点", "2021-03-05", "2021-03-20", "合格", "4", "", "", "厂", "", "赖小明"]
    bureau.write("2021/T01_抽样台账.csv", [header, row])
    run = store_run()
    (table,) = run.tables("samples")
    assert "S1" in table.to_csv() and "赖小明" not in table.to_csv()
    behind = run.evidence[run.evidence["figure"] == "t.samples"]
    assert len(behind) == 1 and "赖小明" not in behind.to_csv()


def test_changed_missing_and_added_inputs_are_named(bureau, declared, tmp_path):
    bureau.samples(2020, {})
    bureau.samples(2021, {})
    notes = bureau.data / "2021" / "narrative" / "plans.md"
    notes.parent.mkdir()
    notes.write_text("计划", encoding="utf-8")

    def now():
        return inputs_now(bureau.intake(), YEAR, tmp_path)

    before = now()
    bureau.samples(2021, {}, {})
    bureau.devices(2021, {})
    (bureau.data / "2020" / "T01_抽样台账.csv").unlink()
    notes.write_text("另一个计划", encoding="utf-8")
    assert [(difference.file, difference.state) for difference in compare_inputs(before, now())] == [
        ("2020/T01_抽样台账.csv", "missing"),
        ("2021/T01_抽样台账.csv", "changed"),
        ("2021/T02_设备登记台账.csv", "added"),
        ("2021/narrative/plans.md", "changed"),
    ]


def test_settings_are_inputs(bureau, tmp_path):
    bureau.samples(2021, {})
    files = {setting["file"] for setting in inputs_now(bureau.intake(), YEAR, tmp_path)["settings"]}
    assert {"bureau.yaml", "contracts/T01_samples.yaml", "codes/foods.csv"} <= files


def test_only_clean_runs_are_frozen_and_a_repeated_run_says_nothing(bureau, store_run, history, tmp_path):
    bureau.samples(2021, {})
    first = store_run()
    bureau.samples(2021, {}, {})
    store_run(draft=True)

    def earlier():
        intake = bureau.intake()
        now = inputs_now(intake, YEAR, tmp_path / "notebooks")
        return PreviousRuns.of(history, YEAR, now, intake.workspace.code)

    assert earlier().base.id == first.id
    assert any("T01_抽样台账.csv" in line for line in earlier().warning)
    store_run()
    assert earlier().warning == []
    # the review view goes on listing it, so that the same run gives the same bytes
    assert earlier().base.id == first.id
    assert earlier().ids_used([]) == [first.id]


def test_a_correction_compares_with_the_last_clean_run(bureau, store_run, history, tmp_path):
    """A draft between two clean runs was not published; by a repeated run the notice stays as it is."""
    bureau.samples(2021, {}, {}, {})
    first = store_run()
    bureau.samples(2021, {}, {})
    store_run(draft=True)
    bureau.samples(2021, {})

    def corrected():
        book = bureau.book("2021")
        now = inputs_now(book.frames.intake, YEAR, tmp_path / "notebooks")
        earlier = PreviousRuns.of(history, YEAR, now, book.frames.intake.workspace.code)
        snapshot = take_snapshot(book, now)
        moved = [{"id": "of the run before"}]
        display = {id: exact_text(book.value(id).number) for id in FIGURES}
        assert earlier.published.id == first.id and first.id in earlier.ids_used([])
        return {
            row["id"]: (row["difference"], row["cause"])
            for row in earlier.corrected(book, snapshot, display, moved)
        }

    assert corrected()["t.samples"] == ("-2", "删除2行")
    before = corrected()
    store_run()
    assert corrected() == before


def test_reported_value_leads_to_the_run_that_had_it(bureau, store_run, history, tmp_path):
    bureau.samples(2021, {}, {}, {})
    first = store_run()
    bureau.samples(2021, {}, {})
    book = bureau.book("2021")
    snapshot = take_snapshot(book, inputs_now(book.frames.intake, YEAR, tmp_path))
    live = Run(snapshot.metadata | {"period": "2021", "code": ""}, snapshot.objects)
    known, unknown = differences(
        book, live, history, [("t.samples", "市局", "3"), ("t.samples", "区政府", "7")]
    )
    assert (known.run, [(row.change, row.key) for row in known.rows]) == (first.id, [("删除", "S3")])
    assert (unknown.run, unknown.note, unknown.rows) == ("", NOT_KEPT, ())
    assert [row["difference"] for row in (*known.rows_of_csv(), *unknown.rows_of_csv())] == ["-1", "-5"]


def test_a_definition_includes_the_helpers_it_names(own_figures):
    from workreport.figures.registry import Figure

    def figure_over(limit: int) -> Figure:
        def rows(samples):
            return samples[samples["items"] > limit]

        return Figure("t.many", "多", "批次", rows=rows)

    assert definition(figure_over(3)) == definition(figure_over(3))
    assert definition(figure_over(3)) != definition(figure_over(4))


def test_rows_that_moved_a_figure_since_the_last_run_with_another_value(bureau, store_run, history):
    bureau.samples(2021, {}, {"检验结论": "不合格"})
    first = store_run()
    bureau.samples(2021, {}, {"检验结论": "不合格"}, {"抽样日期": "2021-03-06"})
    store_run()
    book = bureau.book("2021")
    since = rows_since(book, history, ["t.samples", "t.failed", "t.rate"])
    assert {id: change.run for id, change in since.items()} == {"t.samples": first.id, "t.rate": first.id}
    assert [(row.change, row.key) for row in since["t.samples"].rows] == [("新增", "S3")]
    assert [(row.change, row.figure) for row in since["t.rate"].rows] == [("新增", "t.samples")]


def test_without_an_earlier_run_no_rows_are_named(bureau, store_run, history):
    bureau.samples(2021, {})
    assert rows_since(bureau.book("2021"), history, ["t.samples"]) == {}
