"""LG17: publicity, training and media, with the totals of each year laid down by event."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sampledata.names import masked_person
from sampledata.orgs import org_cell
from sampledata.workdays import next_workday, seeded_dates
from sampledata.world import World, rng_for

# (month, day), theme, lines, kind, title, large, quantities
FOOD_EVENTS = {
    2020: (
        ((3, 13), "3·15", "食品、消保", "现场宣传", "消费者权益日食品安全咨询", True,
         {"leaflets": 2600, "banners": 22, "boards": 4, "consultations": 310}),
        ((6, 17), "食品安全周", "食品", "现场宣传", "食品安全宣传周启动活动", True,
         {"leaflets": 3800, "banners": 35, "boards": 5, "consultations": 420}),
        ((9, 8), "你送我检", "食品", "现场宣传", "食用农产品快检进社区", False,
         {"leaflets": 900, "banners": 8, "consultations": 130}),
    ),
    2021: (
        ((3, 15), "3·15", "食品、消保、质量", "现场宣传", "消费者权益日广场咨询", True,
         {"leaflets": 4200, "banners": 31, "boards": 5, "consultations": 462}),
        ((6, 9), "食品安全周", "食品", "现场宣传", "食品安全宣传周启动仪式", True,
         {"leaflets": 5100, "banners": 34, "boards": 6, "consultations": 518}),
        ((9, 16), "你送我检", "食品", "现场宣传", "节前食品安全广场宣传", True,
         {"leaflets": 2400, "banners": 12, "boards": 2, "consultations": 203}),
        ((6, 22), "食品安全周", "食品", "现场宣传", "食品安全法规进校园", False,
         {"leaflets": 960, "banners": 7, "consultations": 64}),
        ((11, 11), "日常", "食品", "现场宣传", "农村集体聚餐安全提示", False,
         {"leaflets": 800, "banners": 5, "consultations": 41}),
    ),
    2022: (
        ((3, 15), "3·15", "食品、消保、质量", "现场宣传", "消费者权益日线上线下咨询", True,
         {"leaflets": 3600, "banners": 26, "boards": 5, "consultations": 388}),
        ((6, 15), "食品安全周", "食品", "现场宣传", "食品安全宣传周主场活动", True,
         {"leaflets": 6300, "banners": 41, "boards": 8, "consultations": 642}),
        ((9, 7), "你送我检", "食品", "现场宣传", "你送我检进商超", True,
         {"leaflets": 2200, "banners": 14, "boards": 3, "consultations": 255}),
        ((10, 26), "日常", "食品", "现场宣传", "校园周边食品安全宣传", False,
         {"leaflets": 1500, "banners": 11, "consultations": 97}),
    ),
}  # fmt: skip
# films by day, training sessions as (month, day, person-times, persons)
FILMS = {
    2020: ((6, 20), (12, 1)),
    2021: ((3, 20), (6, 10), (10, 8)),
    2022: ((3, 18), (6, 16), (8, 30), (12, 6)),
}
TRAININGS = {
    2020: ((5, 21, 68, 61), (10, 22, 84, 77)),
    2021: ((4, 22, 92, 88), (7, 15, 81, 76), (11, 18, 73, 70)),
    2022: ((4, 20, 96, 90), (7, 20, 104, 97), (11, 16, 88, 81)),
}
# 打传: leaflets, banners and cards of each event
PYRAMID_EVENTS = {
    2020: ((4200, 5, 6), (6100, 6, 4), (5300, 7, 5)),
    2021: ((5600, 4, 5), (7200, 6, 6), (6400, 5, 4), (5900, 4, 5), (6700, 6, 6)),
    2022: ((6800, 6, 9), (7400, 7, 8), (5200, 5, 7), (6100, 6, 8)),
}
# 打传 media: outdoor (platforms, days, times each), television (stations, days, times each), official account
PYRAMID_MEDIA = {
    2020: ((10, 20, 2), (1, 15, 60), 1),
    2021: ((15, 30, 2), (1, 30, 150), 2),
    2022: ((18, 30, 3), (1, 30, 120), 3),
}
SMS = {2020: (31, 27, 24), 2021: (42, 37, 29, 28), 2022: (51, 46, 40, 38)}
OTHER_EVENTS = (
    ((4, 23), "知产周", "知产", "讲座", "知识产权宣传周专题讲座"),
    ((4, 26), "知产周", "知产", "现场宣传", "知识产权进园区"),
    ((6, 28), "日常", "药械", "讲座", "药品经营质量管理讲座"),
    ((9, 9), "质量月", "质量", "现场宣传", "质量月现场咨询"),
    ((9, 24), "质量月", "质量", "讲座", "质量提升大讲堂"),
    ((10, 14), "药品月", "药械", "现场宣传", "安全用药月广场宣传"),
    ((11, 5), "特设日", "特设", "现场宣传", "电梯安全进小区"),
    ((11, 23), "日常", "特设", "培训", "特种设备安全管理人员培训"),
)


def rows(world: World, year: int) -> dict[str, list[dict]]:
    """The year's events by date; sums over them are the report's publicity figures."""
    rng = rng_for("LG17", year)
    made = _food(rng, year) + _pyramid(rng, year) + _others(rng, year)
    made.sort(key=lambda row: (row["event_date"], row["title"]))
    for number, row in enumerate(made, start=1):
        row["event_id"] = f"XC{year}{number:03d}"
    return {"publicity": made}


def _event(
    rng: random.Random,
    day: date,
    theme: str,
    lines: str,
    kind: str,
    title: str,
    quantities: dict,
    large: bool = False,
) -> dict:
    return {
        "event_date": day,
        "org_code": org_cell(rng, rng.choice(("QC01", "QC01", "QC11", "QC13", "QC14"))),
        "theme": theme,
        "lines": lines.split("、"),
        "kind": kind,
        "title": title,
        "is_large": large,
        "estimated": "估算" if quantities.get("leaflets", 0) >= 5000 else "实数",
        "sign_in": f"{masked_person(rng)}等" if "trainee_times" in quantities else None,
    } | quantities


def _food(rng: random.Random, year: int) -> list[dict]:
    made = [
        _event(rng, date(year, *day), theme, lines, kind, title, quantities, large)
        for day, theme, lines, kind, title, large, quantities in FOOD_EVENTS[year]
    ]
    for number, day in enumerate(FILMS[year], start=1):
        shown = {"films": 1, "media_kind": "电子显示屏", "media_name": "晴川融媒（示例）"}
        shown |= {"media_n": 1, "media_days": 15, "times_each": 45, "times_total": 45}
        start = date(year, *day)
        title = f"食品安全公益短片第{number}期"
        made.append(
            _event(rng, start, "日常", "食品", "媒体投放", title, shown) | {"end_date": _end(start, 15)}
        )
    for month, day, times, persons in TRAININGS[year]:
        counts = {"trainee_times": times, "trainees": persons}
        made.append(
            _event(rng, date(year, month, day), "日常", "食品", "培训", "食品安全管理人员培训考核", counts)
        )
    return made


def _end(start: date, days: int) -> date:
    return start + timedelta(days=days - 1)


def _pyramid(rng: random.Random, year: int) -> list[dict]:
    counts = PYRAMID_EVENTS[year]
    days = seeded_dates(rng, year, len(counts), (0, 0, 8, 6, 9, 9, 4, 4, 9, 6, 3, 0), off_day=0)
    made = []
    for number, (day, (leaflets, banners, cards)) in enumerate(zip(days, counts, strict=True), start=1):
        quantities = {"leaflets": leaflets, "banners": banners, "cards": cards}
        made.append(_event(rng, day, "打传", "竞争", "现场宣传", f"打击传销宣传第{number}场", quantities))
    outdoor, television, issues = PYRAMID_MEDIA[year]
    media = (("户外广告平台", "城区户外屏（示例）", outdoor), ("电视电台", "晴川电视台（示例）", television))
    for place, (kind, name, (stations, span, each)) in enumerate(media):
        start = date(year, 5 + 2 * place, 10)
        bought = {"media_kind": kind, "media_name": name, "media_n": stations, "media_days": span}
        bought |= {"times_each": each, "times_total": stations * each, "end_date": _end(start, span)}
        made.append(_event(rng, start, "打传", "竞争", "媒体投放", f"打击传销公益短片（{kind}）", bought))
    for number in range(1, issues + 1):
        shown = {"media_kind": "微信公众号", "media_name": "晴川市监（示例）", "issues_n": 1}
        day = next_workday(date(year, 3 * number, 12))
        made.append(_event(rng, day, "打传", "竞争", "公众号", f"识别传销陷阱第{number}期", shown))
    return made


def _others(rng: random.Random, year: int) -> list[dict]:
    made = []
    for (month, day), theme, line, kind, title in OTHER_EVENTS:
        if kind == "现场宣传":
            quantities = {"leaflets": rng.randint(400, 2200), "banners": rng.randint(2, 9),
                          "consultations": rng.randint(40, 160)}  # fmt: skip
        else:
            persons = rng.randint(35, 90)
            quantities = {"trainee_times": persons, "trainees": persons}
        made.append(_event(rng, next_workday(date(year, month, day)), theme, line, kind, title, quantities))
    for month, count in zip((3, 5, 8, 11), SMS[year], strict=False):
        day = next_workday(date(year, month, 18))
        sent = {"sms_n": count}
        made.append(_event(rng, day, "走访服务", "服务企业", "短信", "走访回访意见征集短信", sent))
    return made
