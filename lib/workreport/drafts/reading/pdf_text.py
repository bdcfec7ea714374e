"""The text of a PDF: its printed lines joined to paragraphs; headers, footers and page numbers after the body."""

from __future__ import annotations

import io
import logging
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import pypdf
from pypdf.errors import PyPdfError

from workreport.base.errors import DraftError
from workreport.drafts.model import DraftText, Line
from workreport.ledgers.read.delimited import HAN

SCANNED = 10
"""Characters; a page with fewer is a picture."""
PAGE_NUMBER = re.compile(r"[\s\-—–―－·第]*\d{1,4}[\s\-—–―－·页]*")
REPEATED = 3
"""Pages; a first or last line that stands on as many is a header or footer."""
SHORTEST = 40
"""Columns of a full line; where the widest are shorter, no paragraph is set and nothing is joined."""
FULL = 0.9
"""Share of the widest lines; less than the indent of a first line is missing."""
ENDS = "。！？!?"
STARTS = re.compile(
    r"\s*([（(]?([一二三四五六七八九十]+|\d{1,2})[）)、]|\d{1,2}[.．](?!\d)|第[一二三四五六七八九十]+[章节条])"
)
FIRST_WORD = re.compile(r"\s*([!-~]+|.)", re.DOTALL)
CELLS = 4
"""Words between blanks, without a comma or stop; so many are a table's row."""
CLAUSE = re.compile("[，。；：、,;]")


def pdf_text(raw: bytes, name: str, shown: str) -> DraftText:
    """The text that a PDF holds.

    Raises
    ------
    DraftError
        If the file is damaged, protected by a password, or holds pictures of pages only.
    """
    pages = _printed(raw, shown)
    if all(len("".join(page.split())) < SCANNED for page in pages):
        raise DraftError(
            "PDF 里没有文字，多半是扫描件", where=shown, todo="请交 Word 文件，或由 Word、WPS 直接导出的 PDF"
        )
    if _is_garbled("".join(pages)):
        raise DraftError(
            "PDF 的字体不带文字编码，读出来是乱码",
            where=shown,
            todo="请交 Word 文件，或由 Word、WPS 直接导出的 PDF",
        )
    body: list[str] = []
    edges: dict[str, list[str]] = {"header": [], "footer": []}
    printed = [[line.rstrip() for line in page.splitlines() if line.strip()] for page in pages]
    first, last = (Counter(_bare(page[at]) for page in printed if page) for at in (0, -1))
    for page in printed:
        if page and _is_edge(page[0], first):
            edges["header"].append(page.pop(0))
        if page and _is_edge(page[-1], last):
            edges["footer"].append(page.pop())
        body += page
    found = [("body", text) for text in joined(body)]
    found += [(part, text) for part, texts in edges.items() for text in texts]
    lines, start = [], 0
    for number, (part, text) in enumerate(found, start=1):
        lines.append(Line(number, start, text, part))
        start += len(text) + 1
    return DraftText(name, tuple(lines))


def _printed(raw: bytes, shown: str) -> list[str]:
    """The text of each page as it is printed."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages]
    # a damaged file makes pypdf stumble in many ways
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, OSError,
            RuntimeError) as error:  # fmt: skip
        raise DraftError(
            "PDF 文件已损坏或格式特殊，读不出文字", where=shown, todo="请交 Word 文件，或重新导出"
        ) from error
    if locked:
        raise DraftError("PDF 有密码，读不出内容", where=shown, todo="请去掉密码后再核")
    return pages


def _is_garbled(text: str) -> bool:
    """Whether most Chinese characters are rare ones, in simplified and in traditional spelling."""
    found = HAN.findall(text)
    known = max(sum(bool(one.encode(encoding, "ignore")) for one in found) for encoding in ("gb2312", "big5"))
    return len(found) > 50 and known < 0.7 * len(found)


def _is_edge(line: str, among: Counter[str]) -> bool:
    return bool(PAGE_NUMBER.fullmatch(line)) or among[_bare(line)] >= REPEATED


def _bare(line: str) -> str:
    """A line without what changes from page to page."""
    return re.sub(r"\d+|\s+", "", line)


def joined(lines: Sequence[str]) -> list[str]:
    """Printed lines joined to paragraphs.

    A line goes on in the next one if it does not end a sentence, and is so full that the next word did not fit.
    """
    widths = sorted(map(_width, lines))
    widest = widths[math.ceil(0.9 * (len(widths) - 1))] if widths else 0
    found: list[str] = []
    previous = ""
    for line in lines:
        if previous and widest >= SHORTEST and _goes_on(previous, line, FULL * widest):
            text = line.lstrip()
            spaced = (
                found[-1][-1:].isascii()
                and found[-1][-1:].isalpha()
                and text[:1].isascii()
                and text[:1].isalpha()
            )
            found[-1] += f" {text}" if spaced else text
        else:
            found.append(line)
        previous = line
    return found


def _goes_on(line: str, following: str, full: float) -> bool:
    word = FIRST_WORD.match(following)
    return (
        line[-1] not in ENDS
        and not STARTS.match(following)
        and not (_is_row(line) and _is_row(following))
        and word is not None
        and _width(line) + _width(word[1]) >= full
    )


def _is_row(line: str) -> bool:
    return len(line.split()) >= CELLS and not CLAUSE.search(line)


def _width(text: Iterable[str]) -> int:
    """Columns that a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
