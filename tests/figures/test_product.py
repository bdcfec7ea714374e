"""Spot checks and licences: which rows are batches, which holders produce."""

from __future__ import annotations

import pandas as pd

from workreport.figures.measure import measure
from workreport.figures.registry import FIGURES

SAMPLES = pd.DataFrame(
    [
        ("已出报告", "合格", "化肥"),
        ("已出报告", "严重不合格", "化肥"),
        ("在检", None, "化肥"),
        ("已抽样", None, "轻工产品"),
        ("计划", None, "成品油"),
        ("拒检", None, "成品油"),
        ("作废", "不合格", "成品油"),
    ],
    columns=["status", "result", "l1"],
)
AS_OF = pd.Timestamp("2021-12-31")
CERTIFICATES = pd.DataFrame(
    [
        ("A", "有效", "2024-01-01", "正常", 1, "2021-05-01"),
        ("A", "有效", "2024-01-01", "停产", 1, "2021-05-01"),
        ("B", "有效", "2024-01-01", "搬迁", 0, None),
        ("C", "有效", "2024-01-01", "正常", 1, "2020-11-01"),  # an inspection of the year before
        ("D", "有效", "2021-12-30", "正常", 1, "2021-05-01"),  # run out, though the ledger does not say so
        ("E", "注销", "2024-01-01", "正常", 1, "2021-05-01"),
    ],
    columns=["uscc", "cert_status", "expire_date", "prod_status", "n_insp", "last_insp_date"],
).astype({"expire_date": "datetime64[us]", "last_insp_date": "datetime64[us]"})


def sampled(id: str) -> object:
    return measure(FIGURES[id], FIGURES[id].rows(SAMPLES))


def licensed(id: str) -> object:
    return measure(FIGURES[id], FIGURES[id].rows(CERTIFICATES, AS_OF))


def test_only_what_was_sampled_is_a_batch() -> None:
    assert (sampled("product.sampling.batches"), sampled("product.sampling.categories")) == (4, 2)


def test_voided_reports_do_not_enter_the_rate() -> None:
    assert sampled("product.sampling.concluded_batches") == 2
    assert sampled("product.sampling.nonconforming_batches") == 1


def test_a_holder_with_one_producing_certificate_produces() -> None:
    assert [licensed(f"licence.{name}") for name in ("certificates", "holders", "active", "stopped")] == [
        4,
        3,
        2,
        1,
    ]


def test_coverage_takes_inspections_of_the_year() -> None:
    assert licensed("licence.inspected") == 1
