"""Delimited text: csv and tsv in the encodings used by offices; doubtful encodings are refused."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from workreport.base.errors import LedgerError
from workreport.ledgers.read.sheet import Sheet

ENCODINGS = "UTF-8 或 GB18030"
SAVE_AS = "请用 Excel 打开确认文字正常，另存为“CSV UTF-8”"
HAN = re.compile(r"[\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff]")
ASCII = re.compile(rb"[\x00-\x7f]+")
LOST = ("\ufffd", "锟斤拷")
HEAD_LINES = 5
MAX_CELL_LENGTH = 131_072
"""Characters; a longer cell is an unclosed quotation."""
SEPARATORS = b" \t\r\n,;|"
LINE_END = re.compile(rb"\r\n?|\n")
MAX_DELIMITERS = 2**16
"""In one line: four times the columns of a spreadsheet, since quoted cells may hold some."""
MAX_BLANK_ROWS = 2**20
"""Blank rows between others in all: the rows of a spreadsheet."""
DECODED_CELL = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{3}"
)
"""UTF-8 or GB18030 text decoded as Latin-1 or Windows-1252."""
GBK_OF_UTF8 = re.compile(
    "["
    + "".join(
        bytes((lead, trail)).decode("gbk", "ignore")
        for lead in range(0xE4, 0xEA)
        for trail in range(0x80, 0xC0)
        if trail != 0x7F
    )
    + "]"
)
"""Characters from decoding the first two UTF-8 bytes of a Han character as GBK; otherwise rare."""
WRONGLY_READ = (("gb18030", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"), ("cp1252", "gb18030"))


def read_delimited(raw: bytes, name: str, delimiter: str, shown: str) -> Sheet:
    """The table in a text file; `delimiter` is the default if the first lines do not show another one.

    Raises
    ------
    LedgerError
        If the encoding is unknown or the text is not a table.
    """
    raw = without_blank_end(raw)
    encoding = encoding_of(lambda: iter((raw,)), shown)
    # decoded line by line: the whole text would take several times the file's size
    with io.TextIOWrapper(io.BytesIO(raw), encoding=encoding, newline="") as text:
        head, lines = first_lines(text)
        rows = list(rows_of(lines, delimiter_of("".join(head), delimiter), shown))
    return Sheet(name, rows, delimited=True)


def without_blank_end(raw: bytes) -> bytes:
    """A text without the lines of separators alone at its end, of which spreadsheets write up to a million."""
    content = len(raw.rstrip(SEPARATORS))
    end = LINE_END.search(raw, content)
    return raw[: end.end() if end else len(raw)] if content else b""


def first_lines(text: Iterable[str]) -> tuple[list[str], Iterator[str]]:
    """The first lines of a text without byte-order marks, and all of its lines."""
    lines = iter(text)
    head = list(islice(lines, HEAD_LINES))
    head[:1] = [line.lstrip("\ufeff") for line in head[:1]]
    return head, chain(head, lines)


def rows_of(text: Iterable[str], delimiter: str, shown: str) -> Iterator[list[str]]:
    """The rows of a text, line by line, with stripped cells; errors as ``read_delimited``.

    Blank rows are empty lists; those after the last other row are left out.
    """
    # the limit is process-wide, and other libraries raise it
    csv.field_size_limit(MAX_CELL_LENGTH)
    lines = csv.reader(_up_to_end_mark(_bounded(text, delimiter, shown)), delimiter=delimiter, strict=True)
    read = blank = between = 0
    try:
        for row in lines:
            # most cells of a large table without content are empty before they are stripped
            cells = list(map(str.strip, row)) if any(row) else row
            if not any(cells):
                blank += 1
                continue
            if (between := between + blank) > MAX_BLANK_ROWS:
                raise LedgerError(
                    f"行间夹有 {between} 行空行，不像台账",
                    where=f"{shown} 第 {lines.line_num} 行以上",
                    todo="请用 Excel 打开核对，删去空行后另存",
                )
            yield from ([] for _ in range(blank))
            yield cells
            read, blank = lines.line_num, 0
    except csv.Error as error:
        raise LedgerError(
            "csv 文件读不成表格：引号不成对，或引号后面还有字，单元格到哪里为止看不出来",
            where=f"{shown} 第 {read + 1} 行起",
            todo="请用 Excel 打开核对，改正引号后另存",
        ) from error


def _bounded(text: Iterable[str], delimiter: str, shown: str) -> Iterator[str]:
    """The lines; ``LedgerError`` at one with far more cells than a table has."""
    for number, line in enumerate(text, start=1):
        if len(line) > MAX_DELIMITERS and line.count(delimiter) > MAX_DELIMITERS:
            raise LedgerError(
                f"一行有 {line.count(delimiter) + 1} 个单元格，不像台账",
                where=f"{shown} 第 {number} 行",
                todo="请用 Excel 打开核对，删去多余的列后另存",
            )
        yield line


def _up_to_end_mark(text: Iterable[str]) -> Iterator[str]:
    """The lines without the end-of-file mark of DOS programs."""
    for line in text:
        # only the last line has no line break
        if not line.endswith("\x1a"):
            yield line
        elif rest := line.rstrip("\x1a"):
            yield rest


def looks_tabular(raw: bytes) -> bool:
    """Whether the bytes are text lines of at least two cells each."""
    lines = [line for line in raw[:65536].splitlines() if line.strip()][:HEAD_LINES]
    return b"\0" not in raw[:65536] and any(
        len(lines) > 1 and lines[-1].count(mark) > 0 and lines[-2].count(mark) > 0 for mark in (b",", b"\t")
    )


def delimiter_of(text: str, usual: str) -> str:
    """The delimiter in most of the first lines; the usual one in case of a tie."""
    head = _head(text).splitlines()
    return max((usual, "\t", ",", ";", "|"), key=lambda mark: sum(mark in line for line in head))


def decode(raw: bytes, shown: str) -> str:
    """Text of a csv file: UTF-8 with or without BOM, else GB18030, both strict.

    Raises
    ------
    LedgerError
        If it is neither, or if the decoded text is mojibake.
    """
    return raw.decode(encoding_of(lambda: iter((raw,)), shown)).lstrip("\ufeff")


def encoding_of(blocks: Callable[[], Iterable[bytes]], shown: str) -> str:
    """The encoding of a text file, ``utf-8-sig`` or ``gb18030``, from all of its bytes in blocks.

    Raises
    ------
    LedgerError
        As ``decode``.
    """
    for at, block in enumerate(blocks()):
        if (not at and block.startswith((b"\xff\xfe", b"\xfe\xff"))) or b"\0" in block:
            raise LedgerError(
                "文件编码是 UTF-16（Excel 的“Unicode 文本”）或含有空字节，不能确认内容",
                where=shown,
                expected=ENCODINGS,
                todo=SAVE_AS,
            )
    try:
        head, encoding = _decoded(blocks(), "utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError as error:
        head, encoding = _gb18030(blocks, error, shown), "gb18030"
    else:
        _refuse_twice_decoded(head, shown)
    if any(mark in head for mark in LOST):
        raise _mojibake("表头里有“�”或“锟斤拷”，转存时文字已经丢失", shown)
    return encoding


def _decoded(blocks: Iterable[bytes], encoding: str) -> str:
    """The first lines of a text, after decoding all of its blocks; ``UnicodeDecodeError`` if one cannot be decoded."""
    decoder, head = codecs.getincrementaldecoder(encoding)("strict"), ""
    for block in blocks:
        text = decoder.decode(block)
        if head.count("\n") < HEAD_LINES:
            head += text
    return _head((head + decoder.decode(b"", final=True)).lstrip("\ufeff"))


def _gb18030(blocks: Callable[[], Iterable[bytes]], error: UnicodeDecodeError, shown: str) -> str:
    """The first lines decoded as GB18030; damaged UTF-8 and Big5 are refused."""
    lenient = codecs.getincrementaldecoder("utf-8")("ignore")
    han = foreign = 0
    for block in blocks():
        han += len(HAN.findall(lenient.decode(block)))
        foreign += len(ASCII.sub(b"", block))
    if han and 3 * han > 0.8 * foreign:
        raise LedgerError(
            f"文件编码混杂：大部分是 UTF-8，{_first_damaged(blocks(), 'utf-8')}是别的编码或残缺",
            where=shown,
            expected=ENCODINGS,
            todo=SAVE_AS,
        ) from error
    try:
        text = _decoded(blocks(), "gb18030")
    except UnicodeDecodeError:
        raise LedgerError(
            f"文件编码无法识别：按 UTF-8 读，{_first_damaged(blocks(), 'utf-8')}读不出；"
            f"按 GB18030 读，{_first_damaged(blocks(), 'gb18030')}读不出",
            where=shown,
            expected=ENCODINGS,
            todo=SAVE_AS,
        ) from error
    lines = [words for line in _head(text).split("\n") if len(words := HAN.findall(line)) > 2]
    # one line of ordinary words proves the encoding; the others may have rare characters
    if lines and all(sum(_encodes(word, "gb2312") for word in words) < 0.7 * len(words) for words in lines):
        raise _mojibake("按 GB18030 读出的表头不成词，多半是 Big5 或别的编码", shown)
    return text


def _first_damaged(blocks: Iterable[bytes], encoding: str) -> str:
    """Place of the first byte that cannot be decoded, in words: its line and its number in that line."""
    decoder, lines, before = codecs.getincrementaldecoder(encoding)("strict"), 1, 0
    for block in (*blocks, b""):
        waiting = decoder.getstate()[0]
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            read = error.object[: error.start]
            at = len(read) - read.rfind(b"\n") - 1
            at += 0 if b"\n" in read else before - len(waiting)
            line, byte = lines + read.count(b"\n"), error.object[error.start]
            return f"第 {line} 行第 {at + 1} 个字节（{byte:02X}）"
        lines += block.count(b"\n")
        before = len(block) - block.rfind(b"\n") - 1 + (0 if b"\n" in block else before)
    return f"第 {lines} 行"


def _refuse_twice_decoded(head: str, shown: str) -> None:
    """Refuse UTF-8 text that was decoded with a wrong encoding before.

    Checks the first line with more than a few non-ASCII characters: a title or the header.
    """
    line = next((line for line in head.split("\n") if sum(ord(char) > 127 for char in line) > 3), "")
    if is_mojibake(line):
        raise _mojibake("表头是乱码：文字曾被按错误的编码读过又存了一次", shown)


def is_mojibake(text: str) -> bool:
    """Whether a text becomes Han characters when a wrong decoding is reversed."""
    for wrong, right in WRONGLY_READ:
        try:
            meant = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if len(HAN.findall(meant)) >= 2:
            return True
    return False


def _head(text: str) -> str:
    end = -1
    for _ in range(HEAD_LINES):
        if (end := text.find("\n", end + 1)) < 0:
            return text
    return text[:end]


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _mojibake(what: str, shown: str) -> LedgerError:
    return LedgerError(
        f"文件编码有误：{what}", where=shown, expected=ENCODINGS, todo=f"请从原系统重新导出；{SAVE_AS}"
    )
