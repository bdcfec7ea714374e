"""What counts as personal data in a text, and that the mark for it tells nothing."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workreport import personal
from workreport.errors import LedgerError
from workreport.personal import BANK, IDENTITY, MASK, MOBILE, NAME, SUSPECTS, look, look_through, masked

# made up: the check digits are right, the regions and ranges belong to nobody
NO_DAY, OLD_ID, PHONE = "990103198002300016", "990103800228001", "13900000000"


def identity(birth: str = "19800228", serial: str = "001", region: str = "990103") -> str:
    """An identity number with a right check digit."""
    first = region + birth + serial
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights, strict=True)) % 11]


def card(digits: str = "620000000000000000") -> str:
    """A card number with a right check digit."""
    doubled = (int(d) * (2 - at % 2) for at, d in enumerate(reversed(digits)))
    return digits + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


WITH_X = next(number for serial in range(999) if (number := identity(serial=f"{serial:03d}")).endswith("X"))


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
    ],
)
def test_personal_data_is_found_and_masked(text: str, kind: str) -> None:
    hit = look(text)
    assert hit is not None and kind in hit.kinds
    assert MASK in hit.masked and masked(text) == hit.masked
    assert not re.search(r"[0-9０-９]{4}|张三|小明|欧阳修|陈一|吐尔逊|Smith", hit.masked)
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
    ],
)
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert look(text) is None and masked(text) == text


def test_the_mark_tells_neither_length_nor_number() -> None:
    assert masked("联系人：张三") == masked("联系人：欧阳小小") == masked("联系人：张三、李四、王五")
    assert masked(PHONE) == masked(f"+86 {PHONE}") == masked(identity()) == MASK


def test_a_column_of_serial_numbers_is_left_alone() -> None:
    numbers = [f"99010320{at:08d}{at % 7:02d}" for at in range(19800101, 19800132)]
    serials = numbers + [str(6200000000000000000 + at) for at in range(200)]
    assert any(look(text) for text in serials), "one in ten has a right check digit by chance"
    assert look_through(serials, codes=True) == {}
    assert set(look_through([*serials, identity(), PHONE, "联系人张三"], codes=True)) >= {PHONE, "联系人张三"}


def test_a_lone_number_in_a_column_of_codes_is_found() -> None:
    codes = [f"示例〔2021〕{at}号" for at in range(50)]
    assert set(look_through([*codes, identity(), PHONE, card()], codes=True)) == {identity(), PHONE, card()}


def test_messages_carry_nothing_personal() -> None:
    error = LedgerError(f"预期“{PHONE}”", where=f"第 3 行 {identity()}", expected="联系人：张三", todo=card())
    assert not re.search(rf"{PHONE}|{identity()}|张三|{card()}", f"{error}{error.message}{error.args}")


NUMBERS = st.sampled_from([identity(), WITH_X, PHONE, card()])
AROUND = st.text("，。 号的abc\n：-", max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(AROUND, NUMBERS), min_size=1, max_size=4), AROUND)
def test_numbers_are_found_among_any_text(parts, tail) -> None:
    text = "".join(f"{words or '，'}，{number}" for words, number in parts) + f"，{tail}"
    for _, number in parts:
        assert number not in masked(text)


@settings(deadline=None)
@given(st.text("0123456789Xx０１９ -－.+()（）联系人：张三李四电话年月日\u200b", max_size=40))
def test_the_quick_look_misses_nothing(text: str) -> None:
    if personal._spans(personal.INVISIBLE.sub("", text)):
        assert any(re.search(pattern, text) for pattern in SUSPECTS)
        assert any(
            pd.Series([text], dtype="str").str.contains(pattern, regex=True).all() for pattern in SUSPECTS
        )
