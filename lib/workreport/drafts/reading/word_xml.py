"""A Word file as a package of parts: opened with limits, its XML parsed without entities or network."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping

from lxml import etree

from workreport.base.errors import DraftError
from workreport.base.zip_origin import without_origin

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"

PLACES = (f"{W}p", f"{W}t", f"{W}tab", f"{W}ptab", f"{W}noBreakHyphen", f"{M}t")
"""Elements that hold or stand for characters of a text, and paragraphs."""
MAX_PART = 64 * 2**20
"""Bytes of an XML part; a report of 200 pages has less than a tenth."""
MAX_PACKED, MAX_RATIO = 64 * 2**20, 200
"""A part that unpacks to more bytes than the first, and to more than the second times its size, is a zip bomb."""
EPOCH = (1980, 1, 1, 0, 0, 0)
SAVE_AGAIN = "请用 Word 或 WPS 打开确认内容完好，另存为 .docx"
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    EOFError,
    KeyError,
    NotImplementedError,  # zipfile: a compression that it does not know
    OSError,
    RuntimeError,
    ValueError,
)
"""What broken packages raise."""


class WordPackage:
    """The parts of a Word file by name.

    Raises
    ------
    DraftError
        If the file is damaged, too large when unpacked, or no Word document.
    """

    def __init__(self, raw: bytes, shown: str) -> None:
        self.raw, self.shown = raw, shown
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as parts:
                self._refuse_bomb(parts.infolist())
                self.entries = {entry.filename: entry for entry in parts.infolist()}
                encrypted = any(entry.flag_bits & 1 for entry in parts.infolist())
        except UNREADABLE as error:
            raise self._damaged() from error
        if encrypted:
            raise DraftError("文件有密码，读不出内容", where=shown, todo="请去掉密码后另存再核")
        found = [target for _, target in self.related("", "officeDocument")]
        self.main = found[0] if found else ""
        if self.main not in self.entries:
            raise DraftError("压缩包里没有 Word 正文，这不是 Word 文档", where=shown, todo=SAVE_AGAIN)

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        try:
            with zipfile.ZipFile(io.BytesIO(self.raw)) as parts:
                return parts.read(name)
        except UNREADABLE as error:
            raise self._damaged() from error

    def tree(self, name: str) -> etree._Element | None:
        """The root of an XML part; None if the file has no such part."""
        if name not in self.entries:
            return None
        if self.entries[name].file_size > MAX_PART:
            raise DraftError(
                f"文档的一个部件有 {self.entries[name].file_size // 2**20} MB，太大，没有读",
                where=self.shown,
                expected=f"不超过 {MAX_PART // 2**20} MB",
                todo="请分成几个文件再核",
            )
        try:
            return parsed(self.read(name))
        except UNREADABLE as error:
            raise self._damaged() from error

    def related(self, part: str, kind: str) -> list[tuple[str, str]]:
        """Relation id and name of the parts that a part is related to in a way ("" is the package)."""
        root = self.tree(relations_of(part))
        return [
            (one.get("Id", ""), target_of(part, one.get("Target", "")))
            for one in (root if root is not None else ())
            if one.tag == f"{PACKAGE}Relationship"
            and one.get("Type", "").rpartition("/")[2] == kind
            and one.get("TargetMode") != "External"
        ]

    def rewritten(self, changed: Mapping[str, bytes], without: Collection[str] = ()) -> bytes:
        """The file with some parts changed, added or left out, the others byte for byte; equal input gives equal bytes."""
        out = io.BytesIO()
        try:
            with zipfile.ZipFile(io.BytesIO(self.raw)) as parts, zipfile.ZipFile(out, "w") as target:
                for name in dict.fromkeys((*self.entries, *changed)):
                    if name in without:
                        continue
                    entry = zipfile.ZipInfo(name, EPOCH)
                    old = self.entries.get(name)
                    entry.compress_type = old.compress_type if old else zipfile.ZIP_DEFLATED
                    target.writestr(entry, changed[name] if name in changed else parts.read(name))
        except UNREADABLE as error:
            raise self._damaged() from error
        return without_origin(out.getvalue())

    def _refuse_bomb(self, entries: list[zipfile.ZipInfo]) -> None:
        # zipfile reads no more of a part than its declared size
        packed, unpacked = (
            sum(one.compress_size for one in entries),
            sum(one.file_size for one in entries),
        )
        if unpacked > MAX_PACKED and unpacked > MAX_RATIO * packed:
            raise DraftError(
                f"文件解压后有 {unpacked // 2**20} MB，是原来的 {unpacked // max(packed, 1)} 倍，不像文档，没有读",
                where=self.shown,
                todo="请核实文件来源，由作者重新另存",
            )

    def _damaged(self) -> DraftError:
        return DraftError("Word 文件已损坏，读不出内容", where=self.shown, todo=SAVE_AGAIN)


def parsed(raw: bytes) -> etree._Element:
    """The root of an XML text; entities stay unread."""
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def written(root: etree._Element) -> bytes:
    """An XML part as Word writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relations_of(part: str) -> str:
    """The name of the part with a part's relations."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_of(part: str, target: str) -> str:
    """The name of a part that a relation of another one leads to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def on(element: etree._Element | None, path: str) -> bool:
    """Whether a switch such as ``w:vanish`` is given below an element and not turned off."""
    found = None if element is None else element.find(path)
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off")


def value(element: etree._Element | None, path: str) -> str | None:
    """The ``w:val`` of what stands at a path below an element."""
    found = None if element is None else element.find(path)
    return None if found is None else found.get(f"{W}val")


THROUGH = {
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo", "sdtContent")
}
"""Wrappers whose content belongs to the text; deletions do not."""


def content(element: etree._Element) -> Iterator[etree._Element]:
    """What an element holds, with all revisions accepted: through content controls, links and insertions.

    Of alternatives for the same content the first is taken.
    """
    for child in element:
        if child.tag in THROUGH:
            yield from content(child)
        elif child.tag == f"{W}sdt":
            if (inside := child.find(f"{W}sdtContent")) is not None:
                yield from content(inside)
        elif child.tag == f"{MC}AlternateContent":
            chosen = child.find(f"{MC}Choice")
            chosen = child.find(f"{MC}Fallback") if chosen is None else chosen
            if chosen is not None:
                yield from content(chosen)
        elif isinstance(child.tag, str):
            yield child


def free_id(roots: Iterable[etree._Element], more: Iterable[str] = ()) -> int:
    """An id above those of all bookmarks, comments and revisions below some elements, and above some more."""
    names = {"w": W.strip("{}")}
    used = (*more, *(str(id) for root in roots for id in root.xpath("//@w:id", namespaces=names)))
    return max((int(id) for id in used if id.isdecimal() and len(id) < 9), default=0) + 1
