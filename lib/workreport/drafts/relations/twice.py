"""One fact said twice: in two places of the text, in the text and its table, exactly and in 万."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal

from workreport.drafts.model import CONFLICT, HOLDS, Relation, Token
from workreport.drafts.relations.grids import Grid, Row
from workreport.drafts.relations.mentions import CHANGE, SHARE
from workreport.drafts.relations.scope import Item, Scope, plain_number, relation, with_sign
from workreport.drafts.relations.words import names_alike

MOST = 50
"""How many earlier mentions of one value or name are looked at."""
NEAR_LINES = 80
"""How far from a table the text about it may be."""


def twice(scope: Scope) -> Iterator[Relation]:
    """Facts said twice, whether or not they agree."""
    yield from _restated(scope)
    yield from _typed_wrong(scope)
    yield from _changed(scope)
    for grid in scope.grids:
        yield from _text_and_table(scope, grid)
        yield from _beside_each_other(scope, grid)


def _restated(scope: Scope) -> Iterator[Relation]:
    """The same number of the same thing in another sentence, and what both say about it."""
    by_number: dict[tuple[Decimal, str], list[Item]] = {}
    for second in scope.items:
        earlier = by_number.setdefault((second.token.amount, second.token.measure), [])
        for first in earlier[:MOST]:
            if first.mention.sentence == second.mention.sentence or not names_alike(
                first.label, second.label
            ):
                continue
            numbers = f"{plain_number(first.token)}={plain_number(second.token)}"
            yield relation(scope, "twice", [second.token, first.token], numbers, first.token.text, HOLDS)
            if first.token.is_exact and abs(first.token.amount) >= 10:
                yield from _changes_of_both(scope, first, second)
            break
        earlier.append(second)


def _changes_of_both(scope: Scope, first: Item, second: Item) -> Iterator[Relation]:
    for later in second.about:
        if later.role != CHANGE:
            continue
        for earlier in first.mentions_as(CHANGE, later.basis)[:1]:
            earlier_value, later_value = with_sign(earlier), with_sign(later)
            if earlier_value.decimals != later_value.decimals:
                continue
            agree = abs(earlier_value.value or 0) == abs(later_value.value or 0)
            formula = f"{plain_number(earlier_value)}{'=' if agree else '≠'}{plain_number(later_value)}"
            why = ""
            if not agree:
                why = f"同是{second.label or first.label}{second.token.text}的变动（与{later.basis}比），前面写{earlier.token.text}，这里写{later.token.text}，只能有一个对"
            verdict = HOLDS if agree else CONFLICT
            yield relation(
                scope, "twice", [later.token, earlier.token], formula, earlier.token.text, verdict, why
            )


def _typed_wrong(scope: Scope) -> Iterator[Relation]:
    """Two long numbers of one thing that differ by exchanged or single digits."""
    by_label: dict[tuple[str, str], list[Item]] = {}
    for second in scope.items:
        earlier = by_label.setdefault((second.label, second.token.unit), [])
        for first in earlier[-MOST:] if len(second.label) > 2 else ():
            if first.mention.sentence == second.mention.sentence:
                continue
            if is_slip(plain_number(first.token), plain_number(second.token)):
                why = f"“{first.label}”前面写{first.token.text}，这里写{second.token.text}，疑有一处输错"
                formula = f"{plain_number(first.token)}≠{plain_number(second.token)}"
                yield relation(
                    scope, "twice", [second.token, first.token], formula, first.token.text, CONFLICT, why
                )
        earlier.append(second)


def _plain(label: str) -> str:
    return re.sub(r"(?:总量|总数|数量|总|量|数|件)+$", "", label)


def _changed(scope: Scope) -> Iterator[Relation]:
    """The same thing with another number: taken up again as N件X, or with the same changes as before."""
    by_name: dict[tuple[str, str], list[Item]] = {}
    values: dict[Decimal | None, int] = {}
    for second in scope.items:
        sentence, unit = second.mention.sentence, second.token.unit
        named = _taken_up(scope, second)
        same = [i for i in by_name.get((named, unit), ()) if named and i.mention.sentence != sentence] or [
            i for i in by_name.get((_plain(second.label), unit), ()) if _shares_changes(i, second)
        ]
        same = [i for i in same if i.mention.sentence != sentence]
        stated = values.setdefault(second.token.value, sentence) != sentence
        if second.mention.depth == 0:
            by_name.setdefault((_plain(second.label), unit), []).append(second)
        if same and not stated and second.token.is_exact:
            first = same[-1].token
            why = f"“{named or _plain(second.label)}”前面写{first.text}，这里写{second.token.text}，两处不能都对"
            formula = f"{plain_number(first)}≠{plain_number(second.token)}"
            yield relation(scope, "twice", [second.token, first], formula, first.text, CONFLICT, why)


def _taken_up(scope: Scope, item: Item) -> str:
    """X of a sentence that begins with N件X由, N件X里: the thing that was counted before."""
    match = re.match(r"([^，；。、的\s]{2,8}?)(?:由|按|里|中|，|比上|较上|主要|的)", item.mention.after)
    begins = len(item.mention.before.strip("\0 \n")) <= 8 and scope.sentence(item.mention.sentence)[0] is item
    return match[1] if match and begins and not item.label.endswith(("新增", "查处")) else ""


def _shares_changes(first: Item, second: Item) -> bool:
    """Whether two items state the same two changes."""
    one, other = (
        {(each.basis, with_sign(each).value) for each in item.about if each.role == CHANGE}
        for item in (first, second)
    )
    return len(one & other) >= 2


def is_slip(one: str, other: str) -> bool:
    """Whether two long numbers differ by one digit or two exchanged ones."""
    if len(one) != len(other) or len(one) < 4 or one == other:
        return False
    different = sum(a != b for a, b in zip(one, other, strict=True))
    return different == 1 or (different == 2 and sorted(one) == sorted(other))


def _text_and_table(scope: Scope, grid: Grid) -> Iterator[Relation]:
    """A row of the table and the numbers of the text under the row's name; others of the list decide who is wrong."""
    agreeing: dict[int, int] = {}
    differing: list[tuple[Item, Token, int]] = []
    shared: list[int] = []
    unlike: list[tuple[Token, Row, str]] = []
    for item in scope.around(min(grid.lines), max(grid.lines), NEAR_LINES):
        rows = [row for row in grid.rows if names_alike(row.name, item.label)]
        exact = [row for row in rows if row.name == item.label] or rows
        for row in exact[:1]:
            held = [at for at, cell in enumerate(row.cells) if cell.token and _equal(item.token, cell.token)]
            for at in held:
                agreeing[at] = agreeing.get(at, 0) + 1
            if held:
                yield _agree(scope, item.token, row.cells[held[-1]].token)
            elif len(exact) == 1 and _is_row_name(item.label, row.name):
                differing += [(item, cell.token, at) for at, cell in enumerate(row.cells) if cell.token]
            for share in item.about:
                cells = [
                    cell.token
                    for cell in row.cells
                    if cell.token and cell.token.decimals == share.token.decimals
                ]
                equal = [
                    token
                    for token in cells
                    if share.role in (SHARE, CHANGE) and token.value == share.token.value
                ]
                if equal and share.token.decimals:
                    shared += (
                        []
                        if share.role != SHARE
                        else [at for at, cell in enumerate(row.cells) if cell.token is equal[-1]]
                    )
                    yield _agree(scope, share.token, equal[-1])
                elif share.role == SHARE and len(exact) == 1 and row.cells:
                    unlike += [(share.token, row, item.label)]
    for item, token, at in differing:
        if agreeing.get(at, 0) >= 2 and item.token.is_exact and item.token.measure not in ("", "元"):
            yield _differ(scope, item.token, token, item.label)
    column = max(set(shared), key=shared.count, default=0)
    for share, row, name in unlike if shared.count(column) > 2 else []:
        cell = row.cells[column].token if column < len(row.cells) else None
        if cell is not None and cell.decimals == share.decimals:
            yield _differ(scope, share, cell, name)


def _is_row_name(label: str, name: str) -> bool:
    """Whether a label is a row's name, alone or behind a word that begins a list: 居前列的有甲区."""
    plain = label.removesuffix("类")
    if len(name) < 2 or not plain.endswith(name):
        return False
    return plain == name or plain[: -len(name)].endswith(("有", "是", "为", "："))


def _equal(one: Token, other: Token) -> bool:
    if one.value is None or other.value is None:
        return False
    return one.value == other.value or one.amount == other.amount


def _agree(scope: Scope, one: Token, other: Token | None) -> Relation:
    assert other is not None
    formula = f"{plain_number(one)}={plain_number(other)}"
    return relation(scope, "twice", [one, other], formula, plain_number(other), HOLDS)


def _differ(scope: Scope, one: Token, other: Token, name: str) -> Relation:
    formula = f"{plain_number(one)}≠{plain_number(other)}"
    why = f"“{name}”正文写{one.text}，表中是{other.text}，两处不能都对"
    return relation(scope, "twice", [one, other], formula, plain_number(other), CONFLICT, why)


def _beside_each_other(scope: Scope, grid: Grid) -> Iterator[Relation]:
    """A sentence that goes along a row: after two equal numbers the next must be equal too, if it is of the same thing."""
    near = scope.around(min(grid.lines), max(grid.lines), NEAR_LINES)
    for row in grid.rows:
        tokens = [cell.token for cell in row.cells if cell.token]
        for at in range(len(near) - 2):
            run = near[at : at + 3]
            if len({item.mention.sentence for item in run}) > 1:
                continue
            for start in range(len(tokens) - 2):
                pairs = list(zip(run, tokens[start : start + 3], strict=True))
                if not all(_equal(item.token, token) and token.amount >= 10 for item, token in pairs[:2]):
                    continue
                item, token = pairs[2]
                if not _equal(item.token, token) and _head_fits(grid, item):
                    yield _differ(scope, item.token, token, item.label)


def _head_fits(grid: Grid, item: Item) -> bool:
    """Whether the words over the table name what the item counts."""
    label = item.label
    pairs = {label[at : at + 2] for at in range(len(label) - 1)}
    return any(pair in head for head in grid.heads for pair in pairs)


def roundings(scope: Scope) -> Iterator[Relation]:
    """An exact number and the same in 万 or 亿."""
    cells = [
        (row.name, cell.token)
        for grid in scope.grids
        for row in grid.rows
        for cell in row.cells
        if cell.token
    ]
    exact = [(item.label, item.token) for item in scope.items if item.token.scale == 1] + cells
    large = [(token.value, name, token) for name, token in exact if token.value and token.value >= 1000]
    large = sorted((each for each in large if each[2].scale == 1), key=lambda each: each[0])
    values = [value for value, _, _ in large]
    for item in scope.items:
        token = item.token
        if token.scale == 1 or not token.is_exact:
            continue
        for value, name, other in large[
            bisect_left(values, item.span.low) : bisect_right(values, item.span.high)
        ]:
            if names_alike(name, item.label):
                formula = f"{plain_number(other)}={value / token.scale:f}{token.unit[:1]}"
                yield relation(scope, "rounding", [token, other], formula, plain_number(token), HOLDS)
                break
