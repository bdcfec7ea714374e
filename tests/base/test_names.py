"""Names that people type: found by every spelling, or the nearest are named."""

from __future__ import annotations

import pytest

from workreport.base.names import UnknownName, named, nearest

NAMES = {
    "food_sampling": ("LG02", "食品抽检台账"),
    "visits": ("LG01", "走访台账"),
    "calls": ("LG03", "走访台账"),
}


@pytest.mark.parametrize("text", ["food_sampling", "LG02", "食品抽检台账"])
def test_a_thing_is_called_by_its_name_or_another_spelling(text):
    assert named(text, NAMES, "台账") == "food_sampling"


def test_a_wrong_name_is_answered_with_the_nearest_and_what_to_do():
    with pytest.raises(UnknownName) as raised:
        named("food_samplings", NAMES, "台账", where="--ledger", todo="请改正")
    assert str(raised.value).splitlines() == [
        "没有台账“food_samplings”",
        "  位置：--ledger",
        "  应为：food_sampling（LG02，食品抽检台账）",
        "  处理：请改正",
    ]
    assert isinstance(raised.value, KeyError)


def test_a_name_of_two_things_is_not_guessed():
    with pytest.raises(UnknownName, match="不止一个") as raised:
        named("走访台账", NAMES, "台账")
    assert "visits" in raised.value.expected and "calls" in raised.value.expected


def test_a_part_of_a_name_comes_before_what_is_only_like_it():
    assert nearest("抽检", NAMES) == ["food_sampling"]
    assert nearest("foodsampling", NAMES) == ["food_sampling"]


def test_few_names_are_listed_where_none_comes_near():
    with pytest.raises(UnknownName) as raised:
        named("※", NAMES, "台账")
    assert all(name in raised.value.expected for name in NAMES)
