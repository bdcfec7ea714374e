"""Plans: what they may say, and the jobs that come of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from workreport.base.errors import ContractError, UsageError
from workreport.pipeline.batch.batch_plan import jobs_of, load_plan
from workreport.pipeline.batch.job import is_url

PLAN = """
out: reports
periods: ["2021", "2021Q1"]
retries: 1
bureaux:
  - {name: 甲局, data: a}
  - {name: 乙局, data: b, periods: ["2021H1"]}
"""


def plan(folder: Path, text: str = PLAN) -> list:
    (folder / "a").mkdir(exist_ok=True)
    (folder / "b").mkdir(exist_ok=True)
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return jobs_of(load_plan(path), folder)


def test_one_job_a_bureau_and_period(tmp_path):
    jobs = plan(tmp_path)
    assert [job.name for job in jobs] == ["甲局 2021", "甲局 2021Q1", "乙局 2021H1"]
    assert jobs[0].data == str(tmp_path / "a") and jobs[2].out == f"{tmp_path}/reports/乙局"


def test_one_period_in_two_spellings_is_one_job(tmp_path):
    jobs = plan(tmp_path, PLAN.replace('"2021Q1"', '"2021-01..2021-12"'))
    assert [job.period for job in jobs if job.bureau == "甲局"] == ["2021"]


@pytest.mark.parametrize(
    ("was", "now", "error"),
    [
        ("乙局", "甲局", "同名的单位"),
        ("乙局", "../乙", "不能作文件夹名"),
        ('periods: ["2021", "2021Q1"]\n', "", "没有报告期：甲局"),
        ("retries: 1", "retry: 1", "不认识的项"),
        ("out: reports", "", "缺少该项"),
    ],
)
def test_plans_that_cannot_be_meant(tmp_path, was, now, error):
    with pytest.raises(ContractError, match=error):
        plan(tmp_path, PLAN.replace(was, now))


def test_places_and_periods_that_are_none(tmp_path):
    with pytest.raises(UsageError, match="数据目录不存在"):
        plan(tmp_path, PLAN.replace("data: b", "data: c"))
    with pytest.raises(UsageError):
        plan(tmp_path, PLAN.replace("2021H1", "2021H3"))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("out: reports", "out: b"),
        ("out: reports", "out: ."),
        ("out: reports", "out: a/../b/reports"),
        ("out: reports", "out: 'file://{folder}/b'"),
        ("data: b", "data: reports/甲局"),
        ("data: a", "data: 'file://{folder}/reports/甲局'"),
    ],
)
def test_reports_never_go_to_a_data_folder_of_the_plan(tmp_path, was, now):
    (tmp_path / "reports" / "甲局").mkdir(parents=True)
    with pytest.raises(UsageError, match="不能写到这里"):
        plan(tmp_path, PLAN.replace(was, now.format(folder=tmp_path)))


@pytest.mark.parametrize("out", ["s3://province/b", "s3://province/x/../b/reports/", "s3://province"])
def test_reports_never_go_to_a_data_url_of_the_plan(tmp_path, out):
    text = PLAN.replace("data: b", "data: 's3://province/b/'")
    with pytest.raises(UsageError, match="不能写到这里"):
        plan(tmp_path, text.replace("out: reports", f"out: '{out}'"))
    assert plan(tmp_path, text.replace("out: reports", "out: 's3://province/b2'"))


def test_urls_stay_as_they_are(tmp_path):
    text = PLAN.replace("data: b", "data: 's3://province/b/'").replace("out: reports", "out: 'memory://out'")
    jobs = plan(tmp_path, text)
    assert jobs[2].data == "s3://province/b" and jobs[2].out == "memory://out/乙局"
    assert not is_url("C:/data") and not is_url("/data") and is_url("file:///data")
