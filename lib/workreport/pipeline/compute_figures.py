"""Step 3 of a run: every figure's number, in the period and those that it is compared with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workreport.base.cache import Cache
from workreport.base.workers import Worker
from workreport.figures.book import Book
from workreport.figures.comparison import last_year, previous
from workreport.figures.registry import FIGURES
from workreport.figures.results import FigureResult, FigureResults, Key
from workreport.pipeline.dependencies import Dependencies, ledgers_of
from workreport.pipeline.plan import Plan
from workreport.pipeline.read_ledgers import Ledgers


@dataclass(frozen=True)
class Figures:
    """A plan with its figures: ``book`` knows the number of each, so do the kernels of its sections.

    ``dependencies`` are the inputs that all was computed from.
    """

    plan: Plan
    book: Book
    dependencies: Dependencies


def compute_figures(ledgers: Ledgers) -> Figures:
    """Compute what the cache does not have of the figures, and put it there."""
    plan = ledgers.plan
    dependencies = Dependencies(plan.intake, plan.period)
    cache = Cache.of(plan.out, "figures", fresh=plan.request.force)
    groups = _groups()
    keys = {names: dependencies.of_ledgers(names) for names in groups}
    results = FigureResults(dict(_cached(cache, keys.values())))
    book = Book(ledgers.frames, plan.period, results)
    # half of the work is last year's: a process of its own does that meanwhile
    with Worker(book, forked=plan.request.processes > 1) as worker:
        compared = worker.submit(_compute_comparisons)
        for id in FIGURES:
            book.value(id)
        results.add(compared.result())
    for names, ids in groups.items():
        part = [[key, one.to_json()] for key, one in sorted(results.known.items()) if key[1] in ids]
        if cache.get(keys[names]) is None:
            cache.put(keys[names], json.dumps(part).encode())
    return Figures(plan, book, dependencies)


def _compute_comparisons(book: Book) -> dict[Key, FigureResult]:
    """Every figure's number a year before and in the period before."""
    for id in FIGURES:
        last_year(book, id)
        previous(book, id)
    return book.results.known


def _groups() -> dict[tuple[str, ...], set[str]]:
    """The figures that count rows, by the ledgers that they are computed from."""
    groups: dict[tuple[str, ...], set[str]] = {}
    for id, figure in FIGURES.items():
        if not figure.needs:
            groups.setdefault(tuple(sorted(ledgers_of(id))), set()).add(id)
    return groups


def _cached(cache: Cache, keys: Iterable[str]) -> Iterator[tuple[Key, FigureResult]]:
    for key in keys:
        for place, result in json.loads(cache.get(key) or b"[]"):
            yield tuple(place), FigureResult.from_json(result)
