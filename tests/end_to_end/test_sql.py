"""A report whose ledger comes out of a database: rows, findings and evidence as from a file, and no credential anywhere."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest

CANARY = "K4n4ryP4ssw0rd"
QUERY = "select insp_id, insp_date, org_code, ent_name, biz_type, insp_type, staff_n, result, n_issue, n_fixed from inspections"
ROWS = [
    ("J1", "2021-03-05", "上浦分局", "虚构面馆", "餐饮服务", "日常", 2, "符合", 0, 0),
    ("J2", "2021-04-06", "上浦分局", "虚构茶楼", "餐饮服务", "日常", 2, "基本符合", 3, 1),
    ("J3", "2021-05-07", "上浦分局", "虚构饼店", "食品销售", "日常", 2, "可能", 0, 0),
]


def bureau(folder: Path, url: str) -> Path:
    """The data folder of a bureau that keeps one ledger, in a database."""
    (folder / "data" / "reference").mkdir(parents=True)
    settings = {
        "name": "晴川区市场监督管理局",
        "short_name": "区市监局",
        "district": "晴川区",
        "ledgers": ["food_inspections"],
        "sections": ["03_food_safety", "10_consumer_rights"],
        "databases": {"main": {"url": url}},
        "sources": [{"ledger": "food_inspections", "database": "main", "query": QUERY}],
    }
    (folder / "data" / "bureau.yaml").write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
    (folder / "data" / "reference" / "RF01_机构与分局字典.csv").write_text(
        "机构代码,全称,简称,别名,生效日期\nQC11,晴川区市场监督管理局上浦分局,上浦分局,上浦所,2019-01-01\n",
        encoding="utf-8",
    )
    return folder / "data"


@pytest.fixture(scope="module")
def built(workreport, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("sql")
    secret = folder / CANARY
    secret.mkdir()
    with sqlite3.connect(secret / "ledgers.db") as db:
        db.execute(
            "create table inspections (insp_id, insp_date, org_code, ent_name, biz_type, insp_type, staff_n, result, n_issue, n_fixed)"
        )
        db.executemany("insert into inspections values (?,?,?,?,?,?,?,?,?,?)", ROWS)
    db.close()
    data = bureau(folder, "sqlite:///${LEDGER_DB}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEDGER_DB", str(secret / "ledgers.db"))
        result = workreport("run", "2021", "--data", data, "--out", folder / "out")
    return result, folder / "out" / "2021"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_rows_are_accounted_for_and_findings_name_the_key(built) -> None:
    result, out = built
    assert result.returncode == 1, result.stderr  # one row waits to be mended
    (account,) = [row for row in table(out / "rows.csv") if row["ledger"] == "food_inspections"]
    assert account["file"] == "database:main/food_inspections/2021"
    assert [account[name] for name in ("read", "counted", "quarantined")] == ["3", "2", "1"]
    for page in ("index.html", "sections/03_food_safety.html"):
        assert "本节所用台账另有" in (out / page).read_text(encoding="utf-8")
    # the other section is of ledgers that the bureau does not keep
    assert not (out / "sections/10_consumer_rights.html").exists()
    (found,) = [row for row in table(out / "findings.csv") if row["disposition"] == "quarantined"]
    assert (found["sheet"], found["original"]) == ("J3", "可能")
    assert "主键“J3”" in result.stderr


def test_figures_evidence_and_manifest(built) -> None:
    _, out = built
    values = {row["id"]: row["value"] for row in table(out / "figures.csv")}
    assert values["food.inspect.operator_visits"] == "2"
    evidence = table(out / "evidence" / "food.inspect.operator_visits.csv")
    assert "J1" in str(evidence) and "J2" in str(evidence) and "J3" not in str(evidence)
    inputs = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    (source,) = [ledger for ledger in inputs if ledger["ledger"] == "food_inspections"]
    assert len(source["sha256"]) >= 32 and source["rows"] == 3


def test_address_of_the_database_is_told_nowhere(built) -> None:
    result, out = built
    assert CANARY not in result.stdout + result.stderr
    files = [path for path in out.rglob("*") if path.is_file()]
    assert len(files) > 20
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


def test_database_that_cannot_be_reached(workreport, tmp_path, monkeypatch) -> None:
    data = bureau(tmp_path, "postgresql+psycopg://${DB_USER}:${DB_SECRET}@127.0.0.1:1/ledgers")
    monkeypatch.setenv("DB_USER", "keeper_of_ledgers")
    monkeypatch.setenv("DB_SECRET", CANARY)
    result = workreport("run", "2021", "--data", data, "--out", tmp_path / "out")
    output = result.stdout + result.stderr
    assert result.returncode == 2 and "数据库取数失败" in output and "请核对数据库地址" in output
    assert "Traceback" not in output
    published = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert not any(
        secret in output or secret.encode() in published for secret in (CANARY, "keeper_of_ledgers")
    )
