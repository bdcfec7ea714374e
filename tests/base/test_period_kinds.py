"""Kinds of period: which of them a period is, and what is no kind."""

import pytest

from workreport.base.errors import UsageError
from workreport.base.period import Period
from workreport.base.period_kinds import KINDS, known_kinds, speaks

OF = {
    "2021": {"year", "long"},
    "2021H1": {"half", "part", "long"},
    "2021H2": {"half", "part", "later", "long"},
    "2021Q1": {"quarter", "part", "long"},
    "2021-01": {"month", "part", "short"},
    "2021-08": {"month", "part", "later", "short"},
    "2021-02": {"month", "part", "later", "short"},
    "2021-01..2021-10": {"months", "part", "long"},
    "2021-07-26..2021-08-25": {"days", "part", "later", "short"},
    "2021-07-26..2021-08-26": {"days", "part", "later", "long"},
}


@pytest.mark.parametrize("text", OF)
def test_the_kinds_of_a_period(text):
    assert {kind for kind in KINDS if speaks([kind], Period.parse(text))} == OF[text]


def test_several_kinds_and_none():
    month = Period.parse("2021-08")
    assert speaks(["year", "month"], month)
    assert not speaks(["year", "half"], month)
    assert speaks([], month)


def test_one_kind_may_stand_alone():
    assert known_kinds("year") == ("year",)
    assert known_kinds(["year", "half"]) == ("year", "half")
    assert known_kinds(()) == ()


@pytest.mark.parametrize("kinds", ["yearly", ["year", "week"], "", ["y", "e"]])
def test_no_such_kind(kinds):
    with pytest.raises(UsageError, match="这一种报告期") as error:
        known_kinds(kinds)
    assert "half" in error.value.expected
