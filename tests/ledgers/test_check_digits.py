"""Check digits of credit codes and patent numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workreport.base.identifiers import USCC_ALPHABET, is_old_registration_no, is_patent_no, is_uscc

GOOD_USCC = ["91360399MA00000050", "91110000600037341L", "91350100M000100Y43"]
"""The first has check value 31, which is written 0; the last is the example of GB 32100—2015."""


@pytest.mark.parametrize("code", GOOD_USCC)
def test_good_credit_codes(code):
    assert is_uscc(code)


@pytest.mark.parametrize(
    "code",
    [
        "91360399MA00000051", "91110000600037341K", "91350100M000100Y34", "91350100M000100Y4", "91350100M000100Y433",
        "91350100m000100y43", "9135O100M000100Y43", "", "/", "个体工商户无代码的十八个汉字占位文",
    ],
)  # fmt: skip
def test_bad_credit_codes(code):
    assert not is_uscc(code)


@given(st.sampled_from(GOOD_USCC), st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_character_is_always_seen(code, place, character):
    wrong = code[:place] + character + code[place + 1 :]
    assert is_uscc(wrong) == (wrong == code)


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("360399210000123", True), ("12345678-9", True), ("MA12345X7", True), ("36039921000012", False),
        ("晴川云杉机械制造厂", False), ("一二三四五六七八九十一二三四五", False), ("", False),
    ],
)  # fmt: skip
def test_numbers_from_before_2015(text, old):
    assert is_old_registration_no(text) == old


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("202010000012.X", True), ("ZL202010000012.X", True), ("zl202010000012x", True),
        ("CN201220249767.4", True), ("CN201220249767.5", False), ("202010000012.8", False),
        ("20201000001.9", False), ("", False), ("专利申请中", False),
    ],
)  # fmt: skip
def test_patent_numbers(number, good):
    assert is_patent_no(number) == good


def test_patent_check_value_ten_is_written_x():
    numbers = [f"2021{serial:08d}" for serial in range(200)]
    ends = {n: [c for c in "0123456789X" if is_patent_no(f"{n}.{c}")] for n in numbers}
    assert all(len(found) == 1 for found in ends.values())
    assert ["X"] in ends.values()
