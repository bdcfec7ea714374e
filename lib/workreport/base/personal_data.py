"""Personal data in text: identity, mobile and bank numbers, names behind words such as 联系人.

Every ledger text is scanned before it is stored or shown, every message before it is displayed.
Each hit is replaced by a fixed mask that reveals neither its length nor the number of items.

- Identity numbers: 18 characters with a birth date and a right check digit (GB 11643—1999), in any
  width, also in groups or with other separators; the 15 digits used before 1999 with a birth date. A unified social credit code
  of digits only is not one.
- Mobile numbers: 11 digits from 13 to 19, with or without +86 or 0, also in groups, or as a float with all digits.
- Bank cards: 16 to 19 digits in a card number range, with a right check digit (ISO/IEC 7812-1).
- Names: after a word for a person, with a known surname or a colon.
- Accounts: a WeChat or QQ name after the word for it.

Digits may be Chinese.

The form or check digit of another kind of number takes precedence: a valid credit code is not a card number, the fraction
of a decimal is not personal, and grouped digits after letters (JC-150-2021-0001) are an identifier. No number spans two lines.
If both readings remain possible, free text is masked; in a column of codes the form decides (``scan_column``).

Landline numbers are not masked: those in ledgers belong to shops and offices.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from workreport.base.identifiers import is_registration_no, is_uscc
from workreport.base.personal_numbers import BANK, IDENTITY, LETTERS, MOBILE, Span, find_personal_numbers

__all__ = [
    "ACCOUNT",
    "BANK",
    "IDENTITY",
    "MASK",
    "MOBILE",
    "NAME",
    "SUSPECTS",
    "Hit",
    "blanked",
    "kinds_by_line",
    "masked",
    "scan_column",
    "scan_text",
]

MASK, BLANK = "【个人信息】", "＊"
NAME, ACCOUNT = "姓名", "网络账号"

WIDE_LETTERS = "".join(chr(ord(letter) + 0xFEE0) for letter in LETTERS)
OTHER_DIGITS = {
    code: str(unicodedata.digit(chr(code)))
    for code in range(0x80, 0x20000)
    if unicodedata.digit(chr(code), 10) < 10
}
"""Wide, circled, raised and other scripts' digits, with the digit that each stands for."""
# normalise width and dashes, one character for one, so that positions stay valid
FLAT = OTHER_DIGITS | str.maketrans(
    "＋－—–‐‑−（）：，＝．／•・\u3000\xa0\t" + WIDE_LETTERS, "+------():,=./··   " + LETTERS
)
ONE_LINE = str.maketrans("\n", " ")
"""For names: the name may be on the line below the role."""
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "0001234567891234567891")
_DIGIT = f"[0-9{''.join(map(chr, CHINESE_DIGITS))}]"
DIGIT_RUNS = re.compile(f"{_DIGIT}(?:[ .,/-]?{_DIGIT}){{10,}}[Xx]?")
WECHAT_NAME = r"[A-Za-z][-_A-Za-z0-9]{5,19}(?![-_A-Za-z0-9])"
ACCOUNTS = re.compile(
    rf"微信(?:(?:账号|帐号|名|号)? *[:=为是] *|(?:账号|帐号|名|号) *| *(?=[-_A-Za-z]+\d))({WECHAT_NAME})"
    rf"|(?<![A-Za-z])(?:[Ww]e[Cc]hat|[Ww]eixin|WX|wx|VX|vx|[VvWw]信)号?(?: *[:=为是] *| +)({WECHAT_NAME})"
    r"|(?<![A-Za-z\d])(wxid_[A-Za-z0-9]+)"
    r"|(?<![A-Za-z])(?:Q ?Q|q ?q|扣扣|企鹅)(?:账号|帐号|号码|号)? *[:=为是]? *(\d{5,11})(?!\d)"
)
"""WeChat names have 6 to 20 characters and begin with a letter, QQ numbers have 5 to 11 digits."""
ROLES = (
    "联系人|联络人|电话联系|经办人|经手人|承办人|投诉举报人|投诉人|举报人|申诉人|来访人|来信人|信访人|消费者|当事人|申请人|"
    "法定代表人|法人代表|法人|负责人|经营者|业主|户主|监护人|家属|受害人|伤者|死者|患者|收件人|签收人|抽样人|抽样人员|检查人员|"
    "办案人员|填表人|填报人|制表人|审核人|复核人|产权人|安全员|安全管理员|发明人|主讲人|姓名|"
    "来电人|反映人|报案人|陈述人|证明人|见证人|询问人|被询问人|委托人|代理人|委托代理人|受理人|登记人|记录人|处理人|办理人|责任人|"
    "检查人|执法人员|采样人|采样人员|采样员|陪同人员|协管员|实际控制人|投资人|股东|店主|店长|摊主|房东|业户|老板|驾驶员|司机|投诉方|举报方"
)
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷"
    "贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵湛汪祁毛狄米贝臧计伏成戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季"
    "贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房缪解应宗丁宣邓洪包左石崔吉龚程邢裴陆荣翁甄靳焦谷车侯全班秋仲"
    "宫宁仇甘厉祖武符刘景詹龙叶司黎溥印白怀蒲赖卓屠池乔闻翟谭申冉桑桂牛边燕尚农温庄晏柴瞿阎慕连习容向古易廖耿满匡寇广欧沃利蔚越"
    "夔隆师巩聂晁敖冷辛简饶曾沙养丰关荆游权盖肖付闫佘覃涂芦麦代曲佟隋苟邸岳帅兰候"
)
HAN = "[\u3400-\u9fff]"
# what may follow a name in running text
AFTER = (
    "(?=[^\u3400-\u9fff]|$|先生|女士|同志|电话|手机|身份证|证件|"
    "称|于|反映|说|来|的|与|和|及|在|到|系|已|要求|因|向|对|表示|就|投诉|举报|等|购)"
)
BY_SURNAME = f"(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|长孙|司徒|司空|令狐|夏侯|端木|百里|南宫|[{SURNAMES}]){HAN}{{1,2}}?{AFTER}"
MORE = rf"(?:[、,/ ] ?{BY_SURNAME})*"
DOTTED = f"{HAN}{{1,6}}(?:·{HAN}{{1,8}})+"
LATIN = r"[A-Za-z]+(?:[ .][A-Za-z]+){0,3}(?![A-Za-z\d])"
# a name after a colon, or with a known surname
NAMES = (
    re.compile(
        rf"(?:{ROLES})(?:\([^()]{{1,6}}\)|\))? *[:=] *((?P<first>{BY_SURNAME}|{DOTTED}|{LATIN}|{HAN}{{2,4}}(?!{HAN}|[:=])|[{SURNAMES}]{HAN}{{2}}){MORE})"
    ),
    re.compile(rf"(?:{ROLES})(?: *[ (,;；、]| *(?:为|是|叫|系))? *((?P<first>{BY_SURNAME}|{DOTTED}){MORE})"),
)
WORDS = re.compile(
    f"{ROLES}|应当|安全|高度|时间|全部|全体|全程|成立|任意|金额|严重|严格|管理|项目|计划|利益|连续|申请|申报|关于|关系|权利|权益|解释|"
    "温度|白酒|黄金|于[当次同今昨].*|时[刻常]|代表.?|无|不详|未知|匿名|同上|本人|没有|.*(中心|公司|附件|人员|签[字名章]|电话|情况|附表|员工|方面)"
)
OFFICES = re.compile(".*[局所科室股处厂店部组队会镇村办]")
"""Not names, unless they begin with a surname."""
SUSPECTS = (
    r"(?:^|[^0-9])(?:[0-9]{11,13}|[0-9]{15,19})(?:[^0-9]|$)|[0-9]{17}[Xx]|1\.[3-9][0-9]{8,9}[eE]|[0-9]{6}[^0-9][0-9]{4}[^0-9]|"
    r"1[3-9][0-9]{1,6}[^0-9]{1,2}[0-9]{3,6}|(?:[0-9][^0-9]){4}|[0-9]{3,6}[^0-9][0-9]{4,8}[^0-9][0-9]{3,4}",
    f"[{''.join(map(chr, OTHER_DIGITS))}\u00ad\u200b-\u200f\u2060-\u2064\ufeff]|{ROLES}|微信|[Ww]e[Cc]hat|[Ww]eixin|Q ?Q|q ?q|扣扣|企鹅|WX|wx|VX|vx|[VvWw]信|{_DIGIT}(?:[ .,/-]?{_DIGIT}){{10}}",
)
"""Cheap prefilter for the scan, valid in both `re` and RE2; two patterns because RE2 is slow with the combined one."""
_SUSPECT = re.compile("|".join(SUSPECTS))


class Hit(NamedTuple):
    """A masked text and the kinds of personal data found in it."""

    masked: str
    kinds: tuple[str, ...]


def masked(text: str) -> str:
    """The text with personal data masked."""
    hit = scan_text(text)
    return hit.masked if hit else text


def personal_spans(text: str) -> list[Span]:
    """Where a text that the office wrote to be read has personal numbers; names in it are meant to be read."""
    return sorted(find_personal_numbers(text.translate(FLAT), code=False))


def numbers_masked(text: str) -> str:
    """A text that the office wrote with personal numbers masked."""
    parts, end = [], 0
    for span in personal_spans(text):
        if span.start >= end:
            parts += [text[end : span.start], MASK]
        end = max(end, span.end)
    return "".join([*parts, text[end:]])


def blanked(text: str) -> str:
    """The text with each character of personal data replaced, so that places in it stay valid.

    For a text whose places are told beside it; anywhere else use ``masked``, which hides the length too.
    """
    if not _SUSPECT.search(text):
        return text
    kept = [at for at, character in enumerate(text) if not INVISIBLE.match(character)]
    characters = list(text)
    for span in _spans("".join(text[at] for at in kept)):
        for at in range(kept[span.start], kept[span.end - 1] + 1):
            characters[at] = characters[at] if characters[at] == "\n" else BLANK
    return "".join(characters)


def scan_text(text: str, *, code: bool = False) -> Hit | None:
    """The masked text and the kinds found; None without personal data.

    With `code`, the text is a cell of a column of identifiers, amounts or dates.
    """
    if not _SUSPECT.search(text):
        return None
    text = INVISIBLE.sub("", text)
    spans = _spans(text, code=code)
    if not spans:
        return None
    parts, end = [], 0
    for span in spans:
        if span.start >= end:
            parts += [text[end : span.start], MASK]
        end = max(end, span.end)
    return Hit("".join([*parts, text[end:]]), tuple(sorted({span.kind for span in spans})))


def kinds_by_line(text: str) -> dict[int, tuple[str, ...]]:
    """Kinds of personal data in a text, by the number of the line where each begins."""
    text = INVISIBLE.sub("", text)
    kinds: dict[int, set[str]] = {}
    for span in _spans(text) if _SUSPECT.search(text) else ():
        kinds.setdefault(text.count("\n", 0, span.start) + 1, set()).add(span.kind)
    return {line: tuple(sorted(of_line)) for line, of_line in kinds.items()}


def scan_column(
    texts: Iterable[str], *, codes: bool = False, odd: Iterable[str] | None = None
) -> dict[str, Hit]:
    """The texts with personal data, each with its ``Hit``.

    Parameters
    ----------
    texts : iterable of str
        The texts of one column.
    codes : bool
        Whether the column holds identifiers, amounts or dates. A serial number may look like a personal
        number: a cell without other words then counts only if most cells of its form are hits, and
        a mobile number, which has no check digit, only if few cells look like one.
    odd : iterable of str, optional
        The texts that match one of ``SUSPECTS``, if known; only these are scanned.
    """
    distinct = list(dict.fromkeys(texts))
    suspect = distinct if odd is None else odd
    hits = {text: hit for text in suspect if (hit := scan_text(text, code=codes))}
    if not codes or not hits:
        return hits
    hits = {text: hit for text, hit in hits.items() if not is_registration_no(_bare(text))}
    forms = Counter(_form(text) for text in distinct if not is_uscc(_bare(text)))
    alike: dict[str, list[str]] = {}
    for text in hits:
        if form := _form(text):
            alike.setdefault(form, []).append(text)
    for form, group in alike.items():
        usual = 2 * len(group) <= forms[form]
        mobile = hits[group[0]].kinds == (MOBILE,) and 2 * len(group) > max(2, len(distinct))
        for text in group if usual or mobile else ():
            del hits[text]
    return hits


def _bare(text: str) -> str:
    """A cell of letters and digits only, without separators; empty for any other."""
    bare = re.sub("[ ._/-]", "", text.translate(FLAT)).upper()
    return bare if bare.isascii() and bare.isalnum() and not bare.isalpha() else ""


def _form(text: str) -> str:
    """Pattern of letters and digits of a bare cell; a final X is a digit."""
    bare = _bare(text)
    return re.sub("[A-Z]", "A", re.sub("[0-9]|(?<=[0-9])X$", "9", bare))


def _spans(text: str, *, code: bool = False) -> list[Span]:
    """Spans of personal data, in order; they may overlap."""
    flat = text.translate(FLAT)
    spans = find_personal_numbers(flat, code=code)
    converted = DIGIT_RUNS.sub(lambda run: run[0].translate(CHINESE_DIGITS), flat)
    if converted != flat:
        spans += find_personal_numbers(converted, code=code)
    if not code:
        spans += [Span(*match.span(match.lastindex), ACCOUNT) for match in ACCOUNTS.finditer(flat)]
    flat = flat.translate(ONE_LINE)
    for pattern in NAMES:
        spans += [Span(*match.span(1), NAME) for match in pattern.finditer(flat) if _is_name(match["first"])]
    return sorted(spans)


def _is_name(text: str) -> bool:
    return not WORDS.fullmatch(text) and (text[0] in SURNAMES or not OFFICES.fullmatch(text))
