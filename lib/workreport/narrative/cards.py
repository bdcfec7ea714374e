"""Key figures set apart on the first page, each with its change and a light where a task was set."""

from __future__ import annotations

from workreport.blocks.block import Card, Cards
from workreport.blocks.text import MISSING, NOT_APPLICABLE, TO_VERIFY, NumberLink, Run, counted, plain_runs
from workreport.figures.book import Book
from workreport.figures.comparison import change, last_year, progress
from workreport.figures.number_format import change_words, compared, shown
from workreport.figures.registry import FIGURES
from workreport.ledgers.handed_in import is_not_kept
from workreport.narrative.section import Section
from workreport.narrative.section_state import section_block

LIGHTS = {"green": "绿灯 · 达到进度", "yellow": "黄灯 · 略有滞后", "red": "红灯 · 明显滞后"}


@section_block
def cards(section: Section, ids: list[str]) -> Cards:
    """首页上的关键指标，一个一张卡片，带同比和任务的灯；没有数的写明原因，本局没有的台账略去。

    例：``cards(s, ["FIGURE", "OTHER"])``
    """
    kept = [id for id in ids if not is_not_kept(section.book.value(id).reason)]
    return Cards(tuple(_card(section.book, id) for id in kept))


def _card(book: Book, id: str) -> Card:
    figure, value, done = FIGURES[id], book.value(id), progress(book, id)
    if value.number is None:
        # a rate of nothing has no value, and there is nothing to verify
        told = NOT_APPLICABLE if figure.numerator and value.status == "undefined" else TO_VERIFY
        return Card(id, figure.label, Run(MISSING), "", plain_runs(told), remark=counted(value.reason))
    digits = shown(figure, value.number).removesuffix(figure.unit)
    difference = change(value, last_year(book, id))
    moved = Run(
        change_words(figure, difference),
        None if difference.kind == "none" else difference.number,
        NumberLink(id, "yoy", note=compared(book, id, "yoy")),
    )
    light, words = (done.light, LIGHTS[done.light]) if done and done.light else ("", "")
    return Card(
        id, figure.label, Run(digits, value.number, NumberLink(id)), figure.unit, (moved,), light, words
    )
