"""Patents that move in are neither filed nor granted here; the population of the last year's end."""

from __future__ import annotations

import pandas as pd
import pytest

from workreport.figures.measure import measure
from workreport.figures.registry import FIGURES

PATENTS = pd.DataFrame(
    [
        ("发明", "2018-01-05", "2021-03-02", None, "有效"),
        ("发明", "2015-01-05", "2017-03-02", "2021-05-06", "有效"),  # moved in after its grant
        ("发明", "2018-01-05", "2021-06-02", "2020-02-01", "有效"),  # moved in before, granted here
        ("实用新型", "2020-01-05", "2021-03-02", None, "有效"),
        ("发明", "2010-01-05", "2013-03-02", None, "失效（未缴费）"),
        ("发明", "2010-01-05", "2013-03-02", None, "转出"),
    ],
    columns=["kind", "app_date", "grant_date", "in_date", "legal_status"],
)
for _name in ("app_date", "grant_date", "in_date"):
    PATENTS[_name] = pd.to_datetime(PATENTS[_name])


def count(id: str) -> int:
    return len(FIGURES[id].rows(PATENTS))


def test_moving_in_is_no_application_and_no_grant() -> None:
    assert count("ip.patent_applications_new") == 3
    assert count("ip.patent_grants_new") == 4
    assert count("ip.patents_moved_in") == 1


def test_lapsing_and_moving_out_are_told_apart() -> None:
    assert (count("ip.patents_lapsed"), count("ip.patents_moved_out")) == (1, 1)
    assert count("ip.patents_valid") == 3


@pytest.mark.parametrize(
    ("as_of", "people"), [("2021-12-31", 31), ("2021-06-30", 30), ("2023-12-31", 31), ("2019-12-31", None)]
)
def test_population_is_that_of_the_last_years_end_known(as_of: str, people: int | None) -> None:
    table = pd.DataFrame(
        [(2020, "常住", 30), (2020, "户籍", 40), (2021, "常住", 31), (2021, "户籍", 41)],
        columns=["year", "kind", "value"],
    )
    found = FIGURES["ip.population"].rows(table, pd.Timestamp(as_of))
    assert measure(FIGURES["ip.population"], found) == people
