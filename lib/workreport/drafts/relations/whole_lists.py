"""Lists that are said to be whole, and do not add up: 共计 behind them, N kinds announced, 其他 at their end, a slip of typing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import workreport.drafts.relations.words as words
from workreport.drafts.model import CONFLICT, Relation
from workreport.drafts.relations.arithmetic import total
from workreport.drafts.relations.mentions import SHARE
from workreport.drafts.relations.scope import Item, Scope, relation
from workreport.drafts.relations.sums import Group, adds_up, alike, sum_relation


def failing(scope: Scope, groups: Sequence[Group]) -> Iterator[Relation]:
    """Totals whose parts are certain, all of them named, and do not add up."""
    wholes = {id(group.whole) for group in groups}
    of_sentence: dict[int, list[Group]] = {}
    of_part: dict[int, list[Group]] = {}
    for group in groups:
        of_sentence.setdefault(group.whole.mention.sentence, []).append(group)
        for part in group.parts:
            of_part.setdefault(id(part), []).append(group)
    for number in dict.fromkeys(item.mention.sentence for item in scope.items):
        here = [item for item in scope.sentence(number) if item.token.is_exact and not item.is_kind]
        near = [*of_sentence.get(number - 1, ()), *of_sentence.get(number, ())]
        explained = {id(part) for group in near for part in group.parts}
        for rule in (_summed_up, _split_up, _split_before, _named_by_total, _too_many, _near_miss):
            candidate = rule(scope, here) if here else None
            if candidate is None:
                continue
            whole, parts = candidate
            over = rule is _too_many
            if any(parts[0] in group.parts for group in of_part.get(id(whole), ())):
                continue
            if (id(whole) in wholes and not over) or sum(id(part) in explained for part in parts) * 2 > len(
                parts
            ):
                continue
            if not adds_up(whole.token, [part.token for part in parts]):
                yield sum_relation(scope, whole.token, [part.token for part in parts])
                break


def overshooting(scope: Scope, groups: Sequence[Group]) -> Iterator[Relation]:
    """A list behind 其中 whose first parts are the total already, and which goes on: two divisions in one list."""
    for group in groups:
        first, last = group.parts[0].mention, group.parts[-1]
        if "其中" not in first.before or group.whole.mention.sentence != first.sentence:
            continue
        here = scope.sentence(first.sentence)
        if last not in here:  # a list over several sentences
            continue
        rest = here[here.index(last) + 1 :]
        plain = all(not part.about and not _DONE.search(part.label) and len(part.label) < 8 for part in rest)
        if len(rest) < 2 or not plain or not _same_measure(group.whole, rest, joined=False):
            continue
        if group.whole.span.meets(total(part.span for part in rest)):
            continue
        tokens = [part.token for part in (*rest, group.whole, *group.parts)]
        added = sum((part.token.amount for part in (*group.parts, *rest)), Decimal(0))
        why = (
            f"“其中”前{len(group.parts)}项已合成{group.whole.token.text}，后面还有{rest[0].label}{rest[0].token.text}等{len(rest)}项："
            "是另一种分法还是另外的数，请写明，各类不要交叉"
        )
        formula = f"全部{len(group.parts) + len(rest)}项之和{added:f}"
        yield relation(scope, "sum", tokens, formula, "—", CONFLICT, why)


def _summed_up(scope: Scope, here: Sequence[Item]) -> tuple[Item, list[Item]] | None:
    """A list and 共计 behind it."""
    for at, whole in enumerate(here):
        depth = whole.mention.depth
        parts = [item for item in here[:at] if item.mention.depth == depth]
        same = parts[_first_of_list(parts) :]
        if not words.ALTOGETHER.search(whole.mention.clause) or len(same) < 2:
            continue
        if _same_measure(whole, same) and all(part.span.low <= whole.span.high for part in same):
            return whole, same
    return None


def _first_of_list(parts: Sequence[Item]) -> int:
    """Where the list that a 共计 sums up begins: behind 其中 or a colon."""
    for at in range(len(parts) - 1, 0, -1):
        if re.search("其中|：|分别|包括", parts[at].mention.before):
            return at
    return 0


def _same_measure(whole: Item, parts: Sequence[Item], joined: bool = True) -> bool:
    """Whether parts are counted like the total; one in a list (joined by 、) may have a measure word of its own."""
    other = [part for part in parts if part.token.measure != whole.token.measure]
    joined = all(
        (part.mention.before.lstrip().startswith("、") or not joined) and alike(whole.token, part.token)
        for part in other
    )
    return (
        len(other) * 3 <= len(parts)
        and joined
        and all(part.mention.run != whole.mention.run for part in parts)
    )


def _countable(whole: Item, part: Item) -> bool:
    return whole.token.measure == part.token.measure and part.mention.run != whole.mention.run


def _split_up(scope: Scope, here: Sequence[Item]) -> tuple[Item, list[Item]] | None:
    """A total, and behind it a list that is said to be whole: N kinds, made up of, or with 其他 at its end."""
    for at, whole in enumerate(here[:3]):
        rest = [
            item
            for item in here[at + 1 :]
            if item.mention.depth in (whole.mention.depth, whole.mention.depth + 1)
        ]
        if len(rest) < 2:
            continue
        depth = rest[0].mention.depth
        parts = [item for item in rest if item.mention.depth == depth and _countable(whole, item)]
        shared = [item for item in parts if item.mentions_as(SHARE)]
        if len(shared) > 1 and _is_hundred(shared) and _stands_before(whole, shared):
            return whole, shared
        if not parts:
            continue
        between = scope.words[whole.token.end : parts[0].token.start]
        if (
            words.INCOMPLETE.search(between)
            or len(parts) < 2
            or any(p.span.low > whole.span.high for p in parts)
        ):
            continue
        last = parts[-1].mention
        numbered = re.search(r"([两二三四五六七八九十\d]+)(?:大|个|种)?(?:类|部分|项|块)", between)
        announced = numbered and words.count_of(numbered[1]) == len(parts)
        made_up = re.search(r"由[^，；。]*(?:组成|构成)", between)
        named = words.ONE_TOTAL.search(whole.mention.clause) or re.search("[：（]|[按分]", between)
        if announced or made_up or (words.OTHERS.match(last.label) and len(parts) > 2 and named):
            return whole, parts
    return None


def _split_before(scope: Scope, here: Sequence[Item]) -> tuple[Item, list[Item]] | None:
    """A list with shares that add to 100, and its total in the sentence before; unless the text states the sum too."""
    shared = [item for item in here if item.mentions_as(SHARE)]
    if len(shared) < 2 or not _is_hundred(shared) or shared[0] is not here[0]:
        return None
    before = scope.sentence(here[0].mention.sentence - 1)
    if not before or before[0].token.line != here[0].token.line:
        return None
    whole = before[0]
    added = total(item.span for item in shared)
    stated = any(item.span.meets(added) for item in scope.items if alike(item.token, shared[0].token))
    if stated or not all(_countable(whole, p) and p.span.high <= whole.span.high for p in shared):
        return None
    return whole, shared


def _is_hundred(items: Sequence[Item]) -> bool:
    """Whether the shares of items add to 100 within their rounding."""
    shares = [item.mentions_as(SHARE)[0] for item in items]
    added = total(share.span for share in shares)
    return added.low <= 100 <= added.high


def _stands_before(whole: Item, parts: Sequence[Item]) -> bool:
    """Whether a total stands in the very sentence of its shares, and before them."""
    return whole.mention.sentence == parts[0].mention.sentence and all(
        p.span.high <= whole.span.high for p in parts
    )


def _named_by_total(scope: Scope, here: Sequence[Item]) -> tuple[Item, list[Item]] | None:
    """A total whose name joins the names of the two or three parts behind it, or parts that complete each other."""
    for at, whole in enumerate(here):
        for length in (3, 2):
            parts = list(here[at + 1 : at + 1 + length])
            if len(parts) < length or not all(_countable(whole, part) for part in parts):
                continue
            if words.INCOMPLETE.search(parts[0].mention.before) or any(
                p.span.high > whole.span.high for p in parts
            ):
                continue
            names = [_core(part.label) for part in parts]
            joined = (
                all(len(name) > 1 and name in whole.label for name in names) and len(set(names)) == length
            )
            if joined or (length == 2 and _complete_each_other(parts)):
                return whole, parts
    return None


def _too_many(scope: Scope, here: Sequence[Item]) -> tuple[Item, list[Item]] | None:
    """A list behind 其中 that adds to more than its total, though no first part of it is the total; not for what was done."""
    here = scope.sentence(here[0].mention.sentence) if here else []
    for at, whole in enumerate(here[:-3]):
        parts = list(here[at + 1 :])
        if not re.search("其中", parts[0].mention.before) or any(p.mentions_as(SHARE) for p in parts):
            continue
        depth = whole.mention.depth
        if any(
            p.mention.depth != depth or not alike(whole.token, p.token) or _DONE.search(p.label)
            for p in parts
        ):
            continue
        top = _without_nested(parts)
        added = total(part.span for part in top)
        if any(total(part.span for part in parts[:end]).meets(whole.span) for end in range(1, len(parts))):
            continue
        if (
            len(top) > 2
            and added.low > whole.span.high
            and all(part.span.low <= whole.span.high for part in top)
        ):
            return whole, top
    return None


def _near_miss(scope: Scope, here: Sequence[Item]) -> tuple[Item, list[Item]] | None:
    """A total and all that its sentence (or bracket, or the next sentence) lists, off by a slip of typing only."""
    for at, whole in enumerate(here):
        leads = at == 0 or "；" in whole.mention.before or words.ONE_TOTAL.search(whole.mention.clause)
        for listed in _lists_behind(scope, here, at):
            parts = _without_nested(listed)
            if not leads and parts and parts[0].mention.depth == whole.mention.depth:
                continue
            if len(parts) < 2 or not all(part.label and not _DONE.search(part.label) for part in parts):
                continue
            partly = words.INCOMPLETE.search(parts[0].mention.before)
            if (partly and partly[0] != "其中") or not _same_measure(whole, parts, joined=False):
                continue
            added = sum((part.token.amount for part in parts), Decimal(0)) / whole.token.scale
            if whole.token.value is not None and _is_slip(whole.token.value, added, close=not partly):
                return whole, parts
    return None


def _lists_behind(scope: Scope, here: Sequence[Item], at: int) -> Iterator[list[Item]]:
    """The lists that may be all of a total: its bracket, the rest of its sentence, the next sentence."""
    whole = here[at]
    depth = whole.mention.depth
    rest = here[at + 1 :]
    bracket: list[Item] = []
    for item in rest:
        if item.mention.depth <= depth:
            break
        bracket.append(item)
    yield bracket
    if not bracket:
        yield _first_run([item for item in rest if item.mention.depth == depth])
    behind = [item for item in scope.sentence(whole.mention.sentence + 1) if not item.is_kind]
    if at == 0 and behind and behind[0].token.line == whole.token.line:
        listed = _first_run(behind)
        if len(listed) > 2 or re.match("[^，]*(?:按|分|看)", behind[0].mention.before):
            yield listed


def _first_run(items: Sequence[Item]) -> list[Item]:
    """The items up to the first that a semicolon parts from a list of at least three joined by commas."""
    for at, item in enumerate(items):
        if (
            at > 2
            and "；" in item.mention.before
            and "；" not in "".join(each.mention.before for each in items[1:at])
        ):
            return list(items[:at])
    return list(items)


def _is_slip(stated: Decimal, added: Decimal, close: bool) -> bool:
    """Whether two values differ by one digit or two exchanged ones, or by less than a hundredth."""
    stated_digits, added_digits = (
        f"{stated:f}",
        f"{added.quantize(stated):f}" if added == added.quantize(stated) else f"{added:f}",
    )
    if stated == added:
        return False
    if close and abs(stated - added) * 100 < stated:
        return True
    different = sum(a != b for a, b in zip(stated_digits, added_digits, strict=False))
    return len(stated_digits) == len(added_digits) >= 3 and (
        different == 1 or (different == 2 and sorted(stated_digits) == sorted(added_digits))
    )


_DONE = re.compile(
    r"办结|结案|立案|整改|改正|查处|查办|处理|处置|责令|解决|调解|完成|受理|处罚|罚没|移送|移交|退|培训|合格|发现|检查|送达|新增|不予|未|挽回|出动|发放|次$"
)


def _without_nested(parts: Sequence[Item]) -> list[Item]:
    """The parts without those of a part that has a 其中 of its own."""
    top: list[Item] = []
    at = 0
    while at < len(parts):
        top.append(parts[at])
        room = parts[at].span.high
        at += 1
        if at < len(parts) and "其中" in parts[at].mention.before:
            while at < len(parts) and parts[at].span.high <= room:
                room -= parts[at].span.high
                at += 1
    return top


def _core(label: str) -> str:
    return label.removesuffix("件").removesuffix("类")


def _complete_each_other(parts: Sequence[Item]) -> bool:
    """合格 and 不合格, 法人 and 非法人: the second name is the first's denial."""
    first, second = (_core(part.label) for part in parts)
    pairs = [(first, second), (second, first)]
    return any(
        len(a) > 1 and len(b) > 2 and b[0] in "不未非无" and (a.startswith(b[1:3]) or b.endswith(a))
        for a, b in pairs
    )
