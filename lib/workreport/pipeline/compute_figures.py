"""Step 3 of a run: compute every figure in the period and in the periods it is compared with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workreport.base.cache import Cache
from workreport.base.workers import Worker
from workreport.figures.book import Book
from workreport.figures.comparison import last_year, previous
from workreport.figures.registry import FIGURES, ledgers_of
from workreport.figures.results import FigureResult, FigureResults, Key
from workreport.pipeline.dependencies import Dependencies
from workreport.pipeline.plan import Plan
from workreport.pipeline.read_ledgers import Ledgers


@dataclass(frozen=True)
class Figures:
    """A plan with its computed figures in ``book``; ``dependencies`` are the inputs they were computed from."""

    plan: Plan
    book: Book
    dependencies: Dependencies


def compute_figures(ledgers: Ledgers) -> Figures:
    """Compute the figures that are not in the cache, and add them to it."""
    plan = ledgers.plan
    dependencies = Dependencies(plan.intake, plan.period)
    cache = Cache.of(plan.out, "figures", fresh=plan.request.force)
    groups = _groups()
    keys = {names: dependencies.of_ledgers(names) for names in groups}
    results = FigureResults(dict(_cached(cache, keys.values())))
    book = Book(ledgers.frames, plan.period, results)
    # a worker computes last year's figures, half of the work, in parallel
    with Worker(book, forked=plan.request.processes > 1) as worker:
        comparisons = worker.submit(_compute_comparisons)
        for id in FIGURES:
            book.value(id)
        results.add(comparisons.result())
    for names, ids in groups.items():
        part = [[key, result.to_json()] for key, result in sorted(results.by_key.items()) if key[1] in ids]
        if cache.get(keys[names]) is None:
            cache.put(keys[names], json.dumps(part).encode())
    return Figures(plan, book, dependencies)


def _compute_comparisons(book: Book) -> dict[Key, FigureResult]:
    """Every figure's result a year earlier and in the previous period."""
    for id in FIGURES:
        last_year(book, id)
        previous(book, id)
    return book.results.by_key


def _groups() -> dict[tuple[str, ...], set[str]]:
    """The row-based figures, grouped by their ledgers."""
    groups: dict[tuple[str, ...], set[str]] = {}
    for id, figure in FIGURES.items():
        if not figure.components:
            groups.setdefault(tuple(sorted(ledgers_of(id))), set()).add(id)
    return groups


def _cached(cache: Cache, keys: Iterable[str]) -> Iterator[tuple[Key, FigureResult]]:
    for key in keys:
        for result_key, result in json.loads(cache.get(key) or b"[]"):
            yield tuple(result_key), FigureResult.from_json(result)
