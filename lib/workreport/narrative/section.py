"""What a section notebook calls: say a sentence, show a table, draw a chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
from markupsafe import Markup

import workreport.figures.catalogue  # noqa: F401  (declares every figure)
from workreport import sections
from workreport.errors import MissingLedger, UsageError
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.narrative.conditions import Condition
from workreport.narrative.sentences import Blocked, Sentence, chinese_day, fill
from workreport.narrative.table import Table
from workreport.narrative.tables import cross_table, cut_table, figures_table, listing
from workreport.period import Period
from workreport.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Said:
    """Sentences as a paragraph."""

    sentences: tuple[Sentence, ...]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        html = "".join(s.html for s in self.sentences)
        figures = list(dict.fromkeys(id for s in self.sentences for id in s.figures))
        if not html:
            return {"text/plain": ""}, {"workreport": {"kind": "nothing"}}
        told = {"kind": "sentence", "figures": figures}
        text = "".join(s.text for s in self.sentences)
        return {"text/html": f'<p class="wr-say">{html}</p>', "text/plain": text}, {"workreport": told}


@dataclass(frozen=True)
class Notice:
    """A mark where something could not be said because a ledger, or a column of it, was not handed in."""

    reason: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        html = str(Markup('<p class="wr-notice" role="note">{}</p>').format(self.reason))
        told = {"kind": "notice", "code": "missing_ledger", "reason": self.reason}
        return {"text/html": html, "text/plain": self.reason}, {"workreport": told}


def blocks(
    method: Callable[Concatenate[Section, P], R],
) -> Callable[Concatenate[Section, P], R | Notice | Said]:
    """What needs a missing ledger becomes a notice; the same reason twice running is told once."""

    @wraps(method)
    def guarded(self: Section, *args: P.args, **kwargs: P.kwargs) -> R | Notice | Said:
        try:
            result = method(self, *args, **kwargs)
        except (Blocked, MissingLedger) as error:
            reason = error.reason if isinstance(error, Blocked) else error.what
            repeated, self.last_reason = reason == self.last_reason, reason
            return Said(()) if repeated else Notice(reason)
        self.last_reason = ""
        return result

    return guarded


@dataclass
class Section:
    """One section of the report for one period.

    ``book`` holds the figures; `say`, `table…` and `chart…` methods return objects that a
    notebook displays. Numbers come from figures only.
    """

    section: sections.Section
    book: Book
    last_reason: str = field(default="", repr=False)

    @cached_property
    def charts(self) -> Any:
        """Charts of figures; loaded on first use because matplotlib is slow to import."""
        from workreport.narrative.pictures import Pictures

        return Pictures(self)

    @blocks
    def say(self, *templates: str, when: Condition | None = None, otherwise: str = "") -> Said:
        """A paragraph of sentences built from figures.

        Parameters
        ----------
        templates : str
            Sentences with ``{figure.id}`` slots; see ``narrative.sentences.fill``.
        when : condition, optional
            The paragraph is said only if the rows say so, else `otherwise` is.

        Returns
        -------
        Said, or a Notice where a figure was not handed in.
        """
        chosen = templates if when is None or when(self.book) else ((otherwise,) if otherwise else ())
        return Said(tuple(fill(self.book, template) for template in chosen))

    @blocks
    def table(
        self,
        title: str,
        ids: list[str],
        *,
        name: str,
        columns: tuple[str, ...] = ("value", "last_year", "change"),
        note: str = "",
    ) -> Table:
        """A table with one row a figure: this period, last year, change; or also task and completion."""
        header, rows = figures_table(self.book, ids, columns)
        return Table(name, title, self.source(*ids), header, rows, note=note, figures=tuple(ids))

    @blocks
    def table_by(
        self,
        title: str,
        by: str,
        ids: list[str],
        *,
        name: str,
        top: int | None = None,
        labels: list[str] | dict[str, str] | None = None,
        total: bool = True,
        last_year: bool = False,
        note: str = "",
    ) -> Table | Said:
        """A table with one row a label of dimension `by` and one column a figure; nothing where it has no rows."""
        header, rows, last = cut_table(
            self.book, by, ids, top=top, labels=labels, total=total, last_year=last_year
        )
        if not rows:
            return Said(())
        lacking = dict.fromkeys(reason for id in ids if (reason := self._lacking(id)))
        note = "".join([note, *(f"{reason}。" for reason in lacking)])
        return Table(name, title, self.source(*ids), header, rows, last, note, tuple(ids))

    @blocks
    def table_cross(
        self, title: str, id: str, *, rows: str, columns: str, name: str, note: str = ""
    ) -> Table | Said:
        """One figure by two dimensions; nothing where there is nothing to cut."""
        header, body, last = cross_table(self.book, id, rows, columns)
        if not body:
            return Said(())
        return Table(name, title, self.source(id), header, body, last, note, (id,))

    @blocks
    def table_rows(
        self, title: str, id: str, columns: list[str], *, name: str, top: int = 20
    ) -> Table | Said:
        """The ledger rows behind a figure; nothing where there are none."""
        header, rows, count = listing(self.book, id, columns, top)
        if not rows:
            return Said(())
        note = f"共{count}{FIGURES[id].unit}，此处列前{top}{FIGURES[id].unit}。" if count > top else ""
        return Table(name, title, self.source(id), header, rows, note=note, figures=(id,))

    def _lacking(self, id: str) -> str:
        """Why a figure that is counted from rows has none to show; empty where it has."""
        value = self.book.value(id)
        counted = value.figure.rows is not None and not value.figure.median
        return value.reason if value.status == "blocked" or (counted and value.number is None) else ""

    def ledger(self, name: str, *, whole: bool = False) -> pd.DataFrame:
        """A ledger's rows of the period, or all rows known on the cut-off day, for exploring."""
        if whole:
            return self.book.frames.known(name, self.book.period)
        return self.book.frames.flow(name, self.book.period, None)

    def source(self, *ids: str) -> str:
        """The source line under a table or chart: who keeps the ledgers, and the cut-off day."""
        ledgers = dict.fromkeys(name for id in ids for name in self.book.ledgers(id))
        contracts = [self.book.contract_of(name) for name in ledgers]
        divisions = dict.fromkeys(
            division
            for contract in contracts
            for division in (
                contract.division or ("参考表" if contract.kind == "reference" else "各承办机构")
            ).split("、")
        )
        return f"数据来源：{'、'.join(divisions)}；数据截至{chinese_day(self.book)}"


def open_section(id: str, period: str, data: str = "") -> Section:
    """The section `id` for a period; the first line of every section notebook.

    Parameters
    ----------
    id : str
        Name of the notebook, such as ``03_food_safety``.
    period : str
        ``2021``, ``2021H1``, ``2021Q3``, ``2021-08``, ``2021-01..2021-10`` or days.
    data : str
        Data folder of the bureau; by default the one a run works on, else the repository's.

    Raises
    ------
    UsageError
        If the section, the period or the folder does not exist.
    """
    try:
        section = sections.section(id)
    except KeyError as error:
        raise UsageError(f"没有章节“{id}”", expected="、".join(s.id for s in sections.SECTIONS)) from error
    return Section(section, Book(Frames(Intake.of(Workspace.open(data))), Period.parse(period)))
