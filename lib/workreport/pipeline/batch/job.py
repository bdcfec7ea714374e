"""A job of a batch and its outcome: the report of one bureau for one period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

State = Literal["done", "draft", "skipped", "failed"]
STATES: dict[State, str] = {
    "done": "成功",
    "draft": "成功（草稿）",
    "skipped": "跳过（没有变化）",
    "failed": "失败",
}

BLOCKING = "✗"


@dataclass(frozen=True)
class Job:
    """One report to build: the bureau's name, its data and output folder (path or URL), period, parameters."""

    bureau: str
    data: str
    out: str
    period: str
    given: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.bureau} {self.period}"


@dataclass(frozen=True)
class JobOutcome:
    """Outcome of a job.

    ``remarks`` are those of the report, or the error of a failed job. ``attempts`` is how often it was started.
    """

    job: Job
    state: State
    seconds: float
    remarks: tuple[str, ...] = ()
    attempts: int = 1

    @property
    def blocking(self) -> list[str]:
        """Reasons why the report is a draft or missing."""
        if self.state == "failed":
            return list(self.remarks)
        return [remark for remark in self.remarks if remark.startswith(BLOCKING)]


def is_url(text: str) -> bool:
    """Whether a text is a URL rather than a path."""
    return bool(re.match(r"[a-z][a-z0-9+.-]+://", text))


def failed_job(job: Job, error: BaseException, attempts: int) -> JobOutcome:
    """The outcome of a job that was given up after some attempts."""
    return JobOutcome(
        job, "failed", 0.0, (f"{type(error).__name__}: {error}".strip().splitlines()[0],), attempts
    )
