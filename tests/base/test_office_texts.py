"""Texts of a period by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from workreport.base.office_texts import draft_path, is_office_text, published_texts, texts_of
from workreport.base.period import Period
from workreport.base.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for folder in ("drafts", "published/送区政府"):
        (tmp_path / "2021" / folder).mkdir(parents=True)
    return Workspace(tmp_path, tmp_path / "out")


def write(workspace: Workspace, *names: str) -> None:
    for name in names:
        (workspace.data / "2021" / "published" / name).write_text("文", encoding="utf-8")


def names(workspace: Workspace, period: str) -> list[str]:
    return [path.name for path in published_texts(workspace, Period.parse(period))]


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ("2021", "正文.docx"),
        ("2021H1", "正文_2021H1.docx"),
        ("2021-08", "正文_2021-08.docx"),
        ("2021-01..2021-10", "正文_2021-01..2021-10.docx"),
    ],
)
def test_a_draft_has_the_name_of_its_period(workspace, period, name):
    assert draft_path(workspace, Period.parse(period)) == workspace.data / "2021" / "drafts" / name


def test_a_text_belongs_to_the_period_in_its_name_else_to_the_year(workspace):
    write(
        workspace,
        "年度汇报.docx",
        "送区政府/2021H1汇报.txt",
        "2021-08_月报.md",
        "2021年总结.pdf",
        "12020H1.txt",
    )
    assert names(workspace, "2021H1") == ["2021H1汇报.txt"]
    assert names(workspace, "2021-08") == ["2021-08_月报.md"]
    assert names(workspace, "2021") == ["12020H1.txt", "2021年总结.pdf", "年度汇报.docx"]
    assert names(workspace, "2021Q3") == []


def test_several_months_are_one_period(workspace):
    write(workspace, "2021-01..2021-10汇报.txt")
    assert names(workspace, "2021-01..2021-10") == ["2021-01..2021-10汇报.txt"]
    assert names(workspace, "2021-01") == []


def test_a_name_with_a_month_that_is_none_is_the_years(workspace):
    write(workspace, "2021-13汇报.txt")
    assert names(workspace, "2021") == ["2021-13汇报.txt"]


def test_other_files_and_open_ones_are_no_texts(workspace):
    write(workspace, "附表.xlsx", "~$汇报.docx", ".汇报.txt")
    assert names(workspace, "2021") == []


def test_the_draft_comes_first_if_it_is_there(workspace):
    write(workspace, "汇报.txt")
    year = Period.parse("2021")
    assert [path.name for path in texts_of(workspace, year)] == ["汇报.txt"]
    draft_path(workspace, year).write_bytes(b"")
    assert [path.name for path in texts_of(workspace, year)] == ["正文.docx", "汇报.txt"]


def test_a_folder_makes_an_office_text_and_not_a_name():
    assert is_office_text("2021/drafts/正文.docx") and is_office_text("2021/published/a/b.txt")
    assert not is_office_text("2021/drafts.yaml") and not is_office_text("2021/targets.csv")
