"""The words by which numbers are related, on text folded to one script and full-width punctuation."""

from __future__ import annotations

import re

_FOLDED = str.maketrans(
    ",;:()!?．﹑︰總計與億萬結佔長減貢獻內類個項別為從較幾兩餘僅雙幅間單達這裡裏時",
    "，；：（）！？.、：总计与亿万结占长减贡献内类个项别为从较几两余仅双幅间单达这里里时",
)
_READING = re.compile(r"\([A-Za-zÀ-ɏ]+\)")
"""The pronunciation that stands in brackets behind a character."""


def folded(text: str) -> str:
    """The text with the same length in simplified function words and full-width punctuation."""
    return _READING.sub(lambda match: "\0" * len(match[0]), text).translate(_FOLDED)


SENTENCE_END = "。！？\n"
CLAUSE_END = "，；：。！？（）()\n“”"

_UP = "增长|增加|增至|上升|上涨|提高|提升|多出|净增|走高|增|升|涨|多|扩大"
_DOWN = "下降|下滑|减少|降低|回落|缩减|收窄|减|降|跌|少|低"
_HANGERS = "(?:了|约|近|超过|超|达到|达|为|是|有|分别|依次|各|各自|：|\\s)*$"
SHARE = re.compile(r"(?:占|比重|份额|占比|相当于)[^，；]*$|^(?:约?为).*的$")
CHANGE = re.compile(rf"(?:{_UP}|{_DOWN}|[增升涨降减跌]幅|增速|增长率|幅度|同比|环比|变动|增减){_HANGERS}")
DIFFERENCE = re.compile(rf"(?:{_UP}|{_DOWN})(?:了|约|近|：|\s)*$")
COMPARED = re.compile(r"比|较|同比|环比|净增|净减")
FALL = re.compile(rf"(?:{_DOWN}|[降减跌]幅){_HANGERS}")
RATE = re.compile(rf"(?:率|率[^，；]{{0,3}}){_HANGERS}")
LAST_YEAR = re.compile(r"上年|去年|同比|同期|前年|上一年")
LAST_PERIOD = re.compile(r"上月|环比|上季|上期|上一季|上周")
EARLIER = re.compile(r"上年|去年|前年|上一年|上月|上季|上期|上周|同期")
GROWN_FROM = re.compile(r"(?:由|从)[^，；]*$")
GROWN_TO = re.compile(
    r"^[\s\0]*(?:大幅|猛|陡)?(?:增|减|升|降|涨|跌|增加|减少|上升|下降|提高|增长|扩大)(?:至|到)"
)
ONE_TOTAL = re.compile(
    r"共计|合计|总计|总共|一共|总数|总量|共有|相加|加在一起|合在一起|之和|小计|共(?!同|享|青|建|产|治|商)"
)
ALTOGETHER = re.compile(r"(?:共计|合计|总计|总共|一共|相加|加在一起|两者共|小计)[^，；]{0,4}$")
INCOMPLETE = re.compile(
    r"其中|前[一二三四五六七八九十\d两]+|主要|居前|较多|集中|排名|为主|突出|热点|居多|最多的|包括"
)
OTHERS = re.compile(r"其[他它余]")
LIST_MARK = re.compile(r"[、和与及]")
_NAME_NOISE = re.compile(
    r"^(?:其中|另有|以及|和|与|及|、|的|在|里|中|是|为|有|则|共|又|再|从|按|且|而|则|所|全年|全月|本月|当月|本年|今年|全省|全市|全县|全区|全州)+"
    r"|(?:共计|合计|总计|总共|分别|依次|一共|达到|已有|共有|各有|各为|件数|数量|总数|总量|为|有|是|达|共|各|计|约|的|了|在|到|至|近|超过|总|\d+)+$"
)


def trimmed(label: str) -> str:
    """The naming words of a label, without the words that hand it over to its number."""
    label = re.sub(r"[\s\0“”\"]", "", label)
    while True:
        shorter = _NAME_NOISE.sub("", label)
        if shorter == label:
            return label
        label = shorter


def names_in(text: str) -> list[str]:
    """The names of a list: split at 、, 和, 与 and 及."""
    return [name for name in (trimmed(part) for part in LIST_MARK.split(text)) if name]


def count_of(text: str) -> int:
    """A small whole number in figures or Chinese."""
    if text.isdigit():
        return int(text)
    digits = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
    head, ten, tail = text.partition("十")
    if ten:
        return digits.get(head, 1) * 10 + digits.get(tail, 0)
    return digits.get(text, 0)


def names_alike(one: str, other: str) -> bool:
    """Whether two names are of one thing: one holds the other, or they begin with the same characters."""
    one, other = (re.sub(r"[\s\0、，及和与]", "", each) for each in (one, other))
    if len(one) < 2 or len(other) < 2:
        return one == other and bool(one)
    return one in other or other in one or one[:2] == other[:2]
