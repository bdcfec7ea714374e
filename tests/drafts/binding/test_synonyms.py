"""The synonyms of the trade fit its figures; a figure is known by its label in any case."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from workreport.base.errors import ContractError
from workreport.base.workspace import Workspace
from workreport.drafts.binding import load_synonyms
from workreport.drafts.binding.synonyms import SynonymFile, plain_unit, split_unit
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES


@pytest.fixture(scope="module")
def ours():
    load_profile()
    return load_synonyms(Workspace.open())


def test_every_name_is_a_figure(ours):
    assert set(ours.figures) <= set(FIGURES)


def test_every_topic_exists(ours):
    assert {words.topic for words in ours.figures.values() if words.topic} <= set(ours.topics)


def test_all_is_said_of_rates_and_none_of_counts(ours):
    assert all(FIGURES[id].is_rate for id in ours.claims["all"])
    assert not any(FIGURES[id].is_rate for id in ours.claims["none"])


def test_no_two_figures_of_one_unit_and_topic_share_a_phrase(ours):
    """Else their numbers could never be told apart."""
    seen: dict[tuple, str] = {}
    twice = []
    for id, words in ours.figures.items():
        for phrase in words.say:
            key = phrase, words.topic, FIGURES[id].unit
            if key in seen:
                twice.append((seen[key], id, phrase))
            seen[key] = id
    assert not twice


def test_label_names_a_figure_without_synonyms(ours):
    unsaid = next(id for id in FIGURES if id not in ours.figures)
    assert ours.phrases[unsaid]


def test_unknown_key_is_refused(bureau):
    folder = bureau.data / "synonyms"
    folder.mkdir()
    (folder / "figures.yaml").write_text("figures: {t.samples: {says: [抽检]}}\n", encoding="utf-8")
    with pytest.raises(ContractError, match="配置内容不符合规范"):
        load_synonyms(Workspace.open(bureau.data))


@pytest.mark.parametrize(
    ("unit", "parts"),
    [("万元", (10_000, "元")), ("亿元", (100_000_000, "元")), ("件/万人", (1, "件/万人")), ("万", (1, "万"))],
)
def test_scale_is_split_off_a_unit(unit, parts):
    assert split_unit(unit) == parts


def test_units_in_one_spelling():
    assert plain_unit("台(套)") == plain_unit("台（套）")


def test_file_is_frozen():
    with pytest.raises(ValidationError):
        SynonymFile().neutral = ["办公室"]
