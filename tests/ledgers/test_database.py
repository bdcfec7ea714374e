"""A ledger out of a database: the same contract and findings as a file, keys for row numbers, no credential told."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from personal_numbers import identity
from programs import require
from tiny_bureau import TinyBureau

from workreport.base.errors import ContractError, LedgerError, MissingLedger
from workreport.base.paths import RUN_VARIABLE
from workreport.base.period import Period
from workreport.base.personal_data import MASK
from workreport.ledgers.accounting import accounts
from workreport.ledgers.declared.findings import describe
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import SHARED_FILE
from workreport.ledgers.read.database import resolved

TABLE = "create table samples (no text, org text, day {date}, res text, items integer, kg {number}, who text)"
QUERY = (
    'select no as "抽样单编号", org as "承办机构", day as sample_date, res as "检验结论",'
    ' items as "检验项目数（项）", kg as "控制数量", who as "抽样人" from samples'
)
SECRET = "p@ss:w/rd#1"


def rows(date=lambda text: text, number=float) -> list[tuple]:
    return [
        ("S3", "上浦分局", date("2021-03-05"), "合格", 4, number("1.5"), "张三丰"),
        ("S1", "下浦分局", date("2021-07-01"), "可能", 3, None, "张三丰"),
        ("S2", "QC11", date("2020-12-31"), "不合格", None, number("0.125"), "张三丰"),
    ]


def settle(bureau: TinyBureau, url: str, query: str = QUERY, **more) -> None:
    path = bureau.data / "bureau.yaml"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["databases"] = {"main": {"url": url}}
    settings["sources"] = [{"ledger": "samples", "database": "main", "query": query, **more}]
    path.write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def sqlite(bureau: TinyBureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    file = tmp_path / "ledgers.db"
    with sqlite3.connect(file) as db:
        db.execute(TABLE.format(date="text", number="real"))
        db.executemany("insert into samples values (?,?,?,?,?,?,?)", rows())
    db.close()
    monkeypatch.setenv("LEDGER_DB", str(file))
    return "sqlite:///${LEDGER_DB}"


def as_a_ledger(bureau: TinyBureau) -> None:
    intake = bureau.intake()
    files = [f for f in intake.files if f.ledger == "samples"]
    assert [(f.shown, f.year) for f in files] == [
        ("database:main/samples/2020", 2020),
        ("database:main/samples/2021", 2021),
    ]
    stored = intake.read(files[1])
    assert stored.frame[["sample_no", "org_code", "items", "_sheet", "_row"]].values.tolist() == [
        ["S3", "QC11", 4, "S3", 2]
    ]
    assert stored.frame["sample_date"].tolist() == [pd.Timestamp("2021-03-05")]
    assert stored.frame["weight"].tolist() == [Decimal("1.500")]
    assert "sampler" not in stored.frame
    (found,) = stored.findings.to_dict("records")
    assert (found["sheet"], found["column"], found["original"]) == ("S1", "检验结论", "可能")
    assert describe(found).startswith("database:main/samples/2021 主键“S1” 第 1 行")
    account = accounts(Frames(intake), Period.parse("2021"))
    assert account.set_index("file").loc["database:main/samples/2021"].to_dict() == {
        "ledger": "samples", "read": 2, "counted": 1, "out_of_period": 0, "duplicate": 0, "quarantined": 1, "not_data": 0,
    }  # fmt: skip
    for path in bureau.out.rglob("*"):
        assert path.is_dir() or "张三丰".encode() not in path.read_bytes()


def test_sqlite(bureau, sqlite):
    settle(bureau, sqlite)
    as_a_ledger(bureau)


def test_a_query_without_rows_is_no_zero(bureau, sqlite):
    settle(bureau, sqlite, f"{QUERY} where cast(substr(day, 1, 4) as integer) = :year", years=[2021, 2022])
    period = Period.parse("2022")
    with pytest.raises(MissingLedger, match="本期台账未填报：T01 抽样台账（2022年）"):
        bureau.frames().known("samples", period)
    bureau.write("2022/T01_零报告.csv", [["抽样单编号", "承办机构", "抽样日期", "检验结论"]])
    assert bureau.frames().flow("samples", period, None).empty


def test_order_of_the_result_means_nothing(bureau, sqlite):
    seen = []
    for order in ("no", "no desc"):
        settle(bureau, sqlite, f"{QUERY} order by {order}")
        seen.append([(f.shown, f.sha256) for f in bureau.intake().files])
    assert seen[0] == seen[1]


def test_a_year_at_a_time(bureau, sqlite):
    settle(bureau, sqlite, f"{QUERY} where substr(day, 1, 4) = cast(:year as text)", years=[2021, 2020, 2019])
    intake = bureau.intake()
    read = {f.year: intake.read(f).accounts.read for f in intake.files if f.ledger == "samples"}
    assert read == {2019: 0, 2020: 1, 2021: 2}


def test_a_date_that_cannot_be_read_is_listed_and_not_lost(bureau, sqlite):
    settle(bureau, sqlite, QUERY.replace("day as", "replace(day, '2020-12-31', '昨天') as"))
    intake = bureau.intake()
    (file,) = [f for f in intake.files if f.ledger == "samples"]
    assert (file.year, intake.read(file).accounts.read) == (2021, 3)
    assert "昨天" in intake.read(file).findings["original"].tolist()


def test_changed_rows_change_the_hash(bureau, sqlite):
    settle(bureau, sqlite)
    before = {f.sha256 for f in bureau.intake().files if f.year == 2021}
    with sqlite3.connect(os.environ["LEDGER_DB"]) as db:
        db.execute("update samples set items = 5 where no = 'S3'")
    db.close()
    assert not before & {f.sha256 for f in bureau.intake().files if f.year == 2021}


def test_masked_keys_of_a_result_are_compared_by_what_stood_there(bureau, sqlite, tmp_path):
    first, second = identity(serial="001"), identity(serial="002")
    with sqlite3.connect(tmp_path / "ledgers.db") as db:
        for key in (first, second, second):
            db.execute("insert into samples values (?, '上浦分局', '2019-03-05', '合格', 4, 1, '')", (key,))
    db.close()
    settle(bureau, sqlite)
    intake = bureau.intake()
    stored = intake.read(
        next(file for file in intake.files if file.year == 2019 and file.ledger == "samples")
    )
    assert (len(stored.frame), stored.accounts.duplicate, stored.accounts.quarantined) == (2, 1, 0)
    assert stored.frame["sample_no"].str.startswith(MASK).all()
    assert first not in stored.findings.to_csv() and second not in stored.findings.to_csv()


def test_a_run_asks_once(bureau, sqlite, tmp_path, monkeypatch):
    settle(bureau, sqlite)
    before = bureau.intake()
    before.share_with_kernels(tmp_path)
    assert "张三丰".encode() not in (tmp_path / SHARED_FILE).read_bytes()
    monkeypatch.setenv(RUN_VARIABLE, str(tmp_path))
    monkeypatch.delenv("LEDGER_DB")
    assert bureau.intake().files == before.files


def test_missing_variable(bureau, sqlite, monkeypatch):
    settle(bureau, sqlite)
    monkeypatch.delenv("LEDGER_DB")
    with pytest.raises(LedgerError, match="没有设置环境变量：LEDGER_DB"):
        bureau.intake()


def test_credentials_are_quoted_in_the_url_only(monkeypatch):
    monkeypatch.setenv("WHO", "甲")
    monkeypatch.setenv("SECRET", SECRET)
    assert resolved("postgresql+psycopg://${WHO}:${SECRET}@host/db", "main") == (
        "postgresql+psycopg://%E7%94%B2:p%40ss%3Aw%2Frd%231@host/db"
    )


@pytest.mark.parametrize(
    "url", ["sqlite:////no/such/folder/${SECRET}", "nothing://a:${SECRET}@b/c", "${SECRET}"]
)
@pytest.mark.parametrize("query", [QUERY, f"select '{SECRET}' from nowhere"])
def test_an_engine_tells_no_secret(bureau, monkeypatch, url, query, caplog):
    monkeypatch.setenv("SECRET", SECRET)
    settle(bureau, url, query)
    with pytest.raises(LedgerError, match="数据库取数失败") as caught:
        bureau.intake()
    assert SECRET not in caught.value.message + caplog.text
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("url", "more", "message"),
    [
        ("postgresql://u:secret@h/d", {}, "口令不得写在文件里"),
        ("postgresql://u:${A}x@h/d", {}, "口令不得写在文件里"),
        ("postgresql://h/d?password=secret", {}, "口令不得写在文件里"),
        ("sqlite://", {"database": "other"}, "没有登记的数据库：other"),
        ("sqlite://", {"query": "delete from samples"}, "应以 select 或 with 开头"),
        ("sqlite://", {"query": "select :year"}, "请列出 years"),
        ("sqlite://", {"ledger": "nothing"}, "不存在的台账“nothing”"),
        ("sqlite://", {"ledger": "devices", "query": "select 1"}, "没有说明数据属于哪一年"),
    ],
)
def test_settings_that_make_no_sense(bureau, url, more, message):
    settle(bureau, url)
    path = bureau.data / "bureau.yaml"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["sources"][0].update(more)
    path.write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(ContractError) as caught:
        bureau.intake()
    assert message in caught.value.message and "secret" not in caught.value.message


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A real server of this test's own, on a socket in a temporary folder."""
    initdb, pg_ctl = map(str, require(["initdb", "pg_ctl"]))
    folder = tmp_path_factory.mktemp("pg")
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        require(["runuser"])
        as_user = ["runuser", "-u", "postgres", "--"]
        for above in (folder, *folder.parents[:3]):
            if above.name.startswith(("pytest-", "pg", "popen-")):
                above.chmod(0o755)
        shutil.chown(folder, "postgres")
    secret = folder / "secret"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    secret.chmod(0o644)
    data, log = folder / "data", folder / "log"

    def call(*command: str) -> None:
        done = subprocess.run(
            [*as_user, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert done.returncode == 0, done.stderr

    call(initdb, "-D", str(data), "-U", "keeper", "-A", "scram-sha-256",
         f"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--no-sync")  # fmt: skip
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    call(pg_ctl, "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
    try:
        yield {"PGUSER": "keeper", "PGPASSWORD": SECRET, "PGHOST": str(folder)}
    finally:
        call(pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop")


def test_postgresql(bureau, postgres, monkeypatch, caplog):
    import psycopg

    for name, value in postgres.items():
        monkeypatch.setenv(name, value)
    with psycopg.connect(dbname="postgres") as db:
        db.execute(TABLE.format(date="date", number="numeric(9,3)"))
        with db.cursor() as cursor:
            cursor.executemany(
                "insert into samples values (%s,%s,%s,%s,%s,%s,%s)", rows(dt.date.fromisoformat, Decimal)
            )
    url = "postgresql+psycopg://${PGUSER}:${PGPASSWORD}@/postgres?host=${PGHOST}"
    settle(bureau, url)
    as_a_ledger(bureau)
    settle(bureau, url, f"{QUERY} where extract(year from day) = :year", years=[2020, 2021])
    as_a_ledger(bureau)
    # a query cannot write, a refusal names its code and no more
    for query, code in (
        ("with gone as (delete from samples returning no) select no from gone", "25006"),
        (f"select '{SECRET}' from nowhere", "42P01"),
    ):
        settle(bureau, url, query)
        with pytest.raises(LedgerError, match=code) as caught:
            bureau.intake()
        assert not re.search(f"{re.escape(SECRET)}|nowhere|keeper", caught.value.message + caplog.text)
    # nor does a server that refuses the password
    monkeypatch.setenv("PGPASSWORD", wrong := "not-the-p4ssword")
    settle(bureau, url)
    with pytest.raises(LedgerError, match="数据库取数失败") as caught:
        bureau.intake()
    assert not re.search(
        f"{wrong}|{re.escape(SECRET)}|keeper|{re.escape(postgres['PGHOST'])}", caught.value.message
    )
