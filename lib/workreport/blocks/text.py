"""Text of a block: stretches of words and numbers, each number with a link to what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, ClassVar, Literal

from markupsafe import Markup, escape
from pydantic import ConfigDict

from workreport.base.numbers import exact_text

ROWS = re.compile(r"(\d+)(?=行)")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NOT_APPLICABLE, MISSING = "/", "—"
TO_VERIFY = "数据待核"
"""What leaders read where a number is missing; why it is stands in the review."""


Number = int | Decimal | None


class Part:
    """What a block is made of; read from JSON it refuses leftovers."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    stored: ClassVar[tuple[str, ...]] = ()
    """Fields that JSON has even where they are at their default."""

    def to_json(self) -> dict[str, Any]:
        """As JSON values, numbers as exact text."""
        return {
            one.name: _json(value)
            for one in fields(self)
            if (value := getattr(self, one.name)) != one.default or one.name in self.stored
        }


def _json(thing: Any) -> Any:
    if isinstance(thing, Part):
        return thing.to_json()
    if isinstance(thing, list | tuple):
        return [_json(one) for one in thing]
    if isinstance(thing, dict):
        return {name: _json(one) for name, one in thing.items()}
    return thing if thing is None or isinstance(thing, str | bool) else exact_text(thing)


@dataclass(frozen=True)
class NumberLink(Part):
    """What one number shown is.

    Attributes
    ----------
    figure, kind : str
        Its figure, and which of the figure's numbers: ``value``, ``number`` (without unit), ``last_year``,
        ``previous``, ``yoy`` or ``change``, ``mom``, ``target``, ``completion``, ``share`` (of the whole, in
        %), ``row`` (one ledger row's own), ``rows`` (how many rows), ``reported``, ``reference`` (of a wider
        area, as published), ``per_base`` (for a thousand
        of `base`), and over all sub-bureaus ``rank``, ``median``, ``spread``.
    by, cut : tuple of str
        Dimensions that it is cut by, and its labels; for ``row`` the column, and file, sheet and row.
    period : str
        The period that its rows belong to, where it is not the report's.
    note : str
        What it is compared with, in words.
    base : str
        The figure that it is divided by, where the figure is no rate itself.
    """

    figure: str
    kind: str = "value"
    by: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    period: str = ""
    note: str = ""
    base: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """The link as HTML attributes, without those that are empty."""
        named = {"figure": self.figure, "kind": self.kind, "by": "|".join(self.by), "cut": "|".join(self.cut)}
        named |= {"period": self.period, "note": self.note, "base": self.base}
        return {f"data-{name}": text for name, text in named.items() if text}


@dataclass(frozen=True)
class Run(Part):
    """A stretch of text.

    Attributes
    ----------
    number : int or Decimal, optional
        The exact number that the text displays.
    link : NumberLink, optional
        What the number is; a number without a link is a count of rows.
    kind : str
        ``office`` for words that a division wrote.
    """

    text: str
    number: Number = None
    link: NumberLink | None = None
    kind: Literal["", "office"] = ""

    def html(self) -> Markup:
        """The text; a number as a link to its definition, which a page opens beside it."""
        if self.link:
            named = [Markup(' {}="{}"').format(name, value) for name, value in self.link.attributes.items()]
            return Markup(
                '<a class="wr-ref" href="#def-{}"><data class="wr-fig" value="{}"{}>{}</data></a>'
            ).format(self.link.figure, exact_text(self.number), Markup("").join(named), self.text)
        if self.number is not None:
            return Markup('<data class="wr-count" value="{}">{}</data>').format(
                exact_text(self.number), self.text
            )
        if self.kind == "office":
            return Markup('<span class="wr-office">{}</span>').format(self.text)
        return escape(self.text)


Runs = tuple[Run, ...]


def plain_runs(text: str) -> Runs:
    """Words without a number; nothing for an empty text."""
    return (Run(text),) if text else ()


def counted(reason: str) -> Runs:
    """A reason for a missing number; how many rows it names is a count of rows, and no figure."""
    return tuple(
        Run(piece, int(piece)) if at % 2 else Run(piece)
        for at, piece in enumerate(ROWS.split(reason))
        if piece
    )


def runs_html(runs: Iterable[Run]) -> Markup:
    """Runs as HTML."""
    return Markup("").join(run.html() for run in runs)


def runs_text(runs: Iterable[Run]) -> str:
    """Runs as plain text."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True)
class Cell(Part):
    """One cell of a table.

    ``kind`` is ``number`` for a figure's number, ``hidden`` where leaders do not see it, ``name`` for codes and
    names with digits.
    """

    text: str
    number: Number = None
    link: NumberLink | None = None
    kind: Literal["", "number", "name", "hidden"] = ""

    @property
    def figure(self) -> str:
        """The figure of its number; empty where it shows none."""
        return self.link.figure if self.link else ""

    @property
    def style(self) -> str:
        """Its CSS class."""
        if self.kind == "hidden":
            return "wr-num wr-hidden"
        if self.kind == "number" or self.text in (NOT_APPLICABLE, MISSING):
            return "wr-num"
        return "wr-date" if DAY.fullmatch(self.text) else "wr-name" if self.kind == "name" else ""

    def html(self) -> Markup:
        style = Markup(' class="{}"').format(self.style) if self.style else ""
        linked = self.link and self.text not in (NOT_APPLICABLE, MISSING)
        content = Run(self.text, self.number, self.link).html() if linked else self.text
        return Markup("<td{}>{}</td>").format(style, content)


def figure_cell(
    text: str,
    number: Number,
    figure: str,
    cut: tuple[str, ...] = (),
    by: tuple[str, ...] = (),
    kind: str = "value",
    **more: str,
) -> Cell:
    """A cell with a figure's number; see ``NumberLink``."""
    return Cell(text, number, NumberLink(figure, kind, by, cut, **more), "number")


@dataclass(frozen=True)
class Explanation(Part):
    """What explains a large change, below a paragraph or table; ``pending`` where nobody has explained it yet.

    ``signed`` says who explained it and when: for reviewers.
    """

    runs: Runs
    pending: bool = False
    signed: Runs = ()

    def html(self) -> Markup:
        style = "wr-explain wr-pending" if self.pending else "wr-explain"
        return Markup('<p class="{}">{}</p>').format(style, runs_html((*self.runs, *self.signed)))


def links_in(thing: Any) -> Iterator[NumberLink]:
    """Every number's link inside a block, in order; what leaders see instead does not count."""
    if isinstance(thing, NumberLink):
        yield thing
    elif isinstance(thing, Part):
        for one in fields(thing):
            if one.name != "leaders":
                yield from links_in(getattr(thing, one.name))
    elif isinstance(thing, list | tuple | dict):
        for one in thing.values() if isinstance(thing, dict) else thing:
            yield from links_in(one)
