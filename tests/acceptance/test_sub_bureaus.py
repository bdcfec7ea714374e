"""Every figure can be cut by sub-bureau or says why not; every core figure that adds up is checked to make the district."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from sample_figures import SAMPLE_FIGURES

import marketsupervision  # noqa: F401
from workreport.base.errors import MissingLedger
from workreport.base.workspace import Workspace
from workreport.checks.kinds import Districts
from workreport.checks.relations import judge, load_relations
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.registry import FIGURES, adds_up

DISTRICT_ONLY = {
    "ip.population": "人口",
    "ip.population_year": "人口",
    "ip.patents_per_10k": "人口",
    "food.sampling.per_1000": "人口",
    "ip.high_value_per_10k": "人口",
    "special.devices_total.reported": "已报数快照",
    "special.devices_total.reported_excess": "已报数快照",
}
"""Figures that are known of the district alone, and the ledger for whose sake."""


@pytest.fixture(scope="module")
def declared(repository: Path) -> list[Districts]:
    workspace = Workspace.open(repository / "data")
    return [check for check in load_relations(workspace) if isinstance(check, Districts)]


def test_every_figure_can_be_cut_or_says_why_not(book_of) -> None:
    book, refused = book_of("2021"), {}
    for id in SAMPLE_FIGURES:
        try:
            book.cut(id, (SUB_BUREAU,))
        except MissingLedger as error:
            refused[id] = error.what
    assert set(refused) == set(DISTRICT_ONLY)
    for id, ledger in DISTRICT_ONLY.items():
        assert refused[id].startswith("没有承办机构和所在乡镇") and ledger in refused[id]


def test_every_core_figure_that_adds_up_is_checked(repository: Path, declared) -> None:
    with (repository / "tests" / "acceptance" / "figures_2021.csv").open(encoding="utf-8") as lines:
        core = {row["id"] for row in csv.DictReader(lines)}
    summary = (repository / "notebooks" / "00_summary.ipynb").read_text(encoding="utf-8")
    core |= set(re.findall(r"[a-z]+(?:\.[a-z0-9_]+)+", summary)) & set(FIGURES)
    checked = [id for check in declared for id in check.of]
    assert {id for id in core if adds_up(id)} - set(DISTRICT_ONLY) <= set(checked)
    assert len(checked) == len(set(checked)) and all(map(adds_up, checked))


@pytest.mark.parametrize("period", ["2021", "2021-08"])
def test_sub_bureaus_and_headquarters_make_up_the_district(period: str, declared, book_of) -> None:
    judged = [judge(book_of(period), check) for check in declared]
    assert {check.verdict for check in judged} <= {"HOLDS", "TRIVIAL"}
    assert [check.id for check in judged if "未划归：" in check.explanation] == []
