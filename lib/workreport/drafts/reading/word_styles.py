"""What Word computes for a paragraph from its styles: whether it is a heading, and the number of a list."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from workreport.base.chinese_numerals import chinese
from workreport.drafts.reading.word_xml import W, on, value

HEADING = re.compile(r"(heading|标题)\s*\d+|title|subtitle|标题|副标题", re.IGNORECASE)
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Styles:
    """Paragraph styles with what they inherit."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self.by_id = {style.get(f"{W}styleId", ""): style for style in found}
        standard = [
            style
            for style in found
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")
        ]
        self.standard = standard[0].get(f"{W}styleId", "") if standard else ""

    def chain(self, paragraph: etree._Element) -> list[etree._Element]:
        """The paragraph's style and those that it is based on."""
        found: dict[str, etree._Element] = {}
        name: str | None = value(paragraph, f"{W}pPr/{W}pStyle") or self.standard
        while name and name in self.by_id and name not in found:
            found[name] = self.by_id[name]
            name = value(found[name], f"{W}basedOn")
        return list(found.values())

    def is_heading(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph stands in Word's outline, or is a title."""
        chain = self.chain(paragraph)
        level = next(
            filter(None, (value(element, f"{W}pPr/{W}outlineLvl") for element in (paragraph, *chain))), None
        )
        if level is not None:
            return level.isdigit() and int(level) < 9
        return any(HEADING.fullmatch(value(element, f"{W}name") or "") for element in chain)


class ListNumbers:
    """The numbers of lists, which Word computes and a file does not hold; paragraphs are asked in their order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.levels: dict[str, dict[int, etree._Element]] = {}
        self.lists: dict[str, etree._Element] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.started: set[tuple[str, int]] = set()
        for one in [] if root is None else root.findall(f"{W}abstractNum"):
            self.levels[one.get(f"{W}abstractNumId", "")] = {
                _number(level.get(f"{W}ilvl"), 0): level for level in one.findall(f"{W}lvl")
            }
        for one in [] if root is None else root.findall(f"{W}num"):
            self.lists[one.get(f"{W}numId", "")] = one

    def next(self, paragraph: etree._Element) -> str:
        """The number before a paragraph; "" if it has none, a bullet, or one of a rarer form."""
        name, level = self._place(paragraph)
        if name not in self.lists:
            return ""
        abstract = value(self.lists[name], f"{W}abstractNumId") or ""
        levels = self.levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        restart = self._override(name, level)
        if level not in counts or (restart is not None and (name, level) not in self.started):
            counts[level] = _number(value(levels[level], f"{W}start"), 1) if restart is None else restart
        else:
            counts[level] += 1
        self.started.add((name, level))
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return self._shown(levels, counts, level)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """List and level of a paragraph, its own or its style's."""
        for one in (paragraph, *self.styles.chain(paragraph)):
            name = value(one, f"{W}pPr/{W}numPr/{W}numId")
            if name is None:
                continue
            level = value(one, f"{W}pPr/{W}numPr/{W}ilvl")
            return name, _number(level, self._level_of(name, one.get(f"{W}styleId")))
        return "", 0

    def _level_of(self, name: str, style: str | None) -> int:
        """The level of a list that a style is linked to."""
        levels = self.levels.get(value(self.lists.get(name), f"{W}abstractNumId") or "", {})
        linked = (at for at, one in levels.items() if style and value(one, f"{W}pStyle") == style)
        return next(linked, 0)

    def _override(self, name: str, level: int) -> int | None:
        for one in self.lists[name].findall(f"{W}lvlOverride"):
            start = value(one, f"{W}startOverride")
            if _number(one.get(f"{W}ilvl"), 0) == level and start is not None:
                return _number(start, 1)
        return None

    def _shown(self, levels: dict[int, etree._Element], counts: dict[int, int], level: int) -> str:
        text = value(levels[level], f"{W}lvlText") or ""
        legal = on(levels[level], f"{W}isLgl")
        for at in map(int, re.findall(r"%([1-9])", text)):
            if at - 1 not in levels:
                return ""
            form = value(levels[at - 1], f"{W}numFmt") or "decimal"
            write = FORMS.get("decimal" if legal else form)
            count = counts.get(at - 1, _number(value(levels[at - 1], f"{W}start"), 1))
            shown = write(count) if write else ""
            if not shown:
                return ""
            text = text.replace(f"%{at}", shown)
        if (value(levels[level], f"{W}numFmt") or "decimal") not in FORMS:
            return ""
        closed = value(levels[level], f"{W}suff") == "nothing"
        return text if closed or not text else f"{text} "


def _chinese(number: int) -> str:
    return chinese(number) if 0 < number < 100 else ""


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1) if 0 < number <= 26 else ""


def _circled(number: int) -> str:
    return CIRCLED[number - 1] if 0 < number <= len(CIRCLED) else ""


FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02d}",
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}
"""How a count is written, by the name that Word has for it."""


def _number(text: str | None, usual: int) -> int:
    return int(text) if text is not None and text.lstrip("-").isdigit() else usual
