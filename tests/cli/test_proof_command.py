"""`workreport proof`: what it is given, what it leaves, what it says, and that people's answers last."""

from __future__ import annotations

import csv
from pathlib import Path

import docx
import pytest
import yaml
from click.testing import CliRunner, Result
from personal_numbers import PHONE

from workreport.base.errors import UsageError
from workreport.base.settings import load_settings
from workreport.cli import main
from workreport.cli.proofs import split
from workreport.drafts.binding.synonyms import SynonymFile

WRONG = "我局今年抽样5批次。\n"
RIGHT = "我局今年抽样3批次。\n"
BROKEN = "受理甲类投诉20件，乙类投诉31件，合计50件。\n"


@pytest.fixture
def run(bureau, two_figures, tmp_path):
    """The command on texts written into a folder, with three rows of samples in 2021."""
    bureau.samples(2021, {}, {}, {})
    bureau.devices(2021)
    bureau.devices(2020)
    bureau.samples(2020, {})

    def invoke(*words: str, **texts: str) -> Result:
        for name, text in texts.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        files = [str(tmp_path / word) if "." in word and ".." not in word else word for word in words]
        return CliRunner().invoke(
            main, ["proof", *files, "--data", str(bureau.data), "--out", str(tmp_path / "done")]
        )

    return invoke


def numbers(tmp_path: Path, name: str) -> list[dict[str, str]]:
    content = (tmp_path / "done" / name / "numbers.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(content.splitlines()))


def test_a_number_is_looked_up_in_the_period(run, tmp_path):
    result = run("稿.txt", "2021", 稿=WRONG)
    assert (result.exit_code, "3批次" in result.output) == (1, True), result.output
    (row,) = [number for number in numbers(tmp_path, "稿") if number["class"] == "quantity"]
    assert [row[name] for name in ("doc", "state", "figure", "expected")] == [
        "稿",
        "不符",
        "t.samples",
        "3批次",
    ]
    left = {path.name for path in (tmp_path / "done" / "稿").iterdir()}
    outputs = {"稿.核稿.html", "稿.核稿.xlsx", "稿.核稿.docx"}
    assert left >= {"text.txt", "relations.csv", "proof.template.yaml"} | outputs


def test_nothing_to_do_is_status_0(run, tmp_path):
    result = run("稿.txt", "2021", 稿=RIGHT)
    assert (result.exit_code, "没有要改的" in result.output) == (0, True), result.output
    assert [number["state"] for number in numbers(tmp_path, "稿") if number["class"] == "quantity"] == [
        "相符"
    ]


def test_without_a_period_only_the_text_itself_is_looked_at(run, tmp_path):
    assert run("稿.txt", 稿=WRONG).exit_code == 0
    assert run("另.txt", 另=BROKEN).exit_code == 1
    assert {number["figure"] for number in numbers(tmp_path, "另")} == {""}


def test_what_cannot_be_read_is_told_and_the_others_are_proofed(run, tmp_path):
    result = run("没有.docx", "稿.txt", "2021", 稿=RIGHT)
    assert result.exit_code == 2
    assert "没有.docx 读不了" in result.output and (tmp_path / "done" / "稿").is_dir()


def test_the_last_word_is_a_period_unless_a_file_has_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert split(["a.txt", "2021-08"])[1].id == "2021-08"
    assert split(["a.txt", "2021Q9"]) == ([Path("a.txt"), Path("2021Q9")], None)
    (tmp_path / "2021").write_text("x")
    assert split(["a.txt", "a.txt", "2021"]) == ([Path("a.txt"), Path("2021")], None)
    with pytest.raises(UsageError):
        split(["2022"])


def test_one_figure_in_two_texts_has_one_value(run):
    result = run("甲.txt", "乙.txt", "2021", 甲=WRONG, 乙=RIGHT)
    assert (
        "《乙》第1行为3批次" in result.output.replace("乙.txt", "乙")
        and "《甲》第1行为5批次" in result.output
    )


@pytest.mark.parametrize("place", ["proof.yaml", "data/2021/proof.yaml"])
def test_an_answer_lasts_while_the_statement_does(run, tmp_path, place):
    run("稿.txt", "2021", 稿=WRONG)
    (entry,) = yaml.safe_load((tmp_path / "done/稿/proof.template.yaml").read_text(encoding="utf-8"))
    answer = yaml.safe_dump([entry | {"by": "办公室", "why": "另有口径"}], allow_unicode=True)
    (tmp_path / place).write_text(answer, encoding="utf-8")
    later = run("稿.txt", "2021", 稿=f"前面加一段。\n{WRONG}")
    assert (later.exit_code, "已有答复、不再提出 1 条" in later.output) == (0, True), later.output
    assert (tmp_path / place).read_text(encoding="utf-8") == answer
    changed = run("稿.txt", "2021", 稿=WRONG.replace("5", "6"))
    assert (changed.exit_code, f"没有对上：{entry['fingerprint']}" in changed.output) == (1, True)


def test_a_confirmed_number_is_held_against_its_figure(run, tmp_path):
    run("稿.txt", 稿="今年共办5件。\n")
    from workreport.drafts.model import DraftText
    from workreport.drafts.proof.fingerprint import fingerprint

    code = fingerprint(DraftText.of("稿", "今年共办5件。\n"), 4, 6)
    (tmp_path / "proof.yaml").write_text(
        f'- {{fingerprint: "{code}", verdict: confirmed, figure: t.samples, by: 甲, why: 即抽样}}\n',
        encoding="utf-8",
    )
    assert run("稿.txt", "2021", 稿="今年共办5件。\n").exit_code == 1
    (row,) = [number for number in numbers(tmp_path, "稿") if number["class"] == "quantity"]
    assert [row[name] for name in ("state", "figure", "expected")] == ["不符", "t.samples", "3批次"]
    assert "甲确认：即抽样" in row["explanation"]
    proposed = tmp_path / "done/稿/synonyms.proposed.yaml"
    assert load_settings(SynonymFile, proposed).figures["t.samples"].say == ["今年共办"]


def test_a_word_file_comes_back_with_comments_and_keeps_its_text(run, tmp_path):
    draft = docx.Document()
    draft.add_paragraph(WRONG.strip())
    draft.add_paragraph(f"联系人：张三丰，手机{PHONE}。")
    draft.save(tmp_path / "稿.docx")
    result = run("稿.docx", "2021")
    copy = docx.Document(tmp_path / "done/稿/稿.核稿.docx")
    assert copy.paragraphs[0].text == WRONG.strip()
    assert len([*copy.comments]) == 1 and PHONE not in result.output
    (tmp_path / "再.docx").write_bytes((tmp_path / "done/稿/稿.核稿.docx").read_bytes())
    run("再.docx", "2021")
    again = docx.Document(tmp_path / "done/再/再.核稿.docx")
    assert [comment.text for comment in again.comments] == [comment.text for comment in copy.comments], (
        "said once"
    )
    others = [
        path for path in (tmp_path / "done/稿").iterdir() if path.suffix in (".html", ".csv", ".txt", ".yaml")
    ]
    assert len(others) == 5 and not [path for path in others if PHONE in path.read_text(encoding="utf-8")]


def test_names_of_the_list_are_pointed_out(run, bureau, tmp_path):
    (bureau.data / "public.yaml").write_text("entities: [{name: 云杉糕点厂, kind: 企业}]\n", encoding="utf-8")
    result = run("稿.txt", 稿="检查云杉糕点厂。\n")
    assert result.exit_code == 1 and "某企业" in result.output


def test_outputs_do_not_go_into_the_data(run, bureau, tmp_path):
    (tmp_path / "稿.txt").write_text(RIGHT, encoding="utf-8")
    inside = str(bureau.data / "2021")
    result = CliRunner().invoke(
        main, ["proof", str(tmp_path / "稿.txt"), "--data", str(bureau.data), "--out", inside]
    )
    assert result.exit_code == 2 and "不能写到这里" in result.output
