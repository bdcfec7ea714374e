"""Numbers are read exactly or set aside with a reason; an approximation never enters a sum."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cell_reading import BAD, cell_note, read
from hypothesis import given
from hypothesis import strategies as st

from workreport.ledgers.values.approximations import bounds
from workreport.ledgers.values.numerals import chinese_number


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
        ("1.0", 1),
        ("1.5", BAD),
        ("三", 3),
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
    ("cell", "value", "message"),
    [
        ("１２", 12, "全角"),
        ("1,234", 1234, "千位"),
        ("1 234", 1234, "千位"),
        ("1\u200b2", 12, "不可见"),
        ("'12", 12, "引号"),
        ("12.00", 12, "小数点"),
        ("三十五", 35, "中文数字读作 35"),
        ("一百二十", 120, "120"),
        ("两千零五", 2005, "2005"),
        ("十二人", 12, "12"),
        ("12人", 12, "人"),
        ("12名", 12, "人"),
        ("3万", 30000, "30000"),
        ("1.5万人", 15000, "15000"),
    ],
)
def test_counts_that_took_reading_are_told_of(cell, value, message):
    assert read(cell, type="integer", unit="人") == value
    note = cell_note(cell, type="integer", unit="人")
    assert note.disposition == "normalised" and message in note.message


@pytest.mark.parametrize("cell", ["12", "-3", " 12 ", "+3", "", "/", "不适用"])
def test_ordinary_cells_are_no_news(cell):
    assert cell_note(cell, type="integer", unit="人") == ("", "")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("3台", "要以“人”计"),
        ("3 5", "不止一个数"),
        ("3、5", "不止一个数"),
        ("—", "不知是零还是未填"),
        ("-", "不知是零还是未填"),
        ("1.2E+05", "科学计数法"),
        ("#DIV/0!", "#DIV/0!"),
        ("#REF!", "错误值"),
        ("#N/A", "错误值"),
        ("#VALUE!", "错误值"),
        ("#NAME?", "错误值"),
        ("####", "错误值"),
        ("2千", "没有写单位"),
        ("二百五", "应为整数"),
        ("三五", "应为整数"),
        ("一二三", "应为整数"),
        ("二两", "应为整数"),
        ("12.5", "应为整数"),
        ("甲", "应为整数"),
    ],
)
def test_counts_that_are_set_aside_say_why(cell, message):
    assert read(cell, type="integer", unit="人") is BAD
    assert message in cell_note(cell, type="integer", unit="人").message


@pytest.mark.parametrize(
    ("cell", "phrase"),
    [
        ("200余", "大于200、小于300"),
        ("40余", "大于40、小于50"),
        ("260余", "大于260、小于270"),
        ("1000余", "大于1000、小于2000"),
        ("1万余", "大于10000、小于20000"),
        ("20多万", "大于200000、小于300000"),
        ("２00余人", "大于200、小于300"),
        ("二十余人", "大于20、小于30"),
        ("十多", "大于10、小于20"),
        ("十几", "大于10、小于20"),
        ("约30", "约为30"),
        ("30左右", "约为30"),
        ("85%以上", "不低于85%"),
        ("超过100", "不低于100"),
        ("≥100", "不低于100"),
        ("近百", "不高于百"),
        ("不足10", "不高于10"),
        ("100以下", "不高于100"),
        ("10-20", "在10与20之间"),
        ("10至20人", "在10与20之间"),
        ("若干", "没有给出数"),
        ("数百", "没有给出数"),
        ("几十", "没有给出数"),
    ],
)
def test_approximations_keep_their_bounds_and_give_no_number(cell, phrase):
    for of in ({"type": "integer", "unit": "人"}, {"type": "number", "unit": "kg"}):
        assert read(cell, **of) is BAD
        message = cell_note(cell, **of).message
        assert "概数" in message and phrase in message


@given(st.integers(-(10**12), 10**12))
def test_no_plain_number_is_taken_for_an_approximation(number):
    assert bounds(str(number)) is None
    assert read(str(number), type="integer") == number


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1.34吨", "kg", "1340"),
        ("1.34 t", "kg", "1340"),
        ("1340千克", "kg", "1340"),
        ("1340公斤", "kg", "1340"),
        ("500克", "kg", "0.5"),
        ("2斤", "kg", "1"),
        ("三吨", "kg", "3000"),
        ("1340kg", "吨", "1.34"),
        ("2公里", "m", "2000"),
        ("1.2km", "m", "1200"),
        ("3千米", "m", "3000"),
        ("350米", "km", "0.35"),
        ("1.5万元", "元", "15000"),
        ("3亿元", "元", "300000000"),
        ("￥1,200.50", "元", "1200.5"),
        ("人民币5元", "元", "5"),
        ("15000元", "万元", "1.5"),
        ("1亿元", "万元", "10000"),
        ("50（万元）", "万元", "50"),
        ("50万人民币", "万元", "50"),
        ("85%", "%", "85"),
        ("８５％", "%", "85"),
    ],
)
def test_units_in_the_cell_are_converted_exactly(cell, unit, value):
    assert read(cell, type="number", unit=unit, decimals=3) == Decimal(value)
    assert cell_note(cell, type="number", unit=unit, decimals=3).disposition == "normalised"


@pytest.mark.parametrize(
    ("cell", "unit", "message"),
    [
        ("1.5升", "kg", "体积单位"),
        ("1.5升", "吨", "不得换算"),
        ("2公里", "kg", "长度单位"),
        ("5元", "kg", "金额单位"),
        ("3万", "万元", "没有写单位"),
        ("三十万", "万元", "没有写单位"),
        ("¥50", "万元", "分不清"),
        ("5²", "kg", "不是可以识别的单位"),
        ("①", "kg", "读不出"),
        ("12美元", "元", "外币"),
        ("3里", "m", "不是可以识别的单位"),
        ("85%", "", "没有规定单位"),
        ("1.5吨", "", "没有规定单位"),
        ("0.5克", "kg", "最多 3 位小数"),
        ("3箱", "kg", "要以“kg”计"),
    ],
)
def test_units_of_another_kind_are_set_aside(cell, unit, message):
    assert read(cell, type="number", unit=unit, decimals=3) is BAD
    assert message in cell_note(cell, type="number", unit=unit, decimals=3).message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0), ("十", 10), ("十二", 12), ("一十二", 12), ("二十", 20), ("一百零五", 105), ("一百一十", 110),
        ("两百", 200), ("两万两千", 22000), ("一万零一", 10001), ("十万", 100000), ("一亿零三", 100000003),
        ("叁佰贰拾", 320), ("二百五", None), ("百", None), ("十百", None), ("三五", None), ("二两", None),
        ("一零", None), ("", None), ("万", None), ("一百五", None), ("二零二一", None),
    ],
)  # fmt: skip
def test_chinese_numerals_are_read_strictly(text, value):
    assert chinese_number(text) == value
