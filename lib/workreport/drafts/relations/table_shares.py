"""Columns of shares: per cents of a total that the table or the text gives."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal

from workreport.drafts.model import FORCED100, HOLDS, ROUNDED, Relation, Token
from workreport.drafts.relations.arithmetic import last_place, places_off, ratio, shown, span, verdict
from workreport.drafts.relations.grids import Cell, Grid, adds_to_hundred, is_per_cent, value
from workreport.drafts.relations.scope import Scope, plain_number, relation
from workreport.drafts.relations.shares import is_bent

ROUNDED_BASE = Decimal("0.1")
"""By which part of itself a base in 万 may be rounded."""
NEAR_LINES = 150
"""How far from a table the total of its shares may be stated."""
ENOUGH = 2
"""Shares of one total that must hold before another of the column is wrong."""


def share_column(scope: Scope, grid: Grid, column: int, settled: set[int]) -> Iterator[Relation]:
    """A column of shares against a total of the table or of the text, row by row."""
    rows = grid.body
    cells = [row.cells[column] for row in rows]
    if len(rows) < 2 or not (is_per_cent(cells) or adds_to_hundred(cells)):
        return
    for counts in range(column - 1, -1, -1):
        parts = [row.cells[counts] for row in rows]
        if is_per_cent(parts) or any(value(part).low < 0 for part in parts):
            continue
        bases = _bases_of(scope, grid, counts, list(zip(parts, cells, strict=True)))
        if sum(base is not None for base in bases) * 2 >= len(rows):
            yield from _against_bases(scope, list(zip(parts, cells, bases, strict=True)), settled)
            return


def _bases_of(
    scope: Scope, grid: Grid, counts: int, pairs: Sequence[tuple[Cell, Cell]]
) -> list[Token | None]:
    """For each row the total its share is of; a row that fits none takes the one of the rows around it."""
    own = [row.cells[counts].token for row in grid.totals if counts < len(row.cells)]
    candidates = own + [item.token for item in scope.around(min(grid.lines), max(grid.lines), NEAR_LINES)]
    tried = {token.start: token for token in candidates if token is not None and token.is_exact}
    fitting = _fitting(pairs, list(tried.values()))
    ranked = sorted(fitting, key=lambda start: -len(fitting[start]))
    for token in own[:1]:
        if token and len(fitting[token.start]) >= max(1, len(fitting[ranked[0]])):
            return [token] * len(pairs)
    bases: list[Token | None] = [None] * len(pairs)
    for start in ranked[:3]:
        for at in fitting[start] if len(fitting[start]) >= 2 else []:
            bases[at] = bases[at] or tried[start]
    for at, base in enumerate(bases):
        before = next((each for each in reversed(bases[:at]) if each), None)
        behind = next((each for each in bases[at + 1 :] if each), None)
        if base is None:
            bases[at] = before or behind
    return bases


def _fitting(pairs: Sequence[tuple[Cell, Cell]], bases: Sequence[Token]) -> dict[int, list[int]]:
    """For each base, by its place, the rows whose share it gives; only bases of the right size are tried."""
    fitting: dict[int, list[int]] = {base.start: [] for base in bases}
    ordered = sorted(bases, key=lambda base: base.amount)
    amounts = [base.amount for base in ordered]
    for at, (part, share) in enumerate(pairs):
        if share.token is None or not share.token.value or share.token.value <= 0:
            continue
        size = 100 * value(part).high / share.token.value
        slack = 1 + last_place(share.token) / share.token.value + ROUNDED_BASE
        for base in ordered[bisect_left(amounts, size / slack) : bisect_right(amounts, size * slack)]:
            if _fits(part, share, base):
                fitting[base.start].append(at)
    return fitting


def _fits(part: Cell, share: Cell, base: Token) -> bool:
    worked_out = ratio(value(part), span(base))
    return (
        share.token is not None
        and value(part).high > 0
        and span(base).low >= value(part).high
        and worked_out is not None
        and places_off(share.token, worked_out) == 0
    )


def _against_bases(
    scope: Scope, triples: Sequence[tuple[Cell, Cell, Token | None]], settled: set[int]
) -> Iterator[Relation]:
    listed = [(part.token, share.token) for part, share, _ in triples if part.token and share.token]
    for part, share, base in triples:
        if base is None or part.token is None or share.token is None or share.token.start in settled:
            continue
        worked_out = ratio(value(part), span(base))
        if worked_out is None:
            continue
        result = verdict(share.token, worked_out)
        held = sum(each is base and _fits(other_part, other, base) for other_part, other, each in triples)
        if result not in (HOLDS, ROUNDED) and held < ENOUGH:
            continue
        settled.add(share.token.start)
        if result == ROUNDED and is_bent(share.token, listed, base.amount):
            result = FORCED100
        expected = shown(worked_out.low, share.token.decimals)
        formula = f"{plain_number(part.token)}/{plain_number(base)}={shown(worked_out.low, share.token.decimals + 2)}%"
        yield relation(
            scope,
            "table",
            [share.token, part.token, base],
            formula,
            expected + "%",
            result,
            _why(result, part, share, base, expected),
        )


def _why(result: str, part: Cell, share: Cell, base: Token, expected: str) -> str:
    if result == HOLDS or part.token is None or share.token is None:
        return ""
    tail = {ROUNDED: "，只差末位，是修约问题", FORCED100: "，是为凑足100%改的"}.get(result, "")
    return f"{part.token.text}占{base.text}的{expected}%，表中写{share.token.text}{tail}"
