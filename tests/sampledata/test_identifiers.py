"""Check digits of the sample data, against published examples and the workbook's own reading."""

import pytest

from sampledata.codes import make_patent_no, make_uscc, org_check_char, patent_check_char, uscc_check_char
from sampledata.world import build_world
from workreport.base.identifiers import is_patent_no, is_uscc


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("91350100M000100Y4", "3"),
        ("91360399MA0000005", "0"),  # the sum's complement is 31, which is written 0
    ],
)
def test_uscc_check_char(body, check):
    assert uscc_check_char(body) == check


def test_org_check_char():  # the example of GB 11714
    assert org_check_char("D2143569") == "X"


def test_patent_check_char():
    assert patent_check_char("200310102344") == "5"


def test_made_codes_are_valid():
    assert all(
        is_uscc(make_uscc(kind, "990103", serial)) for kind in ("91", "92", "93") for serial in range(400)
    )
    assert all(is_patent_no(make_patent_no(2021, kind, serial)) for kind in "123" for serial in range(400))


def test_subjects_have_distinct_valid_codes_and_names():
    subjects = build_world().subjects
    assert all(is_uscc(subject.uscc) for subject in subjects)
    assert (
        len({subject.uscc for subject in subjects})
        == len({subject.name for subject in subjects})
        == len(subjects)
    )
