"""LG01A visits to enterprises and cooperatives, LG01B the issues they raised."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sampledata.drawing import (
    cover,
    days_between,
    handed_in,
    masked_team,
    once_a_day,
    running,
    up_to,
    year_end,
)
from sampledata.names import masked_person, masked_phone
from sampledata.orgs import ORG_BY_CODE, org_cell
from sampledata.trades import COOP, INDIVIDUAL
from sampledata.workdays import add_workdays
from sampledata.world import Subject, World, rng_for


@dataclass(frozen=True)
class Plan:
    """How many visits and issues a year has.

    ``first_list``, ``second_list`` and ``unlisted`` are (enterprises, visits); the first list is the
    hundred enterprises above designated size and began in 2021. ``issues`` are (collected, solved on site).
    """

    begin: tuple[int, int]
    first_list: tuple[int, int]
    second_list: tuple[int, int]
    unlisted: tuple[int, int]
    coops: tuple[int, int]
    individuals: int
    issues: tuple[int, int]


PLANS = {
    2020: Plan((3, 16), (0, 0), (0, 0), (74, 88), (35, 40), 12, (41, 15)),
    2021: Plan((2, 1), (100, 112), (0, 0), (12, 13), (53, 65), 0, (76, 21)),
    2022: Plan((1, 10), (62, 66), (60, 73), (14, 17), (49, 58), 9, (97, 31)),
}
MONTHS = (4, 9, 14, 12, 10, 9, 7, 7, 9, 7, 7, 5)
FIELDS = ("行政审批", "惠企政策", "服务需求", "要素保障", "融资支持", "质量标准", "监管执法")
FIELD_WEIGHTS = (20, 22, 20, 12, 12, 9, 5)
MODES = ("一线走访", "座谈", "现场感受", "电话")

# what was asked, the kind of issue, and who outside the bureau answers it
TOPICS = (
    ("希望缩短变更登记材料补正时间", "建议", "区行政审批局"),
    ("对惠企政策申报条件不了解，希望上门讲解", "意见", "区工信局"),
    ("厂区外道路破损影响货运", "困难", "区交通运输局"),
    ("流动资金紧张，希望对接银行贷款", "困难", "区金融办"),
    ("旺季招工难，希望组织专场招聘", "困难", "区人社局"),
    ("扩建用地手续办理进度慢", "意见", "区自然资源局"),
    ("希望开展商标注册和质押融资辅导", "建议", ""),
    ("希望得到产品执行标准的技术指导", "建议", ""),
    ("电梯检验排期等待较久", "意见", ""),
    ("反映多部门重复检查", "投诉", ""),
    ("希望帮助申报质量奖项", "建议", ""),
    ("用电增容审批环节多", "意见", "区供电公司"),
    ("冷链仓储不足，农产品保鲜困难", "困难", "区农业农村局"),
    ("许可证延续希望线上提醒", "建议", ""),
)
UPWARD = ("云栖市市场监督管理局", "区政府办公室")


def rows(world: World, year: int) -> dict[str, list[dict]]:
    """Rows of LG01A (one per visit) and LG01B (one per issue) of the year."""
    rng = rng_for("LG01", year)
    visits = _visits(world, year, rng)
    return {"enterprise_visits": visits, "visit_issues": _issues(visits, year, rng)}


def _visits(world: World, year: int, rng: random.Random) -> list[dict]:
    plan = PLANS[year]
    listed = world.scale_enterprises()
    others = [one for one in world.pool(year) if one.is_enterprise and not one.is_scale]
    # the second list and the unlisted share no enterprise
    rng.shuffle(others)
    second, rest = others[:200], others[200:]
    parts: list[tuple[Subject, str, str]] = []
    for pool, counts, batch in (
        (listed, plan.first_list, "第一批"),
        (second, plan.second_list, "第二批"),
        (rest + listed if year == 2020 else rest, plan.unlisted, "名单外"),
    ):
        parts += [(one, "企业", batch) for one in cover(rng, pool, *counts)]
    coops = world.pool(year, groups=(COOP,))
    parts += [(one, "农民专业合作社", "名单外") for one in cover(rng, coops, *plan.coops)]
    shops = world.pool(year, groups=(INDIVIDUAL,))
    parts += [(one, "个体工商户", "名单外") for one in rng.sample(shops, plan.individuals)]
    rng.shuffle(parts)

    days = days_between(rng, len(parts), date(year, *plan.begin), year_end(year), MONTHS)
    made = []
    for number, (day, (subject, ent_type, batch)) in enumerate(
        once_a_day(days, parts, key=lambda part: part[0].uscc), start=1
    ):
        staff_n = rng.choices((1, 2, 3, 4, 6), (2, 55, 28, 11, 4))[0]
        fields = dict.fromkeys(rng.choices(FIELDS, FIELD_WEIGHTS, k=rng.choice((1, 1, 2))))
        # leaders take some of the large ones themselves
        org = "QC01" if subject.is_scale and rng.random() < 0.3 else subject.org_code
        made.append(
            {
                "visit_id": running("ZF", year, number),
                "visit_date": day,
                "org_code": org_cell(rng, org),
                "ent_name": subject.name,
                "uscc": subject.uscc,
                "ent_type": ent_type,
                "is_scale": subject.is_scale,
                "list_batch": batch,
                "visit_mode": rng.choices(MODES, (76, 14, 6, 4))[0],
                "field": list(fields),
                "staff_n": staff_n,
                "staff": masked_team(rng, min(staff_n, 3)),
                "contact": masked_person(rng),
                "phone": masked_phone(rng),
                "has_issue": False,
                "unit": org,
            }
        )
    return made


def _issues(visits: list[dict], year: int, rng: random.Random) -> list[dict]:
    collected, on_site = PLANS[year].issues
    # a visit raises one issue, now and then two
    sources = rng.sample(visits, collected * 4 // 5)
    sources += rng.sample(sources, collected - len(sources))
    modes = ["现场解决"] * on_site + rng.choices(
        ("限期办理", "转办", "上报", "暂无法解决"), (52, 26, 14, 8), k=collected - on_site
    )
    rng.shuffle(modes)
    drafts = []
    for visit, mode in zip(sources, modes, strict=True):
        visit["has_issue"] = True
        raised = visit["visit_date"]
        if rng.random() < 0.15:
            raised = up_to(raised + timedelta(days=rng.randint(1, 4)), year_end(year))
        drafts.append((raised, visit["visit_id"], visit, mode))
    drafts.sort(key=lambda draft: draft[:2])
    made = []
    for number, (raised, visit_id, visit, mode) in enumerate(drafts, start=1):
        text, kind, outside = rng.choice([topic for topic in TOPICS if topic[2] or mode != "转办"])
        own = ORG_BY_CODE[visit["unit"]].short_name
        resp = {"转办": outside, "上报": rng.choice(UPWARD)}.get(mode, own)
        row = {
            "issue_id": running("WT", year, number),
            "visit_id": visit_id,
            "org_code": own,
            "raised_date": raised,
            "issue_type": kind,
            "issue_text": text,
            "handle_mode": mode,
            "resp_org": resp,
        }
        made.append(row | _progress(rng, raised, mode, year))
    for visit in visits:
        del visit["unit"]
    return made


def _progress(rng: random.Random, raised: date, mode: str, year: int) -> dict:
    """Due date, state, closing and feedback as the ledger showed them when it was handed in."""
    feedback = rng.choices(("满意", "基本满意", "不满意", "未回访"), (70, 19, 3, 8))[0]
    if mode == "现场解决":
        return {"due_date": None, "status": "已办结", "closed_date": raised, "feedback": feedback}
    limit = {"限期办理": 15, "转办": 20, "上报": 30, "暂无法解决": 60}[mode]
    row = {"due_date": add_workdays(raised, limit), "status": "在办", "closed_date": None, "feedback": None}
    if mode == "暂无法解决":
        return row | {"status": rng.choice(("挂起", "挂起", "在办"))}
    fate = rng.random()
    if fate < 0.05:
        return row | {"status": "退回"}
    if fate < 0.14:
        # never closed: overdue in the end
        return row | {"status": rng.choices(("在办", "未办"), (4, 1))[0]}
    late = rng.random() < 0.18
    used = limit + rng.randint(2, 25) if late else rng.randint(3, limit)
    closed = add_workdays(raised, used)
    if closed > handed_in(year):
        return row
    return row | {"status": "已办结", "closed_date": closed, "feedback": feedback}
