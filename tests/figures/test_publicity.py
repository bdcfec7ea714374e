"""Publicity figures: joint events, themes against lines, person-times, estimates."""

from __future__ import annotations

import pandas as pd
import pytest

import marketsupervision  # noqa: F401
from workreport.figures.measure import measure
from workreport.figures.registry import FIGURES

EVENTS = pd.DataFrame(
    [
        ("3·15", "食品、消保", "现场宣传", True, 4000, None, "实数", None, None, None),
        ("打传", "竞争", "现场宣传", False, 6000, None, "估算", None, None, None),
        # a joint event with 打传 as its theme: its leaflets count against pyramid selling by theme
        ("打传", "竞争、消保", "现场宣传", True, 500, None, "实数", None, None, None),
        ("日常", "食品", "培训", False, None, 92, "实数", None, None, None),
        ("日常", "药械", "培训", False, None, 40, "实数", None, None, None),
        ("打传", "竞争", "媒体投放", False, None, None, "实数", "户外广告平台", 15, 30),
        ("日常", "食品", "媒体投放", False, None, None, "实数", "电视电台", 1, 90),
    ],
    columns=[
        "theme", "lines", "kind", "is_large", "leaflets", "trainee_times", "estimated", "media_kind", "media_n",
        "times_total",
    ],
).astype({name: "Int64" for name in ("leaflets", "trainee_times", "media_n", "times_total")})  # fmt: skip


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("food.publicity.large_events", 1),
        ("food.publicity.leaflets", 4000),
        ("food.publicity.estimated_leaflets", 0),
        ("food.training.trainees", 92),
        ("pyramid.publicity.events", 2),
        ("pyramid.publicity.leaflets", 6500),
        ("pyramid.publicity.estimated_leaflets", 6000),
        ("pyramid.media.outdoor_platforms", 15),
        ("pyramid.media.outdoor_times", 30),
        ("pyramid.media.tv_times", 0),
    ],
)
def test_food_goes_by_line_and_pyramid_selling_by_theme(id, expected):
    figure = FIGURES[id]
    assert measure(figure, figure.rows(EVENTS)) == expected


def test_rows_without_the_quantity_are_no_evidence():
    assert len(FIGURES["food.publicity.leaflets"].rows(EVENTS)) == 1
