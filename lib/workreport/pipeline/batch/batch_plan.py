"""The plan of a batch: which bureaux, which periods, where the reports go."""

from __future__ import annotations

import posixpath
from pathlib import Path

from pydantic import Field, field_validator, model_validator

from workreport.base.errors import UsageError
from workreport.base.paths import overlap_error, require_apart
from workreport.base.period import Period
from workreport.base.settings import Settings, load_settings
from workreport.pipeline.batch.job import Job, is_url

SEPARATORS = set("/\\:")


class PlannedBureau(Settings):
    """One bureau of a plan: the name of its folder below `out`, its data folder, its own periods if others."""

    name: str
    data: str
    periods: list[str] = Field(default_factory=list)

    @field_validator("name")
    @classmethod
    def _a_folder(cls, name: str) -> str:
        if not name.strip() or name.startswith(".") or SEPARATORS & set(name):
            raise ValueError(f"“{name}”不能作文件夹名")
        return name


class Plan(Settings):
    """A plan as its file describes it; paths are relative to the file, or URLs that fsspec knows.

    Attributes
    ----------
    out : str
        Folder of all reports: each bureau has a folder in it, and ``index.html`` lists them.
    periods : list of str
        Periods of every bureau without its own.
    parameters : list of str
        ``NAME=VALUE`` texts for the notebooks' parameters.
    retries : int
        How often a broken job is tried again; a job with unusable data is not.
    """

    out: str
    bureaux: list[PlannedBureau] = Field(min_length=1)
    periods: list[str] = Field(default_factory=list)
    parameters: list[str] = Field(default_factory=list)
    retries: int = Field(default=2, ge=0)

    @model_validator(mode="after")
    def _whole(self) -> Plan:
        names = [bureau.name for bureau in self.bureaux]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"同名的单位：{'、'.join(twice)}")
        if idle := [bureau.name for bureau in self.bureaux if not (bureau.periods or self.periods)]:
            raise ValueError(f"没有报告期：{'、'.join(idle)}")
        return self


def load_plan(path: Path) -> Plan:
    """The plan in a file; ``ContractError`` if it is missing or malformed."""
    return load_settings(Plan, path)


def jobs_of(plan: Plan, folder: Path) -> list[Job]:
    """One job for each bureau and period, in the plan's order; `folder` is the plan's own.

    Raises
    ------
    UsageError
        If a period is invalid, a data folder does not exist, or reports would be written to one.
    """
    out = absolute(plan.out, folder)
    jobs = []
    for bureau in plan.bureaux:
        data = absolute(bureau.data, folder)
        if not is_url(data) and not Path(data).is_dir():
            raise UsageError("数据目录不存在", where=f"{bureau.name}：{data}", todo="请改正计划中的 data")
        for text in bureau.periods or plan.periods:
            period = Period.parse(text)
            jobs.append(Job(bureau.name, data, f"{out}/{bureau.name}", period.id, tuple(plan.parameters)))
    for place in dict.fromkeys([out, *(job.out for job in jobs)]):
        for data in dict.fromkeys(job.data for job in jobs):
            _require_apart(data, place)
    return list(dict.fromkeys(jobs))


def _require_apart(data: str, place: str) -> None:
    """As ``base.paths.require_apart``; URLs are compared as texts."""
    paths = [path.removeprefix("file://") for path in (data, place)]
    if not any(map(is_url, paths)):
        require_apart(*map(Path, paths))
        return
    first, second = (f"{posixpath.normpath(path)}/" for path in paths)
    if first.startswith(second) or second.startswith(first):
        raise overlap_error(place, data)


def absolute(text: str, folder: Path) -> str:
    """A path of the plan as an absolute path; a URL unchanged, without a trailing slash."""
    return text.rstrip("/") if is_url(text) else str((folder / text).absolute())
