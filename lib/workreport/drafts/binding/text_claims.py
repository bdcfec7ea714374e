"""Claims against the text's own numbers: 全部整改 beside 整改24条 of 26, the largest of a list, 增至 a smaller number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from workreport.base.numbers import exact_text
from workreport.drafts.binding.context import Place, content, places
from workreport.drafts.binding.synonyms import plain_unit
from workreport.drafts.model import DOUBTFUL, WRONG, Binding, DraftText, Finding, Token
from workreport.figures.registry import FIGURES

KIND = "claim"
_SETTLED = r"(?:解决|整改|办结|处置|完成|化解|销号|整治|消除|处理|回复|答复)"
_RAISED = re.compile(r"问题|意见|建议|隐患|诉求|线索|不合格|投诉|举报|收集|排查|查摆|发现|接到|受理")
_ALL_SETTLED = re.compile(rf"(?:均已?|都已?|已?全部|全都|悉数)[^\d，。；]{{0,6}}{_SETTLED}")
_ALL_FOLLOWED = re.compile(rf"全(?:程|方位|覆盖|面|部)?(?:跟踪|闭环){_SETTLED}")
_DONE = re.compile(_SETTLED)
_REST = re.compile(r"其余|剩余|余下|正在|尚|在办|未[^来]|限期|转[办交]|待")
_UP = re.compile(r"增(?:加|长)?[至到]|上升[至到]|提高[至到]|提升[至到]")
_DOWN = re.compile(r"下降[至到]|减少?[至到]|降低?[至到]|回落[至到]")
_MOST = re.compile(r"(?:数量)?(?:居首|首位|居第一|第一位|最[多高大])")


def text_claims(text: DraftText, tokens: Sequence[Token], bindings: Sequence[Binding]) -> Iterator[Finding]:
    """Claims that numbers of the same sentence contradict."""
    where = places(text, tokens)
    counted = sorted(where, key=lambda token: token.start)
    yield from _turned(text, counted)
    sums = {binding.token for binding in bindings if binding.figure and FIGURES[binding.figure].parts}
    for group in _sentences(counted, where):
        yield from _unsettled(text, group, where)
        yield from _largest(text, [token for token in group if token not in sums], where)


def _sentences(counted: Sequence[Token], where: dict[Token, Place]) -> list[list[Token]]:
    groups: dict[tuple[int, int], list[Token]] = {}
    for token in counted:
        groups.setdefault((token.line, where[token].sentence), []).append(token)
    return list(groups.values())


def _turned(text: DraftText, counted: Sequence[Token]) -> Iterator[Finding]:
    """由 a 增至 b with b below a."""
    for before, after in pairwise(counted):
        between = text.text[before.end : after.start]
        if before.line != after.line or len(between) > 6 or not _alike(before, after):
            continue
        rises, falls = _UP.search(between), _DOWN.search(between)
        claim = rises or falls
        if claim and ((rises and after.amount < before.amount) or (falls and after.amount > before.amount)):
            message = f"说“{claim[0]}”，但{before.text}到{after.text}是{'减少' if rises else '增加'}"
            yield Finding(WRONG, before.line, before.start, after.end, KIND, message)


def _unsettled(text: DraftText, group: Sequence[Token], where: dict[Token, Place]) -> Iterator[Finding]:
    """All said to be settled, and fewer settled than raised."""
    place = where[group[0]]
    line = text.line_at(group[0].start)
    sentence = place.text[place.sentence : _end(place)]
    claim = _ALL_SETTLED.search(sentence) or _ALL_FOLLOWED.search(place.text)
    if claim is None or _REST.search(sentence):
        return
    same = claim[0] in sentence
    for raised, settled in pairwise(group):
        left = raised.amount - settled.amount
        if not (_alike(raised, settled) and _names(where[raised], _RAISED) and left > 0):
            continue
        if not _names(where[settled], _DONE) or _names(where[raised], _DONE):
            continue
        rest = exact_text(left)
        message = (
            f"说“{claim[0]}”，但{raised.text}中写明“{where[settled].before.strip()}”的只有{settled.text}，"
            f"其余{rest}{raised.measure}没有交代"
        )
        gravity = WRONG if same else DOUBTFUL
        yield Finding(gravity, line.number, raised.start, settled.end, KIND, message)


def _end(place: Place) -> int:
    stop = re.compile(r"[。！？]").search(place.text, place.end)
    return stop.start() if stop else len(place.text)


def _names(place: Place, words: re.Pattern[str]) -> bool:
    return words.search(place.before) is not None


def _largest(text: DraftText, group: Sequence[Token], where: dict[Token, Place]) -> Iterator[Finding]:
    """The item said to be the largest of a list is not."""
    if len(group) < 3:
        return
    place = where[group[0]]
    sentence = place.text[place.sentence : _end(place)]
    claim = re.search(rf"([^，。；、]{{2,12}}?){_MOST.pattern}", sentence)
    if claim is None:
        return
    subject = content(claim[1])
    listed = [token for token in group if token.is_exact and content(where[token].before)]
    named = [token for token in listed if subject and content(where[token].before) == subject]
    if len(named) != 1:
        return
    alike = [token for token in listed if _alike(token, named[0]) and not _is_total(token, listed, where)]
    rivals = [token for token in alike if token.amount > named[0].amount]
    if len(rivals) != 1:
        return
    words = re.sub(r"^.*(?:其中|、)", "", where[rivals[0]].before).strip()
    message = f"说{subject}最多（{named[0].text}），但{words}是{rivals[0].text}"
    start = text.line_at(group[0].start).start + place.sentence + claim.start()
    yield Finding(WRONG, group[0].line, start, start + len(claim[0]), KIND, message)


def _is_total(token: Token, listed: Sequence[Token], where: dict[Token, Place]) -> bool:
    """Whether a number of a list is no item but the sum of the others."""
    others = sum(other.amount for other in listed if other is not token and _alike(token, other))
    return token.amount == others or re.search(r"[共总]|合计", where[token].before) is not None


def _alike(one: Token, other: Token) -> bool:
    return plain_unit(one.measure) == plain_unit(other.measure) and bool(one.measure)
