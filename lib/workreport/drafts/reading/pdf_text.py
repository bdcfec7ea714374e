"""The text of a PDF, one line per printed line; a page's number above or below it counts as header or footer."""

from __future__ import annotations

import io
import logging
import re

import pypdf
from pypdf.errors import PyPdfError

from workreport.base.errors import DraftError
from workreport.drafts.model import DraftText, Line

PAGE_NUMBER = re.compile(r"[\s\-—–―－·第]*\d{1,4}[\s\-—–―－·页]*")
SCANNED = 10
"""Characters; a page with fewer is a picture."""


def pdf_text(raw: bytes, name: str, shown: str) -> DraftText:
    """The text that a PDF holds.

    Raises
    ------
    DraftError
        If the file is damaged, protected by a password, or holds pictures of pages only.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DraftError("PDF 有密码，读不出内容", where=shown, todo="请去掉密码后再核")
        pages = [page.extract_text() for page in reader.pages]
    except DraftError:
        raise
    # a damaged file makes pypdf stumble in many ways
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, OSError,
            RecursionError, RuntimeError, NotImplementedError) as error:  # fmt: skip
        raise DraftError(
            "PDF 文件已损坏或格式特殊，读不出文字", where=shown, todo="请交 Word 文件，或重新导出"
        ) from error
    if pages and all(len("".join(page.split())) < SCANNED for page in pages):
        raise DraftError(
            "PDF 里没有文字，多半是扫描件", where=shown, todo="请交 Word 文件，或由 Word、WPS 直接导出的 PDF"
        )
    lines: list[Line] = []
    start = 0
    for page in pages:
        printed = [line.rstrip() for line in page.replace("\r", "\n").split("\n") if line.strip()]
        for at, text in enumerate(printed):
            edge = "footer" if at == len(printed) - 1 else "header" if at == 0 else "body"
            part = edge if PAGE_NUMBER.fullmatch(text) else "body"
            lines.append(Line(len(lines) + 1, start, text, part))
            start += len(text) + 1
    return DraftText(name, tuple(lines))
