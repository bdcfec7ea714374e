"""What the leaders' papers say of figures, chosen by rule from targets, changes and checks.

Highlights are tasks that are ahead of schedule, then favourable changes; problems are tasks far behind, what is overdue,
what is behind, then unfavourable changes. Which direction is favourable is declared with the figure (``better``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from workreport.checks.explanations import BASE
from workreport.checks.problems import Problem, find_problems
from workreport.checks.verdicts import Check
from workreport.figures.book import Book
from workreport.figures.comparison import Progress, last_year, progress, targets, yoy
from workreport.figures.number_format import change_words, distance_words, plain, shown
from workreport.figures.registry import FIGURES, leaves
from workreport.rendering.documents.paper_model import COUNT, FigureStatements

EACH = 2
"""Of one kind at most, while there are others."""
DOUBTED = ("FAILS", "CONFLICT", "SUSPECT")
Said = tuple[str, str]
"""A figure and what is said of it."""


def figure_statements(book: Book, checks: Sequence[Check]) -> FigureStatements:
    """The statements of a period; figures that an open check puts in doubt are no highlights."""
    doubted = {id for one in checks if one.verdict in DOUBTED and not one.waiver for id in one.figures}
    changes = list(_changes(book))
    favourable = [said for said, size in changes if size > 0 and said[0] not in doubted]
    ahead = [said for said in _ahead(book) if said[0] not in doubted]
    groups = [*_problem_groups(book), [said for said, size in reversed(changes) if size < 0]]
    counts = {"超期": len(groups[1]), "滞后": len(groups[0]) + len(groups[2])}
    problems = _mixed(groups)
    highlights = _mixed([ahead, favourable], [id for id, _ in problems])
    return FigureStatements(
        of_figure={id: text for id in sorted(FIGURES) if (text := _statement(book, id))},
        highlights=[text for _, text in highlights],
        problems=[text for _, text in problems],
        problem_counts=tuple((kind, count) for kind, count in counts.items() if count),
        estimates=tuple(_estimates(book)),
    )


def _statement(book: Book, id: str) -> str:
    """A figure's value and its change on last year, where there is one."""
    figure, number = FIGURES[id], book.value(id).number
    return "" if number is None else f"{figure.label}{shown(figure, number)}{_moved(book, id)}"


def _moved(book: Book, id: str) -> str:
    moved = yoy(book, id)
    return "" if moved.number is None else f"，{change_words(FIGURES[id], moved)}"


def _tasks(book: Book) -> Iterator[tuple[str, Progress]]:
    """The tasks of the year that can be judged, those furthest ahead of schedule first."""
    found = [
        (id, task)
        for id in targets(book.frames, book.period)
        if id in FIGURES and (task := progress(book, id))
    ]
    yield from sorted(found, key=lambda pair: (pair[1].due - pair[1].done, pair[0]))


def _ahead(book: Book) -> Iterator[Said]:
    """Amounts that are ahead of the time gone by, levels that are above what is asked for the whole year."""
    for id, task in _tasks(book):
        if task.done > (100 if task.level else task.due):
            yield id, _on_task(book, id, task)


def _on_task(book: Book, id: str, task: Progress) -> str:
    """A figure beside its task: a level is above or below it, an amount of the year so far is done to so many percent."""
    figure, target = FIGURES[id], shown(FIGURES[id], task.target.number)
    if task.level:
        side = "高于" if task.done > 100 else "低于"
        return f"{figure.label}{shown(figure, task.number)}，{side}{target}的年度任务{_moved(book, id)}"
    whole = book.for_period(book.period.year_to_date)
    span = "" if whole.period == book.period else "本年累计"
    done = plain(task.done, 0 if task.done == task.done.to_integral_value() else 1)
    schedule = f"，{distance_words(task.distance)}" if task.due < 100 else ""
    parts = f"完成年度任务{target}的{done}%{schedule}{_moved(whole, id)}"
    return f"{figure.label}{span}{shown(figure, task.number)}，{parts}"


def _problem_groups(book: Book) -> list[list[Said]]:
    """Tasks far behind, what is overdue, and what else is behind, the worst of each first."""
    tasks, found = dict(_tasks(book)), find_problems(book)
    behind = {one.figure: one for one in found if one.aspect == "completion"}
    late = [id for id in reversed(tasks) if id in behind]

    def of_tasks(light: str) -> list[Said]:
        here = [id for id in late if tasks[id].light == light]
        return [(id, _whose(_on_task(book, id, tasks[id]), behind[id])) for id in here]

    counted = [one for one in found if one.aspect == "value"]
    overdue, waiting = ([one for one in counted if (one.kind == "超期") == late] for late in (True, False))
    return [of_tasks("red"), _counts(book, overdue), [*of_tasks("yellow"), *_counts(book, waiting)]]


def _counts(book: Book, problems: Iterable[Problem]) -> list[Said]:
    """Problems that are counted, the largest number first."""
    ordered = sorted(problems, key=lambda one: (-Decimal(book.value(one.figure).number), one.figure))
    return [
        (one.figure, _whose(f"{one.text}{shown(FIGURES[one.figure], book.value(one.figure).number)}", one))
        for one in ordered
    ]


def _whose(text: str, problem: Problem) -> str:
    return f"{text}（{problem.division}）" if problem.division else text


def _changes(book: Book) -> list[tuple[Said, Decimal]]:
    """Changes of figures of which more or less is better, the most favourable first; unfavourable ones are below 0."""
    found = []
    for id, figure in FIGURES.items():
        moved = yoy(book, id) if figure.better else None
        if moved is not None and moved.kind in ("percent", "points") and _base(book, id) >= BASE:
            size = moved.number if figure.better == "more" else -moved.number
            found.append(((id, _statement(book, id)), size))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _base(book: Book, id: str) -> Decimal:
    """What a change is measured on: last year's value, of a rate that of its denominator; 0 where there is none."""
    figure = FIGURES[id]
    base = last_year(book, figure.denominator if figure.is_rate and figure.denominator else id)
    return Decimal(0) if base is None or base.number is None else Decimal(base.number)


def _mixed(groups: Sequence[Sequence[Said]], taken: Iterable[str] = ()) -> list[Said]:
    """The first of each group, in the order of groups; no two that are computed from the same rows."""
    chosen: list[Said] = []
    for most in (EACH, COUNT):
        for group in groups:
            for said in group:
                here = [one for one in chosen if one in group]
                others = {*taken, *(id for id, _ in chosen)}
                if len(chosen) < COUNT and len(here) < most and not _related(said[0], others):
                    chosen.append(said)
    order = [said for group in groups for said in group]
    return sorted(chosen, key=order.index)


def _related(id: str, others: Iterable[str]) -> bool:
    mine = {id, *leaves(id)}
    return any(mine & {other, *leaves(other)} for other in others)


def _estimates(book: Book) -> Iterator[str]:
    """The figures of the profile that count what was estimated, where they are not 0."""
    for id in book.frames.intake.workspace.profile.estimates:
        figure = FIGURES.get(id)
        if figure is not None and (number := book.value(id).number):
            yield f"{figure.label}{shown(figure, number)}"
