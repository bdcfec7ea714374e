"""Numbers written in Chinese characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workreport.base.chinese_numerals import chinese
from workreport.drafts.numerals import number, two_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十一", 21),
        ("一百零五", 105),
        ("三百五", 350),
        ("两千零二十一", 2021),
        ("两千肆佰", 2400),
        ("一万五千", 15000),
        ("一万五", 15000),
        ("十二万零三", 120003),
        ("一亿二千万", 120_000_000),
    ],
)
def test_numbers_are_read(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "百", "万", "一二三", "十十", "百千", "一万万", "五十四五", "零零"])
def test_what_writes_no_number_is_none(text):
    assert number(text) is None


@given(st.integers(min_value=1, max_value=99))
def test_numbers_of_chapters_are_read_back(value):
    assert number(chinese(value)) == value


@pytest.mark.parametrize(
    ("text", "pair"),
    [("两三", (2, 3)), ("三五", (3, 5)), ("二三十", (20, 30)), ("十二三", (12, 13)), ("三四百", (300, 400))],
)
def test_estimates_name_two_numbers(text, pair):
    assert two_numbers(text) == pair


@pytest.mark.parametrize("text", ["三二", "二五", "十二", "二十"])
def test_other_digits_are_no_estimate(text):
    assert two_numbers(text) is None
