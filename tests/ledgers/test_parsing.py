"""Text becomes a typed value only where it has one reading; everything else is reported."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workreport.ledgers.codes import CodeList
from workreport.ledgers.contract import Field
from workreport.ledgers.files import cell_text
from workreport.ledgers.parsing import dtype_of, parse_column

BAD = object()
ORGS = CodeList(
    "orgs",
    {"QC11": "上浦分局", "QC12": "下浦分局"},
    {
        "QC11": "QC11",
        "上浦分局": "QC11",
        "上浦所": "QC11",
        "QC12": "QC12",
        "下浦分局": "QC12",
        "下浦所": "QC12",
    },
)


def field(**parts) -> Field:
    return Field.model_validate({"name": "x", "title": "列", **parts})


def read(cell: str, known: CodeList | None = None, **parts):
    """The value of one cell, None for a blank, BAD where it is reported."""
    typed, bad = parse_column(field(**parts), pd.Series([cell], dtype="str"), known)
    assert typed.dtype == dtype_of(field(**parts))
    if bad.iloc[0]:
        assert pd.isna(typed.iloc[0]), "what is reported has no value"
        return BAD
    return None if pd.isna(typed.iloc[0]) else typed.iloc[0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", 12),
        ("０１２", 12),
        ("1,234,567", 1234567),
        ("１，２３４", 1234),
        ("-3", -3),
        ("+3", 3),
        (" 4 ", 4),
        ("", None),
        ("/", None),
        ("9223372036854775807", 2**63 - 1),
        ("12,34", BAD),
        ("1,2345", BAD),
        ("1.0", BAD),
        ("三", BAD),
        ("12户", BAD),
        ("约12", BAD),
        ("1-2", BAD),
        ("99999999999999999999", BAD),
    ],
)
def test_integers(cell, value):
    assert read(cell, type="integer") == value


@pytest.mark.parametrize(
    ("cell", "decimals", "value"),
    [
        ("0.1", 1, Decimal("0.1")),
        ("1234.50", 2, Decimal("1234.50")),
        ("1,234.5", 2, Decimal("1234.50")),
        ("３．５", 2, Decimal("3.50")),
        ("-0.05", 2, Decimal("-0.05")),
        ("1.500", 2, Decimal("1.50")),
        ("123456789012345678.90", 2, Decimal("123456789012345678.90")),
        ("", 2, None),
        ("/", 2, None),
        ("0.125", 2, BAD),  # never rounded silently
        ("0.001", 2, BAD),
        ("1.2.3", 2, BAD),
        (".5", 2, BAD),
        ("5.", 2, BAD),
        ("1e3", 2, BAD),
        ("1.5万", 2, BAD),
        ("NaN", 2, BAD),
        ("1234567890123456789012", 2, BAD),
        ("9" * 40, 2, BAD),
    ],
)
def test_decimals_are_exact_or_refused(cell, decimals, value):
    assert read(cell, type="number", decimals=decimals) == value


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_any_decimal_of_the_declared_places_survives(number):
    assert read(format(number, "f"), type="number", decimals=3) == number


@pytest.mark.parametrize(
    "cell",
    [
        "2021-03-05", "2021-3-5", "2021/3/5", "2021/03/05", "2021.3.5", "2021年3月5日", "2021年03月05日",
        "２０２１－０３－０５", " 2021-03-05 ", "2021-03-05 00:00:00", "2021/3/5 0:00",
    ],
)  # fmt: skip
def test_accepted_forms_of_a_date(cell):
    assert read(cell, type="date") == pd.Timestamp(2021, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2021-13-05", "2021-02-29", "2021-04-31", "21.3.5", "21-03-05", "3月5日", "2021年3月", "2021-03",
        "20210305", "44260", "05/03/2021", "2021-03-05 09:30", "2021-03-05至2021-03-06", "待定", "2021-00-05",
    ],
)  # fmt: skip
def test_dates_that_are_not_guessed(cell):
    assert read(cell, type="date") is BAD


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2021-03-05 14:30", pd.Timestamp(2021, 3, 5, 14, 30)),
        ("2021-03-05 14:30:59", pd.Timestamp(2021, 3, 5, 14, 30, 59)),
        ("2021-03-05T14:30:59", pd.Timestamp(2021, 3, 5, 14, 30, 59)),
        ("2021/3/5 ９:05", pd.Timestamp(2021, 3, 5, 9, 5)),
        ("2021年3月5日", pd.Timestamp(2021, 3, 5)),
        ("2021-03-05 25:00", BAD),
        ("2021-03-05 12:60", BAD),
        ("14:30", BAD),
    ],
)
def test_moments(cell, value):
    assert read(cell, type="datetime") == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("是", True),
        ("否", False),
        ("有", True),
        ("无", False),
        ("√", True),
        ("×", False),
        (" 是 ", True),
        ("", None),
    ]
    + [(cell, BAD) for cell in ("1", "0", "Y", "对", "是否", "True")],
)
def test_booleans(cell, value):
    assert read(cell, type="boolean") == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("农药残留", "农药残留"),
        ("农药残留、微生物", "农药残留、微生物"),
        ("农药残留；微生物", "农药残留、微生物"),
        ("农药残留，微生物", "农药残留、微生物"),
        ("农药残留\n微生物、", "农药残留、微生物"),
        ("、", None),
        ("", None),
        ("农药残留、农残", BAD),
        ("农药残留微生物", BAD),
    ],
)
def test_lists(cell, value):
    assert read(cell, type="list", constraints={"enum": ["农药残留", "微生物"]}) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("QC11", "QC11"),
        ("ＱＣ１１", "QC11"),
        ("上浦分局", "QC11"),
        ("上浦 分局", "QC11"),
        ("上浦所", "QC11"),
        ("下浦分局", "QC12"),
        ("", None),
        ("浦分局", BAD),
        ("上蒲分局", BAD),
        ("上浦", BAD),
        ("晴川区上浦分局", BAD),
    ],
)
def test_codes_know_their_spellings_and_no_similar_ones(cell, value):
    assert read(cell, ORGS, codes="orgs") == value


def test_a_list_of_codes():
    assert read("上浦所、下浦分局", ORGS, type="list", codes="orgs") == "QC11、QC12"
    assert read("上浦所、中浦所", ORGS, type="list", codes="orgs") is BAD


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("uscc", "９１３６０３９９ ＭＡ00000050", "91360399MA00000050"),
        ("sample_no", "SC\u200b 21-001", "SC21-001"),
        ("shop_name", " 晴川 云杉超市 ", "晴川 云杉超市"),
        ("shop_name", "/", "/"),
    ],
)
def test_identifiers_lose_width_and_spaces_names_keep_them(name, cell, value):
    assert read(cell, name=name) == value


def test_enumerated_text_loses_spaces():
    assert read("不 合格", constraints={"enum": ["合格", "不合格"]}) == "不合格"


def test_code_typed_as_a_number_is_not_the_code_it_was():
    shown = cell_text(float(31201099032021000123))
    assert "e+" in shown
    assert read(shown, name="dev_code") == shown  # refused by its pattern, see test_validation
    assert read(shown, type="integer") is BAD


def test_every_distinct_text_is_read_once_and_order_stays():
    typed, bad = parse_column(
        field(type="integer"), pd.Series(["2", "x", "1", "2", ""], index=[9, 3, 4, 8, 1]), None
    )
    assert typed.index.tolist() == [9, 3, 4, 8, 1]
    assert typed.tolist() == [2, pd.NA, 1, 2, pd.NA]
    assert bad.tolist() == [False, True, False, False, False]
