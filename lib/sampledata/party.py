"""LG18: party study, service projects, posts, awards, rapid-test rooms."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sampledata.names import masked_person
from sampledata.orgs import org_cell
from sampledata.workdays import next_workday, seeded_dates
from sampledata.world import World, rng_for

STAFF = {2020: 84, 2021: 86, 2022: 88}


@dataclass(frozen=True)
class Plan:
    """How many items of each kind a year has."""

    study: int
    seminars: int
    lectures: int
    projects: int
    projects_done: int
    posts: int
    nominated: int
    province: int
    city: int


PLANS = {
    2020: Plan(5, 1, 1, 12, 11, 15, 2, 4, 9),
    2021: Plan(7, 1, 2, 20, 18, 24, 3, 6, 12),
    2022: Plan(9, 2, 2, 15, 13, 31, 4, 7, 15),
}
# rapid-test rooms by year: unit, day of completion
LABS = {
    2020: (),
    2021: (("QC01", date(2021, 5, 28)), ("QC13", date(2021, 8, 20)), ("QC14", date(2021, 9, 30))),
    2022: (("QC15", date(2022, 7, 8)), ("QC16", date(2022, 11, 4))),
}
LAB_NAMES = {"QC01": "局机关", "QC13": "上浦分局", "QC14": "下浦分局", "QC15": "云溪分局", "QC16": "青禾分局"}
PROJECTS = ("延时服务窗口", "免费刻章到家", "老旧小区电梯问诊", "农贸市场公平秤", "校园食堂明厨亮灶", "家庭过期药品回收",
            "食品快检进社区", "计量器具免费检定", "商标注册上门辅导", "企业开办帮办代办", "消费维权站建设", "小作坊提升帮扶",
            "特种设备安全公开课", "专利申报辅导", "营商环境走访日", "放心消费示范街", "加油机惠民检定", "药店远程审方",
            "个体工商户年报代办", "农资打假下乡")  # fmt: skip


def rows(world: World, year: int) -> dict[str, list[dict]]:
    """The year's items by date."""
    rng = rng_for("LG18", year)
    plan = PLANS[year]
    made = (
        _study(rng, year, plan)
        + _projects(rng, year, plan)
        + _awards(rng, world, year, plan)
        + _labs(rng, year)
    )
    made.sort(key=lambda row: (row["item_date"], row["item_kind"], row["name"]))
    for number, row in enumerate(made, start=1):
        row["item_id"] = f"DJ{year}{number:03d}"
    return {"party_affairs": made}


def _item(rng: random.Random, kind: str, name: str, day: date, unit: str = "QC01", **more: object) -> dict:
    return {
        "item_kind": kind,
        "name": name,
        "item_date": day,
        "org_code": org_cell(rng, unit, odd=0.1),
    } | more


def _study(rng: random.Random, year: int, plan: Plan) -> list[dict]:
    staff = STAFF[year]
    made = []
    for kind, count, name in (
        ("集中学习", plan.study, "党组（扩大）专题学习"),
        ("研讨", plan.seminars, "学习研讨会"),
        ("党课", plan.lectures, "专题党课"),
    ):
        for number, day in enumerate(seeded_dates(rng, year, count, off_day=0), start=1):
            attended = staff - rng.randint(2, 9)
            item = _item(rng, kind, f"{name}第{number}期", day, attended=attended, expected=staff)
            made.append(item | {"speaker": masked_person(rng) if kind == "党课" else None})
    quiz = _item(rng, "知识竞赛", "全局知识答题", date(year, 6, 24), attended=staff, expected=staff)
    made.append(quiz)
    for number, day in enumerate(seeded_dates(rng, year, plan.posts, off_day=0.1), start=1):
        made.append(
            _item(
                rng,
                "信息稿",
                f"为民办实事信息第{number}篇",
                day,
                link=f"https://example.invalid/{year}/{number}",
            )
        )
    return made


def _projects(rng: random.Random, year: int, plan: Plan) -> list[dict]:
    names = PROJECTS[: plan.projects]
    done = set(rng.sample(names, plan.projects_done))
    made = []
    for name in names:
        listed = next_workday(date(year, 3, 1) + timedelta(days=rng.randint(0, 90)))
        if name in done:
            finished = listed + timedelta(days=rng.randint(40, (date(year, 12, 24) - listed).days))
            made.append(_item(rng, "办实事项目", name, listed, project_status="办结", done_date=finished))
        else:
            made.append(_item(rng, "办实事项目", name, listed, project_status="在办"))
    return made


def _awards(rng: random.Random, world: World, year: int, plan: Plan) -> list[dict]:
    makers = [firm for firm in world.scale_enterprises() if firm.section == "C"]
    made = []
    for place, firm in enumerate(rng.sample(makers, plan.nominated)):
        won = place == 0
        made.append(
            _item(
                rng, "市长质量奖", f"推荐{firm.name}申报市长质量奖", date(year, 4, 20), ent_name=firm.name, uscc=firm.uscc,
                award_level="市级", award_result="获评" if won else "落选", result_date=date(year, 9, 17),
                doc_no=f"云府字〔{year}〕36号" if won else None,
            )
        )  # fmt: skip
    firms = rng.sample([firm for firm in world.scale_enterprises()], plan.province + plan.city)
    for place, firm in enumerate(firms):
        level, day = ("省级", date(year, 8, 12)) if place < plan.province else ("市级", date(year, 6, 10))
        office = "云麓市监函" if level == "省级" else "云市监函"
        made.append(
            _item(
                rng, "重合同守信用", f"{firm.name}公示为{level}重合同守信用单位", day, ent_name=firm.name, uscc=firm.uscc,
                award_level=level, award_result="获评", result_date=day, doc_no=f"{office}〔{year}〕{18 + len(level)}号",
            )
        )  # fmt: skip
    return made


def _labs(rng: random.Random, year: int) -> list[dict]:
    return [
        _item(
            rng, "快检室建设", f"{LAB_NAMES[unit]}标准化快检室", done - timedelta(days=70), unit,
            project_status="办结", done_date=done,
        )
        for unit, done in LABS[year]
    ]  # fmt: skip
