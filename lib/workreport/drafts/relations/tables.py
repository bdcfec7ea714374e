"""Tables: columns that follow from other columns, total rows, per cents of a total that the table or the text gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workreport.drafts.model import FAILS, HOLDS, ROUNDED, Relation, Token
from workreport.drafts.relations.arithmetic import (
    Span,
    growth,
    places_off,
    ratio,
    shown,
    total,
)
from workreport.drafts.relations.grids import TOTALS, Cell, Grid, Row, adds_to_hundred, is_per_cent, value
from workreport.drafts.relations.scope import Scope, plain_number, relation
from workreport.drafts.relations.table_shares import share_column

ENOUGH = 2
"""Rows that must hold before another row of the same column is wrong."""
MOST = Decimal("0.6")
"""The part of the rows that must hold before a column is believed to follow from others."""


@dataclass(frozen=True)
class Rule:
    """How a column follows from others: its words for a reader and the values it gives."""

    target: int
    sources: tuple[int, ...]
    sign: str
    work_out: Callable[[Sequence[Span]], Span | None]


def tables(scope: Scope) -> Iterator[Relation]:
    """All relations of all tables."""
    for grid in scope.grids:
        yield from _without_echoes(list(_of_grid(scope, grid)))


def _of_grid(scope: Scope, grid: Grid) -> Iterator[Relation]:
    rows = [row for row in grid.rows if len(row.cells) == grid.width]
    settled: set[int] = set()
    yield from _rules(scope, [row.cells for row in rows], settled)
    if 2 <= len(rows) <= 6 and grid.width > 1:
        yield from _rules(scope, list(zip(*[row.cells for row in rows], strict=True)), settled)
    yield from _totals(scope, grid)
    for column in range(grid.width):
        yield from share_column(scope, grid, column, settled)


def _without_echoes(relations: Sequence[Relation]) -> Iterator[Relation]:
    """The relations without those that fail only because a cell of theirs does, which nothing confirms."""
    confirmed = {token.start for each in relations if each.verdict == HOLDS for token in each.tokens}
    doubted = {each.tokens[0].start for each in relations if each.verdict == FAILS} - confirmed
    for each in relations:
        first, *others = each.tokens
        echo = first.start in confirmed and any(token.start in doubted for token in others)
        if not (echo and each.verdict in (FAILS, ROUNDED)):
            yield each


def _rules(scope: Scope, rows: Sequence[Sequence[Cell]], settled: set[int]) -> Iterator[Relation]:
    """Every column that most rows work out from other columns, the rows that do not included."""
    width = len(rows[0]) if rows else 0
    for target in range(width):
        best: tuple[int, Rule] | None = None
        for rule in _candidates(rows, target, width):
            count = _holding(rows, rule)
            if count and (best is None or count > best[0]):
                best = (count, rule)
        if best and _is_believed(rows, *best):
            yield from _by_rule(scope, rows, *best, settled)


def _holding(rows: Sequence[Sequence[Cell]], rule: Rule) -> int:
    return sum(_off(row, rule) == 0 for row in rows if _tells(row, rule))


def _tells(row: Sequence[Cell], rule: Rule) -> bool:
    """Whether a row can confirm a rule: not nothing but zeros, no difference or share of nothing."""
    if rule.sign != "+" and value(row[rule.target]) in (
        Span(Decimal(0), Decimal(0)),
        Span(Decimal(100), Decimal(100)),
    ):
        return False
    return any(value(row[at]).high != 0 for at in (rule.target, *rule.sources))


def _is_believed(rows: Sequence[Sequence[Cell]], count: int, rule: Rule) -> bool:
    telling = [row for row in rows if _tells(row, rule)]
    if len(telling) == 1 or count == 1:
        token = telling[0][rule.target].token
        return len(telling) == 1 and token is not None and abs(token.value or 0) >= 30
    return count >= 2 and Decimal(count) / len(telling) >= MOST


def _off(row: Sequence[Cell], rule: Rule) -> Decimal | None:
    worked_out = rule.work_out([value(row[at]) for at in rule.sources])
    token = row[rule.target].token
    if worked_out is None or token is None:
        return None
    if rule.sign in "+-":
        return Decimal(0) if worked_out.meets(value(row[rule.target])) else Decimal(99)
    return places_off(token, worked_out, row[rule.target].sign)


def _candidates(rows: Sequence[Sequence[Cell]], target: int, width: int) -> Iterator[Rule]:
    others = [at for at in range(width) if at != target]
    per_cent = is_per_cent([row[target] for row in rows])
    plain = [at for at in others if not is_per_cent([row[at] for row in rows])]
    looks_small = all(abs(value(row[target]).high) <= 1000 for row in rows)
    if per_cent or (looks_small and any(c[target].token and c[target].token.decimals for c in rows)):
        for first in plain:
            for second in plain:
                if first != second:
                    yield Rule(target, (first, second), "/", lambda v: ratio(v[0], v[1]))
                    yield Rule(
                        target, (first, second), "%", lambda v: growth(v[0], v[1]) if v[1].low > 0 else None
                    )
    same = others if per_cent else plain
    for first, second in ((a, b) for a in same for b in same if a > b):
        if (first in plain) != per_cent:
            yield Rule(
                target, (first, second), "-", lambda v: Span(v[0].low - v[1].high, v[0].high - v[1].low)
            )
    if not per_cent:
        for start in range(width):
            for end in range(start + 2, width + 1):
                sources = tuple(range(start, end))
                if target not in sources and all(at in plain for at in sources):
                    yield Rule(target, sources, "+", lambda v: total(v))


def _by_rule(
    scope: Scope, rows: Sequence[Sequence[Cell]], count: int, rule: Rule, settled: set[int]
) -> Iterator[Relation]:
    for row in rows:
        token, off = row[rule.target].token, _off(row, rule)
        if token is None or off is None or token.start in settled:
            continue
        sources = [cell.token for cell in (row[at] for at in rule.sources) if cell.token]
        worked_out = rule.work_out([value(row[at]) for at in rule.sources])
        assert worked_out is not None
        middle = (worked_out.low + worked_out.high) / 2
        expected = shown(middle, token.decimals)
        formula = _formula(rule, sources, shown(middle, token.decimals + (2 if rule.sign in "/%" else 0)))
        if off == 0:
            settled.add(token.start)
            yield relation(scope, "table", [token, *sources], formula, expected, HOLDS)
        elif count >= ENOUGH and not (rule.sign == "+" and worked_out.high < value(row[rule.target]).low):
            # a total above the sum of its row is left alone: cases may be pending
            result = ROUNDED if off <= 2 else FAILS
            settled.add(token.start)
            why = f"按本表其他行的算法，此处应为{expected}，表中写{token.text}"
            yield relation(scope, "table", [token, *sources], formula, expected, result, why)


def _formula(rule: Rule, tokens: Sequence[Token], result: str) -> str:
    numbers = [plain_number(token) for token in tokens]
    if rule.sign == "%":
        return f"({numbers[0]}-{numbers[1]})/{numbers[1]}={result}%"
    return rule.sign.join(numbers) + f"={result}" + ("%" if rule.sign == "/" else "")


def _totals(scope: Scope, grid: Grid) -> Iterator[Relation]:
    """The columns against their total row, or against a total that the text states."""
    body = grid.body
    if len(body) < 2:
        return
    columns = list(zip(*[row.cells for row in body], strict=True))
    for totals in grid.totals[-1:]:
        first = totals is next((row for row in grid.rows if len(row.cells) == grid.width), None)
        short = [row for row in grid.rows if not TOTALS.match(row.name) and len(row.cells) < grid.width]
        results = [
            _total(scope, cell, readings)
            for cell, *readings in zip(totals.cells, columns, _with_short(columns, short), strict=False)
        ]
        any_holds = any(result is not None and result.verdict == HOLDS for result in results)
        for result in results:
            if result is not None and (result.verdict == HOLDS or (not short and (any_holds or not first))):
                yield result
    if not grid.totals:
        for column in columns:
            yield from _stated_total(scope, column)


def _with_short(columns: Sequence[Sequence[Cell]], short: Sequence[Row]) -> list[list[Cell]]:
    """The columns with the cells of rows whose last cells are empty or struck out."""
    return [
        [*column, *(row.cells[at] for row in short if at < len(row.cells))]
        for at, column in enumerate(columns)
    ]


def _total(scope: Scope, cell: Cell, readings: Sequence[Sequence[Cell]]) -> Relation | None:
    """A cell of the total row against its column; the reading that holds, else the first."""
    fitting = [column for column in readings if total(value(each) for each in column).meets(value(cell))]
    column = (fitting or list(readings))[0]
    tokens = [each.token for each in column if each.token]
    if cell.token is None or (is_per_cent(column) and not adds_to_hundred(column)):
        return None
    added = total(value(each) for each in column)
    holds = added.meets(value(cell)) or (is_per_cent(column) and cell.token.value == 100)
    exact = sum((token.amount for token in tokens), Decimal(0)) / cell.token.scale
    formula = "+".join(map(plain_number, tokens)) + f"={exact:f}"
    why = "" if holds else f"本列各行之和是{exact:f}，合计行写{cell.token.text}"
    return relation(
        scope, "table", [cell.token, *tokens], formula, f"{exact:f}", HOLDS if holds else FAILS, why
    )


def _stated_total(scope: Scope, column: Sequence[Cell]) -> Iterator[Relation]:
    tokens = [cell.token for cell in column if cell.token]
    added = total(value(cell) for cell in column)
    if len(tokens) > 2 and added.low <= 100 <= added.high and adds_to_hundred(column):
        exact = sum((token.value or Decimal(0) for token in tokens), Decimal(0))
        formula = "+".join(map(plain_number, tokens)) + f"={exact:f}"
        yield relation(scope, "table", tokens, formula, f"{exact:f}", HOLDS, printed="100")
        return
    stated = scope.stated.get(added)
    if stated and added.low > 20:
        formula = "+".join(map(plain_number, tokens)) + f"={added.low:f}"
        yield relation(scope, "table", [stated.token, *tokens], formula, f"{added.low:f}", HOLDS)
