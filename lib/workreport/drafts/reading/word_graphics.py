"""Words and numbers of the charts and SmartArt of a Word file, from the values that the file keeps of them.

A chart is read like a table: series as columns, categories as rows. Values are read as printed by their number format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

from workreport.base.numbers import rounded
from workreport.drafts.model import UNREAD, DraftText
from workreport.drafts.reading.word_xml import R, WordPackage

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART, DIAGRAM = f"{C}chart", f"{DGM}relIds"
NEW_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
"""Charts of other kinds since Office 2016 (waterfall, treemap), whose values are not read."""
GRAPHICS = (CHART, DIAGRAM, NEW_CHART)
NO_TEXT = ("parTrans", "sibTrans", "pres")
"""Points of a diagram without text of their own."""
FIRST_DAY = date(1899, 12, 30)
DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DECIMALS = re.compile(r"[0#]\.(0+)")


@dataclass(frozen=True)
class Graphic:
    """What is read of a graphic, one line per row of cells: ``part`` is chart, smartart or unread."""

    part: str
    rows: tuple[tuple[str, ...], ...]


def graphic_of(package: WordPackage, part: str, element: etree._Element, number: int) -> Graphic:
    """A chart or SmartArt that a part of the package shows; ``number`` counts the graphics of the file."""
    if element.tag == DIAGRAM:
        root = _target(package, part, "diagramData", element.get(f"{R}dm", ""))
        texts = () if root is None else tuple((text,) for text in _diagram_texts(root))
        return Graphic("smartart", texts) if root is not None else _unread(number, "")
    root = _target(package, part, "chart", element.get(f"{R}id", "")) if element.tag == CHART else None
    if root is None:
        return _unread(number, "")
    series = list(root.iter(f"{C}ser"))
    columns = [_values(one) for one in series]
    names = [_words(one.find(f"{C}tx")) for one in series]
    title = _words(root.find(f"{C}chart/{C}title/{C}tx")) or (names[0] if len(names) == 1 else "")
    if not columns or not all(columns):
        return _unread(number, title)
    categories = _categories(series)
    rows = [
        (categories.get(at, f"第{at + 1}点"), *(column.get(at, "") for column in columns))
        for at in sorted({at for column in columns for at in column})
    ]
    return Graphic("chart", ((_called(number, title), *names), *rows))


def place_in_chart(text: DraftText, position: int) -> str:
    """Chart, series and category of a character in a row of a chart."""
    line = text.line_at(position)
    head = next(one for one in text.lines if one.table == line.table)
    at = position - line.start
    column = next((n for n, (first, last) in enumerate(line.cells) if first <= at < max(last, first + 1)), 0)
    columns = dict.fromkeys((0, column))
    labels = [head.text[slice(*head.cells[n])] for n in columns] + (
        [line.text[slice(*line.cells[0])]] if column and line is not head else []
    )
    return " ".join(one for one in labels if one)


def _unread(number: int, title: str) -> Graphic:
    return Graphic(UNREAD, ((_called(number, title),),))


def _called(number: int, title: str) -> str:
    return f"图{number}《{title}》" if title else f"图{number}"


def _target(package: WordPackage, part: str, kind: str, id: str) -> etree._Element | None:
    name = dict(package.related(part, kind)).get(id)
    return package.tree(name) if name else None


def _words(element: etree._Element | None) -> str:
    """The words of a title or a series' name, typed or kept from a cell."""
    if element is None:
        return ""
    typed = [node.text or "" for node in element.iter(f"{A}t")]
    cached = [node.text or "" for node in element.iter(f"{C}v")]
    return " ".join("".join(typed or cached).split())


def _values(series: etree._Element) -> dict[int, str]:
    """The values of a series by point, as printed."""
    held = next((one for name in ("val", "yVal") if (one := series.find(f"{C}{name}")) is not None), None)
    return _points(held) if held is not None else {}


def _categories(series: Sequence[etree._Element]) -> Mapping[int, str]:
    """The categories of a chart by point: those of the first series that has any."""
    for one in series:
        held = next((at for name in ("cat", "xVal") if (at := one.find(f"{C}{name}")) is not None), None)
        if held is None:
            continue
        levels = [_points(level) for level in held.iter(f"{C}lvl")]
        if found := _joined(levels) if levels else _points(held):
            return found
    return {}


def _joined(levels: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Categories with the groups that they belong to; a group is named at its first category only."""
    return {
        at: "".join(
            level[max((one for one in level if one <= at), default=at)]
            for level in reversed(levels)
            if any(one <= at for one in level)
        )
        for at in levels[0]
    }


def _points(held: etree._Element) -> dict[int, str]:
    """The texts or printed numbers of points, by index."""
    code = next((one.text or "" for one in held.iter(f"{C}formatCode")), "")
    is_text = next(held.iter(f"{C}strCache", f"{C}strLit"), None) is not None or held.tag == f"{C}lvl"
    found = {}
    for point in held.iter(f"{C}pt"):
        text = " ".join((point.findtext(f"{C}v") or "").split())
        if text and point.get("idx", "").isdigit():
            own = point.get("formatCode") or code
            found[int(point.get("idx"))] = text if is_text else _printed(text, own)
    return found


def _printed(text: str, code: str) -> str:
    """A number by its format: per cents, decimal places, months and days; as it is where the format says nothing."""
    plain = _QUOTED.sub("", code.partition(";")[0])
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > DIGITS:
        return text
    if "y" in plain.lower():
        with suppress(OverflowError):
            day = FIRST_DAY + timedelta(days=int(number))
            return f"{day.year}年{day.month}月" + (f"{day.day}日" if "d" in plain.lower() else "")
    if percent := "%" in plain:
        number *= 100
    places = _DECIMALS.search(plain)
    if places or percent or plain in ("0", "#,##0"):
        shown = f"{rounded(number, len(places[1]) if places else 0):f}"
    else:
        shown = f"{Decimal(f'{number:.{DIGITS}g}').normalize():f}"
    return shown + "%" if percent else shown


def _diagram_texts(root: etree._Element) -> Iterator[str]:
    """The paragraphs of a diagram's points."""
    for point in root.iter(f"{DGM}pt"):
        if point.get("type", "node") not in NO_TEXT:
            for paragraph in point.iter(f"{A}p"):
                if text := "".join(node.text or "" for node in paragraph.iter(f"{A}t")).strip():
                    yield " ".join(text.split())
