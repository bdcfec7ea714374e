"""Numbers that their place in a table explains: serial numbers, years of headers, cells that the text's end cuts off."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADER = re.compile(r"序号|编号|序位|名次|排名|位次|排序|^No\.?$")
_ROW = re.compile(r"^[ \u3000|]*(?P<number>[0-9]{1,3})[ \u3000]*[|\t](?P<next>[^\n]*)$", re.MULTILINE)
_CELL_END = re.compile(r"[|\t]")
_WORD = re.compile("[\u4e00-\u9fff\ue000A-Za-z]")
_ALONE = re.compile(r"^[ \u3000|]*(?P<number>[0-9]{1,4})[ \u3000]*[|]?[ \u3000]*$", re.MULTILINE)


def serial_numbers(rest: str) -> Iterator[tuple[int, int, None]]:
    """Serial numbers of rows: they count up by one, in the first cell or at the same distance in a column of cells."""
    yield from sorted({*_first_cells(rest), *_in_one_column(rest)})


def _first_cells(rest: str) -> Iterator[tuple[int, int, None]]:
    """Serial numbers in the first cells of rows: after a header that says so, or counting 1, 2, 3."""
    run: list[tuple[int, int, None]] = []
    before, start, header = 0, 0, False
    for line in [*rest.split("\n"), ""]:
        match = _ROW.match(line)
        named = match and (header or _WORD.search(_CELL_END.split(match["next"])[0]))
        value = int(match["number"]) if match and named else 0
        if match and (value == before + 1 or (header and value > before)):
            run.append((start + match.start("number"), start + match.end("number"), None))
            before = value
        elif not re.fullmatch(r"[\s|:-]*", line) or start > len(rest):
            yield from run if header or len(run) > 1 else ()
            run, before = [], 0
            is_row = bool(_CELL_END.search(line))
            header = is_row and (header or bool(_HEADER.search(_CELL_END.split(line.strip(" |"))[0])))
        start += len(line) + 1


def _in_one_column(rest: str) -> Iterator[tuple[int, int, None]]:
    """Serial numbers where each cell of a table has its own line."""
    filled = list(re.finditer(r"^[^\n]*[^\s|][^\n]*$", rest, re.MULTILINE))
    numbers = {}
    for at, line in enumerate(filled):
        match = _ALONE.match(line[0])
        if match:
            numbers[at] = (
                int(match["number"]),
                line.start() + match.start("number"),
                line.start() + match.end("number"),
            )
    used: set[int] = set()
    for first in [at for at, (value, *_) in numbers.items() if value == 1]:
        if first in used:
            continue
        for width in range(2, 13):
            run = [first]
            while numbers.get(run[-1] + width, (0,))[0] == len(run) + 1:
                run.append(run[-1] + width)
            named = any(
                _HEADER.search(line[0].strip(" |")) for line in filled[max(0, first - width - 1) : first]
            )
            if len(run) >= (2 if named else 4):
                used |= set(run)
                break
    yield from ((numbers[at][1], numbers[at][2], None) for at in sorted(used))


def years_of_headers(rest: str) -> Iterator[tuple[int, int, None]]:
    """Years without 年 that stand beside the next or last year in cells of one row or column."""
    cells = [
        match
        for match in re.finditer(
            r"(?:^|[|\t])[ \u3000]*(?P<year>(?:19|20)[0-9]{2})[ \u3000]*(?=$|[|\t])", rest, re.MULTILINE
        )
    ]
    for at, match in enumerate(cells):
        near = [
            other
            for other in (cells[at - 1] if at else None, cells[at + 1] if at + 1 < len(cells) else None)
            if other
        ]
        if any(
            abs(int(other["year"]) - int(match["year"])) == 1 and abs(other.start() - match.start()) < 24
            for other in near
        ):
            yield match.start("year"), match.end("year"), None


def cut_off(rest: str) -> Iterator[tuple[int, int, None]]:
    """A number at the very end of a text that breaks off: in prose, or in a row shorter than the one before."""
    end = len(rest.rstrip("\n \u3000"))
    match = re.search(r"(?<![0-9.\-+])[0-9]+(?:\.[0-9]*)?$", rest[max(0, end - 30) : end])
    if not match or end < 200:
        return
    lines = [line for line in rest[:end].split("\n") if line.strip()]
    last = lines[-1]
    cells = len(re.split(r"[|\t]", last.rstrip(" |\t")))
    if cells > 1 and len(lines) > 1:
        complete = cells >= len(re.split(r"[|\t]", lines[-2].rstrip(" |\t")))
    else:
        alone = len(last.strip()) == len(match[0])
        complete = alone or bool(re.search(r"[↑↓]|\.([0-9]+)\s+[0-9]+\.[0-9]+$", last[-24:]))
    if not complete:
        start = max(0, end - 30) + match.start()
        yield start, end, None
