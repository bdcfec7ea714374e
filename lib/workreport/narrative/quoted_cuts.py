"""A figure's number for labels of its dimensions, as a sentence quotes it: ``{id[field=标签]}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workreport.base.errors import MissingLedger
from workreport.base.names import UnknownName, nearest
from workreport.blocks.text import NumberLink, Run
from workreport.figures.attribution import FIELDS, SUB_BUREAU, UNASSIGNED
from workreport.figures.book import Book, Value
from workreport.figures.comparison import change, redefined_since
from workreport.figures.measure import BLANK, Number
from workreport.figures.number_format import change_words, shown
from workreport.figures.registry import FIGURES, leaves
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Field
from workreport.narrative.sentence_errors import Blocked, SentenceError
from workreport.narrative.suppressed_views import BESIDE_MARK, View, cut_state, hidden_text, hides
from workreport.narrative.tables import dimension_title

ASPECTS = ("value", "number", "yoy")
MOST = 2
"""Dimensions that one number may be cut by, as in a cross-table."""
LISTED = 30


@dataclass(frozen=True)
class Quote:
    """A figure cut at labels of dimensions."""

    id: str
    by: tuple[str, ...]
    cut: tuple[str, ...]


def quoted(book: Book, id: str, conditions: str, aspect: str, view: View) -> Run:
    """The number as it is read in one view.

    Raises
    ------
    SentenceError
        If there is no such dimension, label or aspect.
    Blocked
        If the figure, or this part of it, has no number.
    """
    if aspect not in ASPECTS:
        raise SentenceError(
            f"句子中按维度取的数“{id}[{conditions}]”没有“{aspect}”", expected="、".join(ASPECTS)
        )
    quote = _parsed(book, id, conditions)
    if (value := book.value(id)).status == "blocked":
        raise Blocked(value.reason)
    number = number_of(book, quote)
    if number is None:
        raise Blocked(f"“{FIGURES[id].label}”中“{'、'.join(quote.cut)}”没有可取数的记录")
    if aspect == "yoy":
        return _yoy(book, quote, number, view)
    unit = aspect == "value"
    run = Run(shown(FIGURES[id], number, unit=unit), number, NumberLink(id, aspect, quote.by, quote.cut))
    if not hides(book, view, quote.by) or not (state := cut_state(book, id, quote.by, quote.cut)):
        return run
    return Run(hidden_text(book, id, state) + (FIGURES[id].unit if unit else ""))


def _yoy(book: Book, quote: Quote, number: Number, view: View) -> Run:
    figure, period = FIGURES[quote.id], book.period.last_year()
    try:
        base = number_of(book.for_period(period), quote)
    except Blocked:
        base = None
    broken = redefined_since(book, figure.id, period)
    moved = change(Value(figure, number), Value(figure, base, redefined=broken))
    note = "上年同期无可比数"
    if base is not None:
        note = f"本期{shown(figure, number)}与上年同期{shown(figure, base)}比较"
    link = NumberLink(figure.id, "yoy", quote.by, quote.cut, note=note)
    run = Run(change_words(figure, moved), moved.number, link)
    hidden = hides(book, view, quote.by) and any(
        cut_state(at, figure.id, quote.by, quote.cut) for at in (book, book.for_period(period))
    )
    return Run(f"同比{BESIDE_MARK}") if hidden else run


def _parsed(book: Book, id: str, conditions: str) -> Quote:
    """The dimensions and labels of a slot's brackets, each of them known."""
    slot, known = f"{id}[{conditions}]", dimensions_of(book, id)
    pairs = [condition.partition("=")[::2] for condition in conditions.split(",")]
    by, cut = tuple(name.strip() for name, _ in pairs), tuple(label.strip() for _, label in pairs)
    if len(set(by)) < len(by) or len(by) > MOST:
        raise SentenceError(f"句子中的“{slot}”写了 {len(by)} 个条件", expected=f"至多 {MOST} 个不同的维度")
    for name, label in zip(by, cut, strict=True):
        if name not in known:
            dimensions = "、".join(f"{one}（{dimension_title(book, id, one)}）" for one in known)
            raise SentenceError(
                f"句子中的“{slot}”：这一指标没有维度“{name}”可取", expected=dimensions or "没有可取的维度"
            )
        if label not in (*known[name], BLANK):
            raise SentenceError(
                f"句子中的“{slot}”：{dimension_title(book, id, name)}没有“{label}”",
                expected=listed_labels(label, known[name]),
            )
    return Quote(id, by, cut)


def listed_labels(text: str, labels: list[str]) -> str:
    """The labels; where they are many, those that come near a text and the first of the others."""
    if len(labels) <= LISTED:
        return "、".join(labels)
    near = nearest(text, {label: () for label in labels})
    ordered = [*near, *(label for label in labels if label not in near)]
    return "、".join(ordered[:LISTED]) + "等"


def require_labels(book: Book, id: str, by: str, labels: Iterable[str]) -> None:
    """``UnknownName`` for a label that a dimension with a list of labels does not have; any other has no list."""
    field = book.contract_of(FIGURES[leaves(id)[0]].ledgers[0]).by_name.get(by)
    known = [] if field is None else labels_of_field(field, book.frames.intake.codes)
    for label in labels:
        if known and label not in (*known, BLANK):
            near = listed_labels(label, known)
            raise UnknownName(f"{dimension_title(book, id, by)}（{by}）没有“{label}”", expected=near)


def dimensions_of(book: Book, id: str) -> dict[str, list[str]]:
    """The labels of every dimension that has a list of them, in all ledgers that the figure counts."""
    found = [_of_ledger(book, FIGURES[leaf].ledgers[0]) for leaf in leaves(id)]
    return {name: labels for name, labels in found[0].items() if all(name in other for other in found)}


def _of_ledger(book: Book, ledger: str) -> dict[str, list[str]]:
    contract, codes = book.contract_of(ledger), book.frames.intake.codes
    labels: dict[str, list[str]] = {}
    for field in contract.read_fields:
        if found := labels_of_field(field, codes):
            labels[field.name] = found
    if any(name in contract.by_name for name in FIELDS):
        labels[SUB_BUREAU] = [*dict.fromkeys(book.units.labels.values()), UNASSIGNED]
    return labels


def labels_of_field(field: Field, codes: Mapping[str, CodeList]) -> list[str]:
    """The labels that a field may have; none for a field that any text may stand in."""
    if field.codes in codes:
        return list(dict.fromkeys(codes[field.codes].labels.values()))
    if field.type == "boolean":
        return ["是", "否"]
    return field.constraints.enum or []


def number_of(book: Book, quote: Quote) -> Number | None:
    """The number of the quoted part; ``Blocked`` where the ledger says nothing of it."""
    for name, label in zip(quote.by, quote.cut, strict=True):
        if (only := book.only(quote.id, name)) not in (None, label):
            raise Blocked(f"“{FIGURES[quote.id].label}”的台账只报了“{only}”，未报“{label}”")
    try:
        cut = book.cut(quote.id, quote.by)
    except MissingLedger as error:
        raise Blocked(error.what) from error
    figure = FIGURES[quote.id]
    return cut.get(quote.cut, None if figure.numerator or figure.median or figure.single else 0)
