"""Errors for the user: place, finding, expectation, next step."""

from __future__ import annotations


class WorkreportError(Exception):
    """A fault in the data, the settings or the call, with a Chinese message; shown without a traceback.

    Parameters
    ----------
    what : str
        The fault, in one sentence. Personal data in any part is masked.
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
        """The whole message, one line for each part."""
        parts = (("位置", self.where), ("应为", self.expected), ("处理", self.todo))
        return "\n".join([self.what, *(f"  {label}：{text}" for label, text in parts if text)])

    def _render_traceback_(self) -> list[str]:
        """Traceback shown by IPython in a notebook: only the message."""
        return self.message.splitlines()


class UsageError(WorkreportError):
    """The call itself is wrong: period, option, parameter, folder."""


class ContractError(WorkreportError):
    """A contract, code list, mapping or settings file is invalid."""


class LedgerError(WorkreportError):
    """A ledger file cannot be read as the table that its contract declares."""


class DraftError(WorkreportError):
    """A file with a text that people wrote cannot be read."""


class MissingLedger(WorkreportError):
    """A ledger or column that a figure needs was not handed in for the period."""


class NotKept(MissingLedger):
    """The bureau does not keep a ledger that a figure needs, or did not yet in the period: nobody waits for it."""


class UndefinedValue(MissingLedger):
    """The ledger was handed in, but as of another day than the figure needs."""


class ConflictingRows(MissingLedger):
    """Rows of a ledger contradict each other: a figure that would count them has no value until one is corrected."""
