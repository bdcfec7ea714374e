"""Numbers as official reports write them: rounded once, half up; changes in words by their sign."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workreport.base.numbers import rounded
from workreport.figures.book import Value
from workreport.figures.comparison import Change, change
from workreport.figures.number_format import (
    cell,
    change_cell,
    change_words,
    distance_words,
    points_cell,
    shown,
)
from workreport.figures.registry import Figure


def of(unit: str = "件", decimals: int = 0) -> Figure:
    return Figure("t", "甲", unit, decimals=decimals)


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        ("0.125", 2, "0.13"),  # half up, not to even
        ("0.135", 2, "0.14"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("-0.125", 2, "-0.13"),
        ("0.1249999999999999999999", 2, "0.12"),  # in one step
        ("1.2345678", 3, "1.235"),
        ("-0.004", 2, "0.00"),
        ("-0.0", 1, "0.0"),
        ("5", 2, "5.00"),
    ],
)
def test_rounded(number, decimals, text):
    assert format(rounded(Decimal(number), decimals), "f") == text


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_whole_numbers_stay_what_they_are(number, decimals):
    assert rounded(number, decimals) == number


@given(st.decimals(-(10**6), 10**6, places=6), st.integers(0, 4))
def test_rounding_moves_by_half_a_step_at_most_and_never_to_minus_zero(number, decimals):
    result = rounded(number, decimals)
    assert abs(result - number) <= Decimal(5).scaleb(-decimals - 1)
    assert not (result == 0 and result.is_signed())


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (44953, "户", "4.50万户"),
        (37, "户", "37户"),
        (9999, "户", "9999户"),
        (10000, "份", "1.00万份"),
        (12345, "份", "1.23万份"),
        (12350, "份", "1.24万份"),
        (123456, "份", "12.3万份"),
        (1234567, "份", "123万份"),
        (-12345, "户", "-1.23万户"),
        (0, "件", "0件"),
        (44953, "批次", "44953批次"),  # safety and sampling figures are written out
        (10001, "起", "10001起"),
        (10001, "条", "10001条"),
        (10001, "台（套）", "10001台（套）"),
        (Decimal("15000.5"), "元", "1.50万元"),
        (12345, "万元", "12345万元"),  # the unit counts in 万 already
        (10001, "亿元", "10001亿元"),
    ],
)
def test_large_numbers_in_wan(number, unit, text):
    assert shown(of(unit), number) == text


def test_wan_stays_where_the_unit_is_left_out():
    assert shown(of("户"), 44953, unit=False) == "4.50万"
    assert shown(of("户"), 37, unit=False) == "37"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("100", "100%"),
        ("99.96", "100.0%"),  # not the whole: it shows
        ("82.14285714", "82.1%"),
        ("82.15", "82.2%"),
        ("0", "0%"),
        ("0.04", "0.0%"),
        ("-0.04", "0.0%"),
        ("5.0", "5%"),
    ],
)
def test_rates(number, text):
    assert shown(of("%", 1), Decimal(number)) == text


def test_table_cells_carry_no_unit_and_no_wan():
    assert cell(of("户"), 44953) == "44953"
    assert cell(of("%", 1), Decimal("82.15")) == "82.2"
    assert cell(of("%", 1), Decimal("100")) == "100.0" and cell(of("%", 1), Decimal(0)) == "0"
    assert cell(of("户"), None) == "—" and shown(of("户"), None) == "—"


@pytest.mark.parametrize(
    ("kind", "number", "figure", "words", "text"),
    [
        ("percent", "24.14", of(), "同比增长24.1%", "+24.1%"),
        ("percent", "-24.15", of(), "同比下降24.2%", "−24.2%"),
        ("percent", "0", of(), "同比持平", "持平"),
        ("percent", "0.04", of(), "同比基本持平", "基本持平"),
        ("percent", "-0.04", of(), "同比基本持平", "基本持平"),
        ("percent", "0.05", of(), "同比增长0.1%", "+0.1%"),
        ("percent", "-100", of(), "同比下降100.0%", "−100.0%"),
        ("points", "1.25", of("%", 1), "同比提高1.3个百分点", "+1.3个百分点"),
        ("points", "-0.3", of("%", 1), "同比下降0.3个百分点", "−0.3个百分点"),
        ("points", "0.006", of("%", 2), "同比提高0.01个百分点", "+0.01个百分点"),
        ("points", "0.04", of("%", 1), "同比基本持平", "基本持平"),
        ("absolute", "3", of("件"), "同比增加3件", "+3"),
        ("absolute", "-5", of("批次"), "同比减少5批次", "−5"),
        ("absolute", "0", of("件"), "同比持平", "持平"),
        ("none", None, of(), "无同比可比数", "无可比数"),
        ("redefined", None, of(), "口径调整，同比不可比", "口径调整，不可比"),
    ],
)
def test_changes(kind, number, figure, words, text):
    moved = Change(kind, number and Decimal(number))
    assert change_words(figure, moved) == words
    assert change_cell(figure, moved) == text


def test_change_against_the_period_before():
    assert change_words(of(), Change("percent", Decimal(5)), "环比") == "环比增长5.0%"
    assert change_words(of(), Change("none"), "环比") == "无环比可比数"


@given(st.decimals(-1000, 1000, places=3), st.sampled_from(["percent", "points", "absolute"]))
def test_words_agree_with_the_sign(number, kind):
    words = change_words(of("%" if kind == "points" else "件", 1), Change(kind, number))
    assert "-" not in words and "−" not in words
    if any(up in words for up in ("增长", "提高", "增加")):
        assert number > 0
    elif any(down in words for down in ("下降", "减少")):
        assert number < 0
    else:
        assert abs(number) <= Decimal("0.05")


ANY = st.one_of(
    st.integers(-(10**30), 10**30),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**25), max_value=10**25),
    st.sampled_from([0, Decimal("-0.0"), Decimal("0.00"), Decimal("1e-30"), Decimal("9.9999999"), -1]),
)


@given(ANY, st.one_of(st.none(), ANY), st.sampled_from(["件", "%", "户", "万元"]), st.integers(0, 3))
def test_whatever_the_numbers_no_change_is_infinite_or_minus_zero(now, base, unit, decimals):
    figure = of(unit, decimals)
    moved = change(Value(figure, now), None if base is None else Value(figure, base))
    texts = [change_words(figure, moved), change_cell(figure, moved), shown(figure, now), cell(figure, now)]
    for text in texts:
        assert not re.search(r"(?i)inf|nan|E[+-]|[-−]0+(\.0+)?(?!\.?\d)", text), text
    assert ("percent" in moved.kind) <= (base is not None and base >= 10)
    assert (moved.number is None) == (base is None)
    assert not re.search(r"(增长|提高|增加|下降|减少)[-−]", texts[0])


@pytest.mark.parametrize(
    ("distance", "words", "text"),
    [
        ("3.15", "超时序进度3.2个百分点", "+3.2"),
        ("-0.05", "落后时序进度0.1个百分点", "−0.1"),
        ("-0.04", "与时序进度基本持平", "0.0"),
        ("0", "与时序进度持平", "0.0"),
    ],
)
def test_distance_from_the_share_of_the_year_gone_by(distance, words, text):
    assert distance_words(Decimal(distance)) == words
    assert points_cell(Decimal(distance)) == text
