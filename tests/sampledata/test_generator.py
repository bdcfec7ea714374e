"""The generator writes the committed sample data, again and again."""

import csv
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sampledata import complaints
from sampledata.__main__ import write_all
from sampledata.contracts import load_contracts
from sampledata.scale import write_scaled
from sampledata.world import build_world
from sampledata.write import table
from sampledata.written_report import write_reports

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    out = tmp_path_factory.mktemp("data")
    write_all(out, load_contracts(DATA / "contracts"))
    shutil.copy(DATA / "bureau.yaml", out)
    write_reports(out)
    return out


def content(path: Path):
    """Bytes of a file; of an Office file the bytes of its parts, since compression differs between zlib builds."""
    if path.suffix not in (".xlsx", ".docx"):
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_committed_data_is_what_the_generator_writes(fresh):
    paths = sorted(path.relative_to(fresh) for path in fresh.rglob("*.*"))
    assert [str(path) for path in paths if not (DATA / path).exists()] == []
    assert [str(path) for path in paths if content(fresh / path) != content(DATA / path)] == []
    assert Path("2021", "drafts", "正文.docx") in paths


def test_no_ledger_is_left_over_from_an_earlier_generator(fresh):
    paths = [
        path.relative_to(DATA)
        for year in ("2020", "2021", "2022", "reference")
        for path in (DATA / year).glob("*.*")
        if path.name != "notes.yaml"  # the office's own words
    ]
    assert sorted(str(path) for path in paths if not (fresh / path).exists()) == []


def test_every_contract_has_data_in_every_year(fresh):
    names = {path.name.split("_")[0] for path in (DATA / "contracts").glob("*.yaml")}
    yearly = names - {"RF01", "RF03", "RF04", "RF05", "RF06", "RF07", "RF08", "RF09"}
    for year in ("2020", "2021", "2022"):
        assert yearly <= {path.name.split("_")[0] for path in (fresh / year).iterdir()}


def test_gb18030_file_holds_characters_outside_gbk(fresh):
    path = next((fresh / "2022").glob("LG13_*.csv"))
    text = path.read_bytes().decode("gb18030")
    with pytest.raises(UnicodeEncodeError):
        text.encode("gbk")


def test_undeclared_fields_are_refused():
    contract = load_contracts(DATA / "contracts")["fair_reviews"]
    with pytest.raises(ValueError, match="undeclared"):
        table(contract, [{"review_no": "1", "surprise": 1}])


def test_a_ledger_of_any_size_has_keys_of_its_own_and_keeps_its_rules(tmp_path):
    contracts, world = load_contracts(DATA / "contracts"), build_world()
    rows = complaints.rows(world, 2021)["complaints"]
    first, again = (
        write_scaled(tmp_path / name, contracts["complaints"], rows, 5000, world, 2021) for name in "ab"
    )
    assert first.read_bytes() == again.read_bytes()
    with first.open(encoding="utf-8-sig", newline="") as lines:
        records = list(csv.DictReader(lines))
    numbers = {row["登记编号"] for row in records}
    assert len(records) == len(numbers) == 5000
    assert {row["关联主单号"] for row in records} - {""} <= numbers
    assert len({row["登记时间"] for row in records}) > len({str(row["recv_at"]) for row in rows})


def test_a_scaled_ledger_never_lands_in_the_repository():
    command = [sys.executable, "-m", "sampledata", "--scale", "complaints=5000"]
    refused = subprocess.run(command, cwd=DATA.parent, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "--out" in refused.stderr
