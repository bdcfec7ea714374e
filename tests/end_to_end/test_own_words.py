"""A county's whole report: nothing that it publishes has a word of a district's levels."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_bureau import part_of_bureau

from workreport.base.workspace import Workspace
from workreport.cli import main
from workreport.ledgers.intake import Intake
from workreport.ledgers.read.header_search import find_header
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.values.text import read_choice

LEDGERS = {"LG04": "食品生产经营监督检查台账"}
SECTIONS = ("食品安全监管", "09_fair_competition")
WORDS = "words: {全区: 全县, 区本级: 县本级, 分局: 所, 区级: 县级, 我区: 我县, 本区: 本县}\n"
OF_A_DISTRICT = re.compile("全区|区本级|分局|区级|我区|本区")
"""Not the district's name: the rows are the sample's, with addresses in it."""
SCRIPT = re.compile(r"<script.*?</script>", re.S)
NOT_THERE = re.compile("暂缺|未报|没有建立|公平竞争")
"""What says that something is missing, and a section of which the bureau keeps no ledger."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The county's report of 2021: it keeps the ledger of food inspections alone, listed by title."""
    folder = tmp_path_factory.mktemp("county")
    data = part_of_bureau(folder / "data", repository, LEDGERS, SECTIONS)
    settings = (
        (data / "bureau.yaml").read_text(encoding="utf-8").replace("晴川区", "晴川县").replace("区市", "县市")
    )
    (data / "bureau.yaml").write_text(settings + WORDS, encoding="utf-8")
    (orgs,) = (data / "reference").glob("RF01_*")
    (data / "reference" / "RF01_机构字典.csv").write_text(
        _of_county(orgs.read_text(encoding="utf-8")), encoding="utf-8"
    )
    orgs.unlink()
    done = CliRunner().invoke(
        main, ["run", "2021", "--data", str(data), "--out", str(folder / "out"), "-j", "1"]
    )
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return folder / "out" / "2021"


def _of_county(orgs: str) -> str:
    """The table of organisations with the county's names; those that the ledgers have stand as aliases."""
    lines = orgs.splitlines()
    rows = [lines[0]]
    for line in lines[1:]:
        code, whole, short, aliases, *rest = line.split(",")
        names = [_named(whole), _named(short), "|".join(filter(None, [aliases, short]))]
        rows.append(",".join([code, *names, *rest]))
    return "\n".join(rows) + "\n"


def _named(text: str) -> str:
    return text.replace("分局", "所").replace("区本级", "县本级").replace("晴川区", "晴川县")


def texts(folder: Path) -> dict[str, str]:
    """What people read of a report, by file: pages, and the text of the documents."""
    found = {
        path.name: path.read_text(encoding="utf-8")
        for path in folder.rglob("*.html")
        if path.name != "review.html"
    }
    for path in (*folder.glob("*.docx"), *folder.glob("*.pptx")):
        with zipfile.ZipFile(path) as package:
            parts = [
                package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")
            ]
        found[path.name] = "".join(parts)
    return {name: re.sub(r"<[^>]*>", "", SCRIPT.sub("", text)) for name, text in found.items()}


def test_no_page_and_no_document_has_a_word_of_a_district(published):
    by_name = texts(published)
    assert {"index.html", "data.docx", "report.docx", "brief.docx", "slides.pptx"} <= set(by_name)
    assert {
        name: OF_A_DISTRICT.findall(text) for name, text in by_name.items() if OF_A_DISTRICT.search(text)
    } == {}
    assert "全县" in by_name["index.html"] and "各所食品检查" in by_name["index.html"]


def test_nothing_is_told_of_ledgers_that_are_not_kept(published):
    by_name = texts(published)
    assert {name: NOT_THERE.findall(text) for name, text in by_name.items() if NOT_THERE.search(text)} == {}
    assert not (published / "sections" / "09_fair_competition.html").exists()
    assert "food.sampling" not in (published / "figures.csv").read_text(encoding="utf-8-sig")
    assert not list((published / "evidence").rglob("food.sampling.*"))
    assert "food.sampling" not in (published / "evidence.csv").read_text(encoding="utf-8-sig")


def test_evidence_has_the_county_s_words_in_its_headers(published):
    headers = {
        path.name: path.read_text(encoding="utf-8-sig").partition("\n")[0]
        for path in (published / "evidence").rglob("*.csv")
    }
    assert headers
    assert {name: line for name, line in headers.items() if OF_A_DISTRICT.search(line)} == {}


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The blank ledgers of a county that keeps all ledgers."""
    folder = tmp_path_factory.mktemp("blank")
    shutil.copytree(repository / "data" / "reference", folder / "data" / "reference")
    settings = "name: 晴川县市场监督管理局\nshort_name: 县市监局\ndistrict: 晴川县\n" + WORDS
    (folder / "data" / "bureau.yaml").write_text(settings, encoding="utf-8")
    (orgs,) = (folder / "data" / "reference").glob("RF01_*")
    orgs.write_text(_of_county(orgs.read_text(encoding="utf-8-sig")), encoding="utf-8")
    done = CliRunner().invoke(main, ["new", "2023", "--data", str(folder / "data")])
    assert done.exit_code == 0, done.output
    return folder / "data"


def test_no_blank_ledger_has_a_word_of_a_district(blank):
    wrong = {}
    for path in sorted((blank / "2023").glob("*.xlsx")):
        with zipfile.ZipFile(path) as package:
            text = "".join(
                package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")
            )
        if found := OF_A_DISTRICT.findall(re.sub("<[^>]*>", "\n", text)):
            wrong[path.name] = found
    assert len(list((blank / "2023").glob("*.xlsx"))) > 15
    assert wrong == {}


@pytest.mark.parametrize("own", [True, False], ids=["the county's words", "all bureaux' words"])
def test_ledgers_are_read_with_either_words(blank, tmp_path, own):
    intake = Intake.of(Workspace.open(blank, tmp_path))
    patents, communities = intake.contracts["patents"], intake.contracts["pyramid_communities"]
    header = "在本县有效起始日" if own else "在本区有效起始日"
    assert header in patents.by_name["valid_from"].titles
    level = communities.by_name["level"]
    assert level.constraints.enum == ["省级", "市级", "县级"]
    assert read_choice("县级" if own else "区级", level).value == "县级"
    sheet = Sheet("甲", [[header if field.name == "valid_from" else field.title for field in patents.fields]])
    assert "valid_from" in find_header(patents, sheet).columns
    units = intake.codes["drug_unit_types"]
    assert (
        units.value("县级医院" if own else "区级医院") == "区级医院" and units.label("区级医院") == "县级医院"
    )
