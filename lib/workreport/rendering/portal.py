"""The page that lists the periods of an output folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workreport.rendering.fonts import fonts_css
from workreport.rendering.pages import environment, with_fonts


@dataclass(frozen=True)
class Entry:
    """One published period.

    Attributes
    ----------
    folder : str
        Name of its folder beside the page.
    label, bureau : str
        Period and bureau, as on the report's cover.
    cut_off : date
    draft : bool
        True where something kept the report from being clean.
    """

    folder: str
    label: str
    bureau: str
    cut_off: date
    draft: bool


def portal_page(entries: Sequence[Entry]) -> bytes:
    """The listing, latest cut-off day first."""
    ordered = sorted(entries, key=lambda entry: (-entry.cut_off.toordinal(), entry.folder))
    page = environment().get_template("portal.html.j2").render(entries=ordered)
    return with_fonts(page, fonts_css(page)).encode("utf-8")
