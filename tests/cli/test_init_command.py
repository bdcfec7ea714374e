"""`workreport init`: the folder it lays, what it never writes over, what a bureau without units is told."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner, Result

from workreport.base.workspace import Workspace
from workreport.cli import main
from workreport.ledgers.code_files import load_codes
from workreport.ledgers.declared.contract import load_contracts
from workreport.ledgers.intake import Intake

NAME = "城北区市场监督管理局"


def init(folder, *words: str) -> Result:
    return CliRunner().invoke(main, ["init", str(folder), "--name", NAME, *words])


def files(folder) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_folder_is_a_bureau(tmp_path):
    folder = tmp_path / "城北 局" / "data"
    result = init(folder)
    assert result.exit_code == 0, result.output
    workspace = Workspace.open(folder)
    assert (workspace.bureau.name, workspace.bureau.district) == (NAME, "城北区")
    assert not workspace.bureau.synthetic and workspace.years == []
    contracts = load_contracts(workspace)
    assert load_codes(workspace, contracts)["orgs"].labels == {"01": NAME}
    assert "workreport new" in result.output
    for name in files(folder):
        assert name in result.output


def test_every_setting_that_is_not_filled_in_is_explained(tmp_path):
    init(tmp_path / "data")
    lines = (tmp_path / "data" / "bureau.yaml").read_text(encoding="utf-8").splitlines()
    settings = [
        at for at, line in enumerate(lines) if ": " in line and line.isascii() is False and line[0] != "#"
    ]
    assert settings and all(lines[at - 1].startswith("# ") for at in settings)


@pytest.mark.parametrize(("name", "wording"), [("城北县市场监督管理局", "全县"), (NAME, "全区")])
def test_a_county_speaks_of_the_county(tmp_path, name, wording):
    result = CliRunner().invoke(main, ["init", str(tmp_path / "data"), "--name", name])
    assert result.exit_code == 0, result.output
    assert Workspace.open(tmp_path / "data").bureau.worded("全区") == wording


def test_a_name_with_signs_of_yaml_stays_a_name(tmp_path):
    name = '城北区"一": #局'
    result = CliRunner().invoke(main, ["init", str(tmp_path / "data"), "--name", name])
    assert result.exit_code == 0, result.output
    assert Workspace.open(tmp_path / "data").bureau.name == name


def test_tables_to_fill_in_have_their_columns_and_no_rows_of_the_sample(tmp_path, sample_frames):
    init(tmp_path / "data")
    reference = tmp_path / "data" / "reference"
    samples = sample_frames.intake.workspace.data / "reference"
    for path in reference.glob("RF0[14]*"):
        with (
            path.open(encoding="utf-8-sig", newline="") as own,
            (samples / path.name).open(encoding="utf-8-sig", newline="") as other,
        ):
            (head, *rows), (expected, *given) = csv.reader(own), csv.reader(other)
        assert head == expected
        assert not [row for row in rows if row in given]
    assert len(list(reference.glob("RF0[14]*"))) == 2


def test_the_year_has_blank_ledgers(tmp_path):
    folder = tmp_path / "data"
    result = init(folder, "--year", "2024")
    assert result.exit_code == 0, result.output
    workspace = Workspace.open(folder)
    assert workspace.years == [2024]
    intake = Intake.of(workspace)
    ledgers = {contract.name for contract in intake.contracts.values() if contract.kind != "reference"}
    assert ledgers <= {file.ledger for file in intake.files}
    assert "workreport run 2024" in result.output


def test_a_bureau_that_is_there_stays(tmp_path):
    folder = tmp_path / "data"
    init(folder)
    before = files(folder)
    refused = init(folder, "--year", "2024")
    assert refused.exit_code == 2 and "已经有一个局的设置" in refused.output
    assert files(folder) == before


def test_a_place_that_cannot_be_written_is_explained(tmp_path):
    (tmp_path / "data").write_text("a file")
    refused = init(tmp_path / "data")
    assert refused.exit_code == 2 and "目录写不了" in refused.output


@pytest.mark.parametrize("rows", [None, []], ids=["no table", "no rows"])
def test_without_units_one_message(bureau, rows):
    """Not a finding for every row that names a unit."""
    bureau.samples(2021, {}, {}, {})
    table = next((bureau.data / "reference").glob("RF01_*"))
    if rows is None:
        table.unlink()
    else:
        head = table.read_text(encoding="utf-8-sig").splitlines()[0]
        table.write_text(head + "\n", encoding="utf-8")
    result = CliRunner().invoke(
        main, ["check", "2021", "--data", str(bureau.data), "--out", str(bureau.data.parent / "out")]
    )
    assert result.exit_code == 2
    assert result.output.count("RF01") == 2 and "没有机构与分局字典（RF01）" in result.output
