"""Chinese type inside the page: each font cut down to the page's characters, the same bytes every time."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from workreport.base.glyphs import FILES, SANS, SERIF, by_code, covered, lacking

FAMILIES = {SANS: "WR Sans", SERIF: "WR Serif"}
ASCII = "".join(map(chr, range(0x20, 0x7F)))
DATA_ADDRESS = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+")
HEADING = re.compile(r"<(h[1-6]|summary)\b[^>]*>(.*?)</\1>", re.S)
# Layout features move punctuation in ways that a page does not need; without them fonts are a third smaller.
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG"]


def fonts_css(pages: str) -> str:
    """``@font-face`` rules for all pages of a report: sans for their text, serif for their headings.

    One cut serves every page.

    Parameters
    ----------
    pages : str
        HTML of all pages.
    """
    return _face(SANS, _visible(pages)) + _face(SERIF, _headings(pages))


def _face(font: str, text: str) -> str:
    cut = _cut(FILES[font]().read_bytes(), "".join(sorted(set(text) | set(ASCII))))
    data = base64.b64encode(cut).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILIES[font]}";font-weight:400;font-display:block;'
        f'src:url(data:font/woff;base64,{data}) format("woff")}}\n'
    )


def spell_out(pages: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The pages with every character that the font lacks written as its code, and these characters."""
    characters = lacking("".join(map(_visible, pages.values())), covered(SANS))
    return {path: by_code(page, characters) for path, page in pages.items()}, characters


def _visible(page: str) -> str:
    return DATA_ADDRESS.sub("", page)


def _headings(page: str) -> str:
    return "".join(sorted(set("".join(text for _, text in HEADING.findall(_visible(page)))) | set(ASCII)))


def _cut(data: bytes, characters: str) -> bytes:
    """A font with these characters only; its own time stamp stays, so equal input gives equal bytes."""
    asked = hb.SubsetInput()
    asked.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    asked.unicode_set.update(map(ord, characters))
    asked.layout_feature_tag_set.clear()
    asked.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in DROPPED)
    asked.name_id_set.clear()
    asked.name_id_set.update([1, 2])
    cut = hb.subset(hb.Face(data), asked).blob.data
    font = TTFont(io.BytesIO(cut), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    # WOFF2 would be a tenth smaller and take far longer
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
