"""Corrections mend a cell only where what they expect stands, leave the file alone, and are listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_bureau import TinyBureau

from workreport.base.errors import ContractError, LedgerError, WorkreportError
from workreport.base.workspace import Workspace
from workreport.ledgers.intake import Intake
from workreport.ledgers.validate.corrections import listed

ENTRY = """
- ledger: T01
  key: {抽样单编号: S2}
  column: 检验结论
  expect: 合格
  value: 不合格
  reason: 报告原件为不合格
  approved_by: 分管领导
  date: 2022-01-10
"""


def corrected(bureau: TinyBureau, text: str, year: int = 2021) -> None:
    (bureau.data / str(year) / "corrections.yaml").write_text(text, encoding="utf-8")


def read(bureau: TinyBureau, year: int = 2021):
    intake = bureau.intake()
    return intake.read(next(f for f in intake.files if f.ledger == "samples" and f.year == year))


def test_a_correction_changes_the_row_and_is_a_finding(bureau: TinyBureau) -> None:
    path = bureau.samples(2021, {}, {}, {})
    before = path.read_bytes()
    corrected(bureau, ENTRY)
    stored = read(bureau)
    assert dict(zip(stored.frame["sample_no"], stored.frame["result"], strict=True)) == {
        "S1": "合格", "S2": "不合格", "S3": "合格",
    }  # fmt: skip
    (finding,) = stored.findings.to_dict("records")
    assert (finding["rule"], finding["disposition"]) == ("T01-更正", "normalised")
    assert (finding["row"], finding["column"], finding["original"]) == (3, "检验结论", "合格")
    assert "分管领导批准，2022-01-10" in finding["message"] and "报告原件为不合格" in finding["message"]
    assert path.read_bytes() == before


def test_a_correction_makes_a_bad_cell_good(bureau: TinyBureau) -> None:
    bureau.samples(2021, {}, {"检验结论": "合恪"})
    assert read(bureau).accounts.quarantined == 1
    corrected(bureau, ENTRY.replace("expect: 合格", "expect: 合恪"))
    stored = read(bureau)  # the store kept the first reading: the correction makes another key
    assert (stored.accounts.quarantined, len(stored.frame)) == (0, 2)
    assert list(stored.findings["disposition"]) == ["normalised"]


def test_names_and_titles_mean_the_same(bureau: TinyBureau) -> None:
    bureau.samples(2021, {}, {})
    corrected(bureau, ENTRY.replace("T01", "samples").replace("抽样单编号", "sample_no"))
    assert list(read(bureau).frame["result"]) == ["合格", "不合格"]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (("S2", "S9"), LedgerError, ("没有匹配到任何一行", "S9")),
        (("抽样单编号: S2", "食品大类: 糕点"), LedgerError, ("匹配到 2 行",)),
        (("expect: 合格", "expect: 未出"), LedgerError, ("原值已不在", "未出", "合格")),
        (("ledger: T01", "ledger: T09"), ContractError, ("不存在的台账", "T09")),
        (("column: 检验结论", "column: 检验结果"), ContractError, ("没有的列", "检验结果")),
        (("抽样单编号: S2", "编号: S2"), ContractError, ("没有的列", "编号")),
        (("column: 检验结论", "column: 抽样人"), ContractError, ("个人信息",)),
        (("ledger: T01", "ledger: T02"), ContractError, ("没有的列",)),
        (("  reason: 报告原件为不合格\n", ""), ContractError, ("reason", "缺少")),
        (("approved_by: 分管领导", "approved_by: ''"), ContractError, ("approved_by",)),
        (("{抽样单编号: S2}", "{}"), ContractError, ("key",)),
        (("value: 不合格", "value: 12"), ContractError, ("value", "应为文本")),
        (("date: 2022-01-10", "date: 去年"), ContractError, ("date",)),
        (("- ledger: T01", "- 改一下"), ContractError, ("YAML",)),
    ],
)
def test_one_that_does_not_fit_is_refused_by_its_number(bureau, change, error, words) -> None:
    bureau.samples(2021, {}, {})
    first = ENTRY.replace("value: 不合格", "value: 合格")  # a correction that fits stands before it
    corrected(bureau, first + ENTRY.replace(*change))
    with pytest.raises(error) as raised:
        read(bureau)
    assert all(word in raised.value.message for word in words), raised.value.message
    assert "2021/corrections.yaml 第 2 条" in raised.value.message or "YAML" in raised.value.message


def test_one_for_a_ledger_that_was_not_handed_in(bureau: TinyBureau) -> None:
    bureau.samples(2021, {}, {})
    bureau.samples(2022, {})
    (bureau.data / "2022" / "T01_抽样台账.csv").unlink()
    corrected(bureau, ENTRY, 2022)
    with pytest.raises(ContractError, match="2022年没有"):
        bureau.intake()


def test_several_files_of_a_year_are_one_ledger(bureau: TinyBureau) -> None:
    first = bureau.samples(2021, {"抽样单编号": "S1"})
    first.rename(first.with_name("T01_一.csv"))
    second = bureau.samples(2021, {"抽样单编号": "S2"})
    second.rename(second.with_name("T01_二.csv"))
    corrected(bureau, ENTRY)
    intake = bureau.intake()
    results = [intake.read(f).frame["result"].iloc[0] for f in intake.files if f.ledger == "samples"]
    assert sorted(results) == ["不合格", "合格"]
    corrected(bureau, ENTRY.replace("抽样单编号: S2", "食品大类: 糕点"))
    with pytest.raises(LedgerError, match="匹配到 2 行"):
        read(bureau)


def test_the_list_for_the_review_view(bureau: TinyBureau) -> None:
    bureau.samples(2021, {}, {})
    corrected(bureau, ENTRY)
    intake = bureau.intake()
    (row,) = listed(intake.corrections, intake.contracts)
    assert row == {
        "file": "2021/corrections.yaml", "number": "1", "ledger": "抽样台账", "key": "抽样单编号：S2",
        "column": "检验结论", "expect": "合格", "value": "不合格", "reason": "报告原件为不合格",
        "approved_by": "分管领导", "date": "2022-01-10",
    }  # fmt: skip


def test_an_empty_file_corrects_nothing(bureau: TinyBureau) -> None:
    bureau.samples(2021, {})
    corrected(bureau, "# 尚无更正\n")
    assert bureau.intake().corrections == ()


def test_the_example_in_the_readme_is_a_list_of_corrections(repository: Path, tmp_path: Path) -> None:
    text = (repository / "data" / "README.md").read_text(encoding="utf-8")
    example = text.split("```yaml\n", 1)[1].split("```", 1)[0]
    folder = tmp_path / "data" / "2021"
    folder.mkdir(parents=True)
    for name in ("LG02_食品安全监督抽检台账.xlsx",):
        (folder / name).write_bytes((repository / "data" / "2021" / name).read_bytes())
    (folder / "corrections.yaml").write_text(example, encoding="utf-8")
    (units,) = (repository / "data" / "reference").glob("RF01_*")
    (tmp_path / "data" / "reference").mkdir()
    (tmp_path / "data" / "reference" / units.name).write_bytes(units.read_bytes())
    (tmp_path / "data" / "bureau.yaml").write_bytes((repository / "data" / "bureau.yaml").read_bytes())
    intake = Intake.of(Workspace.open(tmp_path / "data", tmp_path / "out"))
    assert len(intake.corrections) == 1
    with pytest.raises(WorkreportError, match="没有匹配到任何一行"):
        intake.read(intake.files[0]) if intake.files[0].ledger == "food_sampling" else intake.read(
            next(f for f in intake.files if f.ledger == "food_sampling")
        )
