"""Where the draft of a period's written report lies in the bureau's data folder."""

from __future__ import annotations

from pathlib import Path

from workreport.base.period import Period
from workreport.base.workspace import DRAFTS_FOLDER, Workspace

NAME = "正文"


def draft_path(workspace: Workspace, period: Period) -> Path:
    """The draft of a period, whether or not it exists: 正文.docx for a year, 正文_2021H1.docx for part of it."""
    name = NAME if period.kind == "year" else f"{NAME}_{period.id}"
    return workspace.year_folder(period.end.year) / DRAFTS_FOLDER / f"{name}.docx"
