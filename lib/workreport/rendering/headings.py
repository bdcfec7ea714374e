"""Headings of a notebook inside a report: level, number and id that fit where the section stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from nbconvert.filters.markdown_mistune import IPythonRenderer

from workreport.base.chinese_numerals import chinese

NUMBERED = re.compile(r"^(\d+\s*[.．、]|[（(][\d一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、)")
TAGS = re.compile(r"<[^>]+>")
CHAPTER = 2
"""HTML level of a chapter's heading, and of a section that stands in a chapter's place."""


@dataclass(frozen=True)
class Heading:
    """One heading as the table of contents names it."""

    id: str
    text: str
    level: int
    number: str = ""


@dataclass
class Headings:
    """Counts the headings of one section while it is rendered.

    A notebook's ``#`` heading is the section's title, which the page prints itself; ``##`` becomes
    1., ``###`` （1）, after GB/T 9704—2012: 一、 chapters, （一） sections, 1., （1）. Below a section that stands in a
    chapter's place they become （一） and 1.

    Attributes
    ----------
    prefix : str
        Start of every id, so that ids stay unique in the whole report.
    title : str
        The section's title.
    level : int
        HTML level of the section's own heading.
    """

    prefix: str
    title: str
    level: int
    found: list[Heading] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, text: str, level: int) -> Heading | None:
        """The heading with its number; None for the section's own title."""
        text = text.strip()
        if level == 1 and text == self.title:
            return None
        depth = max(2, level)
        number = "" if NUMBERED.match(text) else self._next(depth)
        self.found.append(
            Heading(f"{self.prefix}-h{len(self.found) + 1}", text, self.level + depth - 1, number)
        )
        return self.found[-1]

    def html(self, text: str, level: int) -> str:
        """The heading's HTML; empty for the section's own title."""
        if (heading := self.add(unescape(TAGS.sub("", text)), level)) is None:
            return ""
        tag = f"h{min(6, heading.level)}"
        mark = f'<span class="wr-no">{heading.number}</span>' if heading.number else ""
        return f'<{tag} id="{heading.id}">{mark}{text}</{tag}>\n'

    def _next(self, depth: int) -> str:
        if depth > 3:
            return ""
        at = depth - 2
        self.counts = [*self.counts[:at], self.counts[at] + 1, *([0] * (1 - at))]
        count = self.counts[at]
        forms = (
            (f"（{chinese(count)}）", f"{count}. ")
            if self.level == CHAPTER
            else (f"{count}. ", f"（{count}）")
        )
        return forms[at]


class SectionMarkdown(IPythonRenderer):
    """nbconvert's Markdown with our headings and without its anchor links."""

    def __init__(self, headings: Headings) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.headings = headings

    def heading(self, text: str, level: int, **attrs: object) -> str:
        """One heading at the level that fits the page."""
        return self.headings.html(text, level)
