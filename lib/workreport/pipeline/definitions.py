"""Definitions of figures for the appendix: definition, formula, comparisons, evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from workreport.checks.relations import checks_of
from workreport.checks.verdicts import VERDICTS, Check
from workreport.drafts.binding.synonyms import Synonyms, load_synonyms
from workreport.figures.book import Book, Value
from workreport.figures.comparison import last_year, previous
from workreport.figures.csv_files import KINDS
from workreport.figures.evidence import DATE, SOURCE, first_rows, path_of
from workreport.figures.number_format import MISSING, shown
from workreport.figures.registry import FIGURES, Figure
from workreport.rendering.report_model import Definition, FirstRows

FIRST = 10
NO_PREVIOUS = "全年不作环比"
PLACE = ("file", "sheet")
NAMES = {"file": "文件", "sheet": "工作表", "row": "行", DATE: "日期"}
WORD = re.compile(r"[a-z_][a-z0-9_.]*")


def definitions(book: Book) -> list[Definition]:
    """The definition of every figure of the ledgers that the bureau keeps, for the book's period, without checks."""
    synonyms = load_synonyms(book.frames.intake.workspace)
    return [replace(_definition(book, id), also=_also(synonyms, id)) for id in FIGURES if book.keeps(id)]


def _also(synonyms: Synonyms, id: str) -> list[str]:
    """Words for a figure, and for its field, that its label does not have."""
    said = synonyms.figures.get(id)
    phrases = (part for phrase in said.say for part in re.split(r"[ /]", phrase)) if said else ()
    words = dict.fromkeys([*phrases, *(said.find if said else ()), *synonyms.topic(id)])
    return [word for word in words if word not in FIGURES[id].label]


def with_checks(defined: Sequence[Definition], checks: Sequence[Check]) -> list[Definition]:
    """The definitions with the judged checks of each figure."""
    return [
        replace(
            definition,
            checks=[f"{c.id} {c.title}（{VERDICTS[c.verdict]}）" for c in checks_of(checks, definition.id)],
        )
        for definition in defined
    ]


def formula(book: Book, figure: Figure) -> str:
    """How the value is computed, with labels of figures and titles of columns."""
    titles = {name: FIGURES[name].label for name in figure.components}
    for ledger in figure.ledgers[:1]:
        titles |= {field.name: field.title for field in book.contract_of(ledger).fields}
    return WORD.sub(lambda match: titles.get(match[0], match[0]), figure.formula)


def _definition(book: Book, id: str) -> Definition:
    figure, value = FIGURES[id], book.value(id)
    ledgers = "、".join(
        f"{(c := book.frames.intake.contracts[name]).code} {c.title}" for name in book.ledgers(id)
    )
    blocked = value.status == "blocked"
    year, before = last_year(book, id), previous(book, id)
    return Definition(
        id=id,
        label=figure.label,
        unit=figure.unit,
        kind=KINDS[figure.kind],
        definition=figure.definition,
        ledgers=ledgers,
        rows=None if blocked else book.row_count(id),
        display="未报" if blocked else shown(figure, value.number),
        days=_days(book, figure),
        formula=formula(book, figure),
        last_year=_base(figure, year),
        previous=_base(figure, before) if book.period.previous() else NO_PREVIOUS,
        made_of=[
            (name, FIGURES[name].label, shown(FIGURES[name], book.value(name).number))
            for name in figure.components
        ],
        evidence=path_of(book, id),
        first_rows=None if figure.components else _first_rows(book, id),
    )


def _base(figure: Figure, base: Value | None) -> str:
    """The base of a comparison, marked if the definition changed in between."""
    if base is None:
        return MISSING
    return shown(figure, base.number) + ("（口径调整，不可比）" if base.redefined else "")


def _days(book: Book, figure: Figure) -> str:
    """The days that a figure covers: the cut-off day, the day before the period, or the period."""
    period = book.period
    if figure.kind == "stock":
        return f"截至{period.as_of}"
    if figure.kind == "opening":
        return f"{period.start}期初"
    return f"{period.start}至{period.end}" + (f"，截至{period.as_of}" if figure.kind == "cohort" else "")


def _first_rows(book: Book, id: str) -> FirstRows | None:
    rows = first_rows(book, id, FIRST)
    if not rows:
        return None
    contract = book.contract_of(FIGURES[id].ledgers[0])
    places = {tuple(row[name] for name in PLACE) for row in rows}
    source = [name for name in SOURCE.values() if len(places) > 1 or name not in PLACE]
    known = (name for name in rows[0] if name in contract.by_name)
    columns = list(dict.fromkeys([*source, *known, *(name for name in (DATE,) if name in rows[0])]))
    names = [NAMES.get(name) or contract.by_name[name].title for name in columns]
    file, sheet = next(iter(places))
    place = f"{file}，工作表“{sheet}”" if len(places) == 1 else ""
    return FirstRows(names, [[row[name] for name in columns] for row in rows], place)
