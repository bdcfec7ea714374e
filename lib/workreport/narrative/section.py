"""What a section notebook calls: say a sentence, show a table, draw a chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from workreport.base import sections
from workreport.base.errors import UsageError
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.ranking import ranking
from workreport.figures.results import FigureResults, results_of_run
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.narrative.conditions import Condition
from workreport.narrative.explanations import changes, explained
from workreport.narrative.number_link import NumberLink, with_counts
from workreport.narrative.paragraph import Notice, Said, SectionState, blocks
from workreport.narrative.sentences import fill
from workreport.narrative.sub_bureau_ranking import rank_table
from workreport.narrative.suppressed_views import Listing, Views, guarded_cross, guarded_cut
from workreport.narrative.table_model import Table
from workreport.narrative.table_notes import left_out, uneven
from workreport.narrative.tables import cross_table, cut_table, figures_table, listing, own_units


@dataclass
class Section:
    """One section of the report for one period.

    ``book`` holds the figures; `say`, `table…` and `chart…` methods return objects that a
    notebook displays. Numbers come from figures only.
    """

    section: sections.Section
    book: Book

    @cached_property
    def teller(self) -> SectionState:
        """What this section's sentences, tables and charts share."""
        return SectionState(self.book)

    def source(self, *ids: str) -> str:
        """The source line under a table or chart of these figures."""
        return self.teller.source(*ids)

    @cached_property
    def charts(self) -> Any:
        """Charts of figures; loaded on first use because matplotlib is slow to import."""
        from workreport.narrative.figure_charts import FigureCharts

        return FigureCharts(self.teller)

    @cached_property
    def desk(self) -> Any:
        """What an analyst can look up (``narrative.desk.Desk``); loaded on first use, no report needs it."""
        from workreport.narrative.desk import Desk

        return Desk(self)

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
        sentences = tuple(fill(self.book, template) for template in chosen)
        return Said(sentences, self._explained(mark for one in sentences for mark in one.marks))

    def _explained(self, marks: Iterable[NumberLink]) -> Markup:
        """What explains the large changes among these marks, once in a section."""
        return explained(self.book, changes(marks), self.teller.told)

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
        made = Table(name, title, self.source(*ids), header, rows, note=note, figures=tuple(ids))
        return replace(made, explained=self._explained(made.marks))

    @blocks
    def table_rank(
        self, title: str, id: str, *, name: str, base: str = "", note: str = ""
    ) -> Table | Views | Said:
        """Units side by side: a figure, each unit's base, the figure on it (or the rate), the rank of sub-bureaus.

        `base` is another figure that can be cut by ``org_code``; by default that of the profile.
        """
        found = ranking(self.book, id, base)
        if not found.lines:
            return Said(())
        header, rows, told = rank_table(self.book, found)
        ids = (id, found.base.id)
        table = Table(name, title, self.source(*ids), header, rows, note=told + note, figures=ids)
        return Views(table, Said(()), ids) if found.small else table

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
        share: bool = False,
        note: str = "",
    ) -> Table | Views | Said:
        """A table with one row a label of dimension `by` and one column a figure; nothing where it has no rows."""
        header, rows, last = cut_table(
            self.book, by, ids, top=top, labels=labels, total=total, last_year=last_year, share=share
        )
        if not rows:
            return Said(())
        lacking = dict.fromkeys(reason for id in ids if (reason := self._lacking(id)))
        own = own_units(self.book) if by == SUB_BUREAU else ""
        told = [
            left_out(rows, last, top),
            uneven(header, rows),
            *(with_counts(f"{reason}。") for reason in lacking),
        ]
        note = Markup("").join([own, note, *told])
        return guarded_cut(
            self.book, by, Table(name, title, self.source(*ids), header, rows, last, note, tuple(ids))
        )

    def table_orgs(
        self, title: str, ids: list[str], *, name: str, last_year: bool = False, note: str = ""
    ) -> Table | Views | Said | Notice:
        """Figures by sub-bureau in the order of the table of organisations, the bureau's own units and 未划归 apart, the district below."""
        return self.table_by(title, SUB_BUREAU, ids, name=name, last_year=last_year, note=note)

    @blocks
    def table_cross(
        self, title: str, id: str, *, rows: str, columns: str, name: str, note: str = ""
    ) -> Table | Views | Said:
        """One figure by two dimensions; nothing where there is nothing to cut."""
        header, body, last = cross_table(self.book, id, rows, columns)
        if not body:
            return Said(())
        return guarded_cross(self.book, Table(name, title, self.source(id), header, body, last, note, (id,)))

    @blocks
    def table_rows(
        self, title: str, id: str, columns: list[str], *, name: str, top: int = 20
    ) -> Table | Said:
        """The ledger rows behind a figure; nothing where there are none."""
        header, rows, count = listing(self.book, id, columns, top)
        if not rows:
            return Said(())
        whole = NumberLink(id, "rows").html(f"{count}条", count)
        note = Markup("共{}记录，本表只列其中一部分。").format(whole) if count > top else ""
        return Listing(name, title, self.source(id), header, rows, note=note, figures=(id,))

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


def open_desk(period: str, data: str = "") -> Section:
    """The figures and ledgers of a period, without a section of their own; errors as ``open_section``."""
    return Section(sections.Section(sections.EXPLORE, "探索"), book_of(period, data))


def open_section(id: str, period: str | int, data: str = "") -> Section:
    """The section `id` for a period; the first line of every section notebook.

    Parameters
    ----------
    id : str
        Name of the notebook.
    period : str
        ``2021``, ``2021H1``, ``2021Q3``, ``2021-08``, ``2021-01..2021-10`` or days.
    data : str
        Data folder of the bureau; by default the one a run works on, else the repository's.

    Raises
    ------
    UsageError
        If the section, the period or the folder does not exist.
    """
    book = book_of(period, data)
    known = {section.id: section for section in book.frames.intake.workspace.all_sections}
    if id not in known:
        raise UsageError(f"没有章节“{id}”", expected="、".join(known))
    return Section(known[id], book)


def book_of(period: str | int, data: str = "") -> Book:
    """The figures of a period out of a bureau's data folder."""
    # `papermill -p period 2021` gives a number
    frames, asked = Frames(Intake.of(Workspace.open(data))), Period.parse(str(period))
    # a run works on its own folder, and on no other
    return Book(frames, asked, FigureResults() if data else results_of_run())
