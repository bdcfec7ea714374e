"""A bureau's own words for the levels: a county's sentences, tables, checks and figures have none of a district's."""

from __future__ import annotations

import json
from unittest.mock import patch

import pytest
from tiny_bureau import TinyBureau

from workreport.base.bureau import Bureau
from workreport.base.errors import ContractError
from workreport.base.sections import Section as Declared
from workreport.figures import profile
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES, figure
from workreport.narrative.section import Section

COUNTY = {"全区": "全县", "区本级": "县本级", "分局": "所", "各分局": "各所"}
SETTINGS = {
    "name": "晴川县市场监督管理局",
    "short_name": "县局",
    "district": "晴川县",
    "profile": "marketsupervision",
}


@pytest.fixture(autouse=True)
def registry():
    """The registry of figures, put back as it was: a county's figures have its words."""
    load_profile()
    with patch.dict(FIGURES), patch.object(profile, "_loaded", profile._loaded):
        yield


def county(bureau: TinyBureau, words: dict[str, str] = COUNTY) -> None:
    """Make the bureau one of a county that has these words."""
    (bureau.data / "bureau.yaml").write_text(json.dumps(SETTINGS | {"words": words}), encoding="utf-8")


def test_the_longest_word_counts_and_nothing_is_changed_twice():
    bureau = Bureau.model_validate(SETTINGS | {"words": {"分局": "所", "各分局": "各个分局"}})
    assert bureau.worded("各分局和分局") == "各个分局和所"
    assert Bureau.model_validate(SETTINGS).worded("全区") == "全区"


def test_a_word_of_one_character_is_refused(bureau):
    county(bureau, {"区": "县"})
    with pytest.raises(ContractError) as raised:
        bureau.intake()
    assert "太短" in raised.value.where


def test_sentences_tables_and_charts_have_the_bureaus_words(bureau):
    county(bureau)
    bureau.samples(2021, {}, {})
    s = Section(Declared("01_samples", "抽样"), bureau.book("2021"))

    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    assert s.say("全区抽样{t.samples}。").text == "全县抽样2批次。"
    assert s.say(cases=[(lambda book: True, "各分局共{t.samples}。")]).text == "各所共2批次。"
    table = s.table_orgs("各分局抽样", ["t.samples"], name="a", note="分局按承办机构。")
    assert table.title == "各所抽样" and table.header[0] == "所" and table.total[0].text == "全县"
    assert table.note[0].text == "所按承办机构。"
    assert s.charts.months("全区各月", "t.samples", name="b").title == "全县各月"
    assert ("sub_bureau", "所") in zip(
        s.dimensions("抽样")["维度"], s.dimensions("抽样")["名称"], strict=True
    )


def test_figures_and_titles_of_ledgers_have_them_and_other_bureaux_have_theirs(bureau):
    before = FIGURES["org.subjects"].definition
    assert "分局" in before
    county(bureau)
    book = bureau.book("2021")
    assert FIGURES["org.subjects"].definition == before.replace("分局", "所")
    assert book.contract_of("orgs").title == "机构与所字典"
    load_profile()
    assert FIGURES["org.subjects"].definition == before
