"""Evidence as text, of which several figures share what is written once, and evidence as an analyst opens it: one and the same."""

from __future__ import annotations

import pandas as pd
import pytest
from tiny_bureau import TinyBureau

from workreport.base.period import Period
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.csv_files import csv_bytes, csv_of_columns
from workreport.figures.evidence import evidence, evidence_texts, first_rows
from workreport.figures.measure import MONTH
from workreport.figures.registry import FIGURES, figure
from workreport.ledgers.frames import Frames


@pytest.mark.parametrize("by", [(), (MONTH, SUB_BUREAU)])
def test_text_is_what_the_table_says(sample_frames: Frames, by) -> None:
    book = Book(sample_frames, Period.parse("2021"))
    for id in sorted(FIGURES):
        table = evidence(book, id, by)
        assert csv_of_columns(evidence_texts(book, id, by)) == csv_bytes(table, list(table.columns)), id


def test_first_rows_are_the_first_of_the_text(sample_frames: Frames) -> None:
    book = Book(sample_frames, Period.parse("2021"))
    for id in ("food.sampling.nonconforming_batches", "reg.subjects", "visit.issues_overdue"):
        columns = evidence_texts(book, id)
        rows = list(zip(*columns.values(), strict=True))
        assert first_rows(book, id, 3) == [dict(zip(columns, row, strict=True)) for row in rows[:3]]


def test_rows_that_a_figure_orders_and_adds_to(bureau: TinyBureau, own_figures) -> None:
    @figure("t.all", label="抽样", unit="批次")
    def everything(samples):
        """全部抽样单。"""
        return samples

    @figure("t.latest", label="最近", unit="项", total="left", rowwise=False)
    def latest(samples):
        """倒序的抽样单和余下的项目数。"""
        rows = samples.sort_values("sample_date", ascending=False)
        return rows.assign(left=rows["items"] + 1)

    @figure("t.copy", label="另起", unit="批次", rowwise=False)
    def copied(samples):
        """重新编号的抽样单。"""
        return pd.concat([samples.tail(1), samples.head(1)], ignore_index=True)

    bureau.samples(
        2021, {"抽样日期": "2021-03-02", "报告日期": ""}, {"抽样日期": "2021-04-02", "报告日期": ""}
    )
    book = bureau.book("2021")
    assert evidence_texts(book, "t.all")["sample_no"] == ["S1", "S2"]
    assert evidence_texts(book, "t.latest")["row"] == ["2", "3"]
    assert evidence_texts(book, "t.latest")["left"] == ["5", "5"]
    assert evidence_texts(book, "t.copy")["sample_no"] == ["S1", "S2"]
    for id in FIGURES:
        table = evidence(book, id)
        assert csv_of_columns(evidence_texts(book, id)) == csv_bytes(table, list(table.columns)), id
