"""Characters that the report's fonts lack: written as their code, so that nothing shows as an empty box."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

import pylopdf_fonts_zh_cn
import uharfbuzz as hb

SANS, SERIF = "sans", "serif"
FILES = {SANS: pylopdf_fonts_zh_cn.sans_path, SERIF: pylopdf_fonts_zh_cn.serif_path}
PICTURELESS = ("Cc", "Cf", "Zl", "Zp", "Mn")
"""Categories of characters without a picture of their own: controls, joiners, separators, marks on others."""


@cache
def covered(*fonts: str) -> frozenset[int]:
    """Code points that at least one of the fonts has."""
    return frozenset(code for font in fonts for code in hb.Face(FILES[font]().read_bytes()).unicodes)


def lacking(text: str, codes: frozenset[int]) -> str:
    """The characters of a text that need a glyph and have none, each once, in order of their codes."""
    return "".join(
        sorted(
            char
            for char in set(text)
            if ord(char) not in codes and unicodedata.category(char) not in PICTURELESS
        )
    )


def by_code(text: str, characters: Iterable[str]) -> str:
    """The text with these characters written as their codes, such as 〔U+20BB7〕."""
    return text.translate({ord(char): f"〔U+{ord(char):04X}〕" for char in characters})


def told(characters: Iterable[str]) -> str:
    """A sentence about characters that are written as their codes."""
    listed = "、".join(f"{char}（U+{ord(char):04X}）" for char in characters)
    return f"字库没有的字，页面、PDF 和图上以代码写出：{listed}"
