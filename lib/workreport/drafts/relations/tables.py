"""Tables: columns that follow from other columns, total rows, per cents of a total that the table or the text gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workreport.drafts.model import FAILS, FORCED100, HOLDS, ROUNDED, Relation, Token
from workreport.drafts.relations.arithmetic import (
    Span,
    growth,
    places_off,
    ratio,
    shown,
    span,
    total,
    verdict,
)
from workreport.drafts.relations.grids import Cell, Grid
from workreport.drafts.relations.scope import PER_CENTS, Scope, plain_number, relation
from workreport.drafts.relations.shares import is_bent

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
        rows = [row for row in grid.rows if len(row.cells) == grid.width]
        settled: set[int] = set()
        yield from _rules(scope, [row.cells for row in rows], settled)
        if 2 <= len(rows) <= 6 and grid.width > 1:
            yield from _rules(scope, list(zip(*[row.cells for row in rows], strict=True)), settled)
        yield from _totals(scope, grid)
        for column in range(grid.width):
            yield from _shares(scope, grid, column, settled)


def value(cell: Cell) -> Span:
    """The values a cell stands for, arrows read as signs."""
    assert cell.token is not None
    found = span(cell.token)
    return Span(-found.high, -found.low) if cell.sign < 0 else found


def is_per_cent(cells: Sequence[Cell]) -> bool:
    """Whether a column holds per cents: most of its cells say so."""
    return sum(cell.token is not None and cell.token.measure in PER_CENTS for cell in cells) * 2 > len(cells)


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
    if rule.sign != "+" and value(row[rule.target]) in (Span(Decimal(0), Decimal(0)), Span(Decimal(100), Decimal(100))):
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
        for one in plain:
            for other in plain:
                if one != other:
                    yield Rule(target, (one, other), "/", lambda v: ratio(v[0], v[1]))
                    yield Rule(target, (one, other), "%", lambda v: growth(v[0], v[1]) if v[1].low > 0 else None)
    same = others if per_cent else plain
    for one, other in ((a, b) for a in same for b in same if a > b):
        if (one in plain) != per_cent:
            yield Rule(target, (one, other), "-", lambda v: Span(v[0].low - v[1].high, v[0].high - v[1].low))
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
            said = ROUNDED if off <= 2 else FAILS
            settled.add(token.start)
            why = f"按本表其他行的算法，此处应为{expected}，表中写{token.text}"
            yield relation(scope, "table", [token, *sources], formula, expected, said, why)


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
        found = [_total(scope, cell, column) for cell, column in zip(totals.cells, columns, strict=False)]
        any_holds = any(each is not None and each.verdict == HOLDS for each in found)
        for each in found:
            if each is not None and (each.verdict == HOLDS or any_holds or not first):
                yield each
    if not grid.totals:
        for column in columns:
            yield from _stated_total(scope, column)


def _total(scope: Scope, cell: Cell, column: Sequence[Cell]) -> Relation | None:
    tokens = [each.token for each in column if each.token]
    if cell.token is None or (is_per_cent(column) and not _adds_to_hundred(column)):
        return None
    added = total(value(each) for each in column)
    holds = added.meets(value(cell)) or (is_per_cent(column) and cell.token.value == 100)
    exact = sum((token.amount for token in tokens), Decimal(0)) / cell.token.scale
    formula = "+".join(map(plain_number, tokens)) + f"={exact:f}"
    why = "" if holds else f"本列各行之和是{exact:f}，合计行写{cell.token.text}"
    return relation(scope, "table", [cell.token, *tokens], formula, f"{exact:f}", HOLDS if holds else FAILS, why)


def _adds_to_hundred(column: Sequence[Cell]) -> bool:
    return abs(sum(cell.token.value or 0 for cell in column if cell.token) - 100) < Decimal("1.5")


def _stated_total(scope: Scope, column: Sequence[Cell]) -> Iterator[Relation]:
    tokens = [cell.token for cell in column if cell.token]
    added = total(value(cell) for cell in column)
    if len(tokens) > 2 and added.low <= 100 <= added.high and _adds_to_hundred(column):
        exact = sum((token.value or Decimal(0) for token in tokens), Decimal(0))
        formula = "+".join(map(plain_number, tokens)) + f"={exact:f}"
        yield relation(scope, "table", tokens, formula, f"{exact:f}", HOLDS, printed="100")
        return
    stated = next((item for item in scope.items if item.span == added and item.token.is_exact), None)
    if stated and added.low > 20:
        formula = "+".join(map(plain_number, tokens)) + f"={added.low:f}"
        yield relation(scope, "table", [stated.token, *tokens], formula, f"{added.low:f}", HOLDS)


def _shares(scope: Scope, grid: Grid, column: int, settled: set[int]) -> Iterator[Relation]:
    """A column of shares against a total of the table or of the text, row by row."""
    rows = grid.body
    cells = [row.cells[column] for row in rows]
    if len(rows) < 2 or not (is_per_cent(cells) or _adds_to_hundred(cells)):
        return
    for counts in range(column - 1, -1, -1):
        parts = [row.cells[counts] for row in rows]
        if is_per_cent(parts) or any(value(part).low < 0 for part in parts):
            continue
        bases = _bases_of(scope, grid, counts, list(zip(parts, cells, strict=True)))
        if sum(base is not None for base in bases) * 2 >= len(rows):
            yield from _against_bases(scope, list(zip(parts, cells, bases, strict=True)), settled)
            return


def _bases_of(scope: Scope, grid: Grid, counts: int, pairs: Sequence[tuple[Cell, Cell]]) -> list[Token | None]:
    """For each row the total its share is of; a row that fits none takes the one of the rows around it."""
    own = [row.cells[counts].token for row in grid.totals if counts < len(row.cells)]
    candidates = own + [item.token for item in scope.items]
    tried = {token.start: token for token in candidates if token is not None and token.is_exact}
    fitting = {
        start: [at for at, (part, share) in enumerate(pairs) if _fits(part, share, token)] for start, token in tried.items()
    }
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
        said = verdict(share.token, worked_out)
        held = sum(each is base and _fits(one, other, base) for one, other, each in triples)
        if said not in (HOLDS, ROUNDED) and held < ENOUGH:
            continue
        settled.add(share.token.start)
        if said == ROUNDED and is_bent(share.token, listed, base.amount):
            said = FORCED100
        expected = shown(worked_out.low, share.token.decimals)
        formula = f"{plain_number(part.token)}/{plain_number(base)}={shown(worked_out.low, share.token.decimals + 2)}%"
        yield relation(scope, "table", [share.token, part.token, base], formula, expected + "%", said, _why(said, part, share, base, expected))


def _why(said: str, part: Cell, share: Cell, base: Token, expected: str) -> str:
    if said == HOLDS or part.token is None or share.token is None:
        return ""
    tail = {ROUNDED: "，只差末位，是修约问题", FORCED100: "，是为凑足100%改的"}.get(said, "")
    return f"{part.token.text}占{base.text}的{expected}%，表中写{share.token.text}{tail}"


def names_alike(one: str, other: str) -> bool:
    """Whether two names are of one thing: one holds the other, or they begin with the same characters."""
    one, other = (re.sub(r"[\s\0、，及和与]", "", each) for each in (one, other))
    if len(one) < 2 or len(other) < 2:
        return one == other and bool(one)
    return one in other or other in one or one[:2] == other[:2]
