"""Units: a lost %, a lost 万, no measure word, 0万."""

from __future__ import annotations

import re
from collections.abc import Iterator

import workreport.drafts.relations.words as words
from workreport.drafts.model import FAILS, SUSPECT, Relation
from workreport.drafts.relations.mentions import COUNT, DIFFERENCE, PER_CENTS, Mention
from workreport.drafts.relations.scope import Scope, relation

_PER_HEAD = re.compile(r"每|均|单价|价格|标准|/")


def units(scope: Scope) -> Iterator[Relation]:
    """Numbers whose unit is lost or cannot be meant."""
    for mention in scope.mentions:
        yield from _lost_per_cent(scope, mention)
        yield from _lost_measure(scope, mention)
        yield from _magnitude(scope, mention)
    for grid in scope.grids:
        rows = [row for row in grid.rows if len(row.cells) == grid.width]
        for column in range(grid.width):
            tokens = [token for row in rows if (token := row.cells[column].token)]
            with_sign = [token for token in tokens if token.measure in PER_CENTS]
            for token in tokens:
                if (
                    len(with_sign) >= 3
                    and len(with_sign) >= len(tokens) - 2
                    and token.measure == ""
                    and token.decimals
                ):
                    why = f"同一列其他各格都带%，{token.text}缺%"
                    yield relation(scope, "unit", [token], "同列各格带%", token.text + "%", FAILS, why)


def _lost_per_cent(scope: Scope, mention: Mention) -> Iterator[Relation]:
    token = mention.token
    if token.measure or token.scale != 1 or not token.decimals or mention.role not in (COUNT, DIFFERENCE):
        return
    stated = re.search(r"(?:占比?|比重|占[^，；]*的)(?:为|约|达)?$", mention.clause)
    changed = words.CHANGE.search(mention.clause) and re.search(
        "同比|环比|[增升涨降减]幅|增长|下降", mention.clause
    )
    bracketed = mention.before.endswith("（") and mention.after.startswith("）")
    others = [
        other
        for other in scope.on_line(token.line)
        if other.token.measure in PER_CENTS and other.before.endswith("（")
    ]
    ends = re.match(r"[\s\0]*(?:[，；。、）\n]|$)", mention.after)
    if ends and (stated or changed or (bracketed and len(others) >= 2)):
        why = f"{token.text}应是百分数，缺%"
        yield relation(scope, "unit", [token], f"{token.text}→{token.text}%", token.text + "%", FAILS, why)


def _lost_measure(scope: Scope, mention: Mention) -> Iterator[Relation]:
    """A bare number that stands elsewhere in the text with its measure word."""
    token = mention.token
    if (
        token.measure
        or token.scale != 1
        or token.decimals
        or mention.role != COUNT
        or (token.value or 0) < 10
    ):
        return
    if not re.match(r"[\s\0]*(?:占|，|；|。|、)", mention.after) or re.search(
        r"[\d.:：\-/]$", mention.before
    ):
        return
    for other in scope.mentions:
        if (
            other.token.value == token.value
            and other.token.measure
            and other.token.scale == 1
            and other.role == COUNT
        ):
            pairs = {mention.label[at : at + 2] for at in range(len(mention.label) - 1)}
            if any(pair in other.label or other.label in mention.label for pair in pairs if other.label):
                right = token.text + other.token.measure
                why = f"{token.text}后面缺量词，前后文作{other.token.text}"
                yield relation(
                    scope, "unit", [token, other.token], f"{token.text}→{right}", right, FAILS, why
                )
                return


def _magnitude(scope: Scope, mention: Mention) -> Iterator[Relation]:
    token = mention.token
    if token.value == 0 and token.scale != 1:
        why = f"“{token.text}”等于没有，疑丢了数字，或单位不该用“{token.unit[:1]}”"
        yield relation(scope, "magnitude", [token], f"{token.text}=0", "—", SUSPECT, why)
    small = token.measure == "元" and token.scale == 1 and token.decimals and (token.value or 0) < 1000
    if small and not _PER_HEAD.search(mention.clause + mention.after[:4]):
        large = [other for other in scope.mentions if other.token.measure == "元" and other.token.scale != 1]
        if large:
            right = token.text.replace("元", "万元")
            why = f"文中金额都以{large[0].token.unit}计，“{token.text}”疑丢了“万”字"
            yield relation(scope, "magnitude", [token], f"{token.text}→{right}", right, FAILS, why)
