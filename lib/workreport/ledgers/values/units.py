"""Units in a cell: exact conversion to the field's unit, never to another kind."""

from __future__ import annotations

import re
from fractions import Fraction

from workreport.ledgers.values.cells import Unreadable

SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
SCALE = re.compile("(百万|千万|[百千万亿])?(.*)", re.DOTALL)
MASS, LENGTH, VOLUME, MONEY, SHARE = "质量", "长度", "体积", "金额", "比例"
UNITS: dict[str, tuple[str, Fraction]] = {
    **dict.fromkeys(("吨", "t"), (MASS, Fraction(1000))),
    **dict.fromkeys(("公斤", "kg"), (MASS, Fraction(1))),
    **dict.fromkeys(("斤", "市斤"), (MASS, Fraction(1, 2))),
    **dict.fromkeys(("克", "g"), (MASS, Fraction(1, 1000))),
    **dict.fromkeys(("毫克", "mg"), (MASS, Fraction(1, 10**6))),
    **dict.fromkeys(("公里", "km"), (LENGTH, Fraction(1000))),
    **dict.fromkeys(("米", "m"), (LENGTH, Fraction(1))),
    **dict.fromkeys(("厘米", "cm"), (LENGTH, Fraction(1, 100))),
    **dict.fromkeys(("毫米", "mm"), (LENGTH, Fraction(1, 1000))),
    **dict.fromkeys(("立方米", "m3"), (VOLUME, Fraction(1000))),
    **dict.fromkeys(("升", "公升", "l"), (VOLUME, Fraction(1))),
    **dict.fromkeys(("毫升", "ml"), (VOLUME, Fraction(1, 1000))),
    **dict.fromkeys(
        ("元", "元整", "圆", "圆整", "块", "元人民币", "人民币", "人民币元"), (MONEY, Fraction(1))
    ),
    "%": (SHARE, Fraction(1)),
    "‰": (SHARE, Fraction(1, 10)),
    # each currency is a kind of its own: no rate is known
    **{
        name: (f"外币（{name}）", Fraction(1))
        for name in (
            "美元",
            "欧元",
            "日元",
            "港元",
            "港币",
            "英镑",
            "澳元",
            "加元",
            "韩元",
            "瑞郎",
            "新元",
            "新台币",
        )
    },
}
SAME = {
    "名": "人",
    "位": "人",
    "户": "家",
    "户次": "家次",
    "项": "个",
    "处": "个",
    "台套": "台",
    "台/套": "台",
}
"""Words that count the same things."""
COUNTS = set("人户家件个台套份条块张期天次项批辆部枚宗起篇场所处瓶箱袋只支桶盒包捆") | {
    "人次", "户次", "家次", "批次", "台次", "件次", "台套", "车次", "名", "位",
}  # fmt: skip


def converted(number: Fraction, scale: str, unit: str, wanted: str, title: str) -> Fraction:
    """Convert a number with its unit to the field's unit.

    Parameters
    ----------
    scale, unit : str
        Scale and unit after the number: 万 and 元; either may be empty.
    wanted : str
        The field's unit; empty for a field without one.

    Raises
    ------
    Unreadable
        If the unit is unknown, of another kind, or ambiguous.
    """
    if not unit:
        return _unnamed(number * SCALES[scale], scale, wanted)
    if not wanted:
        raise Unreadable(f"带有单位“{scale}{unit}”，而{title}没有规定单位，请只填数字")
    if (times := ratio(scale + unit, wanted)) is not None:
        return number * times
    given, own = _kind(unit), measure(wanted)
    if given and own:
        raise Unreadable(f"“{unit}”是{given[0]}单位，{title}要填{own[0]}（{wanted}），不得换算")
    if given or unit in COUNTS:
        raise Unreadable(f"单位是“{unit}”，{title}要以“{wanted}”计")
    raise Unreadable(f"数字后面的“{unit}”不是可以识别的单位，请只填以“{wanted}”计的数字")


def is_scaled(unit: str) -> bool:
    """Whether a unit includes a scale: with 万元, a bare 万 may belong to the number or the unit."""
    return unit[:1] in tuple("百千万亿")


def no_unit_behind(scale: str) -> Unreadable:
    return Unreadable(f"“{scale}”之后没有写单位，读法不止一种，请写成数字")


def _unnamed(number: Fraction, scale: str, wanted: str) -> Fraction:
    if scale and (not wanted or is_scaled(wanted) or scale not in ("万", "亿")):
        raise no_unit_behind(scale)
    return number


def ratio(unit: str, wanted: str) -> Fraction | None:
    """How many of the wanted unit one unit is: 10000 for 万份 in 份; None if it cannot be converted."""
    given, own = measure(unit), measure(wanted)
    if given or own:
        return given[1] / own[1] if given and own and given[0] == own[0] else None
    (scale, base), (own_scale, own_base) = _scaled(unit), _scaled(wanted)
    same = SAME.get(base, base) == SAME.get(own_base, own_base)
    return Fraction(SCALES[scale], SCALES[own_scale]) if same and base else None


def is_unit(text: str) -> bool:
    """Whether a text is only a unit, with or without brackets: （吨）, 万元, 人次, 万份."""
    bare = text.strip("()（）[]【】 ").removeprefix("单位").lstrip(":：")
    return bool(bare) and (_scaled(bare)[1] in COUNTS or measure(bare) is not None)


def _kind(unit: str) -> tuple[str, Fraction] | None:
    return UNITS.get(unit) or UNITS.get(unit.lower())


def measure(unit: str) -> tuple[str, Fraction] | None:
    """Kind of a unit and its factor to the base unit; None for counts and unknown words."""
    if kind := _kind(unit):
        return kind
    scale, base = _scaled(unit)
    kind = _kind(base)
    return (kind[0], kind[1] * SCALES[scale]) if kind else None


def _scaled(unit: str) -> tuple[str, str]:
    """The scale of a unit, empty for none, and the unit without it."""
    scale, base = SCALE.fullmatch(unit).groups()
    return scale or "", base
