"""No personal data in any output: canaries in every column of every ledger, and a search of all that is left."""

from __future__ import annotations

import base64
import csv
import io
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from canaries import SIGNS, Canaries, leaks, leaks_below
from click.testing import CliRunner

from workreport.base.period import Period
from workreport.base.personal_data import MASK
from workreport.base.workspace import Workspace
from workreport.cli import main
from workreport.ledgers.declared.contract import Contract, load_contracts
from workreport.ledgers.exchange.validate_command import check
from workreport.ledgers.intake import Intake
from workreport.ledgers.read.files import read_sheets
from workreport.ledgers.read.header_search import find_header

ROWS = 3
REMARK = "备注"
NOTE = "办公室文字"


@pytest.fixture(scope="module")
def planted(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bureau of 2021 whose every ledger has canaries of every kind in every column, and around the table."""
    data, canaries = tmp_path_factory.mktemp("planted") / "data", Canaries()
    shutil.copytree(repository / "data" / "reference", data / "reference")
    shutil.copy(repository / "data" / "bureau.yaml", data)
    year = data / "2021"
    (year / "narrative").mkdir(parents=True)
    for name in ("problems", "plans"):
        lines = [f"{NOTE}{canaries.of(kind)}" for kind in SIGNS]
        (year / "narrative" / f"{name}.md").write_text("\n\n".join(lines), encoding="utf-8")
    contracts = load_contracts(Workspace.open(repository / "data"))
    for at, contract in enumerate(contracts.values()):
        for path in sorted(p for file in contract.files for p in (repository / "data" / "2021").glob(file)):
            rows = _spoilt(contract, path, canaries)
            if contract.kind == "reference":
                _write(year / path.name, rows[1:-1])
            elif at % 2:
                _write(year / f"{path.stem}{canaries.of('mobile')}.csv", rows)
            else:
                _write_book(year / f"{path.stem}.xlsx", rows, canaries)
    return data


def _spoilt(contract: Contract, path: Path, canaries: Canaries) -> list[list[str]]:
    """A title, the header with a column more, a few rows as they are and some with canaries, and a note."""
    sheet = read_sheets(path, path.name)[0]
    header = find_header(contract, sheet)
    assert header is not None
    good = [row for row in sheet.rows[header.row + 1 :] if len([t for t in row if t]) > 2][:ROWS]
    titles = sheet.rows[header.row]
    if not good:
        good = [["示例"] * len(titles)]
    # a row of each kind with canaries in all texts, which counts; and one with canaries in all other columns
    known = {at: contract.by_name[name] for name, at in header.columns.items()}
    free = {
        at
        for at, field in known.items()
        if field.type == "string" and not field.codes and not field.constraints.enum
    }
    columns = [[*sorted(free), len(titles)], [at for at in range(len(titles)) if at not in free]]
    bad = []
    for number, kind in enumerate(SIGNS):
        for at, group in enumerate(columns):
            row = [*good[number % len(good)], *[""] * (len(titles) - len(good[0])), ""]
            row[header.columns[contract.primaryKey[0]]] += f"-{at}-{number}"
            for column in group:
                row[column] = canaries.of(kind)
            bad.append(row)
    width = len(titles) + 1
    title = [f"填报人：{canaries.of('name')}电话{canaries.of('mobile')}", *[""] * (width - 1)]
    note = [f"注：{canaries.of('identity')}", *[""] * (width - 1)]
    return [title, [*titles, REMARK], *([*row, ""][:width] for row in good), *bad, note]


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _write_book(path: Path, rows: list[list[str]], canaries: Canaries) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"台账{canaries.of('name')}"[:31]
    for row in rows:
        sheet.append(row)
    sheet["A2"].comment = openpyxl.comments.Comment(canaries.of("mobile"), f"王龘{len(rows)}")
    sheet["B3"].hyperlink = f"tel:{canaries.of('mobile')}"
    sheet.oddFooter.center.text = canaries.of("name")
    rule = openpyxl.worksheet.datavalidation.DataValidation(
        type="list", formula1='"甲,乙"', prompt=canaries.of("name")
    )
    sheet.add_data_validation(rule)
    rule.add("C4:C9")
    other = book.create_sheet("说明")
    other.append([canaries.of("identity")])
    book.properties.creator = "王龘"
    book.save(path)


@pytest.fixture(scope="module")
def outcome(planted: Path, workreport, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Everything that the commands write and say about the planted bureau."""
    out = tmp_path_factory.mktemp("planted_out")
    outputs = []
    for command in (("run", "2021"), ("check", "2021"), ("figures", "2021")):
        done = workreport(*command, "--data", planted, "--out", out)
        assert done.returncode in (0, 1), done.stderr
        outputs += [done.stdout, done.stderr]
    foreign = next((planted / "2021").glob("LG14_*"))
    done = workreport("map", foreign, "-o", out / "draft.yaml", "--ledger", "complaints", "--data", planted)
    assert done.returncode == 0, done.stderr
    outputs += [done.stdout, done.stderr]
    done = workreport("new", "2022", "--data", planted)
    assert done.returncode == 0, done.stderr
    return out, "".join([*outputs, done.stdout, done.stderr])


def test_nothing_personal_is_written_anywhere(outcome: tuple[Path, str], planted: Path) -> None:
    out, output = outcome
    assert {"2021", ".store", "check"} <= {path.name for path in out.iterdir()}
    assert [*leaks("终端", output.encode()), *leaks_below(out), *leaks_below(planted / "2022")] == []


def test_every_place_is_told_of(outcome: tuple[Path, str], planted: Path, repository: Path) -> None:
    found = pd.read_csv(outcome[0] / "2021" / "findings.csv", dtype=str, keep_default_na=False)
    masked = found[found["rule"].str.endswith("个人信息")]
    assert set(masked["original"]) == {MASK}
    contracts = load_contracts(Workspace.open(repository / "data"))
    for name in masked["ledger"].unique():
        if not name:
            continue
        contract, columns = contracts[name], set(masked.loc[masked["ledger"] == name, "column"])
        text = {f.title for f in contract.read_fields if f.type in ("string", "list")}
        assert text & columns and (REMARK in columns or contract.kind == "reference")
        personal = {f.title for f in contract.fields if f.personal}
        assert not personal & columns, "what is personal by its contract is not read, and not told of"
    assert masked["ledger"].nunique() > 20
    assert (masked["ledger"] == "").sum() == 2 * len(SIGNS), "and the office's own words"


def test_copies_go_back_in_with_the_same_accounts(outcome, planted: Path, tmp_path: Path) -> None:
    out, again = outcome[0], tmp_path / "data"
    shutil.copytree(planted, again, ignore=shutil.ignore_patterns("2022"))
    copies = sorted((out / "check" / "2021").glob("LG*.xlsx"))
    for copy in copies:
        for original in (again / "2021").glob(f"{copy.name[:5].rstrip('_')}_*"):
            original.unlink()
    for copy in copies:
        shutil.copy(copy, again / "2021")
    parts = ["counted", "out_of_period", "duplicate", "quarantined", "not_data", "read"]

    def accounts(data: Path, store: Path) -> dict[str, list[int]]:
        table = check(Workspace.open(data, store), Period.parse("2021")).table
        return {row["ledger"]: [row[part] for part in parts] for row in table.to_dict("records")}

    before, after = accounts(planted, out), accounts(again, tmp_path / "two")
    assert {name: after[name] for name in before} == before


def test_errors_and_corrections_say_nothing_personal(planted: Path, tmp_path: Path) -> None:
    data, canaries = tmp_path / "data", Canaries()
    # the one ledger that is corrected, and what it refers to
    shutil.copytree(planted, data, ignore=shutil.ignore_patterns("2022", "LG0*", "LG1[!4]*"))
    phone = canaries.of("mobile")
    command = ["check", "2021", "--data", str(data), "--out", str(tmp_path / "out")]
    entry = {"ledger": "LG14", "key": {"登记编号": phone}, "column": "被诉主体", "expect": "甲", "value": "乙",
             "reason": "笔误", "approved_by": "分管领导", "date": "2022-01-10"}  # fmt: skip
    for change in (
        {},
        {"expect": phone},
        {"value": canaries.of("identity")},
        {"reason": canaries.of("name")},
    ):
        (data / "2021" / "corrections.yaml").write_text(
            json.dumps([entry | change], ensure_ascii=False), "utf-8"
        )
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 2 and "corrections.yaml 第 1 条" in done.output
        assert list(leaks("终端", done.output.encode())) == []
    (data / "2021" / "corrections.yaml").unlink()
    (data / "2021" / f"LG02_{canaries.of('name')}.xlsx").write_bytes(b"PK nothing")
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert [*leaks("终端", done.output.encode()), *leaks_below(tmp_path / "out")] == []


def test_a_database_is_screened_before_its_rows_are_left_for_the_kernels(
    planted: Path, tmp_path: Path
) -> None:
    data, canaries = tmp_path / "data", Canaries()
    (data / "2021").mkdir(parents=True)
    with sqlite3.connect(tmp_path / "db") as db:
        db.execute("create table t (no text, shop text, tel text)")
        db.executemany("insert into t values (?, ?, ?)",
                       [(f"S{at}", canaries.of(kind), canaries.of(kind)) for at, kind in enumerate(SIGNS)])  # fmt: skip
    db.close()
    query = (
        'select no as "登记编号", shop as "被诉主体", tel as "联系电话", \'2021-01-02\' as "登记时间" from t'
    )
    settings = json.loads(json.dumps(
        {"name": "晴川区局", "short_name": "区局", "district": "晴川区",
         "databases": {"main": {"url": f"sqlite:///{tmp_path / 'db'}"}},
         "sources": [{"ledger": "complaints", "database": "main", "query": query}]}
    ))  # fmt: skip
    (data / "bureau.yaml").write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    intake = Intake.of(Workspace.open(data, tmp_path / "out"))
    (tmp_path / "work").mkdir()
    intake.share_with_kernels(tmp_path / "work")
    assert [*(tmp_path / "work").iterdir()] and leaks_below(tmp_path / "work") == []
    (extract,) = [file.extract for file in intake.files if file.extract]
    assert len(extract.personal) == len(SIGNS)


def test_the_search_finds_what_is_packed() -> None:
    canary = Canaries().of("mobile").encode()
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as parts:
        parts.writestr("inside.xml", canary)
    table = io.BytesIO()
    pd.DataFrame({"a": [canary.decode()] * 3}).to_parquet(table)
    page = b'<img src="data:image/svg+xml;base64,' + base64.b64encode(b"<text>" + canary + b"</text>") + b'">'
    for content in (canary, zipped.getvalue(), table.getvalue(), page, "１３９ ９９９-９０００１".encode()):
        assert list(leaks("file", content))
    assert not list(leaks("file", b"13800000000"))
