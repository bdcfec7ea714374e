"""Code lists: values of a category or organisation and their spellings."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import pandas as pd

ORGS = "orgs"
Span = tuple[pd.Timestamp, pd.Timestamp]
ALWAYS: Span = (pd.Timestamp(1, 1, 1), pd.Timestamp(9998, 12, 31))


@dataclass(frozen=True)
class CodeList:
    """Values of one list, each with its label and accepted spellings.

    For plain lists the value is the label itself; for organisations it is the
    code, because organisations are renamed and codes are not. ``periods`` holds the first and
    last day of validity of values that are not always valid. ``shared``
    holds the spellings with different values over time, never two on one day. ``parents`` holds
    the values of another column under which a value may stand.
    """

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    periods: dict[str, list[Span]] = field(default_factory=dict)
    shared: dict[str, list[str]] = field(default_factory=dict)
    parents: dict[str, set[str]] = field(default_factory=dict)

    @property
    def content(self) -> str:
        """Everything in the list that affects the reading of a ledger, as one text."""
        return repr(
            (
                sorted(self.spellings.items()),
                sorted(self.periods.items()),
                sorted(self.shared.items()),
                sorted((value, sorted(above)) for value, above in self.parents.items()),
            )
        )

    def value(self, text: str) -> str | None:
        """The value of a cell's text, or None. No fuzzy matching: 上浦 is not 下浦."""
        return self.spellings.get(text) or self.spellings.get(plain_spelling(text))

    def value_on(self, text: str, day: pd.Timestamp) -> str | None:
        """The value of a shared spelling on a day; None if it has none or is not shared."""
        for value in self.shared.get(plain_spelling(text), ()):
            if any(start <= day < until + pd.Timedelta(days=1) for start, until in self.periods[value]):
                return value
        return None

    def label(self, value: str) -> str:
        """Label of a value in a report."""
        return self.labels.get(value, value)


def plain_spelling(text: str) -> str:
    """A spelling normalised in width and spaces, for comparison."""
    return "".join(unicodedata.normalize("NFKC", text).split())
