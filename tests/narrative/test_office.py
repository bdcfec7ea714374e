"""The office's own texts: what a finding says was masked is masked in the report."""

from __future__ import annotations

from personal_numbers import IN_FOURS, PHONE
from sample_sections import sample_section
from tiny_bureau import TinyBureau

from workreport.base.period import Period
from workreport.base.personal_data import MASK
from workreport.blocks.block import Nothing
from workreport.figures.book import Book
from workreport.narrative.office import office_findings, office_text, office_words
from workreport.narrative.section import Section


def section_of(book: Book) -> Section:
    return Section(sample_section("12_problems_and_plans"), book)


def test_what_is_found_on_a_line_is_masked_in_the_text(bureau: TinyBureau) -> None:
    path = bureau.data / "2021" / "narrative" / "plans.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"4. 事项\n5. 事项，{IN_FOURS}\n6. 事项\n{PHONE}\n联系人：\n张三", encoding="utf-8")
    book = bureau.book("2021")
    found = office_findings(book.frames.intake.workspace, Period.parse("2021"))
    assert list(found["row"]) == [2, 4, 6]
    shown = office_text(section_of(book), "plans").text
    assert shown == f"4. 事项\n5. 事项，{MASK}\n6. 事项\n{MASK}\n联系人：\n{MASK}"


def test_every_text_of_the_year_is_there_by_its_name(bureau: TinyBureau) -> None:
    folder = bureau.data / "2021" / "narrative"
    folder.mkdir(parents=True)
    (folder / "problems.md").write_text(f"- 人手紧。\n- 电话{PHONE}。\n", encoding="utf-8")
    (folder / "plans.md").write_text("\n", encoding="utf-8")
    workspace = bureau.book("2021").frames.intake.workspace
    assert office_words(workspace, Period.parse("2021")) == {"problems": f"- 人手紧。\n- 电话{MASK}。"}
    assert office_words(workspace, Period.parse("2020")) == {}


def test_a_heading_stands_only_above_words(bureau: TinyBureau) -> None:
    (bureau.data / "2021" / "narrative").mkdir(parents=True)
    (bureau.data / "2021" / "narrative" / "plans.md").write_text("练好队伍。", encoding="utf-8")
    section = section_of(bureau.book("2021"))
    assert office_text(section, "plans", heading="下一步打算").text == "## 下一步打算\n\n练好队伍。"
    assert office_text(section, "problems", heading="问题") == Nothing()
