"""Why a sentence cannot be written: it is wrong itself, or a figure has no number."""

from __future__ import annotations

from workreport.base.errors import WorkreportError


class SentenceError(WorkreportError):
    """A sentence names a figure or a label that does not exist, or has a number typed into it."""


class Blocked(Exception):
    """A sentence needs a figure that has no number; `reason` says what was not handed in."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
