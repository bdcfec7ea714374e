"""The largest parts of a figure in a sentence."""

from __future__ import annotations

import pytest
from sample_sections import sample_section
from tiny_bureau import SAMPLES

from workreport.narrative.section import Section

pytestmark = pytest.mark.usefixtures("four_figures")


@pytest.fixture
def saying(bureau):
    def of(counts: dict[str, int], **contract) -> Section:
        bureau.declare(SAMPLES | contract)
        bureau.samples(2021, *({"检验结论": label} for label, count in counts.items() for _ in range(count)))
        return Section(sample_section("03_food_safety"), bureau.book("2021"))

    return of


def sentence(section: Section, view: str = "for_leaders") -> str:
    return getattr(section.say("抽样{t.samples}。居前的是{t.samples[result]:largest}。"), view).text


def test_labels_are_named_largest_first_with_their_shares(saying) -> None:
    section = saying({"合格": 5, "不合格": 3, "未出": 2})
    assert (
        sentence(section)
        == "抽样10批次。居前的是合格5批次（占50.0%）、不合格3批次（占30.0%）、未出2批次（占20.0%）。"
    )
    assert [run.number for run in section.say("{t.samples[result]:largest}。").runs if run.link][::2] == [
        5,
        3,
        2,
    ]


def test_a_sentence_that_would_show_a_small_number_is_left_out(saying) -> None:
    section = saying({"合格": 5, "不合格": 3, "未出": 2}, suppress_below=3)
    assert sentence(section) == sentence(section, "for_public") == "抽样10批次。"
    assert "未出2批次" in section.say("居前的是{t.samples[result]:largest}。").text, "reviewers see it"
