"""A report with bound numbers for tests; each number has a colour of its own, by which a test knows where it truly stands."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from word_fixture import paragraph, run, word_file

from workreport.drafts.bound.bound_number import BoundNumber, Source
from workreport.drafts.bound.word_bindings import Placed, bound_copy
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.reading.word_xml import PLACES, W, WordPackage

BODY = """\
关于2021年市场监督管理工作情况的报告
区人民政府：
2021年，我局以迎检和保安全为主线，全年检查各类市场主体{13610户次}，{同比增长22.9%}；立案查处违法案件{405件}，罚没款{152.36万元}，受理群众诉求{4010件}，按期办结率{98.7%}。现将有关情况报告如下。
一、主要工作
（一）食品安全监管
一是开展食品监督抽检{1361批次}，同比{增长12.4%}，其中不合格{12批次}，不合格率{0.9%}，12批次均已核查处置完毕。二是检查食品生产企业{96家次}、食品销售单位{2210户次}、餐饮服务单位{3402户次}，发出责令改正通知书{318份}。
三是推进{六大类}重点食品专项整治，出动执法人员{1.3万余}人次，查扣不合格食品{212.5}公斤，约谈企业{12}家。学校食堂“互联网+明厨亮灶”覆盖率达到{100%}。
全年开展宣传活动12场次，发放资料1.2万份；组织应急演练2次。
（二）特种设备安全监管
全区在用特种设备{5120台}，其中电梯{3316台}、锅炉{42台}、起重机械{405台}。全年检查使用单位{860家次}，发现隐患{127处}，整改率{96.1%}，下达监察指令书{31份}，未发生特种设备安全事故。
电梯应急处置平台接到困人报警{212起}，较上年{减少15起}，平均到场时间12分钟，解救被困人员{351人}。
（三）药械化监管
检查药品零售企业{186家次}、医疗器械经营企业{96家次}、化妆品经营单位{212户次}，立案{15件}，移送公安机关{2件}。药品抽检{120批次}，完成率{100%}。
监测上报药品不良反应报告{640份}，完成年度任务的{106.7%}；医疗器械不良事件报告{210份}，完成年度任务的{105.0%}。
（四）消费维权
12315平台受理投诉{2860件}、举报{1150件}，投诉办结{2790件}，按时办结率{99.2%}，为消费者挽回经济损失{86.42万元}。投诉量居前三位的是餐饮服务{512件}、一般食品{405件}、服装鞋帽{231件}，占全部投诉的{40.1%}。
其中职业索赔类举报{415件}，占举报总量的{36.1%}，比上年{下降3.2个百分点}。
（五）登记注册和信用监管
新登记市场主体{6120户}，{同比增长8.3%}，其中企业{2210户}、个体工商户{3890户}、农民专业合作社{20户}。企业开办平均用时0.5个工作日。
年报公示率{93.4%}，列入经营异常名录{312户}，移出{96户}。双随机抽查{157户}，已出报告{150户}，公示率{95.5%}。
（六）知识产权和质量
有效发明专利{1210件}，每万人口发明专利拥有量{3.16件}，新增注册商标{1866件}，办理专利侵权纠纷案件{12件}。
计量器具检定{4120台件}，定量包装抽查{60批次}，产品质量监督抽查{212批次}，不合格{15批次}，不合格率{7.1%}。
二、各分局情况
"""
BRANCH = (
    "{name}检查市场主体{{{0}户次}}，发现问题{{{1}个}}，责令改正{{{2}家}}，立案{{{3}件}}，受理投诉{{{4}件}}。"
)
BRANCHES = ("城东分局", "城西分局", "城南分局", "城北分局", "开发区分局", "河口分局")
END = """\
三、存在问题
一是基层执法力量不足，全局在编执法人员{86人}，人均监管市场主体{512户}。二是抽检不合格食品处置周期偏长，平均{31.5天}，有{12批次}超过60天。三是老旧电梯{405台}使用年限超过15年，更新改造资金缺口较大。
四、下一步打算
明年计划完成食品监督抽检1400批次，检查特种设备使用单位900家次，确保不发生12起以上同类问题。
附件：1.数据册
2021年12月31日"""
MARK = re.compile(r"\{([^{}]*)\}")
NUMBERS = (
    (1120, 31, 12, 6, 212), (986, 31, 12, 5, 198), (1204, 42, 15, 6, 240),
    (860, 12, 12, 2, 96), (1542, 57, 20, 9, 310), (405, 12, 5, 2, 60),
)  # fmt: skip
"""Numbers of the sub-bureaus, some of which are equal."""


def report_lines() -> list[str]:
    """The paragraphs, bound numbers in braces."""
    branches = [BRANCH.format(*numbers, name=name) for name, numbers in zip(BRANCHES, NUMBERS, strict=True)]
    return [*BODY.splitlines(), *branches, *END.splitlines()]


ROWS = [["分局", "检查", "立案"], ["城东分局", "{1120}", "{6}"], ["城西分局", "{986}", "{5}"]]

WIDTH = 2500
GRID = "<w:tblGrid>" + f'<w:gridCol w:w="{WIDTH}"/>' * 3 + "</w:tblGrid>"


@cache
def report() -> tuple[bytes, tuple[Placed, ...]]:
    """The file without bindings, with its numbers split into runs as Word does, and where its bound numbers stand."""
    colours = iter(range(1, 1000))
    body = "".join(paragraph(*_runs(line, colours)) for line in report_lines())
    rows = "".join(f"<w:tr>{''.join(_cell(text, colours) for text in row)}</w:tr>" for row in ROWS)
    raw = word_file(f"{body}<w:tbl><w:tblPr/>{GRID}{rows}</w:tbl>{paragraph()}", styles="")
    read = read_word(raw, "正文", "正文.docx")
    placed = [
        (start, end, BoundNumber(f"wr_{colour:04d}", Source(f"t.f{colour}"), read.text.text[start:end]))
        for colour, [(start, end)] in coloured(read).items()
    ]
    return raw, tuple(placed)


def bound_report() -> bytes:
    """The file with its numbers bound."""
    raw, placed = report()
    return bound_copy(read_word(raw, "正文", "正文.docx"), placed, period="2021")


def reread(raw: bytes) -> ReadFile:
    return read_word(raw, "正文", "正文.docx")


def coloured(read: ReadFile) -> dict[int, list[tuple[int, int]]]:
    """By colour the ranges of characters that have it, in the order of the text."""
    assert read.word is not None
    package = WordPackage(read.word.raw, "正文.docx")
    nodes = {name: list(package.tree(name).iter(*PLACES)) for name in {one.part for one in read.word.pieces}}
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for piece in read.word.pieces:
        around = next(nodes[piece.part][piece.node].iterancestors(f"{W}r"), None)
        colour = None if around is None else around.find(f"{W}rPr/{W}color")
        value = "" if colour is None else colour.get(f"{W}val", "")
        if not value.startswith("AA"):
            continue
        ranges = found[int(value[2:], 16)]
        if ranges and ranges[-1][1] == piece.start:
            ranges[-1] = (ranges[-1][0], piece.end)
        else:
            ranges.append((piece.start, piece.end))
    return dict(found)


def colour(number: int) -> str:
    return f'<w:color w:val="AA{number:04X}"/>'


def _runs(line: str, colours) -> list[str]:
    """The runs of a paragraph; a number of several characters is split in the middle."""
    runs = []
    for at, part in enumerate(MARK.split(line)):
        if not part:
            continue
        if at % 2 == 0:
            runs.append(run(part))
            continue
        formatting = colour(next(colours))
        half = len(part) // 2
        runs += [run(piece, formatting) for piece in (part[:half], part[half:]) if piece]
    return runs


def _cell(text: str, colours) -> str:
    content = _runs(text, colours)
    return f'<w:tc><w:tcPr><w:tcW w:w="{WIDTH}" w:type="dxa"/></w:tcPr>{paragraph(*content)}</w:tc>'
