"""Kinds of special equipment in the sample register: varieties, inspection cycles and who owns them.

Class codes follow 特种设备目录 (质检总局公告2014年第114号); the file lists only what the sample uses.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Variety:
    """One 品种 with its class code, 类别, typical models and share within its kind."""

    code: str
    category: str
    name: str
    models: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Kind:
    """One of the eight kinds as the sample register has it.

    Attributes
    ----------
    mark : str
        First character of its registration certificate numbers.
    cycle : int
        Months between periodic inspections.
    in_use : int
        Devices in use on 2021-12-31.
    new, gone : dict of int
        Devices registered and taken out of use in the sample years.
    gone_before : int
        Devices out of use before 2020.
    owners : tuple of str
        业态 of the using units, the most typical first.
    """

    name: str
    mark: str
    unit: str
    cycle: int
    in_use: int
    new: dict[int, int]
    gone: dict[int, int]
    gone_before: int
    owners: tuple[str, ...]
    varieties: tuple[Variety, ...]


KINDS = (
    Kind("锅炉", "锅", "台", 12, 36, {2020: 3, 2021: 2, 2022: 1}, {2020: 4, 2021: 3, 2022: 4}, 6,
         ("化工制造", "纺织服装制造", "食品生产企业", "建材制造"), (
        Variety("1100", "承压蒸汽锅炉", "承压蒸汽锅炉", ("WNS4-1.25-Q", "WNS2-1.0-Q", "SZL6-1.25-S"), 26),
        Variety("1200", "承压热水锅炉", "承压热水锅炉", ("WNS1.4-1.0/95/70-Q",), 6),
        Variety("1320", "有机热载体锅炉", "有机热载体液相炉", ("YYW-1400Y", "YLW-2400M"), 4))),
    Kind("压力容器", "容", "台", 36, 531, {2020: 34, 2021: 38, 2022: 29}, {2020: 12, 2021: 17, 2022: 22}, 25,
         ("化工制造", "机械制造", "食品相关产品制造", "纺织服装制造", "食品生产企业", "建材制造",
          "电子电器制造"), (
        Variety("2170", "固定式压力容器", "第一类压力容器", ("储气罐C-1.0/0.8", "储气罐C-2.0/1.0"), 72),
        Variety("2150", "固定式压力容器", "第二类压力容器", ("反应釜K5000", "液氧储罐CFL-20/0.8"), 22),
        Variety("2130", "固定式压力容器", "第三类压力容器", ("液化气储罐50m³",), 6))),
    Kind("电梯", "梯", "台", 12, 230, {2020: 19, 2021: 21, 2022: 26}, {2020: 1, 2021: 2, 2022: 1}, 3,
         ("物业管理", "宾馆酒店", "区级医院", "商场超市", "电子电器制造"), (
        Variety("3110", "曳引与强制驱动电梯", "曳引驱动乘客电梯", ("TKJ1000/1.75", "TKJ800/1.0"), 78),
        Variety("3120", "曳引与强制驱动电梯", "曳引驱动载货电梯", ("THJ2000/0.5", "THJ3000/0.5"), 13),
        Variety("3310", "自动扶梯与自动人行道", "自动扶梯", ("FT1000/35",), 9))),
    Kind("起重机械", "起", "台", 24, 343, {2020: 22, 2021: 27, 2022: 18}, {2020: 11, 2021: 14, 2022: 21}, 16,
         ("机械制造", "建材制造", "化工制造", "交通运输"), (
        Variety("4110", "桥式起重机", "通用桥式起重机", ("QD16/3.2-22.5A5", "QD32/5-19.5A5"), 34),
        Variety("4170", "桥式起重机", "电动单梁起重机", ("LD5-16.5A3", "LD10-22.5A3"), 48),
        Variety("4210", "门式起重机", "通用门式起重机", ("MG10-18A5",), 14),
        Variety("4860", "升降机", "施工升降机", ("SC200/200",), 4))),
    Kind("场（厂）内专用机动车辆", "车", "辆", 12, 91,
         {2020: 11, 2021: 14, 2022: 17}, {2020: 4, 2021: 6, 2022: 5}, 7,
         ("建材制造", "机械制造", "日用轻工制造", "交通运输", "食品相关产品制造"), (
        Variety("5110", "机动工业车辆", "叉车", ("CPC30", "CPD20", "CPCD35"), 95),
        Variety("5210", "非公路用旅游观光车辆", "观光车", ("GD14-A",), 5))),
    Kind("压力管道", "管", "条", 36, 4, {2020: 0, 2021: 0, 2022: 1}, {2020: 0, 2021: 1, 2022: 0}, 0,
         ("化工制造",), (
        Variety("8310", "工业管道", "工艺管道", ("GC2",), 3),
        Variety("8320", "工业管道", "动力管道", ("GD2",), 1))),
)  # fmt: skip
# metres of the four pipelines in use on 2021-12-31 (14 140 in all), then of the one gone and the new one
PIPE_METRES = (6234.5, 3180.25, 2915.75, 1809.5, 420.0, 1260.8)
USERS_2021 = 126
