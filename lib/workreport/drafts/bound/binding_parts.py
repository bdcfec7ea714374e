"""The parts of a Word file that store its bound numbers: a custom XML part and, in short pieces, document properties.

Word and LibreOffice keep custom XML parts of a .docx. LibreOffice drops them where it saves as .odt, .doc or .rtf, but keeps
document properties there; a document inspector removes the one or the other. Both hold the same.
"""

from __future__ import annotations

import base64
import binascii
import zlib

from lxml import etree

from workreport.base.errors import DraftError
from workreport.drafts.bound.bindings import Bindings
from workreport.drafts.reading.comment_parts import CONTENT_TYPES, TYPES
from workreport.drafts.reading.word_xml import (
    MAX_PART,
    PACKAGE,
    RELATIONS,
    WordPackage,
    relations_of,
    target_of,
    written,
)

SPACE = "urn:workreport:bound-numbers"
ITEM = f"{{{SPACE}}}boundNumbers"
STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
ITEM_ID = "{6F1D8C0E-52B7-4A3C-9B1E-0D5A7C3E2F41}"
"""Any; Word wants each custom XML part to have one of its own."""
PROPS_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
PROPERTIES_PART = "docProps/custom.xml"
PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that users define."""
NAME = "workreport.bound."
PIECE = 240
"""Characters of a property; Word shows and edits 255."""


def stored_bindings(package: WordPackage) -> Bindings | None:
    """The bound numbers that a file stores; None if it stores none.

    Raises
    ------
    DraftError
        If they are damaged in both places.
    """
    texts = [text for text in (_from_item(package), _from_properties(package)) if text is not None]
    for text in texts:
        try:
            return Bindings.from_json(text)
        except ValueError:
            continue
    if texts:
        raise DraftError(
            "文件里的绑定数清单已损坏，或由更新的版本写成，读不出",
            where=package.shown,
            todo="请用 workreport draft --bind 重新绑定，或改用上一次刷新的稿",
        )
    return None


def parts_with_bindings(package: WordPackage, bindings: Bindings) -> dict[str, bytes]:
    """The parts to write so that a file stores these numbers."""
    parts = _Parts(package)
    text = bindings.to_json()
    _write_item(parts, text)
    _write_properties(parts, text)
    return {name: written(root) for name, root in parts.changed.items()}


def parts_without_bindings(package: WordPackage) -> tuple[dict[str, bytes], list[str]]:
    """The parts to write so that a file stores no numbers, and those to leave out."""
    changed: dict[str, etree._Element] = {}
    gone: list[str] = []
    if name := _item_of(package):
        props = [part for _, part in package.related(name, "customXmlProps")]
        gone = [name, *props, relations_of(name)]
        for part, attribute in ((CONTENT_TYPES, "PartName"), (relations_of(package.main), "Target")):
            root = package.tree(part)
            assert root is not None, "the package was read before"
            own = {f"/{entry}" for entry in gone}
            for element in [
                element for element in root if _place_of(element, attribute, package.main) in own
            ]:
                root.remove(element)
            changed[part] = root
    if (place := _properties_part(package)) and (root := package.tree(place)) is not None:
        for element in [element for element in root if _is_ours(element)]:
            root.remove(element)
        changed[place] = root
    return {name: written(root) for name, root in changed.items()}, gone


def _place_of(element: etree._Element, attribute: str, main: str) -> str:
    """The part that an entry of a list is about, from the root of the package."""
    named = element.get(attribute, "")
    return named if attribute == "PartName" else f"/{target_of(main, named)}"


class _Parts:
    """Parts of a package that are changed or added."""

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.changed: dict[str, etree._Element] = {}

    def changing(self, name: str, tag: str) -> etree._Element:
        """The root of a part that is changed; a new one with this tag if there is none."""
        if name not in self.changed:
            root = self.package.tree(name)
            space = tag[1:].partition("}")[0]
            self.changed[name] = etree.Element(tag, nsmap={None: space}) if root is None else root
        return self.changed[name]

    def relate(self, part: str, kind: str, target: str) -> None:
        """Make a part known to another."""
        relations = self.changing(relations_of(part), f"{PACKAGE}Relationships")
        used = {relationship.get("Id") for relationship in relations}
        id = next(f"rIdBound{at}" for at in range(1, len(used) + 2) if f"rIdBound{at}" not in used)
        etree.SubElement(
            relations, f"{PACKAGE}Relationship", {"Id": id, "Type": f"{RELATIONS}/{kind}", "Target": target}
        )

    def declare(self, name: str, type: str) -> None:
        """Name the type of a new part."""
        types = self.changing(CONTENT_TYPES, f"{TYPES}Types")
        etree.SubElement(types, f"{TYPES}Override", {"PartName": f"/{name}", "ContentType": type})


def _item_of(package: WordPackage) -> str:
    """The name of our custom XML part; "" without one."""
    for _, name in package.related(package.main, "customXml"):
        try:
            root = package.tree(name)
        except DraftError:  # somebody else's part
            continue
        if root is not None and root.tag == ITEM:
            return name
    return ""


def _from_item(package: WordPackage) -> str | None:
    name = _item_of(package)
    root = package.tree(name) if name else None
    return None if root is None else root.text or ""


def _write_item(parts: _Parts, text: str) -> None:
    package = parts.package
    name = _item_of(package)
    if not name:
        number = next(at for at in range(1, 10_000) if f"customXml/item{at}.xml" not in package.entries)
        name, props = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
        parts.relate(package.main, "customXml", f"/{name}")
        parts.relate(name, "customXmlProps", f"/{props}")
        parts.declare(props, PROPS_TYPE)
        parts.declare(name, "application/xml")
        parts.changed[props] = _props()
    root = parts.changing(name, ITEM)
    root.text = text


def _props() -> etree._Element:
    root = etree.Element(f"{{{STORE}}}datastoreItem", {f"{{{STORE}}}itemID": ITEM_ID}, nsmap={"ds": STORE})
    references = etree.SubElement(root, f"{{{STORE}}}schemaRefs")
    etree.SubElement(references, f"{{{STORE}}}schemaRef", {f"{{{STORE}}}uri": SPACE})
    return root


def _properties_part(package: WordPackage) -> str:
    names = [name for _, name in package.related("", "custom-properties")]
    return names[0] if names and names[0] in package.entries else ""


def _from_properties(package: WordPackage) -> str | None:
    """The numbers in document properties; "" if they are damaged."""
    name = _properties_part(package)
    root = package.tree(name) if name else None
    if root is None:
        return None
    pieces = {
        element.get("name", ""): "".join(element.itertext()).strip() for element in root if _is_ours(element)
    }
    if not pieces:
        return None
    try:
        packed = base64.b64decode("".join(pieces[name] for name in sorted(pieces)), validate=True)
        return zlib.decompressobj().decompress(packed, MAX_PART).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, zlib.error):
        return ""


def _write_properties(parts: _Parts, text: str) -> None:
    name = _properties_part(parts.package)
    if not name:
        name = PROPERTIES_PART
        parts.relate("", "custom-properties", f"/{name}")
        parts.declare(name, PROPERTIES_TYPE)
    root = parts.changing(name, f"{{{PROPERTIES}}}Properties")
    for element in [element for element in root if _is_ours(element)]:
        root.remove(element)
    packed = base64.b64encode(zlib.compress(text.encode("ascii"), 9)).decode("ascii")
    first = (
        max(
            (int(element.get("pid", "1")) for element in root if element.get("pid", "").isdecimal()),
            default=1,
        )
        + 1
    )
    for at in range(0, len(packed), PIECE):
        number = at // PIECE
        property = etree.SubElement(
            root,
            f"{{{PROPERTIES}}}property",
            {"fmtid": PROPERTY_SET, "pid": str(first + number), "name": f"{NAME}{number + 1:04d}"},
        )
        etree.SubElement(property, f"{{{VALUES}}}lpwstr", nsmap={"vt": VALUES}).text = packed[at : at + PIECE]


def _is_ours(property: etree._Element) -> bool:
    return isinstance(property.tag, str) and property.get("name", "").startswith(NAME)
