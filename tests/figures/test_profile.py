"""Whose figures are declared: those of the workspace's profile package, of programs in its data folder, and no others."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from workreport.base.errors import ContractError
from workreport.base.workspace import Workspace
from workreport.checks.relations import load_relations
from workreport.figures import profile
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.contract import load_contracts
from workreport.narrative.house_rules import broken_rules

OWN = {
    "safety.inspections", "safety.checked_units", "hazard.found", "hazard.rectified", "hazard.rectification_rate",
}  # fmt: skip


@pytest.fixture(autouse=True)
def registry(repository: Path) -> Iterator[None]:
    """The registry with the figures of the sample bureau; as it was afterwards."""
    load_profile(Workspace(repository / "data", repository / "outputs"))
    before = dict(FIGURES)
    with patch.object(profile, "_loaded", profile._loaded):
        yield
    profile._replace(before)


@pytest.fixture
def emergency(repository: Path, tmp_path: Path) -> Callable[..., Workspace]:
    """The example of another trade; with `program`, that takes the place of one of its programs."""
    folder = tmp_path / "data"
    shutil.copytree(repository / "data" / "examples" / "emergency_bureau", folder)

    def opened(program: str = "", more: str = "") -> Workspace:
        if program:
            (folder / "figures" / "hazards.py").write_text(program, encoding="utf-8")
        if more:
            with (folder / "bureau.yaml").open("a", encoding="utf-8") as settings:
                settings.write(more)
        return Workspace(folder, tmp_path / "out")

    return opened


def test_figures_of_the_data_folder_take_the_place_of_the_package(emergency, repository):
    sample = set(FIGURES)
    load_profile(emergency())
    assert set(FIGURES) == OWN
    load_profile(Workspace(repository / "data", repository / "outputs"))
    assert set(FIGURES) == sample and not sample & OWN


def test_notebooks_of_the_data_folder_follow_the_house_rules(emergency):
    opened = emergency()
    paths = [opened.notebook(section.id, opened.data / "none") for section in opened.sections]
    assert [broken_rules(path, opened) for path in paths] == [[], []]
    text = paths[0].read_text(encoding="utf-8")
    paths[0].write_text(text.replace("{safety.inspections}", "{safety.nothing}").replace("12350", "12315"))
    faults = "".join(broken_rules(paths[0], opened))
    assert "没有指标“safety.nothing”" in faults and "直接写了数字“12315”" in faults


def test_a_package_and_programs_together(emergency):
    sample = set(FIGURES)
    opened = emergency("", "profile: marketsupervision\n")
    shutil.rmtree(opened.data / "checks")
    load_profile(opened)
    assert set(FIGURES) == sample | OWN
    assert "food_sampling" in load_contracts(opened) and load_relations(opened)


def test_only_what_is_of_no_trade_is_shared_with_another_trade(emergency):
    opened = emergency()
    assert set(load_contracts(opened)) == {
        "safety_inspections", "hazards", "orgs", "targets", "reported", "references", "deadlines", "calendar", "codes",
    }  # fmt: skip
    assert [check.id for check in load_relations(opened)] == ["E1", "E2", "E3"]
    assert [path.name for path in opened.shared_files("codes", "*")] == ["industries.csv"]


def test_changed_programs_are_run_again_and_change_the_code_alone_of_that_bureau(emergency, repository):
    first = emergency()
    load_profile(first)
    text = (first.data / "figures" / "hazards.py").read_text(encoding="utf-8")
    second = emergency(text.replace("排查事故隐患", "发现事故隐患"))
    load_profile(second)
    assert FIGURES["hazard.found"].label == "发现事故隐患"
    assert second.code != first.code
    assert not list(second.data.rglob("__pycache__")), "nothing is written into a data folder"


@pytest.mark.parametrize(
    ("program", "what", "where"),
    [
        ("x = (", "SyntaxError", "figures/hazards.py 第 1 行"),
        ("import nothing_of_this_name", "nothing_of_this_name", "figures/hazards.py 第 1 行"),
        ("\nraise ValueError('甲')", "ValueError：甲", "figures/hazards.py 第 2 行"),
        (
            "from workreport.figures.registry import ratio\n"
            "ratio('a.b', label='甲', numerator='a.c', denominator='hazard.none', definition='乙')",
            "没有的指标：a.c、hazard.none",
            "bureau.yaml",
        ),
        (
            "from workreport.figures.registry import figure\n"
            "@figure('a.b', label='甲', unit='条')\ndef rows(no_ledger):\n    return no_ledger",
            "没有的台账：no_ledger",
            "bureau.yaml",
        ),
        (
            "from workreport.figures.registry import figure\n"
            "@figure('safety.inspections', label='甲', unit='条')\ndef rows(hazards):\n    return hazards",
            "指标“safety.inspections”声明了两次",
            "figures/inspections.py 第",
        ),
    ],
)
def test_what_is_wrong_with_a_program_is_named_and_nothing_of_it_stays(emergency, program, what, where):
    before = set(FIGURES)
    with pytest.raises(ContractError) as error:
        load_profile(emergency(program))
    assert what in error.value.message and error.value.where.startswith(where)
    assert set(FIGURES) == before


@pytest.mark.parametrize("name", ["..", "../elsewhere", "linked", "."])
def test_programs_outside_of_the_data_folder_are_refused(emergency, name):
    opened = emergency()
    elsewhere = opened.data.parent / "elsewhere"
    shutil.move(opened.data / "figures", elsewhere)
    (opened.data / "linked").symlink_to(elsewhere)
    text = (opened.data / "bureau.yaml").read_text(encoding="utf-8")
    (opened.data / "bureau.yaml").write_text(text.replace("figures: figures", f"figures: {name}"))
    with pytest.raises(ContractError, match="在数据目录之外"):
        load_profile(emergency())


def test_a_package_that_does_not_exist_is_named(emergency):
    opened = emergency()
    text = (opened.data / "bureau.yaml").read_text(encoding="utf-8")
    (opened.data / "bureau.yaml").write_text(text.replace("figures: figures", "profile: no_such_trade"))
    with pytest.raises(ContractError, match="没有业务包“no_such_trade”"):
        load_profile(emergency())
