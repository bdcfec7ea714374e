"""What was reported before is compared with what the rows give now."""

from __future__ import annotations

import pytest

from workreport.checks.reported import reported

pytestmark = pytest.mark.usefixtures("declared")


@pytest.mark.parametrize(
    ("id", "value", "verdict"),
    [
        ("t.samples", "3", "HOLDS"),
        ("t.samples", "4", "CONFLICT"),
        ("t.rate", "33.3", "HOLDS"),  # told rounded, compared rounded
        ("t.rate", "33.4", "CONFLICT"),
        ("t.devices", "4", "UNDEFINED"),
    ],
)
def test_what_was_reported_is_compared_with_the_rows(bureau, id, value, verdict):
    bureau.samples(2021, {"检验结论": "不合格"}, {}, {})
    bureau.reported(2021, (id, "2021", value), (id, "2021H1", "99"), ("t.of_another_office", "2021", "1"))
    (check,) = reported(bureau.book("2021"))
    assert (check.id, check.verdict, check.right) == (f"reported:{id}:市局", verdict, value)


def test_same_period_in_another_form_is_the_same(bureau):
    bureau.samples(2021, {})
    bureau.reported(2021, ("t.samples", "2021-01..2021-12", "1"))
    assert [check.verdict for check in reported(bureau.book("2021"))] == ["HOLDS"]


@pytest.mark.parametrize("period", ["二〇二一年", "2021年", "2021-13", "2021H3", "2021-02-01..2021-02-30"])
def test_period_that_cannot_be_read_is_compared_with_nothing(bureau, period):
    bureau.samples(2021, {})
    bureau.reported(2021, ("t.samples", period, "9"), ("t.samples", "2021", "1"))
    assert [check.verdict for check in reported(bureau.book("2021"))] == ["HOLDS"]
