"""Personal data in a ledger: masked before it is kept, and told of where it stands."""

from __future__ import annotations

import openpyxl
import pytest
from personal_numbers import PHONE, card, identity
from tiny_bureau import SAMPLE, SAMPLES, TinyBureau

from workreport.base.personal_data import MASK
from workreport.ledgers.intake import Intake


def read(bureau: TinyBureau, ledger: str = "samples"):
    """What is kept of the only file of a ledger, once read and once out of the store."""
    bureau.intake().read(_file(bureau.intake(), ledger))
    intake = bureau.intake()
    return intake.read(_file(intake, ledger))


def _file(intake: Intake, ledger: str):
    return next(file for file in intake.files if file.ledger == ledger)


def finding_rows(stored) -> list[tuple]:
    found = stored.findings[stored.findings["rule"].str.endswith("个人信息")]
    return list(
        found[["sheet", "row", "column", "original", "disposition"]].itertuples(index=False, name=None)
    )


@pytest.mark.parametrize("text", [f"某厂，{PHONE}", identity(), card(), "联系人：张三"])
@pytest.mark.parametrize(
    "column", ["单位名称", "统一社会信用代码", "抽样单编号", "食品大类", "检验结论", "附加属性"]
)
def test_every_text_column_is_masked(bureau: TinyBureau, column: str, text: str) -> None:
    bureau.samples(2021, {}, {column: text}, {})
    stored = read(bureau)
    assert ("T01_抽样台账", 3, column, MASK, "warned") in finding_rows(stored)
    cached = b"".join(path.read_bytes() for path in (bureau.out / ".store" / "ledgers").iterdir())
    everything = cached.decode("utf-8", "replace") + stored.frame.to_csv() + stored.findings.to_csv()
    for number in (PHONE, identity(), card(), "张三"):
        assert number not in everything


def test_the_rest_of_the_text_is_kept(bureau: TinyBureau) -> None:
    bureau.samples(2021, {"单位名称": f"晴川糕点厂（{PHONE}）"})
    assert read(bureau).frame.loc[0, "ent_name"] == f"晴川糕点厂（{MASK}）"


def test_what_is_not_read_is_told_of_too(bureau: TinyBureau) -> None:
    header = [*SAMPLE, "备注", "抽样人"]
    rows = [
        [*SAMPLE.values(), "", "李四"],
        [*(SAMPLE | {"抽样单编号": "S2"}).values(), f"打{PHONE}", identity()],
    ]
    bureau.write("2021/T01_抽样台账.csv", [[f"填报人：张三 {PHONE}"], header, *rows, [f"注：{identity()}"]])
    assert finding_rows(read(bureau)) == [
        ("T01_抽样台账", 1, "", MASK, "normalised"),
        ("T01_抽样台账", 4, "备注", MASK, "normalised"),
        ("T01_抽样台账", 5, "", MASK, "normalised"),
    ]


def test_many_rows_of_a_column_that_is_not_read_are_told_of_together(bureau: TinyBureau) -> None:
    header = [*SAMPLE, "手机"]
    rows = [[*(SAMPLE | {"抽样单编号": f"S{at}"}).values(), f"139000000{at:02d}"] for at in range(30)]
    bureau.write("2021/T01_抽样台账.csv", [header, *rows])
    found = finding_rows(read(bureau))
    assert len(found) == 21 and found[0][:3] == ("T01_抽样台账", 0, "手机")


def test_names_of_files_and_sheets(bureau: TinyBureau) -> None:
    book = openpyxl.Workbook()
    for at, title in enumerate(("联系人张三", "联系人李四")):
        sheet = book.active if not at else book.create_sheet()
        sheet.title = title
        sheet.append(list(SAMPLE))
        sheet.append(list((SAMPLE | {"抽样单编号": f"S{at}"}).values()))
    path = bureau.samples(2021, {}).with_name(f"T01_抽样台账{PHONE}.xlsx")
    (bureau.data / "2021" / "T01_抽样台账.csv").unlink()
    book.save(path)
    stored = read(bureau)
    assert sorted(stored.frame["_sheet"]) == [f"联系人{MASK}", f"联系人{MASK}-2"]
    assert set(stored.frame["_file"]) == {f"2021/T01_抽样台账{MASK}.xlsx"}
    assert len(finding_rows(stored)) == 3


def test_two_files_that_differ_in_what_is_masked_stay_two(bureau: TinyBureau) -> None:
    first = bureau.samples(2021, {"抽样单编号": "S7"})
    first.rename(first.with_name("T01_联系人张三.csv"))
    second = bureau.samples(2021, {"抽样单编号": "S8"})
    second.rename(second.with_name("T01_联系人李四.csv"))
    files = [file for file in bureau.intake().files if file.ledger == "samples"]
    assert len({file.shown for file in files}) == 2
    assert not any(name in file.shown for file in files for name in ("张三", "李四"))


def test_identifiers_that_look_like_telephone_numbers_are_compared_as_they_are(bureau: TinyBureau) -> None:
    bureau.samples(2021, *({"抽样单编号": f"JC-150-2021-{at:04d}"} for at in range(1, 11)))
    stored = read(bureau)
    assert list(stored.frame["sample_no"]) == [f"JC-150-2021-{at:04d}" for at in range(1, 11)]
    assert not finding_rows(stored)


def test_masked_keys_are_compared_by_what_stood_there(bureau: TinyBureau) -> None:
    first, second, third = (identity(serial=serial) for serial in ("001", "002", "003"))
    rows = [first, second, first, third, third]
    bureau.samples(
        2021, *({"抽样单编号": key} for key in rows[:4]), {"抽样单编号": third, "检验结论": "不合格"}
    )
    stored = read(bureau)
    assert (len(stored.frame), stored.accounts.duplicate, stored.accounts.quarantined) == (2, 1, 2)
    assert stored.frame["sample_no"].str.startswith(MASK).all() and stored.frame["sample_no"].is_unique
    everything = stored.frame.to_csv() + stored.findings.to_csv()
    everything += b"".join(
        path.read_bytes() for path in (bureau.out / ".store" / "ledgers").iterdir()
    ).decode("utf-8", "replace")
    assert not any(key in everything for key in rows)


def test_a_masked_key_is_the_same_in_all_sheets_of_a_file_and_in_no_other_file(bureau: TinyBureau) -> None:
    book = openpyxl.Workbook()
    for at, title in enumerate(("一季度", "二季度")):
        sheet = book.active if not at else book.create_sheet()
        sheet.title = title
        sheet.append(list(SAMPLE))
        sheet.append(list((SAMPLE | {"抽样单编号": identity()}).values()))
    (bureau.data / "2021").mkdir()
    book.save(bureau.data / "2021" / "T01_抽样台账.xlsx")
    bureau.samples(2020, {"抽样单编号": identity()})
    intake = bureau.intake()
    tables = [intake.read(file) for file in intake.files_of("samples")]
    assert [(len(table.frame), table.accounts.duplicate) for table in tables] == [(1, 0), (1, 1)]
    assert tables[0].frame.loc[0, "sample_no"] != tables[1].frame.loc[0, "sample_no"]


@pytest.mark.parametrize("name", ["sample_no", "event"])
def test_keys_that_look_like_telephone_numbers_are_keys(bureau: TinyBureau, name: str) -> None:
    fields = [
        {**field, "name": name} if field["name"] == "sample_no" else field for field in SAMPLES["fields"]
    ]
    bureau.declare({**SAMPLES, "fields": fields, "primaryKey": [name]})
    keys = [f"JC-150-2021-{at:04}" for at in range(1, 11)]
    bureau.samples(2021, *({"抽样单编号": key} for key in keys))
    stored = read(bureau)
    assert stored.frame[name].tolist() == keys
    assert finding_rows(stored) == [] and stored.accounts.quarantined == stored.accounts.duplicate == 0


def test_decimals_in_columns_that_are_not_read_are_no_personal_numbers(bureau: TinyBureau) -> None:
    decimals = ["0.999999990206612", "40.769848440717475", "118.139912010112345"]
    bureau.write(
        "2021/T01_抽样台账.csv",
        [[*SAMPLE, "纬度"], *([*(SAMPLE | {"抽样单编号": f"S{x[0]}"}).values(), x] for x in decimals)],
    )
    assert finding_rows(read(bureau)) == []
