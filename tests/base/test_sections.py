"""The sections of a report: listed in a file, chosen in bureau.yaml; what is wrong is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from workreport.base.errors import ContractError, UsageError, WorkreportError
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.pipeline.plan import section_tasks

BUREAU = "{{name: 甲局, short_name: 甲, district: 甲区{more}}}"


def workspace(folder: Path, sections: str | None = None, more: str = "") -> Workspace:
    (folder / "bureau.yaml").write_text(BUREAU.format(more=more), encoding="utf-8")
    if sections is not None:
        (folder / "sections.yaml").write_text(sections, encoding="utf-8")
    return Workspace(folder, folder / "out")


def test_without_a_file_of_its_own_a_bureau_has_the_shared_sections(tmp_path, repository):
    shared = Workspace(repository / "data", tmp_path).sections
    assert workspace(tmp_path).sections == shared and shared[0].chapter == ""


def test_its_own_file_counts_in_place_of_the_shared_one(tmp_path):
    found = workspace(tmp_path, "- {id: 02_b, title: 乙, chapter: 章}\n- {id: 01_a, title: 甲}").sections
    assert [(section.id, section.title, section.chapter) for section in found] == [
        ("02_b", "乙", "章"),
        ("01_a", "甲", ""),
    ]


def test_chosen_sections_stand_in_the_order_of_the_file(tmp_path):
    more = ", sections: [03_food_safety, 00_summary]"
    assert [section.id for section in workspace(tmp_path, more=more).sections] == [
        "00_summary",
        "03_food_safety",
    ]


def test_a_section_that_does_not_exist_cannot_be_chosen(tmp_path):
    with pytest.raises(UsageError, match="没有章节“99_nothing”") as error:
        _ = workspace(tmp_path, more=", sections: [99_nothing]").sections
    assert "bureau.yaml" in error.value.where


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("- {id: 01_a, title: 甲}\n- {id: 01_a, title: 乙}", "sections.yaml 第 2 条", "出现两次"),
        ("- {id: 01_a, title: 甲, part: 章}", "sections.yaml 第 1 条（part：不认识的项）", "不符合规范"),
        ("- {id: 01_a}", "sections.yaml 第 1 条（title：缺少该项）", "不符合规范"),
        ("- {id: 01_a, title: ''}", "sections.yaml 第 1 条（title：不能为空）", "不符合规范"),
        ("- {id: ../01_a, title: 甲}", "sections.yaml 第 1 条（id：写法应符合", "不符合规范"),
        ("- {id: 01_a, title: 甲\n", "sections.yaml 第 2 行", "YAML"),
        ("id: 01_a", "sections.yaml", "应为列表"),
        ("[]", "sections.yaml", "至少要有一个章节"),
    ],
)
def test_a_malformed_file_is_named_with_the_place(tmp_path, text, where, what):
    with pytest.raises(ContractError, match=what) as error:
        _ = workspace(tmp_path, text).sections
    assert error.value.where.startswith(where)


def test_a_section_without_a_notebook_is_named_with_the_place(tmp_path):
    opened = workspace(tmp_path, "- {id: 99_a, title: 甲}")
    with pytest.raises(WorkreportError, match=r"找不到章节“甲”的笔记本 99_a\.ipynb") as error:
        section_tasks(opened, tmp_path, Period.parse("2021"), ())
    assert error.value.where == "sections.yaml 第 1 条"


def test_a_notebook_of_its_own_goes_before_the_shared_one(tmp_path):
    opened = workspace(tmp_path)
    shared = tmp_path / "shared"
    assert opened.notebook("01_a", shared) == shared / "01_a.ipynb"
    own = tmp_path / "notebooks" / "01_a.ipynb"
    own.parent.mkdir()
    own.write_text("{}")
    assert opened.notebook("01_a", shared) == own
