"""Limits of quarantined rows: where they are declared, which counts, and what they do to figures."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from pydantic import ValidationError
from tiny_bureau import SAMPLES

from workreport.base.errors import ContractError
from workreport.base.quarantine import Limits
from workreport.ledgers.accounting import accounts
from workreport.ledgers.declared.findings import COLUMNS, fingerprints
from workreport.ledgers.quarantine import quarantine_of, tolerated, unsound

BAD = {"抽样日期": "昨天"}


def book(bureau, bad: int, good: int, bureau_wide: dict | None = None, contract: dict | None = None):
    if contract:
        bureau.declare({**SAMPLES, "quarantine": contract})
    if bureau_wide:
        path = bureau.data / "bureau.yaml"
        settings = json.loads(path.read_text(encoding="utf-8")) | {"quarantine": bureau_wide}
        path.write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
    bureau.samples(2021, *[BAD] * bad, *[{}] * good)
    return bureau.book("2021")


def outcome(found) -> str:
    quarantine = quarantine_of(found.frames, "samples", found.period)
    if quarantine.blocks:
        return "blocked"
    return "draft" if quarantine.makes_draft else "told"


@pytest.mark.parametrize(
    ("bureau_wide", "contract", "expected"),
    [
        ({}, {}, "draft"),  # any row
        ({"draft": "30%"}, {}, "told"),
        ({"draft": "25%"}, {}, "draft"),  # from this share on
        ({"draft": 0.3}, {"draft": 0.1}, "draft"),
        ({"draft": 0.1}, {"draft": 0.3}, "told"),
        ({"draft": 0.1, "ledgers": {"samples": {"draft": 0.3}}}, {"draft": 0.1}, "told"),
        ({}, {"draft": "0.1%", "block": "25%"}, "blocked"),
        ({"block": "25%", "ledgers": {"samples": {"block": "26%"}}}, {}, "draft"),
    ],
)
def test_the_limit_nearest_to_the_ledger_counts(bureau, two_figures, bureau_wide, contract, expected):
    assert outcome(book(bureau, 1, 3, bureau_wide, contract)) == expected


def test_a_sound_ledger_reaches_no_limit(bureau, two_figures):
    found = book(bureau, 0, 3, {"draft": 0, "block": 0})
    assert outcome(found) == "told" and tolerated(found.frames, found.period) == {}
    assert found.value("t.samples").number == 3


def test_what_is_below_the_limit_counts_and_is_told(bureau, two_figures):
    found = book(bureau, 1, 3, {"draft": "30%", "block": "50%"})
    assert found.value("t.samples").number == 3
    assert tolerated(found.frames, found.period) == {
        "samples": "抽样台账4行中有1行被隔离（25%），未计入；未达到30%，不定为草稿"
    }
    assert list(unsound(found.frames, found.period)) == []


def test_from_the_limit_on_figures_have_no_value_and_the_account_stays(bureau, two_figures):
    found = book(bureau, 1, 2, contract={"block": "33.3%"})
    bureau.devices(2021, {})
    value = found.value("t.samples")
    reason = "台账3行中有1行被隔离（33.333%），达到33.3%，更正前不出数：T01 抽样台账"
    assert (value.number, value.status, value.reason) == (None, "blocked", reason)
    assert list(unsound(found.frames, found.period)) == [reason]
    [row] = accounts(found.frames, found.period).query("ledger == 'samples'").to_dict("records")
    assert (row["read"], row["counted"], row["quarantined"]) == (3, 2, 1)


def test_the_year_with_the_largest_share_counts(bureau, two_figures):
    bureau.samples(2020, *[{"抽样日期": "2020-03-05", "抽样单编号": f"A{at}"} for at in range(9)])
    found = book(bureau, 1, 2, {"draft": "30%"})
    assert outcome(found) == "draft"


@pytest.mark.parametrize(
    "limits", [{"draft": "一半"}, {"block": 2}, {"draft": -1}, {"draft": 0.5, "block": 0.1}]
)
def test_limits_that_are_none_are_refused(limits):
    with pytest.raises(ValidationError):
        Limits.model_validate(limits)


def test_limits_of_a_ledger_that_does_not_exist_are_refused(bureau):
    with pytest.raises(ContractError, match="没有台账：nothing"):
        book(bureau, 0, 1, {"ledgers": {"nothing": {"draft": 0.1}}})


def finding(row: int, **changes: str) -> dict[str, object]:
    return {name: "x" for name in COLUMNS} | {"row": row} | changes


def test_a_fingerprint_does_not_depend_on_the_row():
    before = pd.DataFrame([finding(4), finding(9, original="y")])
    after = pd.DataFrame([finding(5), finding(10, original="y")])
    assert fingerprints(before) == fingerprints(after) and len(set(fingerprints(before))) == 2


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "row"])
def test_a_fingerprint_depends_on_all_else(column):
    assert fingerprints(pd.DataFrame([finding(4)])) != fingerprints(
        pd.DataFrame([finding(4, **{column: "y"})])
    )


def test_findings_that_say_the_same_are_all_new_when_one_more_comes():
    two, three = (fingerprints(pd.DataFrame([finding(row) for row in range(n)])) for n in (2, 3))
    assert len({*two, *three}) == 5
