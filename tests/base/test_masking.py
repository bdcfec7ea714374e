"""What counts as personal data in a text, and that the mark for it tells nothing."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from personal_numbers import IN_FOURS, LIKE_A_CARD, NO_DAY, OLD_ID, PHONE, WITH_X, card, credit_code, identity

from workreport.base import personal_data as personal
from workreport.base.errors import LedgerError
from workreport.base.identifiers import USCC_ALPHABET
from workreport.base.personal_data import (
    ACCOUNT,
    BANK,
    IDENTITY,
    MASK,
    MOBILE,
    NAME,
    SUSPECTS,
    kinds_by_line,
    masked,
    scan_column,
    scan_text,
)

CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
OTHER_DIGITS = ("⓪①②③④⑤⑥⑦⑧⑨", "٠١٢٣٤٥٦٧٨٩", "⁰¹²³⁴⁵⁶⁷⁸⁹", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (identity(), IDENTITY),
        (f"身份证{identity()}号", IDENTITY),
        (WITH_X.lower(), IDENTITY),
        (f"{WITH_X[:6]} {WITH_X[6:14]} {WITH_X[14:]}", IDENTITY),
        (f"1 {WITH_X[:6]}-{WITH_X[6:14]}-{WITH_X[14:]}", IDENTITY),
        (WITH_X.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")), IDENTITY),
        (OLD_ID, IDENTITY),
        (PHONE, MOBILE),
        (f"来电{PHONE}反映", MOBILE),
        ("+86 139-0000-0000", MOBILE),
        ("(0086)13900000000", MOBILE),
        ("8613900000000", MOBILE),
        ("139 000 00000", MOBILE),
        ("139.0000.0000", MOBILE),
        ("1 3 9 0 0 0 0 0 0 0 0", MOBILE),
        ("１３９００００００００", MOBILE),
        ("139\u200b0000\u200b0000", MOBILE),
        (card(), BANK),
        (card("621700000000000"), BANK),
        ("卡号" + " ".join(card("621700000000000")[at : at + 4] for at in range(0, 16, 4)), BANK),
        ("联系人：张三", NAME),
        ("联系人张三13900000000", NAME),
        ("经办人 李小明，已答复", NAME),
        ("投诉人王小明反映短斤少两", NAME),
        ("投诉人：王小明买了手机", NAME),
        ("法定代表人为欧阳修", NAME),
        ("负责人（签字）：陈一", NAME),
        ("联系人：买买提·吐尔逊", NAME),
        ("联系人：John Smith", NAME),
        ("电话联系张三，", NAME),
        ("来电人王小明称未收到货", NAME),
        ("执法人员：张三、王小明", NAME),
        ("股东张三，", NAME),
        ("联系人：\n张三", NAME),
        ("电话1.13900000000 2.13900000001", MOBILE),
        ("13900000000.0", MOBILE),
        ("TEL-139-0000-0000", MOBILE),
        ("tel-86-139-0000-0000", MOBILE),
        ("李Bob-139 0000 0000", MOBILE),
        ("JC13900000000", MOBILE),
        (f"5.{identity()}", IDENTITY),
        (f"{IN_FOURS} 6 件", BANK),
        (f"5. 事项，{IN_FOURS}\n6. 事项", BANK),
        *((mark.join((WITH_X[:6], WITH_X[6:14], WITH_X[14:])), IDENTITY) for mark in ".,/_"),
        *(
            (mark.join((WITH_X[:6], WITH_X[6:10], WITH_X[10:12], WITH_X[12:14], WITH_X[14:])), IDENTITY)
            for mark in "-./"
        ),
        *((mark.join(WITH_X), IDENTITY) for mark in ".,/·"),
        *((mark.join(WITH_X[at : at + 4] for at in range(0, 18, 4)), IDENTITY) for mark in " -.,/_·"),
        *((IN_FOURS.replace("-", mark), BANK) for mark in " ./_·／"),
        *((f"139{mark}0000{mark}0000", MOBILE) for mark in "_·•／"),
        *(
            (PHONE.translate(dict(zip(range(48, 58), digits, strict=True))), MOBILE)
            for digits in OTHER_DIGITS
        ),
        (f"证号{WITH_X.translate(CHINESE)}，", IDENTITY),
        (identity().translate(FORMAL), IDENTITY),
        (PHONE.translate(CHINESE), MOBILE),
        ("幺三九 零零零零 零零零零", MOBILE),
        ("一三九0000零零零零", MOBILE),
        (f"第一{PHONE}", MOBILE),
        ("139/0000/0000", MOBILE),
        (f"0{PHONE}", MOBILE),
        ("0139-0000-0000", MOBILE),
        (f"tel{PHONE}x", MOBILE),
        ("1.3900000001E+10", MOBILE),
        ("1.390000001e10", MOBILE),
        ("微信号：wang_1234", ACCOUNT),
        ("加微信wang1234联系", ACCOUNT),
        ("VX wang-1234", ACCOUNT),
        ("wxid_a1234", ACCOUNT),
        ("QQ号 12345678", ACCOUNT),
        ("qq12345678，", ACCOUNT),
        ("扣扣12345678", ACCOUNT),
        ("weixin: wang1234", ACCOUNT),
        ("V信 wang1234", ACCOUNT),
    ],
)
def test_personal_data_is_found_and_masked(text: str, kind: str) -> None:
    hit = scan_text(text)
    assert hit is not None and kind in hit.kinds
    assert MASK in hit.masked and masked(text) == hit.masked
    assert not re.search(
        r"[0-9０-９]{4}|张三|小明|欧阳修|陈一|吐尔逊|Smith|[一二三四五六七八九零〇]{4}|(?i:wang)|1234",
        hit.masked,
    )
    assert masked(hit.masked) == hit.masked


@pytest.mark.parametrize(
    "text",
    [
        "91990103MA1D4MMB20",
        "统一社会信用代码91990103MA069W4T1W的企业",
        "19901032021010200001",
        "ZL202110123456.7",
        "JY13603020000012",
        "XC21360302123456789",
        "2021-01-02 08:51",
        "150 2021-03-05",
        "120 130 140 150 160 170",
        "0799-6660000",
        "12315",
        NO_DAY,
        identity()[:17] + ("1" if identity()[17] != "1" else "2"),
        "13900000000000",
        "投诉人要求退款",
        "负责人未到场，责令改正",
        "负责人高度重视安全",
        "联系人：办公室",
        "执法人员现场检查，店主不在",
        "老板应当在场",
        "司机全程陪同",
        "房东于当日到场",
        "法人：晴川公司",
        "填表人：　　审核人：　　填报日期：",
        "联系人：华**",
        "131****0000",
        LIKE_A_CARD,
        f"某协会（{LIKE_A_CARD}），已核",
        *(mark.join(LIKE_A_CARD[at : at + 4] for at in range(0, 18, 4)) for mark in " -."),
        "分别为3,400,5,200,6,100,7,000件",
        LIKE_A_CARD.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        "JC-150-2021-0001",
        "检查编号JC-150-2021-0001，已办结",
        "A.139.0000.0000",
        "0.442662530607328",
        "116.3974281234",
        "131.12345678",
        "131.12345678,45.990103800228001",
        "经度116.13900000000",
        "CN201220249767.4",
        "13900\n000000",
        ".".join((NO_DAY[:6], NO_DAY[6:14], NO_DAY[14:])),
        "100,200,190,012,310,045",
        "JC/150/2021/0001",
        "1.39E+10",
        "010-39000000",
        "二〇二一年一月一日",
        "一一二二三三四四五五六六",
        "微信公众号abcdefg",
        "微信Android客户端",
        "QQ群里反映",
        "案号WX20210001",
        "型号VX12345678",
    ],
)
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert scan_text(text) is None and masked(text) == text


def test_the_mark_tells_neither_length_nor_number() -> None:
    assert masked("联系人：张三") == masked("联系人：欧阳小小") == masked("联系人：张三、李四、王五")
    assert masked(PHONE) == masked(f"+86 {PHONE}") == masked(identity()) == MASK


def test_a_column_of_serial_numbers_is_left_alone() -> None:
    numbers = [f"99010320{at:08d}{at % 7:02d}" for at in range(19800101, 19800132)]
    serials = numbers + [str(6200000000000000000 + at) for at in range(200)]
    assert any(scan_text(text) for text in serials), "one in ten has a right check digit by chance"
    assert scan_column(serials, codes=True) == {}
    assert set(scan_column([*serials, identity(), PHONE, "联系人张三"], codes=True)) >= {PHONE, "联系人张三"}


def test_a_lone_number_in_a_column_of_codes_is_found() -> None:
    codes = [f"示例〔2021〕{at}号" for at in range(50)]
    assert set(scan_column([*codes, identity(), PHONE, card()], codes=True)) == {identity(), PHONE, card()}


@pytest.mark.parametrize(
    "codes",
    [
        ["JC-150-2021-0001"],
        ["JC15020210001"],
        ["15020210001JC"],
        ["2021-150-2021-0001"],
        ["150-2021-0001-2"],
        ["JC-150.2021.0001"],
        [f"{office}-2021-{at:04d}" for office in (110, 120, 130, 140, 150) for at in range(9)],
        [f"Q{office}/2021{at:04d}" for office in (110, 120, 130, 140, 150) for at in range(9)],
        [LIKE_A_CARD],
    ],
)
def test_the_form_of_a_code_says_what_it_is(codes: list[str]) -> None:
    assert scan_column(codes, codes=True) == {}


@pytest.mark.parametrize("text", ["TEL13900000000", "tel-139-0000-0000", "139-0000-0000", "某店A13900000000"])
def test_a_telephone_number_among_codes_is_none_of_them(text: str) -> None:
    codes = [f"JC-150-2021-{at:04d}" for at in range(50)]
    assert set(scan_column([*codes, text], codes=True)) == {text}


def test_messages_carry_nothing_personal() -> None:
    error = LedgerError(f"预期“{PHONE}”", where=f"第 3 行 {identity()}", expected="联系人：张三", todo=card())
    assert not re.search(rf"{PHONE}|{identity()}|张三|{card()}", f"{error}{error.message}{error.args}")


CODES = st.builds(
    credit_code,
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(["11990103", "52990103", "62990103", "91990103", "93990119"]),
            st.text("0123456789", min_size=9, max_size=9) | st.text(USCC_ALPHABET, min_size=9, max_size=9),
        ),
    ),
).filter(
    lambda code: not code[:17].isdigit() or scan_text(code) is None or scan_text(code).kinds != (IDENTITY,)
)
PERSONS = st.one_of(
    st.builds("1{:d}{:09d}".format, st.integers(3, 9), st.integers(0, 999_999_999)),
    st.builds(
        identity,
        st.dates(dt.date(1920, 1, 1), dt.date(2020, 12, 31)).map(lambda day: f"{day:%Y%m%d}"),
        st.integers(0, 999).map("{:03d}".format),
        st.integers(110101, 659999).map(str),
    ),
    st.integers(10**12, 10**13 - 1).map(lambda digits: card(f"62{digits}")),
)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "电话 ", "5. 事项，", "卡号："]),
        st.tuples(PERSONS, st.just(True)) | st.tuples(CODES, st.just(False)),
        st.sampled_from(["", "，", " 6 件"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(LINES)
def test_on_lines_of_their_own_numbers_of_persons_are_masked_and_codes_stay(lines) -> None:
    text = "\n".join(f"{before}{number}{after}" for before, (number, _), after in lines)
    wanted = "\n".join(
        f"{before}{MASK if personal else number}{after}" for before, (number, personal), after in lines
    )
    assert masked(text) == wanted
    assert set(kinds_by_line(text)) == {at for at, (_, (_, personal), _) in enumerate(lines, 1) if personal}


@settings(deadline=None)
@given(
    st.lists(st.text("，。：. -/6张三联系人13900000000", max_size=30) | PERSONS | CODES, max_size=6), CODES
)
def test_what_is_told_is_masked(parts: list[str], code: str) -> None:
    text = "\n".join([*parts, f"（{code}）"])
    hit, found = scan_text(text), kinds_by_line(text)
    assert (hit is None) == (not found) == (masked(text) == text)
    assert {kind for kinds in found.values() for kind in kinds} == set(hit.kinds if hit else ())
    assert code in masked(text)


NUMBERS = st.sampled_from([identity(), WITH_X, PHONE, card()])
AROUND = st.text("，。 号的abc\n：-", max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(AROUND, NUMBERS), min_size=1, max_size=4), AROUND)
def test_numbers_are_found_among_any_text(parts, tail) -> None:
    text = "".join(f"{words or '，'}，{number}" for words, number in parts) + f"，{tail}"
    for _, number in parts:
        assert number not in masked(text)


@settings(deadline=None)
@given(
    st.text(
        "0123456789Xx０１９ -－.,/_+E()（）联系人：张三李四电话年月日一三九〇零幺微信号QQwxid\u200b",
        max_size=40,
    )
)
def test_the_quick_look_misses_nothing(text: str) -> None:
    if personal._spans(personal.INVISIBLE.sub("", text)):
        assert any(re.search(pattern, text) for pattern in SUSPECTS)
        assert any(
            pd.Series([text], dtype="str").str.contains(pattern, regex=True).all() for pattern in SUSPECTS
        )


@pytest.mark.parametrize(
    "text", [f"手机\u200b{PHONE}，", f"联系人：\n张三丰\n电话{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}"]
)
def test_blanking_keeps_places_and_lines(text):
    blanked = personal.blanked(text)
    assert len(blanked) == len(text) and scan_text(blanked) is None
    assert [at for at, character in enumerate(text) if character == "\n"] == [
        at for at, character in enumerate(blanked) if character == "\n"
    ]
    assert personal.blanked("共收到50件") == "共收到50件"


def test_rights_are_no_name():
    assert scan_text("维护消费者权益，受理投诉50件") is None
