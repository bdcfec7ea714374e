"""The forms without a browser: what they offer, the command lines that they make, what the desk shows."""

from __future__ import annotations

import datetime as dt

import pytest
from tiny_bureau import TinyBureau

from workreport.base.errors import UsageError
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.cli import main
from workreport.cli.desk.choices import Chosen, periods, roles, runs, sections, texts, to_waive, word_texts
from workreport.cli.desk.desk import Desk
from workreport.cli.desk.form_view import FormView
from workreport.cli.desk.forms import FORMS, Form
from workreport.cli.desk.outputs import MOST_ROWS, findings_table, links
from workreport.cli.desk.served_files import is_of_bureau

FINDING = {
    "ledger": "samples", "file": "2021/T01_抽样台账.csv", "sheet": "T01", "row": "3", "column": "检验结论",
    "original": "合<恪", "rule": "enum", "disposition": "quarantined", "message": "不在规定取值内",
}  # fmt: skip


def view(command: str) -> FormView:
    return FormView(next(form for form in FORMS if form.command == command), lambda _: None)


def fill(form: FormView, **values: object) -> FormView:
    for name, value in values.items():
        form.inputs[name].value = value
    return form


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.command)
def test_a_form_fills_parameters_that_its_command_has_and_all_that_it_requires(form: Form) -> None:
    parameters = {param.name: param for param in main.commands[form.command].params}
    filled = {field.parameter for field in form.fields} | ({form.period, form.table} - {""})
    assert filled <= parameters.keys()
    assert {name for name, parameter in parameters.items() if parameter.required} <= filled
    always_filled = {field.parameter for field in form.fields if field.required} | {form.period}
    assert {name for name, parameter in parameters.items() if parameter.required} <= always_filled


def parsed(words: list[str]) -> dict[str, object]:
    """What the command would be called with."""
    command = main.commands[words[0]]
    return command.make_context(command.name, words[1:]).params


def test_a_command_line_gives_the_command_what_was_filled_in() -> None:
    form = view("sign")
    form.inputs["sections"].options = [("甲", "01_a"), ("乙", "02_b")]
    form.inputs["role"].options = ["办公室"]
    fill(
        form,
        sections=("01_a", "02_b"),
        role="办公室",
        by="王青",
        comment="--all 属实",
        day=dt.date(2021, 9, 1),
    )
    given = parsed(form.arguments("2021-08", ""))
    assert given["period"] == "2021-08" and given["sections"] == ("01_a", "02_b")
    assert (given["role"], given["by"], given["comment"]) == ("办公室", "王青", "--all 属实")
    assert given["whole"] is False and given["day"] == dt.datetime(2021, 9, 1)


def test_texts_that_look_like_options_are_texts() -> None:
    form = fill(view("comment"), text="--by 是谁", role="办公室", by="王青")
    assert parsed(form.arguments("2021", ""))["text"] == "--by 是谁"


def test_a_text_to_proof_comes_before_the_period() -> None:
    form = fill(view("proof"), files="汇报 稿.docx", propose=True)
    given = parsed(form.arguments("2021H1", ""))
    assert given["files"] == ("汇报 稿.docx", "2021H1") and given["propose"] is True


def test_a_check_writes_its_findings_where_the_desk_reads_them() -> None:
    assert str(parsed(view("check").arguments("2021", "甲.csv"))["table"]) == "甲.csv"


def test_what_is_required_is_asked_for_by_its_label() -> None:
    with pytest.raises(UsageError, match="没有填：步骤、署名"):
        view("sign").arguments("2021", "")


@pytest.fixture
def chosen(bureau: TinyBureau, own_figures: None) -> Chosen:
    (bureau.data / "bureau.yaml").write_text(
        "name: 晴川区局\nshort_name: 区局\ndistrict: 晴川区\nsynthetic: true\n", encoding="utf-8"
    )
    (bureau.data / "sections.yaml").write_text("- {id: 01_a, title: 抽样}\n", encoding="utf-8")
    (bureau.data / "review").mkdir()
    (bureau.data / "review" / "steps.yaml").write_text(
        "steps: [{role: 办公室, does: 汇总}]\n", encoding="utf-8"
    )
    bureau.samples(2021, {})
    return Chosen(Workspace.open(bureau.data, bureau.out), Period.parse("2021-08"))


def test_before_the_first_run_there_are_the_bureaus_sections_and_steps(chosen: Chosen) -> None:
    assert sections(chosen) == [("抽样", "01_a")]
    assert roles(chosen) == [("办公室（汇总）", "办公室")]
    assert runs(chosen) == to_waive(chosen) == texts(chosen) == []
    assert periods(chosen.workspace)[:2] == ["2021", "2021H1"] and "2021-12" in periods(chosen.workspace)
    assert "2021年8月还没有出过稿" in links(chosen)


def test_texts_are_offered_by_their_place_and_opened_by_a_link(chosen: Chosen) -> None:
    folder = chosen.workspace.data / "2021" / "drafts"
    folder.mkdir()
    for name in ("正文_2021-08.docx", "~$正文_2021-08.docx", "说明.txt"):
        (folder / name).write_bytes(b"")
    assert [shown for shown, _ in texts(chosen)] == ["2021/drafts/正文_2021-08.docx", "2021/drafts/说明.txt"]
    form = view("refresh")
    form.offer(chosen)
    assert [shown for shown, _ in word_texts(chosen)] == [*form.inputs["file"].options]
    fill(form, file="2021/drafts/正文_2021-08.docx")
    assert str(parsed(form.arguments("2021-08", ""))["file"]) == str(folder / "正文_2021-08.docx")
    assert "正文_2021-08.docx</a>" in links(chosen)


def test_what_does_not_hold_and_what_was_found_can_be_waived(chosen: Chosen) -> None:
    chosen.folder.mkdir(parents=True)
    (chosen.folder / "checks.csv").write_text(
        "id,verdict,explanation\nR1,HOLDS,甲\nR2,FAILS,乙\nR3,UNDEFINED,丙\n", encoding="utf-8"
    )
    lines = [",".join(FINDING), ",".join(FINDING.values())]
    (chosen.folder / "findings.csv").write_text("\n".join(lines), encoding="utf-8")
    (shown, id), (finding, fingerprint) = to_waive(chosen)
    assert (shown, id) == ("R2 不成立 乙", "R2")
    assert "第 3 行" in finding and len(fingerprint) == 12
    form = view("waive")
    form.offer(chosen)
    fill(form, about=finding, reason="已核对", by="分管领导")
    assert parsed(form.arguments("2021-08", ""))["about"] == fingerprint


def test_what_was_chosen_stays_chosen_while_it_is_offered(chosen: Chosen) -> None:
    form = view("sign")
    form.offer(chosen)
    fill(form, sections=("01_a",), role="办公室")
    form.offer(chosen)
    assert form.inputs["sections"].value == ("01_a",) and form.inputs["role"].value == "办公室"


def test_findings_to_correct_come_first_and_their_texts_are_no_markup() -> None:
    harmless = FINDING | {"disposition": "normalised", "message": "已规整"}
    table = findings_table([harmless, FINDING])
    assert "合&lt;恪" in table and table.index("不在规定取值内") < table.index("已规整")
    assert f"前 {MOST_ROWS} 处" in findings_table([FINDING] * (MOST_ROWS + 1))
    assert findings_table([]) == "<p>没有问题行</p>"


def test_files_outside_of_bureaux_and_hidden_ones_are_not_served(chosen: Chosen) -> None:
    data, out = chosen.workspace.data, chosen.workspace.out
    (out / ".history").mkdir(parents=True)
    assert is_of_bureau(data / "2021" / "T01_抽样台账.csv") and is_of_bureau(out / "2021" / "index.html")
    assert not is_of_bureau(out / ".history" / "x") and not is_of_bureau(data.parent / "x")


@pytest.fixture
def desk(chosen: Chosen, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("WORKREPORT_DATA", str(chosen.workspace.data))
    monkeypatch.setenv("WORKREPORT_OUT", str(chosen.workspace.out))
    return Desk()


def test_the_desk_opens_on_the_latest_year_and_tells_what_is_wrong(desk: Desk) -> None:
    assert desk.period.value == "2021" and "2021年还没有出过稿" in desk.files.value
    desk.period.value = "今年"
    assert "今年" in desk.files.value
    desk.forms["run"].start.click()
    assert "错误：" in desk.log.value and "今年" in desk.log.value and not desk.forms["run"].start.disabled
    desk.data.value = "不存在"
    assert "数据目录不存在" in desk.files.value


def test_another_bureaus_reports_go_beside_its_data(desk: Desk) -> None:
    desk.data.value = "甲局/data"
    assert desk.out.value == "甲局/outputs"
    desk.data.value = "各局/乙局"
    assert desk.out.value == "各局/乙局_outputs"
    assert desk.wait() is None


@pytest.mark.slow
def test_a_command_runs_apart_and_its_lines_and_findings_are_shown(desk: Desk, bureau: TinyBureau) -> None:
    bureau.samples(2021, {"检验结论": "合恪"})
    desk.period.value = "2021-03"
    desk.forms["check"].start.click()
    assert desk.forms["run"].start.disabled and not desk.stop.disabled
    assert desk.wait(120) == 1
    assert desk.state.value == "核对台账：完成，有要处理的"
    assert "2021年3月台账核对" in desk.log.value and "合恪" in desk.findings.value
    assert desk.stop.disabled and not desk.forms["run"].start.disabled
    assert "标注了问题的台账" in desk.files.value


@pytest.mark.slow
def test_the_first_year_of_a_bureau_begins_at_the_desk(desk: Desk, bureau: TinyBureau) -> None:
    (bureau.data / "2021" / "T01_抽样台账.csv").unlink()
    (bureau.data / "2021").rmdir()
    desk.period.value = ""
    fill(desk.forms["new"], year="2022").start.click()
    assert desk.wait(120) == 0
    assert desk.period.value == "2022" and (bureau.data / "2022" / "T01_抽样台账.xlsx").is_file()
    fill(desk.forms["new"], year="明年").start.click()
    assert desk.wait(120) == 2
    assert "参数 YEAR 的值不合要求" in desk.log.value and "Traceback" not in desk.log.value
