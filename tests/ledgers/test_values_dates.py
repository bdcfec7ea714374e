"""Dates are read where they can mean one day; the rest says what is missing or in doubt."""

from __future__ import annotations

import pandas as pd
import pytest
from cell_reading import BAD, cell_note, read
from hypothesis import given
from hypothesis import strategies as st


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
        "202103", "210305", "44260", "05/03/2021", "2021-03-05至2021-03-06", "待定", "2021-00-05",
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
    "cell",
    [
        "20210305", "2021年3月5号", "2021.3.5.", "二〇二一年三月五日", "二零二一年三月五日", "二○二一年三月五日",
        "2021-03-05 星期五", "2021年3月5日（周五）", "2021-03-05 09:30", "2021年3月5日9时30分", "2021-03-05 下午3点",
        "2021-03-05 上午", "2021-03-05T14:30:59", "5-Mar-2021", "Mar 5, 2021", "March 5 2021", "２０２１－０３－０５",
        "\u200e2021-03-05", "'2021-03-05", "2021-03-05 周五 9:30", "2021 年 3 月 5 日", "2021、3、5", "2021。3。5",
        "2021—03—05", "2021 03 05", "2021\\3\\5", "20210305143000", "202103051430",
    ],
)  # fmt: skip
def test_dates_that_took_reading_are_told_of(cell):
    assert read(cell, type="date") == pd.Timestamp(2021, 3, 5)
    assert cell_note(cell, type="date").disposition == "normalised"


@pytest.mark.parametrize("cell", ["2021-03-05", "2021/3/5", "2021.3.5", "2021年3月5日", " 2021-03-05 ", ""])
def test_ordinary_dates_are_no_news(cell):
    assert cell_note(cell, type="date") == ("", "")


@pytest.mark.parametrize(
    ("cell", "day"), [("25/3/2021", (2021, 3, 25)), ("3/25/2021", (2021, 3, 25)), ("5/5/2021", (2021, 5, 5))]
)
def test_day_and_month_before_the_year_where_only_one_order_is_possible(cell, day):
    assert read(cell, type="date") == pd.Timestamp(*day)
    assert "只有一种读法" in cell_note(cell, type="date").message


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("5/3/2021", "2021-03-05 或 2021-05-03"),
        ("13/13/2021", "没有这一天"),
        ("2021-02-30", "没有这一天"),
        ("20210230", "没有这一天"),
        ("二〇二一年二月三十日", "没有这一天"),
        ("'21.3.5", "两位"),
        ("21.3.5", "两位"),
        ("3月5日", "缺年份"),
        ("3.5", "缺年份"),
        ("2021-3", "缺日"),
        ("2021年3月", "缺日"),
        ("2021", "缺日"),
        ("44260", "1904 年制为 2025-03-06"),
        ("2021-03-05至2021-03-06", "不止一个日期"),
        ("2021-03-05、2021-03-06", "不止一个日期"),
        ("2021-03-05 星期四", "对不上"),
        ("0021-03-05", "不合情理"),
        ("2201-03-05", "不合情理"),
        ("#N/A", "错误值"),
        ("2021-03-05 25:00", "没有这一天或这一刻"),
        ("待定", "应为日期"),
        ("2021、3、5、6", "应为日期"),
        ("2021.3、5", "应为日期"),
        ("2021 13 05", "没有这一天"),
    ],
)
def test_dates_that_are_set_aside_say_why(cell, message):
    assert read(cell, type="date") is BAD
    assert message in cell_note(cell, type="date").message


@pytest.mark.parametrize(("epoch", "day"), [(1900, (2021, 3, 5)), (1904, (2025, 3, 6))])
def test_day_numbers_follow_the_workbook(epoch, day):
    assert read("44260", epoch=epoch, type="date") == pd.Timestamp(*day)
    assert f"{epoch} 年制" in cell_note("44260", epoch=epoch, type="date").message
    assert read("44260.5", epoch=epoch, type="datetime") == pd.Timestamp(*day, 12)
    assert read("12345", epoch=epoch, type="date") is BAD, "1933 is in no ledger"


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("2021-03-05 下午 3:05", (15, 5)),
        ("2021-03-05 上午9:05", (9, 5)),
        ("2021-03-05 3:05 PM", (15, 5)),
        ("2021-03-05 12:05 AM", (0, 5)),
        ("2021年3月5日14时30分", (14, 30)),
        ("20210305 14:30", (14, 30)),
        ("2021-03-05T14:30:00+08:00", (14, 30)),
    ],
)
def test_moments_as_people_type_them(cell, clock):
    assert read(cell, type="datetime") == pd.Timestamp(2021, 3, 5, *clock)


@given(st.dates(min_value=pd.Timestamp(1900, 1, 1).date(), max_value=pd.Timestamp(2199, 12, 31).date()))
def test_any_day_survives_every_form_with_the_year_first(day):
    for form in (
        f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d} 星期{'一二三四五六日'[day.weekday()]}",
    ):  # fmt: skip
        assert read(form, type="date") == pd.Timestamp(day)


@given(st.text(alphabet="0123456789年月日-/. :Tt一二〇十", max_size=16))
def test_no_text_is_read_as_a_day_that_it_does_not_show(text):
    value = read(text, type="date")
    if value not in (BAD, None):
        digits = "".join(c for c in text if c.isascii() and c.isdigit())
        assert str(value.year) in digits or "年" in text
