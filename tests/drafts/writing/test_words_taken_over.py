"""The first draft takes over what the office wrote before it had a draft."""

from __future__ import annotations

import pytest

from workreport.drafts.writing.first_draft import first_draft
from workreport.drafts.writing.outline import Outline


@pytest.fixture
def written(small):
    """The body of the first draft of 2021 whose outline has one text of the office's own."""

    def paragraphs(words: str | None) -> list[str]:
        if words is not None:
            path = small.data / "2021" / "narrative" / "plans.md"
            path.parent.mkdir(parents=True)
            path.write_text(words, encoding="utf-8")
        book = small.book("2021")
        section = book.frames.intake.workspace.sections[0].id
        entry = {"office": "plans", "say": ["〔此处写下一步打算〕。"]}
        outline = Outline.model_validate({"opening": [], "sections": {section: [entry]}})
        return [paragraph.text for paragraph in first_draft(book, outline)]

    return paragraphs


def test_a_list_becomes_numbered_paragraphs_and_nothing_is_lost(written):
    found = written("1. 守住底线。逾期不改的立案。\n2. 练好队伍。\n")
    at = found.index("1.守住底线。逾期不改的立案。")
    assert found[at + 1] == "2.练好队伍。"
    assert not any("此处写下一步打算" in text for text in found)


def test_where_the_office_wrote_nothing_the_draft_has_a_place_to_write(written):
    assert "〔此处写下一步打算〕。" in written(None)
