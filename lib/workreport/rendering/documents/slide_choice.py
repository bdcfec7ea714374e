"""What the slides show of the chapters, chosen by rule: each chapter's most telling chart, and sentences beside it.

A chart tells most if a key figure is in it, then if its figure changed most. Every chapter has one slide; what room is
left goes to sections that have none yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workreport.blocks.block import Block, Chart, Paragraph, Plotted
from workreport.blocks.stored import blocks_in
from workreport.blocks.text import Run, runs_text
from workreport.rendering.chapters import Place, Placed, placed
from workreport.rendering.documents.figures_json import Record
from workreport.rendering.documents.paper_model import COUNT, for_leaders
from workreport.rendering.report_model import SectionResult

SLIDES, EACH = 6, 2
"""Slides of all chapters, and of one, at most."""
CATEGORIES, SERIES, UNITS = range(2, 13), 2, 2
"""What a chart can have so that it is read from the back of a room."""
LONGEST = 60
"""Characters of a sentence beside a chart."""
STOP, PAUSE = "。", "；"
REFERRING = ("其中", "其余", "主要有", "另", "此外", "上述", "以上")
"""How a sentence begins that says nothing without the one before it."""


@dataclass(frozen=True)
class ChartSlide:
    """A slide with a chart: where it stands in the report, its message, the figure that this is of, sentences."""

    place: str
    message: str
    figure: str
    chart: Chart
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    chapter: int
    section: str
    rank: tuple[bool, float, int]
    slide: ChartSlide


def chart_slides(
    sections: Sequence[SectionResult],
    records: Sequence[Record],
    statements: Mapping[str, str],
    key_figures: Sequence[str],
) -> list[ChartSlide]:
    """The slides with charts, in the order of the report.

    Parameters
    ----------
    statements : mapping of str to str
        By id, a sentence about each figure that has a number.
    key_figures : sequence of str
        Ids of the figures that the report sets apart.
    """
    known, found = {record["id"]: record for record in records}, []
    blocks = {one.section.id: list(blocks_in(one.notebook)) for one in sections if one.status == "ok"}
    for at, chapter in enumerate(placed(sections)):
        for place in chapter.members:
            for chart in _plottable(blocks.get(place.result.section.id, ())):
                figure = main_figure(chart, known)
                message = statements.get(figure, "")
                if message and for_leaders(message):
                    rank = (figure not in key_figures, -_moved(known[figure]), len(found))
                    slide = ChartSlide(_place(chapter, place), message, figure, chart)
                    found.append(_Candidate(at, place.result.section.id, rank, slide))
    chosen = _chosen(found)
    return [
        replace(one.slide, sentences=_beside(blocks[one.section], one.slide.chart))
        for one in found
        if one in chosen
    ]


def groups_of(chart: Chart) -> list[list[Plotted]]:
    """A chart's series by their unit: each unit has an axis of its own."""
    grouped: dict[str, list[Plotted]] = {}
    for series in chart.series:
        grouped.setdefault(series.unit, []).append(series)
    return list(grouped.values())


def main_figure(chart: Chart, known: Mapping[str, Record]) -> str:
    """The figure that a chart is of: that of its first series, else the first that it prints; empty for none."""
    figures = [run.link.figure for run in chart.links.values() if run.link and run.link.figure in known]
    named = [id for id in figures if known[id]["label"] == chart.series[0].label]
    return next(iter([*named, *figures]), "")


def _plottable(blocks: Sequence[Block]) -> Iterator[Chart]:
    """The charts of a section that a slide can show."""
    for block in blocks:
        if isinstance(block, Chart) and block.series and len(block.categories) in CATEGORIES:
            groups = groups_of(block)
            numbers = [value for value in block.series[0].values if value and float(value)]
            few = len(groups) <= UNITS and all(len(group) <= SERIES for group in groups)
            if few and len(numbers) >= CATEGORIES.start:
                yield block


def _moved(record: Record) -> float:
    """How far a figure moved in a year, in percent or percentage points; 0 where nothing is comparable."""
    change = (record["last_year"] or {}).get("change") or {}
    return abs(change.get("number") or 0) if change.get("kind") in ("percent", "points") else 0


def _place(chapter: Placed, place: Place) -> str:
    title = place.result.section.title
    return title if chapter.single else f"{chapter.title} · {title}"


def _chosen(found: Sequence[_Candidate]) -> list[_Candidate]:
    """The best of each chapter, then the best of sections that have none yet."""
    ranked = sorted(found, key=lambda one: one.rank)
    chosen: list[_Candidate] = []
    for one in ranked:
        if one.chapter not in {other.chapter for other in chosen}:
            chosen.append(one)
    for one in ranked:
        same = [other for other in chosen if other.chapter == one.chapter]
        if len(same) < EACH and one.section not in {other.section for other in chosen}:
            chosen.append(one)
    return chosen[:SLIDES]


def _beside(blocks: Sequence[Block], chart: Chart) -> tuple[str, ...]:
    """The sentences that stand beside a chart: those of its figures first, then those with a comparison."""
    said = [runs for block in blocks if isinstance(block, Paragraph) for runs in _sentences(block)]
    fitting = [runs for runs in said if _fits(runs)]
    drawn = {run.link.figure for run in chart.links.values() if run.link}

    def rank(runs: Sequence[Run]) -> tuple[bool, bool]:
        links = [run.link for run in runs if run.link]
        return not any(link.figure in drawn for link in links), all(link.kind == "value" for link in links)

    chosen = sorted(fitting, key=rank)[:COUNT]
    return tuple(runs_text(runs) + STOP for runs in fitting if runs in chosen)


def _sentences(block: Paragraph) -> list[tuple[Run, ...]]:
    """A paragraph's sentences without their full stop; a long one up to its first semicolon."""
    made: list[list[Run]] = [[]]
    for run in block.runs:
        first, *others = run.text.split(STOP) if run.number is None else [run.text]
        made[-1].append(Run(first, run.number, run.link))
        made += [[Run(text)] for text in others]
    return [_shortened(tuple(runs)) for runs in made]


def _shortened(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    if len(runs_text(runs)) <= LONGEST:
        return runs
    kept: list[Run] = []
    for run in runs:
        head, pause, _ = run.text.partition(PAUSE)
        if pause and run.number is None:
            return (*kept, Run(head))
        kept.append(run)
    return runs


def _fits(runs: Sequence[Run]) -> bool:
    """Whether a sentence is short, stands alone, has a figure's number, none that is 0, and no remark between colleagues."""
    text, numbers = runs_text(runs), [run for run in runs if run.link]
    zero = any(run.number == 0 for run in numbers if run.link.kind == "value")
    alone = not text.startswith(REFERRING)
    return bool(numbers) and alone and not zero and len(text) <= LONGEST and for_leaders(text)
