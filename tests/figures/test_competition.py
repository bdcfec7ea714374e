"""Places against pyramid selling are counted once; a community that failed its recheck is not one."""

from __future__ import annotations

import pandas as pd

from workreport.figures.measure import measure
from workreport.figures.registry import FIGURES


def test_places_are_told_apart_by_code_or_name() -> None:
    checks = pd.DataFrame(
        [("1", "甲", "宾馆"), ("1", "甲宾馆", "宾馆"), (None, "乙", "宾馆"), (None, "丙", "宾馆"), ("2", "丁", "直销服务网点")],
        columns=["uscc", "site_name", "site_type"],
    )  # fmt: skip
    counts = {id: measure(FIGURES[id], FIGURES[id].rows(checks)) for id in FIGURES if id in (
        "pyramid.hotels_visited", "pyramid.direct_sales_sites_visited", "pyramid.places_visited", "pyramid.visits")}  # fmt: skip
    assert counts == {
        "pyramid.hotels_visited": 3,
        "pyramid.direct_sales_sites_visited": 1,
        "pyramid.places_visited": 4,
        "pyramid.visits": 5,
    }


def test_a_failed_recheck_is_no_free_community() -> None:
    communities = pd.DataFrame({"status": ["已创建", "复查不合格", "创建中"]})
    assert len(FIGURES["pyramid.free_communities"].rows(communities)) == 1
