"""The office's own texts: what a finding says was masked is masked in the report."""

from __future__ import annotations

from types import SimpleNamespace

from personal_numbers import IN_FOURS, PHONE
from tiny_bureau import TinyBureau

from workreport.base.period import Period
from workreport.base.personal_data import MASK
from workreport.narrative.office import office_findings, office_text


def test_what_is_found_on_a_line_is_masked_in_the_text(bureau: TinyBureau) -> None:
    path = bureau.data / "2021" / "narrative" / "plans.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"4. 事项\n5. 事项，{IN_FOURS}\n6. 事项\n{PHONE}\n联系人：\n张三", encoding="utf-8")
    book = bureau.book("2021")
    found = office_findings(book.frames.intake.workspace, Period.parse("2021"))
    assert list(found["row"]) == [2, 4, 6]
    shown = office_text(SimpleNamespace(book=book), "plans").text
    assert shown == f"4. 事项\n5. 事项，{MASK}\n6. 事项\n{MASK}\n联系人：\n{MASK}"
