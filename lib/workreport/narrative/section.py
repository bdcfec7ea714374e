"""What a section notebook calls: say a sentence, show a table, draw a chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from workreport.base import sections
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.blocks.block import Nothing, Notice, Paragraph, Table
from workreport.blocks.text import Explanation, NumberLink, Run, links_in, plain_runs
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.ranking import ranking
from workreport.figures.results import FigureResults, results_of_run
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.narrative.conditions import Condition
from workreport.narrative.explanations import changes, explained
from workreport.narrative.look_ups import LookUps
from workreport.narrative.notebook_help import prepare_notebook
from workreport.narrative.quoted_cuts import require_labels
from workreport.narrative.section_state import SectionState, notice_if_missing
from workreport.narrative.sentences import fill
from workreport.narrative.sub_bureau_ranking import rank_table
from workreport.narrative.suppressed_views import guarded_cross, guarded_cut
from workreport.narrative.table_notes import cut_notes
from workreport.narrative.tables import cross_table, cut_table, figures_table, kept_figures, listing
from workreport.narrative.titles import titled


@dataclass(repr=False)
class Section(LookUps):
    """One section of the report for one period.

    ``book`` holds the figures; `say`, `table…` and `chart…` methods return objects that a
    notebook displays. Numbers come from figures only.
    """

    section: sections.Section
    book: Book

    def __repr__(self) -> str:
        period = self.book.period
        return f"{self.section.title}（{self.section.id}），{period.label}，数据截至{period.as_of}"

    @cached_property
    def state(self) -> SectionState:
        """What this section's sentences, tables and charts share."""
        return SectionState(self.book)

    def source(self, *ids: str) -> str:
        """The source line under a table or chart of these figures."""
        return self.state.source(*ids)

    @cached_property
    def charts(self) -> Any:
        """Charts of figures; loaded on first use because matplotlib is slow to import."""
        from workreport.narrative.figure_charts import FigureCharts

        return FigureCharts(self.state)

    @cached_property
    def desk(self) -> Any:
        """What an analyst can look up (``narrative.desk.Desk``); loaded on first use, no report needs it."""
        from workreport.narrative.desk import Desk

        return Desk(self)

    @notice_if_missing
    def say(
        self,
        *templates: str,
        when: Condition | None = None,
        cases: Iterable[tuple[Condition, str]] = (),
        otherwise: str = "",
        internal: bool = False,
    ) -> Paragraph | Nothing:
        """A paragraph of sentences built from figures.

        Parameters
        ----------
        templates : str
            Sentences with ``{figure.id}`` slots; see ``narrative.sentences.fill``.
        when : condition, optional
            What the templates need.
        cases : pairs of condition and sentence, optional
            Where the templates do not apply, the first sentence whose condition holds.
        otherwise : str, optional
            Where none of these applies.
        internal : bool
            True for a remark on the numbers themselves: it stands in the review only.

        Returns
        -------
        Paragraph, or a Notice where a figure was not handed in.
        """
        choices = [((text,), condition) for condition, text in cases]
        if templates:
            choices.insert(0, (templates, when))
        chosen = (texts for texts, condition in choices if condition is None or condition(self.book))
        paragraph = fill(self.book, *next(chosen, filter(None, [otherwise])))
        if not paragraph.runs:
            return Nothing()
        below = self._explained(links_in(paragraph.runs))
        if internal:
            return replace(paragraph, below=below, leaders=Nothing())
        leaders = paragraph.leaders
        return replace(
            paragraph,
            below=below,
            leaders=replace(leaders, below=below) if isinstance(leaders, Paragraph) else leaders,
        )

    def _explained(self, links: Iterable[NumberLink]) -> tuple[Explanation, ...]:
        """What explains the large changes among these numbers, once in a section."""
        return explained(self.book, changes(links), self.state.explained)

    @notice_if_missing
    def table(
        self,
        title: str,
        ids: list[str],
        *,
        name: str,
        columns: tuple[str, ...] | Literal["task"] = ("value", "last_year", "change"),
        note: str = "",
    ) -> Table:
        """A table with one row a figure: this period, last year, change; with ``task`` also how its task stands.

        `columns` may also list those of ``tables.COLUMN_TITLES`` that the table has.
        """
        ids = kept_figures(self.book, ids)
        header, rows = figures_table(self.book, ids, columns)
        made = Table(name, title, self.source(*ids), header, rows, note=plain_runs(note), figures=tuple(ids))
        return replace(made, below=self._explained(links_in(rows)))

    @notice_if_missing
    def table_rank(
        self, title: str, id: str, *, name: str, base: str = "", note: str = ""
    ) -> Table | Nothing:
        """Units side by side: a figure, each unit's base, the figure on it (or the rate), the rank of sub-bureaus.

        `base` is another figure that can be cut by ``org_code``; by default that of the profile.
        """
        found = ranking(self.book, id, base)
        if not found.lines:
            return Nothing()
        header, rows, apart = rank_table(self.book, found)
        ids = (id, found.base.id)
        leaders = Nothing() if found.small else None
        notes = (*apart, *plain_runs(note))
        return Table(name, title, self.source(*ids), header, rows, note=notes, figures=ids, leaders=leaders)

    @notice_if_missing
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
    ) -> Table | Nothing:
        """A table with one row a label of dimension `by` and one column a figure; nothing where it has no rows.

        ``{top}`` or ``{top:words}`` in the title is how many rows there are.
        """
        ids = kept_figures(self.book, ids)
        if labels:
            require_labels(self.book, ids[0], by, labels)
        header, rows, last = cut_table(
            self.book, by, ids, top=top, labels=labels, total=total, last_year=last_year, share=share
        )
        if not rows:
            return Nothing()
        heading = titled(title, len(rows))
        table = Table(name, heading, self.source(*ids), header, rows, last, figures=tuple(ids))
        noted = replace(table, note=cut_notes(self.book, by, table, top, note))
        return guarded_cut(self.book, by, noted)

    def table_orgs(
        self, title: str, ids: list[str], *, name: str, last_year: bool = False, note: str = ""
    ) -> Table | Nothing | Notice:
        """Figures by sub-bureau in the order of the table of organisations, the bureau's own units and 未划归 apart, the district below."""
        return self.table_by(title, SUB_BUREAU, ids, name=name, last_year=last_year, note=note)

    @notice_if_missing
    def table_cross(
        self, title: str, id: str, *, rows: str, columns: str, name: str, note: str = ""
    ) -> Table | Nothing:
        """One figure by two dimensions; nothing where there is nothing to cut."""
        header, body, last = cross_table(self.book, id, rows, columns)
        if not body:
            return Nothing()
        return guarded_cross(
            self.book, Table(name, title, self.source(id), header, body, last, plain_runs(note), (id,))
        )

    @notice_if_missing
    def table_rows(
        self, title: str, id: str, columns: list[str], *, name: str, top: int = 20
    ) -> Table | Nothing:
        """The ledger rows behind a figure; nothing where there are none."""
        header, rows, count = listing(self.book, id, columns, top)
        if not rows:
            return Nothing()
        whole = Run(f"{count}条", count, NumberLink(id, "rows"))
        note = (Run("共"), whole, Run("记录，本表只列其中一部分。")) if count > top else ()
        heading = titled(title, len(rows))
        return Table(name, heading, self.source(id), header, rows, note=note, figures=(id,), internal=True)


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
    return Section(known[sections.section_id(id, known.values())], book)


def book_of(period: str | int, data: str = "") -> Book:
    """The figures of a period out of a bureau's data folder."""
    # `papermill -p period 2021` gives a number
    frames, asked = Frames(Intake.of(Workspace.open(data))), Period.parse(str(period))
    # a run works on its own folder, and on no other
    book = Book(frames, asked, FigureResults() if data else results_of_run())
    prepare_notebook(book)
    return book
