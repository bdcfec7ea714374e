"""Texts that the office writes for a period, by their names: the draft of the written report, texts already sent up."""

from __future__ import annotations

import re
from pathlib import Path

from workreport.base.errors import UsageError
from workreport.base.period import Period
from workreport.base.workspace import DRAFTS, PUBLISHED, Workspace

DRAFT, SUFFIX = "正文", ".docx"
TEXTS = (".docx", ".doc", ".wps", ".pdf", ".txt", ".md", ".html", ".htm")
PERIOD = re.compile(r"(?<!\d)20\d\d(?:H[12]|Q[1-4]|-\d\d\.\.20\d\d-\d\d|-\d\d(?!\d))")
"""The id of a part of a year in a file's name."""


def draft_path(workspace: Workspace, period: Period) -> Path:
    """The draft of a period, whether or not it exists: 正文.docx for a year, 正文_2021H1.docx for part of it."""
    name = DRAFT if period.kind == "year" else f"{DRAFT}_{period.id}"
    return workspace.year_folder(period.end.year) / DRAFTS / f"{name}{SUFFIX}"


def published_texts(workspace: Workspace, period: Period) -> list[Path]:
    """The texts of a period in ``<year>/published/``: those with its id in their name; without one they are the year's."""
    folder = workspace.year_folder(period.end.year) / PUBLISHED
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in TEXTS)
    named = (path for path in found if not path.name.startswith((".", "~$")))
    return sorted(path for path in named if _period_of(path, period.end.year) == period.id)


def texts_of(workspace: Workspace, period: Period) -> list[Path]:
    """The period's draft, if it exists, and its texts already sent up."""
    draft = draft_path(workspace, period)
    return [*([draft] if draft.is_file() else []), *published_texts(workspace, period)]


def is_office_text(place: str) -> bool:
    """Whether a file lies, by its place in the data folder, where the office's texts do."""
    return bool({DRAFTS, PUBLISHED} & set(place.split("/")[:-1]))


def _period_of(path: Path, year: int) -> str:
    """The id of the period that a text's name gives; its folder's year if it gives none."""
    match = PERIOD.search(path.stem)
    try:
        return Period.parse(match[0]).id if match else str(year)
    except UsageError:
        return str(year)
