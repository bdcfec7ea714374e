"""Problems derived from the data: overdue, behind target, out of line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workreport.base.errors import ContractError
from workreport.base.settings import Settings, load_settings
from workreport.base.workspace import Workspace
from workreport.checks.explanations import divisions_of, unexplained
from workreport.checks.reported import reported
from workreport.figures.book import Book
from workreport.figures.comparison import progress, targets
from workreport.figures.registry import FIGURES

Kind = Literal["超期", "滞后", "异常"]


class Declared(Settings):
    """A figure that is a problem if it is above 0."""

    figure: str
    kind: Kind
    text: str


class Problems(Settings):
    problems: list[Declared]


@dataclass(frozen=True)
class Problem:
    """One problem: its kind and text, the figure that shows it, and the division in charge.

    ``aspect`` is the number that shows it: the figure's value, completion rate, change on last year, or the
    value reported elsewhere, which is then ``reported_value``.
    """

    kind: Kind
    text: str
    figure: str
    aspect: Literal["value", "completion", "change", "reported"]
    division: str
    reported_value: str = ""


def find_problems(book: Book) -> list[Problem]:
    """All problems of the book's period: overdue first, then behind target, then out of line."""
    problems = [
        Problem(problem.kind, problem.text, problem.figure, "value", divisions_of(book, problem.figure))
        for problem in load_problems(book.frames.intake.workspace)
        if (book.value(problem.figure).number or 0) > 0
    ]
    problems += [
        Problem("滞后", f"{FIGURES[id].label}落后于任务进度", id, "completion", divisions_of(book, id))
        for id in sorted(targets(book.frames, book.period))
        if id in FIGURES and (task := progress(book, id)) is not None and task.light in ("yellow", "red")
    ]
    problems += [
        Problem(
            "异常",
            f"{FIGURES[change.figure].label}同比变动较大，原因待说明",
            change.figure,
            "change",
            divisions_of(book, change.figure),
        )
        for change in unexplained(book)
    ]
    for check in reported(book):
        if check.verdict == "CONFLICT":
            id = check.id.split(":")[1]
            text = f"{FIGURES[id].label}与已报数不一致"
            problems.append(Problem("异常", text, id, "reported", divisions_of(book, id), check.right))
    return sorted(
        problems, key=lambda problem: (["超期", "滞后", "异常"].index(problem.kind), problem.figure)
    )


def load_problems(workspace: Workspace) -> list[Declared]:
    """The declared problems; ``ContractError`` if a file is malformed or names a figure that does not exist."""
    declared: list[Declared] = []
    for path in workspace.shared_files("checks", "problems*.yaml"):
        for problem in load_settings(Problems, path).problems:
            if problem.figure not in FIGURES:
                raise ContractError(f"没有指标“{problem.figure}”", where=path.name)
            declared.append(problem)
    return declared
