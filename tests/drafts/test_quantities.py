"""Numbers of a text: their class, value, unit and what the words allow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workreport.drafts.model import DATE, LAW, NAME, ORDINAL, OTHER, PHONE, QUANTITY, DraftText, Token
from workreport.drafts.quantities import tokens_of

NAMES = ("12315", "3·15")


def read(text: str) -> tuple[Token, ...]:
    return tokens_of(DraftText.of("稿", text), NAMES)


def quantities(text: str) -> list[tuple[str, str]]:
    return [(str(token.value), token.unit) for token in read(text) if token.kind == QUANTITY]


def classes(text: str) -> list[tuple[str, str]]:
    return [(token.text, token.kind) for token in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共抽查１，２３４批次，占９５．６％", [("1234", "批次"), ("95.6", "%")]),
        ("金额1,234.5万元、3.2亿元", [("1234.5", "万元"), ("3.2", "亿元")]),
        ("总额1亿3000万元", [("13000", "万元")]),
        ("年内共 1 200 家", [("1200", "家")]),
        ("提高0.4个百分点，增长-2.45%，升幅+3%", [("0.4", "个百分点"), ("-2.45", "%"), ("3", "%")]),
        (
            "死亡率0.3‰，浓度3.5微克/立方米，总长14.14km",
            [("0.3", "‰"), ("3.5", "微克/立方米"), ("14.14", "km")],
        ),
        ("两家企业、十二项制度、两千肆佰余户", [("2", "家"), ("12", "项"), ("2400", "户")]),
        ("一万五千份、三十万元、一百零五人", [("15000", "份"), ("30", "万元"), ("105", "人")]),
        ("百分之三十五点六，千分之三，五分之二", [("35.6", "%"), ("3", "‰"), ("0.4", "")]),
        ("五大热点、六大类、五市、两部分", [("5", "大热点"), ("6", "大类"), ("5", "市"), ("2", "部分")]),
        ("增长一倍，下降二成，目前三家停业", [("1", "倍"), ("2", "成"), ("3", "家")]),
        ("抽检4.6批次/千人，得分85.6分，3分局", [("4.6", "批次/千人"), ("85.6", "分"), ("3", "")]),
        ("7大类150批次", [("7", "大类"), ("150", "批次")]),
        ("80家(户)，260余台（套）", [("80", "家(户)"), ("260", "台（套）")]),
        ("專利2.5萬件，產(chǎn)值3億元，36戶", [("2.5", "萬件"), ("3", "億元"), ("36", "戶")]),
        ("手机APP2579件，GDP439亿元", [("2579", "件"), ("439", "亿元")]),
        ("信访509，占(4.16)，队伍四个方向", [("509", ""), ("4.16", ""), ("4", "个")]),
        ("受理12315件，增长3.15万元", [("12315", "件"), ("3.15", "万元")]),
        ("咨询2020件，其他2022家", [("2020", "件"), ("2022", "家")]),
        ("统一两级、唯一三家", [("2", "级"), ("3", "家")]),
        ("3家电商、5名优秀者、3次日常检查", [("3", "家"), ("5", "名"), ("3", "次")]),
        ("新增12家居用品，509升幅", [("12", ""), ("509", "")]),
        ("由2起增至10起", [("2", "起"), ("10", "起")]),
    ],
)
def test_values_and_units_are_read_as_printed(text, expected):
    assert quantities(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "一律统一安排，第一时间处置，一般不受理，万一发生，十分重要，进一步，一次性餐盒",
        "几十户、数百家、上百人、千家万户、千方百计，同期，上年同月",
        "二类医疗器械，大陆三资企业，一家烤肉店，百姓，唯一，逐一",
        "工业品、农副产品、日用品",
    ],
)
def test_words_that_count_nothing_are_no_tokens(text):
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("200余家", "201", "299"),
        ("260余台", "261", "269"),
        ("1万余件", "1.0001", "1.9999"),
        ("3万多人", "3.0001", "3.9999"),
        ("千余人次", "1001", "1999"),
        ("十几家", "11", "19"),
        ("近200家", "150", "200"),
        ("约3.5万人", "3.45", "3.55"),
        ("20人左右", "15", "25"),
        ("85%以上", "85", "Infinity"),
        ("超过300户", "300", "Infinity"),
        ("不超过3天", "0", "3"),
        ("不足100户", "0", "99"),
        ("3-5家", "3", "5"),
        ("3%—5%", "3", "5"),
        ("十至二十家", "10", "20"),
        ("两三个", "2", "3"),
        ("二三十人", "20", "30"),
        ("十五六户", "15", "16"),
    ],
)
def test_bounds_are_what_the_words_allow(text, low, high):
    (token,) = read(text)
    assert (token.low, token.high) == (Decimal(low), Decimal(high))
    assert not token.is_exact


@pytest.mark.parametrize("text", ["附近3家", "近五年", "签约20人", "3家", "23.50%"])
def test_other_words_leave_a_number_exact(text):
    (token,) = read(text)
    assert token.is_exact


def test_scale_measure_and_decimals_stand_beside_the_unit():
    (token,) = read("罚款3.20万元")
    assert (token.measure, token.scale, token.decimals, token.amount) == ("元", 10000, 2, 32000)


def test_a_ratio_has_no_value_of_its_own():
    (token,) = read("三者之比为22.8:38.8:38.4")
    assert (token.text, token.kind, token.unit, token.value) == ("22.8:38.8:38.4", QUANTITY, "比", None)


@pytest.mark.parametrize(
    "text",
    [
        "2021年8月",
        "8月份",
        "2021-08-26 15:33",
        "2021.8.26",
        "1—8月",
        "1至9月",
        "一季度",
        "第二季度",
        "前三季度",
        "2023年上半年",
        "2023上半年",
        "2016-2020年",
        "2018年—2022年",
        "2023年6月21日20时40分",
        "二〇二一年八月三十日",
        "20XX年X月1日",
        "2022年6 月",
        "2013年末",
        "十四五",
        "6月22日",
        "1、2月份",
        "前8个月",
    ],
)
def test_dates_and_periods_are_one_token(text):
    assert classes(f"截至{text}，") == [(text, DATE)]


def test_two_dates_joined_by_a_word_are_two():
    assert classes("2020年1月1日至12月31日") == [("2020年1月1日", DATE), ("12月31日", DATE)]


@pytest.mark.parametrize(
    ("text", "token", "kind"),
    [
        ("一、概况", "一、", ORDINAL),
        ("工商局一、概况", "一、", ORDINAL),
        ("（一）数量", "（一）", ORDINAL),
        ("1.总量", "1.", ORDINAL),
        ("附件：\n1、名单", "1、", ORDINAL),
        ("①检查", "①", ORDINAL),
        ("做得好，二是加强宣传", "二是", ORDINAL),
        ("排第二。", "第二", ORDINAL),
        ("位列前三名", "前三名", ORDINAL),
        ("见表1", "表1", ORDINAL),
        ("按照第二十条第（一）项", "第二十条第（一）项", LAW),
        ("依据国发〔2021〕3号执行", "国发〔2021〕3号", LAW),
        ("总局20号令", "20号令", LAW),
        ("按GB/T 15834—2011写", "GB/T 15834—2011", LAW),
        ("电话：0500-3456789", "0500-3456789", PHONE),
        ("致电0500-××××××××", "0500-××××××××", PHONE),
        ("全国12315平台", "12315", NAME),
        ("“3.15”晚会", "3.15", NAME),
        ("第二产业", "第二产业", NAME),
        ("三品一械安全", "三品一械", NAME),
        ("“五个融合”", "五个融合", NAME),
        ("4/5G基站", "4/5G", NAME),
        ("二级及以上医院", "二级及以上", NAME),
        ("索引号 117700004455661238/2025-00019", "117700004455661238/2025-00019", OTHER),
        ("图片1.png", "图片1.png", OTHER),
        ("每百万人口", "每百万人口", OTHER),
    ],
)
def test_numbers_that_count_nothing_have_their_class(text, token, kind):
    assert classes(text) == [(token, kind)]


@pytest.mark.parametrize(
    "text",
    ["2024某局承担任务", "某县统计公报 2022", "总体方案（2021）"],
)
def test_a_year_may_lack_its_word(text):
    assert [token.kind for token in read(text)] == [DATE]


@pytest.mark.parametrize("text", ["2022", "甲 35 2022 12", "甲类 | 2022 | 35", "合计2022，", "2022件"])
def test_a_count_may_look_like_a_year(text):
    assert {token.kind for token in read(text)} == {QUANTITY}


def test_a_half_width_full_stop_ends_a_sentence_and_no_number():
    text = "共12件.三类有9件.2022年排第二.2.下步打算.98家整改"
    assert [(token.text, token.kind) for token in read(text) if token.kind != QUANTITY] == [
        ("2022年", DATE),
        ("第二", ORDINAL),
        ("2.", ORDINAL),
    ]
    assert quantities(text) == [("12", "件"), ("3", "类"), ("9", "件"), ("98", "家")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends_of_either_kind_bound_cells(line_end):
    text = line_end.join(["编号", "单位", "1", "甲所", "2", "乙所", "合计", "20"])
    assert quantities(text) == [("20", "")]


def test_a_list_number_stands_before_a_year():
    assert classes("附件：1.2023年数据") == [("1.", ORDINAL), ("2023年", DATE)]


def test_serial_numbers_and_years_of_a_table_are_no_quantities():
    text = "序号\t单位\t2020\t2021\n1\t甲所\t120\t1\n2\t乙所\t20\t2"
    assert [(token.text, token.kind) for token in read(text) if token.kind != QUANTITY] == [
        ("2020", DATE),
        ("2021", DATE),
        ("1", ORDINAL),
        ("2", ORDINAL),
    ]
    assert quantities(text) == [("120", ""), ("1", ""), ("20", ""), ("2", "")]


def test_serial_numbers_are_found_where_each_cell_has_its_own_line():
    cells = ["编号", "单位", "件数"]
    for number, count in enumerate((7, 3, 2), start=1):
        cells += [str(number), "甲乙丙"[number - 1] + "所", str(count)]
    assert quantities("\n\n".join(cells)) == [("7", ""), ("3", ""), ("2", "")]


def test_line_breaks_inside_a_number_are_bridged():
    text = "全年检查各类经营单位一批，共检查80\n3家次，责令当场改正的问题也有126\n个，其余限期整改。"
    tokens = read(text)
    assert [(str(token.value), token.unit, token.line) for token in tokens] == [
        ("803", "家次", 1),
        ("126", "个", 2),
    ]
    assert tokens[0].text == "80\n3家次"


def test_line_breaks_between_cells_and_before_years_stay():
    assert quantities("服装\n12\n3件") == [("12", ""), ("3", "件")]
    text = "全年检查各类经营单位一批，合计12\n2022年另行统计"
    assert classes(text) == [("12", QUANTITY), ("2022年", DATE)]


def test_a_number_that_the_end_cuts_off_is_no_quantity():
    rows = "".join(f"单位{name} | 30 | 20 | 10% |\n" for name in "甲乙丙丁戊己庚辛壬癸" * 2)
    assert classes(f"{rows}单位子 | 40 | 2")[-1] == ("2", OTHER)
    assert classes(f"{rows}单位子 | 40 | 2 | 3")[-1] == ("3", QUANTITY)


@given(
    st.text(alphabet="0123456789.,，:%-/年月日号第一二两三十百千万亿余多件家个（）()、。“”\n A", max_size=60)
)
def test_every_digit_lies_in_exactly_one_token(text):
    tokens = read(text)
    covered = [at for token in tokens for at in range(token.start, token.end)]
    assert len(covered) == len(set(covered))
    assert {at for at, character in enumerate(text) if character.isdigit()} <= set(covered)
    for token in tokens:
        assert text[token.start : token.end] == token.text
        assert token.value is None or token.low <= token.high
