"""What a Word file can bring along that runs or is fetched when it is opened; a copy of such a file is not handed on."""

from __future__ import annotations

from workreport.base.errors import DraftError
from workreport.drafts.reading.comment_parts import CONTENT_TYPES
from workreport.drafts.reading.word_xml import PACKAGE, WordPackage, parsed

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
FETCHED = {
    "attachedTemplate": "模板",
    "oleObject": "链接的对象",
    "image": "图片",
    "frame": "框架网页",
    "subDocument": "子文档",
    "aFChunk": "嵌入的文件",
    "video": "视频",
    "package": "链接的对象",
}
"""Kinds of relations that Word follows without being asked."""
REMOTE = ("http:", "https:", "ftp:", "\\\\", "//", "file://", "file:\\\\", "mhtml:", "ms-")
LOCAL = "file:///"
"""A file of the author's own machine, such as the usual template."""


def require_harmless(package: WordPackage) -> None:
    """Refuse a file with macros, or one that fetches something from elsewhere when it is opened.

    Raises
    ------
    DraftError
        If it is one; tells what is in it.
    """
    types = parsed(package.read(CONTENT_TYPES))
    main = [one.get("ContentType", "") for one in types if one.get("PartName") == f"/{package.main}"]
    macros = any("macroEnabled" in type for type in main) or any(
        "vbaProject" in one.get("ContentType", "") for one in types
    )
    if macros or any(name.lower().endswith("vbaproject.bin") for name in package.entries):
        raise _refusal(package, "稿子带有宏", "请用 Word 或 WPS 另存为不带宏的 .docx")
    if main and main[0] != DOCUMENT:
        raise _refusal(package, "文件是 Word 模板，不是文档", "请用 Word 或 WPS 另存为 .docx")
    for name in package.entries:
        if name.endswith(".rels"):
            _require_local(package, name)


def _require_local(package: WordPackage, name: str) -> None:
    root = package.tree(name)
    for one in root if root is not None else ():
        if one.tag != f"{PACKAGE}Relationship" or one.get("TargetMode") != "External":
            continue
        kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "").strip().lower()
        is_local = target.startswith(LOCAL) and not target.startswith((LOCAL + "/", LOCAL + "\\"))
        if kind in FETCHED and target.startswith(REMOTE) and not is_local:
            todo = "请在 Word 里断开或删去它（文件—信息—编辑指向文件的链接；开发工具—文档模板），另存后再刷新"
            raise _refusal(package, f"打开稿子时会到别处去取{FETCHED[kind]}", todo)


def _refusal(package: WordPackage, what: str, todo: str) -> DraftError:
    return DraftError(f"{what}，没有写新稿", where=package.shown, todo=todo)
