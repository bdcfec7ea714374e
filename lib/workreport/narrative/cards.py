"""Key figures set apart on the first page, each with its change and a light where a task was set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from workreport.figures.comparison import change, last_year, progress
from workreport.figures.registry import FIGURES
from workreport.narrative.number_format import change_words, shown
from workreport.narrative.number_link import NumberLink, compared, with_counts
from workreport.narrative.section import Section

LIGHTS = {"green": ("绿灯", "达到进度"), "yellow": ("黄灯", "略有滞后"), "red": ("红灯", "明显滞后")}


@dataclass(frozen=True)
class Cards:
    """Key figures of a section, in the order given; those without a number say why."""

    section: Section
    ids: tuple[str, ...]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        html = Markup('<div class="wr-cards" role="list">{}</div>').format(
            Markup("").join(map(self._card, self.ids))
        )
        book = self.section.book
        text = "\n".join(
            f"{FIGURES[id].label}：{shown(FIGURES[id], book.value(id).number)}" for id in self.ids
        )
        told = {"kind": "cards", "figures": list(self.ids)}
        return {"text/html": str(html), "text/plain": text}, {"workreport": told}

    def _card(self, id: str) -> Markup:
        book, figure = self.section.book, FIGURES[id]
        value = book.value(id)
        label = Markup('<p class="wr-card-label">{}</p>').format(figure.label)
        if value.number is None:
            reason = Markup('<p class="wr-card-change">{}</p>').format(with_counts(value.reason))
            return Markup(
                '<div class="wr-card" role="listitem">{}<p class="wr-card-value">—</p>{}</div>'
            ).format(label, reason)
        digits = shown(figure, value.number).removesuffix(figure.unit)
        number = Markup('<p class="wr-card-value">{}<span class="wr-card-unit">{}</span></p>').format(
            NumberLink(id).html(digits, value.number), figure.unit
        )
        difference = change(value, last_year(book, id))
        moved = Markup('<p class="wr-card-change">{}</p>').format(
            NumberLink(id, "yoy", note=compared(book, id, "yoy")).html(
                change_words(figure, difference), None if difference.kind == "none" else difference.number
            )
        )
        return Markup('<div class="wr-card" role="listitem">{}</div>').format(
            Markup("").join([label, number, moved, self._light(id)])
        )

    def _light(self, id: str) -> Markup:
        made = progress(self.section.book, id)
        if made is None:
            return Markup("")
        return Markup('<p class="wr-light wr-light-{}">{} · {}</p>').format(made.light, *LIGHTS[made.light])


def cards(section: Section, ids: list[str]) -> Cards:
    """Key figures as cards."""
    return Cards(section, tuple(ids))
