"""核稿单: what is to do and every quantity of a text, as a workbook; a cell is text or a number, never a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

import xlsxwriter

from workreport.base.personal_data import masked
from workreport.base.zip_origin import without_origin
from workreport.drafts.binding.aspects import aspect_title
from workreport.drafts.kinds import CLASSES, GRAVITIES, title_of
from workreport.drafts.model import Binding, Finding, Proof
from workreport.drafts.proof.facts import Facts
from workreport.drafts.proof.fingerprint import fingerprint, statement

TITLE, TO_DO = "核稿单", "要处理的"
NUMBERS = (
    ("段落", 6), ("原文", 60), ("数", 14), ("类别", 8), ("状态", 10), ("指标", 28), ("口径方面", 12), ("应为", 14),
    ("差", 10), ("定义", 50), ("依据行数", 10), ("建议", 16), ("说明", 50), ("编号", 14),
)  # fmt: skip
FINDINGS = (("轻重", 8), ("段落", 6), ("种类", 10), ("原文", 60), ("问题", 70), ("建议", 20), ("编号", 14))
LONGEST = 32_000
"""A cell holds 32,767 characters."""
MADE = dt.datetime(2000, 1, 1)
"""The day in the file's properties, whenever it is made."""


def sheet_of(proof: Proof, facts: Mapping[str, Facts]) -> bytes:
    """The workbook of a proof, the same bytes for the same proof."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": TITLE, "created": MADE})
    text = proof.shown
    _fill(book, TO_DO, FINDINGS, [_finding(proof, text, one) for one in proof.findings])
    proposals = {(one.start, one.end): one.proposal for one in proof.findings if one.proposal}
    rows = [_number(proof, text, one, facts.get(one.figure), proposals) for one in proof.bindings]
    _fill(book, TITLE, NUMBERS, rows)
    book.close()
    return without_origin(out.getvalue())


def _fill(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str | int]],
) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#DDE7F0"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    for at, (title, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, head)
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, at, value, cell)
            else:
                sheet.write_string(number, at, masked(value)[:LONGEST], cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _finding(proof: Proof, text: str, finding: Finding) -> list[str | int]:
    first, last = statement(proof.text, finding.start, finding.end)
    quote = text[first:last].strip()
    return [
        GRAVITIES[finding.gravity], finding.line, title_of(finding.kind), quote, finding.message, finding.proposal, finding.fingerprint,
    ]  # fmt: skip


def _number(
    proof: Proof, text: str, binding: Binding, facts: Facts | None, proposals: Mapping[tuple[int, int], str]
) -> list[str | int]:
    token = binding.token
    first, last = statement(proof.text, token.start, token.end)
    proposal = proposals.get((token.start, token.end), "")
    return [
        token.line, text[first:last].strip(), text[token.start : token.end], CLASSES[token.kind], binding.state,
        f"{facts.label}（{binding.figure}）" if facts else binding.figure, aspect_title(binding.aspect), binding.expected, difference(binding),
        facts.definition if facts else "", facts.rows if facts else "", proposal,
        binding.explanation or "、".join(f"{c.label} {c.display}" for c in binding.candidates),
        fingerprint(proof.text, token.start, token.end),
    ]  # fmt: skip


def difference(binding: Binding) -> str:
    """How much more or less than expected the text says, where both are plain numbers of one unit."""
    token, expected = binding.token, binding.expected.removesuffix(binding.token.unit)
    try:
        gap = (token.value or Decimal(0)) - Decimal(expected)
    except ArithmeticError:
        return ""
    return f"{gap:+f}" if token.value is not None and gap else ""
