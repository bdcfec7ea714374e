"""Publicity, training and media (LG17): the food line's figures and those against pyramid selling.

A joint event is one row with several lines. Food figures take every row that has 食品 among its
lines; figures against pyramid selling use the theme 打传, so that no leaflet counts under both.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from workreport.figures.registry import figure
from workreport.figures.selection import includes, where_in

Pick = Callable[[pd.DataFrame], pd.DataFrame]
ON_SITE, TRAINING, MEDIA = "现场宣传", "培训", "媒体投放"


def of_food(publicity: pd.DataFrame) -> pd.DataFrame:
    """Events of the food line, joint ones included."""
    return includes(publicity, "lines", "食品")


def against_pyramid_selling(publicity: pd.DataFrame) -> pd.DataFrame:
    """Events whose theme is the fight against pyramid selling."""
    return where_in(publicity, "theme", "打传")


def on_medium(medium: str) -> Pick:
    """Media placements against pyramid selling on one kind of medium."""
    return lambda publicity: where_in(
        where_in(against_pyramid_selling(publicity), "kind", MEDIA), "media_kind", medium
    )


def estimated(pick: Pick) -> Pick:
    """The picked events whose quantities are marked as estimates."""
    return lambda publicity: where_in(pick(publicity), "estimated", "估算")


@figure("food.publicity.large_events", label="食品安全大型宣传活动", unit="次")
def large_food_events(publicity: pd.DataFrame) -> pd.DataFrame:
    """条线含食品、登记为大型活动的宣传活动，按活动日期；联合活动计一次。"""
    events = of_food(publicity)
    return events[events["is_large"]]


@figure("food.publicity.events", label="食品安全现场宣传", unit="场次")
def food_events(publicity: pd.DataFrame) -> pd.DataFrame:
    """条线含食品的现场宣传活动，大型活动在内，按活动日期。"""
    return where_in(of_food(publicity), "kind", ON_SITE)


@figure("food.training.sessions", label="食品安全培训", unit="场次")
def food_trainings(publicity: pd.DataFrame) -> pd.DataFrame:
    """条线含食品的培训，按活动日期。"""
    return where_in(of_food(publicity), "kind", TRAINING)


@figure("food.training.trainees", label="食品安全培训受训", unit="人次", total="trainee_times")
def food_trainees(publicity: pd.DataFrame) -> pd.DataFrame:
    """条线含食品的培训各场参训人次之和；一人参加两场计两人次，不是人数。"""
    return where_in(of_food(publicity), "kind", TRAINING)


@figure("pyramid.publicity.events", label="打击传销宣传活动", unit="场次")
def pyramid_events(publicity: pd.DataFrame) -> pd.DataFrame:
    """主题为打传的现场宣传活动，按活动日期；媒体投放、公众号不在内。"""
    return where_in(against_pyramid_selling(publicity), "kind", ON_SITE)


def _sum(id: str, label: str, unit: str, column: str, pick: Pick, definition: str) -> None:
    """Declare a figure that sums one quantity over picked rows; rows without it are not evidence."""

    def rows(publicity: pd.DataFrame) -> pd.DataFrame:
        picked = pick(publicity)
        return picked[picked[column].notna()]

    rows.__doc__ = definition
    figure(id, label=label, unit=unit, total=column)(rows)


for _name, _label, _unit, _column in (
    ("leaflets", "发放食品安全宣传资料", "份", "leaflets"),
    ("banners", "悬挂食品安全横幅", "条", "banners"),
    ("boards", "制作食品安全展板", "块", "boards"),
    ("consultations", "受理食品安全咨询", "人次", "consultations"),
    ("films", "食品安全宣传短片和公益广告", "期", "films"),
):
    _sum(
        f"food.publicity.{_name}",
        _label,
        _unit,
        _column,
        of_food,
        "条线含食品的活动和投放的登记数之和，按活动日期；联合活动只登一行，不与其他条线重复。",
    )

for _name, _label, _unit, _column in (
    ("leaflets", "散发打击传销宣传资料", "份", "leaflets"),
    ("banners", "悬挂打击传销横幅", "条", "banners"),
    ("cards", "发放打击传销联系卡", "张", "cards"),
):
    _sum(
        f"pyramid.publicity.{_name}",
        _label,
        _unit,
        _column,
        against_pyramid_selling,
        "主题为打传的活动登记数之和，按活动日期。",
    )

for _area, _label, _pick in (
    ("food", "食品安全宣传资料中的估算数", of_food),
    ("pyramid", "打击传销宣传资料中的估算数", against_pyramid_selling),
):
    _sum(
        f"{_area}.publicity.estimated_leaflets",
        _label,
        "份",
        "leaflets",
        estimated(_pick),
        "上述宣传资料中，登记人声明数量为估算的活动的资料份数，按活动日期。",
    )

for _slug, _medium, _outlets in (("outdoor", "户外广告平台", "platforms"), ("tv", "电视电台", "stations")):
    for _name, _label, _unit, _column in (
        (_outlets, "投放家数", "家", "media_n"),
        ("days", "投放天数", "天", "media_days"),
        ("times", "投放次数", "次", "times_total"),
    ):
        _sum(
            f"pyramid.media.{_slug}_{_name}",
            f"{_medium}{_label}",
            _unit,
            _column,
            on_medium(_medium),
            f"主题为打传、在{_medium}的各项投放之和，按开始日期；投放次数是总次数，即家数×每家次数。",
        )

_sum(
    "pyramid.media.wechat_issues",
    "打击传销微信公众号",
    "期",
    "issues_n",
    against_pyramid_selling,
    "主题为打传的公众号发布期数之和，按发布日期。",
)
