"""One file as a text; what it is, is told by its content, the suffix decides between kinds of plain text only."""

from __future__ import annotations

import re
from pathlib import Path

from workreport.base.errors import DraftError
from workreport.drafts.model import DraftText
from workreport.drafts.reading.office import as_docx
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.text_files import html_text, markdown_text, plain_text
from workreport.drafts.reading.word_text import read_word
from workreport.ledgers.read.file_kind import container

MAX_SIZE = 256 * 2**20
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of an OLE file that holds a document with a password."""
WORD = "WordDocument".encode("utf-16-le")
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
WORD_XML = re.compile(rb"progid=.Word.Document.")
"""A document that Word has saved as one XML file, whatever its suffix."""
KINDS = ".docx、.doc、.wps、.pdf、.txt、.md、.html"


def read_text(path: Path) -> ReadFile:
    """Read a file that people wrote.

    Raises
    ------
    DraftError
        If it is missing, empty, damaged, protected or no text.
    """
    shown = path.name
    try:
        if path.stat().st_size > MAX_SIZE:
            raise DraftError(
                "文件太大，没有读",
                where=shown,
                expected=f"不超过 {MAX_SIZE // 2**20} MB",
                todo="请压缩图片后另存",
            )
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise DraftError("找不到文件", where=str(path), todo="请核对文件名和所在文件夹") from error
    except OSError as error:
        raise DraftError(
            "文件打不开", where=str(path), todo="请核对是不是文件、有没有权限、是否正被占用"
        ) from error
    if not raw.strip():
        raise DraftError("文件是空的", where=shown, todo="请核对交来的文件")
    read = _read(raw, path, shown)
    if not any(line.text.strip() for line in read.text.lines):
        raise DraftError("文件里没有文字（可能只有图片）", where=shown, todo="请交可以选中文字的文件")
    return read


def _read(raw: bytes, path: Path, shown: str) -> ReadFile:
    kind, name = container(raw), path.stem
    if kind == "ole":
        if ENCRYPTED in raw:
            raise DraftError("文件有密码，读不出内容", where=shown, todo="请去掉密码后另存再核")
        if WORD not in raw:
            raise DraftError("不是 Word 或 WPS 文字的文件", where=shown, expected=KINDS)
        return read_word(as_docx(raw, ".doc", shown), name, shown)
    if kind == "zip":
        if OPEN_DOCUMENT in raw[:200]:
            return read_word(as_docx(raw, ".odt", shown), name, shown)
        return read_word(raw, name, shown)
    if raw.startswith(b"{\\rtf"):
        return read_word(as_docx(raw, ".rtf", shown), name, shown)
    if WORD_XML.search(raw[:2000]):
        return read_word(as_docx(raw, ".xml", shown), name, shown)
    if raw.startswith(b"MIME-Version:"):
        raise DraftError(
            "文件是网页归档（MHT），不是文字",
            where=shown,
            expected=KINDS,
            todo="请用 Word 或 WPS 打开，另存为 .docx",
        )
    if b"%PDF-" in raw[:1024]:
        # imported only here: pypdf takes a fifth of a second
        from workreport.drafts.reading.pdf_text import pdf_text

        return ReadFile(pdf_text(raw, name, shown))
    return ReadFile(_plain(raw, path, shown))


def _plain(raw: bytes, path: Path, shown: str) -> DraftText:
    text, suffix = plain_text(raw, shown), path.suffix.lower()
    if suffix in (".html", ".htm") or text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        return html_text(path.stem, text, shown)
    return markdown_text(path.stem, text) if suffix in (".md", ".markdown") else DraftText.of(path.stem, text)
