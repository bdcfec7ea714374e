"""Errors that people read: where, what was found, what was expected, what to do next."""

from __future__ import annotations


class WorkreportError(Exception):
    """A fault in the data, the settings or the call, told in Chinese; never shown with a traceback.

    Parameters
    ----------
    what : str
        What was found, in one sentence. Personal data in any part is masked.
    where : str
        Place: file, sheet, row, column, parameter or option.
    expected : str
        What was expected instead.
    todo : str
        What the reader can do next.
    """

    def __init__(self, what: str, *, where: str = "", expected: str = "", todo: str = "") -> None:
        from workreport.base.personal_data import (
            masked,  # many patterns to compile, and most calls raise nothing
        )

        self.what, self.where, self.expected, self.todo = map(masked, (what, where, expected, todo))
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The whole message, one part a line."""
        parts = (("位置", self.where), ("应为", self.expected), ("处理", self.todo))
        return "\n".join([self.what, *(f"  {label}：{text}" for label, text in parts if text)])

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the message, not the way through our code (IPython asks for this)."""
        return self.message.splitlines()


class UsageError(WorkreportError):
    """The call itself is wrong: period, option, parameter, folder."""


class ContractError(WorkreportError):
    """A contract, code list, mapping or settings file is not what the workbook understands."""


class LedgerError(WorkreportError):
    """A ledger file cannot be read as the table that its contract declares."""


class MissingLedger(WorkreportError):
    """A ledger, or a column of it, that a figure needs was not handed in for the period."""


class Undetermined(MissingLedger):
    """The ledger was handed in, but as of another day than the one a figure is about."""


class Unsettled(MissingLedger):
    """Rows of a ledger contradict each other: what would count them gives no number until one is mended."""
