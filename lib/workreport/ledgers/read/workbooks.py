"""Workbooks: xlsx, xls and ods, checked before opening and read by calamine."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile

import python_calamine

from workreport.base.errors import LedgerError
from workreport.ledgers.read import number_formats, ods, xls, xlsx
from workreport.ledgers.read.delimited import is_mojibake
from workreport.ledgers.read.file_kind import container
from workreport.ledgers.read.sheet import Notice, Sheet, cell_text

MOST_BYTES = 2 << 30
SUSPECT_BYTES, SUSPECT_RATIO = 20 << 20, 200
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORD = "WordDocument".encode("utf-16-le")
LOST = re.compile("[\ufffd\x00-\x08\x0e-\x1f]")
UNSEEN = "这个旧 .xls 的格式读不出，有没有隐藏行、删除线和错误值没有核对，请另存为 .xlsx 再报"
LOST_ROWS = "文件里写到第 {} 行，只读出 {} 行，请用 Excel 打开，另存为 .xlsx 后再报"
LINKED = "有公式引用了别的文件，读入的是上次保存的结果，请核对后粘贴为数值"


def read_workbook(raw: bytes, shown: str) -> tuple[list[Sheet], str]:
    """Sheets of a workbook, and its kind by content: xlsx, xls or ods.

    Raises
    ------
    LedgerError
        If it is encrypted, damaged, dangerous to open, or not a workbook.
    """
    if container(raw) == "ole":
        if ENCRYPTED in raw:
            raise _encrypted(shown)
        if WORD in raw and not xls.is_workbook(raw):
            raise _no_workbook("Word 文档", shown)
        sheets = _old(raw, shown)
        _refuse_garbled(sheets, shown)
        return sheets, "xls"
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            kind = _kind(parts, shown)
            if kind == "ods":
                styles = parts.read("styles.xml") if "styles.xml" in parts.namelist() else b""
                marks = ods.scan_formatting(parts.read("content.xml"), styles)
                return _sheets(raw, marks, shown), kind
            book = xlsx.scan_formatting(parts)
            if any(marks.trimmed is not None for marks in book.sheets.values()):
                raw = xlsx.rewritten(parts, book)
    except LedgerError:
        raise
    except xlsx.TooWide as error:
        raise LedgerError(
            f"工作表“{error}”里有内容的单元格散布得大得不合情理",
            where=shown,
            todo="请删去表格以外的内容，只留表格，另存后再报",
        ) from error
    except Exception as error:  # zip, deflate, XML: a damaged file can raise many kinds of errors
        raise _damaged(shown) from error
    sheets = _sheets(raw, book.sheets, shown, book.epoch)
    if book.linked and sheets:
        notices = (*sheets[0].notices, Notice("外部链接", "warned", LINKED))
        sheets[0] = dataclasses.replace(sheets[0], notices=notices)
    return sheets, kind


def _old(raw: bytes, shown: str) -> list[Sheet]:
    """Sheets of an xls; if it cannot be read with its formatting, only its text, with a notice."""
    try:
        return xls.read_sheets(raw)
    except Exception:  # a damaged or unusual file can raise many kinds of errors
        sheets = _sheets(raw, {}, shown)
    notice = Notice("旧格式", "warned", UNSEEN)
    return [dataclasses.replace(sheets[0], notices=(notice,)), *sheets[1:]] if sheets else []


def _refuse_garbled(sheets: list[Sheet], shown: str) -> None:
    """Refuse a workbook whose first words are garbled: its code page is not that of its texts."""
    heads = [
        next((text for row in sheet.rows if not (text := " ".join(row)).isascii()), "") for sheet in sheets
    ]
    heads = [head for head in heads if sum(ord(char) > 127 for char in head) > 3]
    if heads and all(is_mojibake(head) or LOST.search(head) for head in heads):
        raise LedgerError(
            "文件编码有误：表头是乱码，文件里登记的代码页与文字不符",
            where=shown,
            expected="能正常显示汉字的 xlsx、xls、ods 或 csv 表格",
            todo="请用原来的程序打开，确认文字正常，另存为 .xlsx 后再报；打开也是乱码的，请从原系统重新导出",
        )


def _kind(parts: zipfile.ZipFile, shown: str) -> str:
    """Kind of a zip, after checking that unpacking it is safe."""
    entries = parts.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise _encrypted(shown)
    size, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if size > MOST_BYTES or (size > SUSPECT_BYTES and size > SUSPECT_RATIO * packed):
        raise LedgerError(
            f"文件解压后有 {size >> 20} MB，压缩前后相差悬殊，为安全起见没有打开",
            where=shown,
            expected=f"解压后不超过 {MOST_BYTES >> 30} GB，且不超过压缩包的 {SUSPECT_RATIO} 倍",
            todo="请用 Excel 打开，删去多余的空行空列和图片，另存后再报",
        )
    names = set(parts.namelist())
    for entry in entries:
        # detect a damaged part, or one larger than declared, before parsing it;
        # the sheets of an xlsx are read completely later
        name = entry.filename
        if name.endswith((".xml", ".rels", ".bin")) and not name.startswith("xl/worksheets/sheet"):
            with parts.open(entry) as part:
                while part.read(1 << 20):
                    pass
    if "content.xml" in names:
        if "META-INF/manifest.xml" in names and b"encryption-data" in parts.read("META-INF/manifest.xml"):
            raise _encrypted(shown)
        return "ods"
    if any(name.lower().startswith("word/") for name in names):
        raise _no_workbook("Word 文档", shown)
    if any(name.lower().endswith("workbook.bin") for name in names):
        raise LedgerError(
            "文件打不开：二进制工作簿（.xlsb）里的错误值、隐藏行和删除线看不出来，不读",
            where=shown,
            expected="xlsx、xls、ods 或 csv 表格",
            todo="请用 Excel 打开，另存为 .xlsx 后重新报送",
        )
    if not any(name.lower().endswith("workbook.xml") for name in names):
        raise _no_workbook("压缩包", shown)
    return "xlsx"


def _sheets(raw: bytes, marked: dict[str, xlsx.Formatting], shown: str, epoch: int = 1900) -> list[Sheet]:
    try:
        with python_calamine.load_workbook(io.BytesIO(raw)) as book:
            return [
                _sheet(book.get_sheet_by_name(meta.name), meta, marked.get(meta.name), epoch)
                for meta in book.sheets_metadata
                if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
    except Exception as error:
        if "assword" in str(error) or "ncrypt" in str(error):
            raise _encrypted(shown) from error
        raise _damaged(shown) from error
    except BaseException as error:
        # calamine panics on some damaged files, and a panic is not an Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(shown) from error


def _sheet(
    sheet: python_calamine.CalamineSheet,
    meta: python_calamine.SheetMetadata,
    marks: xlsx.Formatting | None,
    epoch: int,
) -> Sheet:
    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    # keep the empty area, so that position in the list is position in the file
    values = sheet.to_python(skip_empty_area=False)
    rows = [[cell.strip() if cell.__class__ is str else cell_text(cell) for cell in row] for row in values]
    if marks is None:
        ranges = sheet.merged_cell_ranges or []
        merged = tuple((a + 1, b, c + 1, d) for (a, b), (c, d) in ranges)
        return Sheet(meta.name, rows, hidden=hidden, merged=merged)
    notices = list(marks.notices)
    if len(rows) < marks.last:
        notices.append(Notice("行数", "blocked", LOST_ROWS.format(marks.last, len(rows))))
    unseen = []
    for (row, column), code in marks.formats.items():
        if row <= len(values) and column < len(values[row - 1]) and (row, column) not in marks.faults:
            rows[row - 1][column], unread = number_formats.shown(values[row - 1][column], code, epoch)
            if unread and rows[row - 1][column]:
                unseen.append((row, column))
    # faults are inserted as text, so that their rows are not blank
    for row, column in marks.faults:
        while len(rows) < row:
            rows.append([])
        rows[row - 1] += [""] * (column + 1 - len(rows[row - 1]))
        rows[row - 1][column] = marks.faults[row, column]
    return Sheet(
        meta.name,
        rows,
        notices=(*notices, *number_formats.hidden_values(unseen)),
        hidden=hidden,
        hidden_rows=marks.hidden_rows,
        struck=marks.struck,
        faults=marks.faults,
        merged=marks.merged,
        beyond=marks.beyond,
    )


def _encrypted(shown: str) -> LedgerError:
    return LedgerError(
        "文件打不开：加了密码", where=shown, todo="请用 Excel 打开，去掉密码后另存为 .xlsx，再报送"
    )


def _damaged(shown: str) -> LedgerError:
    return LedgerError(
        "文件打不开：损坏、不完整，或不是表格文件",
        where=shown,
        expected="xlsx、xls、ods 或 csv 表格",
        todo="请用 Excel 打开确认，另存为 .xlsx 后重新报送",
    )


def _no_workbook(kind: str, shown: str) -> LedgerError:
    return LedgerError(
        f"文件打不开：内容是{kind}，不是表格文件",
        where=shown,
        expected="xlsx、xls、ods 或 csv 表格",
        todo="请把表格另存为 .xlsx 后报送",
    )
