"""A ledger is parsed once; the second reading comes from the store, exactly the same."""

from __future__ import annotations

import json
from decimal import Decimal

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from tiny_bureau import SAMPLES

from workreport.base.cache import Cache
from workreport.base.checked_files import read_entry
from workreport.base.errors import UsageError
from workreport.base.hashing import fingerprint, sha256
from workreport.base.paths import STORE
from workreport.ledgers import intake as intake_module
from workreport.ledgers.table_cache import Accounts, TableCache
from workreport.ledgers.validate.rows import Validated

ROWS = [
    {"控制数量（kg）": "1,234.125", "附加属性": "网络、夜查", "食品大类": "24"},
    {"报告日期": "", "检验结论": "未出", "检验项目数（项）": "", "控制数量（kg）": ""},
    {"抽样日期": "昨天"},
    {"抽样单编号": "S1", "控制数量（kg）": "1234.125", "附加属性": "网络、夜查", "食品大类": "糕点"},
]


def samples_of(bureau):
    """Read the bureau's sampling ledger afresh: its typed rows, findings, accounts."""
    intake = bureau.intake()
    (file,) = [f for f in intake.files if f.ledger == "samples"]
    return intake.read(file)


@pytest.fixture
def parses(monkeypatch) -> list[str]:
    """Names of the files that are parsed during the test."""
    parsed: list[str] = []
    real = intake_module.read_sheets

    def counting(path, shown):
        parsed.append(shown)
        return real(path, shown)

    monkeypatch.setattr(intake_module, "read_sheets", counting)
    return parsed


def test_a_store_that_is_a_file_is_told(bureau):
    bureau.samples(2021, *ROWS)
    bureau.out.mkdir(exist_ok=True)
    (bureau.out / STORE).write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="应是文件夹的地方是一个文件"):
        samples_of(bureau)


def test_second_reading_is_the_same_and_parses_nothing(bureau, parses):
    bureau.samples(2021, *ROWS)
    first = samples_of(bureau)
    assert parses == ["2021/T01_抽样台账.csv"]
    second = samples_of(bureau)
    assert len(parses) == 1, "the second reading comes from the store"
    assert_frame_equal(first.frame, second.frame, check_exact=True)
    assert first.findings.to_dict("records") == second.findings.to_dict("records")
    (use,) = first.accounts.sheets
    assert (use.use, use.rows) == ("read", 5)
    assert (
        first.accounts
        == second.accounts
        == Accounts(4, duplicate=1, quarantined=1, not_data=0, sheets=(use,))
    )


def test_decimals_dates_blanks_and_texts_survive(bureau):
    bureau.samples(2021, *ROWS)
    samples_of(bureau)
    frame = samples_of(bureau).frame
    assert frame["weight"].tolist()[0] == Decimal("1234.125") and isinstance(frame["weight"].iloc[0], Decimal)
    assert frame["weight"].sum() == Decimal("1234.125")
    assert frame["sample_date"].tolist() == [pd.Timestamp(2021, 3, 5)] * 2
    assert frame["report_date"].isna().tolist() == [False, True]
    assert frame["items"].dtype == "Int64" and pd.isna(frame["items"].iloc[1])
    assert frame["org_code"].dtype == "str"


def test_a_reading_in_the_same_run_is_kept_in_memory(bureau, parses):
    bureau.samples(2021, *ROWS)
    frames = bureau.frames()
    (file,) = [f for f in frames.intake.files if f.ledger == "samples"]
    assert frames.intake.read(file) is frames.intake.read(file)


def changed_file(bureau):
    bureau.samples(2021, {"控制数量（kg）": "2"})


def changed_contract(bureau):
    bureau.declare({**SAMPLES, "rules": []})


def changed_codes(bureau):
    bureau.write("codes/foods.csv", [["label", "code", "aliases"], ["糕点", "24", "点心"]])


@pytest.mark.parametrize("change", [changed_file, changed_contract, changed_codes])
def test_what_changes_the_outcome_is_read_anew(bureau, parses, change):
    bureau.samples(2021, {})
    samples_of(bureau)
    change(bureau)
    samples_of(bureau)
    assert len(parses) == 2


def test_what_does_not_matter_changes_nothing(bureau, parses):
    bureau.samples(2021, {})
    samples_of(bureau)
    bureau.devices(2021, {})
    bureau.write("codes/others.csv", [["label", "code", "aliases"], ["甲", "1", ""]])
    (bureau.data / "2021/T01_抽样台账.csv").touch()
    samples_of(bureau)
    assert len(parses) == 1


@pytest.mark.parametrize("suffix", [".parquet", ""])
def test_a_damaged_entry_is_made_anew(bureau, parses, suffix):
    bureau.samples(2021, {})
    first = samples_of(bureau)
    (entry,) = (path for path in (bureau.out / ".store" / "ledgers").iterdir() if path.suffix == suffix)
    entry.write_bytes(entry.read_bytes()[:20])
    assert_frame_equal(samples_of(bureau).frame, first.frame)
    assert len(parses) == 2
    samples_of(bureau)
    assert len(parses) == 2


def test_store_leaves_no_half_written_files(bureau):
    bureau.samples(2021, {})
    samples_of(bureau)
    assert sorted(p.suffix for p in (bureau.out / ".store" / "ledgers").iterdir()) == ["", ".parquet"]


def test_an_empty_ledger_survives(tmp_path):
    frame = pd.DataFrame({"a": pd.Series(dtype="datetime64[us]")})
    empty = Validated(frame, pd.DataFrame(), frame, 0, 0)
    store = TableCache(Cache(tmp_path))
    store.get("k", lambda path: (empty, Accounts(0, 0, 0, 0)))
    stored = store.get("k", lambda path: pytest.fail("made twice"))
    assert stored.frame["a"].dtype == "datetime64[us]" and stored.findings.empty


def test_no_personal_text_is_kept(bureau):
    header = ["抽样单编号", "承办机构", "抽样日期", "检验结论", "抽样人"]
    bureau.write(
        "2021/T01_a.csv",
        [
            header,
            ["S1", "上浦", "2021-03-05", "合格", "张某甲"],
            ["S2", "无此所", "2021-03-05", "合格", "张某甲"],
        ],
    )
    read = samples_of(bureau)
    assert "sampler" not in read.frame
    for entry in (bureau.out / ".store" / "ledgers").iterdir():
        assert "张某甲".encode() not in entry.read_bytes()
        if not entry.suffix:
            assert "张某甲" not in json.dumps(json.loads(read_entry(entry) or b""), ensure_ascii=False)


def test_fingerprint_tells_parts_and_their_order_apart(tmp_path):
    assert len({fingerprint(parts) for parts in (["ab", ""], ["a", "b"], ["b", "a"], ["ab"])}) == 4
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256(tmp_path / "a").startswith("ba7816bf8f01cfea")
