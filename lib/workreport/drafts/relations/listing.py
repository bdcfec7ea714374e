"""Announced and listed: 六大类 with their names, 一是二是三是, numbered paragraphs, 四个“注重”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workreport.drafts.model import CONFLICT, FAILS, HOLDS, Line, Relation
from workreport.drafts.relations.mentions import COUNT, names_before, runs_of
from workreport.drafts.relations.scope import Scope, placed, relation
from workreport.drafts.relations.words import count_of

_NUMBER = r"(?P<number>[两三四五六七八九十]{1,3}|\d{1,2})"
_KIND = r"(?P<kind>大类|大[热焦重]点|类|部分|种|市|县|区|省|镇|街道|项|大?(?:个)?(?:方面|方向|领域|行业|环节|部门|板块|步骤|阶段|系统|层面))"
_AFTER = re.compile(rf"(?P<names>[^，；。：\n]*、[^，；。：\n]*?)(?P<more>等)?{_NUMBER}{_KIND}(?!级)")
_BEFORE = re.compile(
    rf"(?:有|分|为|共|成|的|即|是|^|[，。；]){_NUMBER}{_KIND}[^，；。：\n]{{0,8}}(?:，即|：|，(?:分别|依次)[是为]|，包括)(?P<names>[^。\n]+)(?P<end>。)?"
)
_FIRST = re.compile(r"前(?P<number>[两三四五六七八九十]|\d)(?:位|名|大|类|种|强)?")
_CHAIN = re.compile(r"(?P<number>[一二三四五六七八九十])是(?!否|非|个|种|件|次|家|名)")
_QUOTED = re.compile(
    r"(?P<number>[两三四五六七八九])个“(?P<word>[^”]{2,6})”|“(?P<inner>[两三四五六七八九])个(?P<inside>[^”]{2,6})”"
)
_HEADINGS = {
    "一、": re.compile(r"^\s*(?P<number>[一二三四五六七八九十]{1,3})、"),
    "（一）": re.compile(r"^\s*（(?P<number>[一二三四五六七八九十]{1,3})）"),
    "1.": re.compile(r"^\s*(?P<number>\d{1,2})(?:[.、．])(?!\d)"),
}
_LONGEST_NAME = 14
FEWEST_NAMES = 3
"""A list of fewer names is no list that could be short."""


def listing(scope: Scope) -> Iterator[Relation]:
    """All announced numbers of things with the things listed."""
    for line in scope.text.lines:
        plain = scope.words[line.start : line.start + len(line.text)]
        for match in _AFTER.finditer(plain):
            yield from _named_before(scope, line.start, match)
        for match in _BEFORE.finditer(plain):
            yield from _named_behind(scope, line.start, match)
    yield from _first_places(scope)
    yield from _handed_out(scope)
    yield from _chains(scope)
    yield from _headings(scope)


def _at(line_start: int, match: re.Match[str], length: int = 0) -> tuple[int, int]:
    """The place of a match in the text; ``length`` cuts or extends it."""
    return line_start + match.start(), line_start + (match.start() + length if length else match.end())


def _counted(
    scope: Scope, place: tuple[int, int], number: int, listed: int, verdict: str = HOLDS, why: str = ""
) -> Relation:
    formula = f"列举{listed}项" + ("" if verdict == HOLDS else f"，写明{number}项")
    return placed(scope, "listed", place, (formula, str(number), str(listed)), verdict, why)


def counts(names: str) -> range:
    """The possible lengths of a list: 和 and 及 may join two names or stand within one."""
    plain = re.sub(r"（[^（）]*）", "", names)
    fewest = plain.count("、") + 1
    return range(fewest, fewest + len(re.findall(r"[和与]|(?<![涉普顾波触])及", plain)) + 1)


def _named_before(scope: Scope, start: int, match: re.Match[str]) -> Iterator[Relation]:
    number = count_of(match["number"])
    possible = counts(match["names"])
    if number in possible:
        yield _counted(scope, _at(start, match), number, number)
        return
    if possible[0] < FEWEST_NAMES:
        return
    near = number - possible[-1] in (1, 2) if possible[-1] < number else possible[0] - number == 1
    sure = (
        number >= 4 and abs(number - possible[-1]) <= 1
        if match["more"]
        else near and len(match["names"]) < 80
    )
    if sure and near and not re.search(r"\d", match["names"]):
        why = f"写明{match['number']}{match['kind']}，前面列出的是{possible[0]}个，请补齐或改数"
        yield _counted(scope, _at(start, match), number, possible[0], FAILS, why)


def _named_behind(scope: Scope, start: int, match: re.Match[str]) -> Iterator[Relation]:
    number = count_of(match["number"])
    names = re.sub(r"（[^（）]*）", "", match["names"])
    readings = [re.split(mark, names) for mark in ("；", "，", "、") if re.search(mark, names)]
    if any(
        number in range(len(each), len(each) + len(re.findall("[和与及]", each[-1])) + 1) for each in readings
    ):
        yield _counted(scope, _at(start, match), number, number)
        return
    clean = [each for each in readings if all(len(name) <= _LONGEST_NAME for name in each)]
    if (
        len(clean) == 1
        and match["end"]
        and not re.search("等|其中|[和与及]", names)
        and abs(len(clean[0]) - number) <= 2
    ):
        why = f"写明{match['number']}{match['kind']}，后面列出的是{len(clean[0])}个，请补齐或改数"
        yield _counted(scope, _at(start, match), number, len(clean[0]), FAILS, why)


def _first_places(scope: Scope) -> Iterator[Relation]:
    """前三位 and the three things named with their numbers."""
    for line in scope.text.lines:
        plain = scope.words[line.start : line.start + len(line.text)]
        for phrase in _FIRST.finditer(plain):
            number = count_of(phrase["number"])
            at = line.start + phrase.start()
            sentence = next((m.sentence for m in scope.mentions if m.token.start > at), None)
            behind = [
                m for m in scope.mentions if m.sentence == sentence and m.token.start > at and m.role == COUNT
            ]
            ahead = [
                m
                for m in scope.mentions
                if m.token.line == line.number and m.token.start < at and m.role == COUNT
            ]
            names = re.match(
                r"[^，；。：]*(?:是|为|有|依次|分别|：)+(?P<names>[^，；。\d]*)", plain[phrase.end() :]
            )
            listed = counts(names["names"]) if names and "、" in names["names"] else range(0)
            per_cents = [
                m for m in scope.mentions if m.sentence == sentence and m.token.start > at and m.depth == 1
            ]
            if (
                number in listed
                or number in (len(behind), len(per_cents))
                or (not behind and len(ahead) >= number)
            ):
                yield _counted(scope, _at(line.start, phrase, 40), number, number)


def _handed_out(scope: Scope) -> Iterator[Relation]:
    """As many numbers as names where 分别 or 依次 hands them out."""
    for group in runs_of(scope.mentions):
        first = group[0]
        if (
            len(group) < 2
            or not re.search("分别|依次|各", first.before)
            or not all(m.is_joined for m in group[1:])
        ):
            continue
        clauses = [part for part in re.split(r"[，；：]", first.before) if "、" in part]
        names = names_before(first.before)
        if not names or not clauses:
            continue
        possible = range(clauses[-1].count("、") + 1, max(len(names), clauses[-1].count("、") + 1) + 1)
        if len(group) in possible:
            place = (first.token.start - len(first.before), group[-1].token.end)
            yield _counted(scope, place, len(group), len(group))


def _chains(scope: Scope) -> Iterator[Relation]:
    """一是, 二是, 三是 without a gap; chains may stand within each other."""
    open_chains: list[int] = []
    for line in scope.text.lines:
        plain = scope.words[line.start : line.start + len(line.text)]
        if any(mark.match(plain) for mark in _HEADINGS.values()):
            open_chains = []
        events = sorted([*_CHAIN.finditer(plain), *_QUOTED.finditer(plain)], key=lambda event: event.start())
        for event in events:
            if event.re is _QUOTED:
                yield from _quoted(scope, line, event)
            elif re.search(r"[，；。：、！\s”）]$|^$", plain[: event.start()]):
                yield from _linked(scope, line, event, open_chains)


def _linked(scope: Scope, line: Line, match: re.Match[str], open_chains: list[int]) -> Iterator[Relation]:
    """One link of a chain: what is missing before it, or the chain's length at its end."""
    number, place = count_of(match["number"]), _at(line.start, match, 20)
    missing = _advance(open_chains, number)
    behind = scope.words[line.start + match.end() : line.start + len(line.text)]
    if missing:
        names = "、".join(f"“{_chinese(each)}是”" for each in missing)
        why = f"有“{match[0]}”，前面缺{names}，请补上或重新编号"
        yield placed(scope, "listed", place, (f"缺{names}", match[0], names), FAILS, why)
    elif number > 1 and f"{_chinese(number + 1)}是" not in behind:
        yield _counted(scope, place, number, number)


def _advance(open_chains: list[int], number: int) -> list[int]:
    """Go on with the chain that a number continues; the numbers that are missing before it."""
    if number == 1:
        open_chains.append(1)
        return []
    for depth in range(len(open_chains) - 1, -1, -1):
        if open_chains[depth] == number - 1:
            del open_chains[depth + 1 :]
            open_chains[depth] = number
            return []
    last = max((each for each in open_chains[-1:] if each < number), default=0)
    if open_chains and last:
        open_chains[-1] = number
    else:
        open_chains.append(number)
    return list(range(last + 1, number))


def _chinese(number: int) -> str:
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)


def _quoted(scope: Scope, line: Line, match: re.Match[str]) -> Iterator[Relation]:
    """四个“注重” and the four that begin with the word; the last announcement before them counts."""
    number, word = count_of(match["number"] or match["inner"]), match["word"] or match["inside"]
    behind = scope.words[line.start + match.end() : line.start + len(line.text)]
    named = len(re.findall(rf"[一二三四五六七八九]是{re.escape(word)}", behind))
    if named == number:
        yield _counted(scope, _at(line.start, match), number, named)
    elif 0 < named < number and not re.search(rf"个“?{re.escape(word)}", behind):
        why = f"写明{_chinese(number)}个“{word}”，后面只列出{named}个，请补齐或改数"
        yield _counted(scope, _at(line.start, match), number, named, FAILS, why)


def _headings(scope: Scope) -> Iterator[Relation]:
    """Numbered paragraphs of each style without a gap; a higher heading begins anew."""
    last: dict[str, int] = {}
    tables = {number for grid in scope.grids for number in grid.lines}
    levels = list(_HEADINGS)
    for line in scope.text.lines:
        if line.number in tables:
            continue
        plain = scope.words[line.start : line.start + len(line.text)]
        for level, mark in _HEADINGS.items():
            match = mark.match(plain)
            if not match:
                continue
            number, before = count_of(match["number"]), last.get(level, 0)
            if before and number == before + 2:
                why = f"编号从{before}跳到{number}，缺第{before + 1}项"
                stated = (f"缺{before + 1}", match[0].strip(), str(before + 1))
                yield placed(scope, "listed", _at(line.start, match, 20), stated, FAILS, why)
            last[level] = number
            for lower in levels[levels.index(level) + 1 :]:
                last.pop(lower, None)


def unit_mixed(scope: Scope) -> Iterator[Relation]:
    """人次 in the words and 人 at the number: two things that are counted differently."""
    for mention in scope.mentions:
        measure = mention.token.measure
        if measure in ("人", "家", "户") and re.search(
            rf"{measure}次(?:数|达|为|有|共|约|累计|已|[^，；。]{{0,2}})*$", mention.clause
        ):
            why = f"前面说“{measure}次”，数后面却是“{mention.token.text}”：{measure}次是次数之和，{measure}是去重后的数，两者不是一回事"
            printed = mention.token.text
            yield relation(
                scope, "unit", [mention.token], f"{measure}次≠{measure}", printed + "次", CONFLICT, why
            )
