"""note.docx (呈批说明): for the director before signing: what differs, is in doubt, unexplained, estimated, unsigned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workreport.base.chinese_numerals import chinese
from workreport.rendering.documents.paper_model import DraftState, Papers
from workreport.rendering.documents.paper_word import heading, paper, text
from workreport.rendering.report_model import ReportContext, Row

MOST = 5
"""Entries of one kind that are written out; the review has them all."""
OPEN, DOUBTED = "待说明", ("FAILS", "SUSPECT")
NONE = "无。"


def note(context: ReportContext, papers: Papers) -> bytes:
    """The note as docx."""
    parts = (
        ("能否签发", _state(context, papers.blocking)),
        ("与已报数不同", _differences(context)),
        ("存疑", _doubts(context)),
        ("变动较大、尚未说明", _unexplained(context)),
        ("含估算的数", _estimates(papers.statements.estimates)),
        ("签审", _signing(context)),
        ("正文的数", _written(papers.written)),
    )
    body: list[str] = []
    for at, (title, lines) in enumerate(parts, start=1):
        body += [heading(f"{chinese(at)}、{title}"), *map(text, lines or [NONE])]
    return paper(context, f"《{context.title}》呈批说明", body)


def _state(context: ReportContext, blocking: Sequence[str]) -> list[str]:
    if not context.draft:
        return ["没有妨碍定稿的事项，可作为送审稿呈签。"]
    return ["目前是草稿，下列事项处理后方可定稿：", *_listed(blocking)]


def _differences(context: ReportContext) -> list[str]:
    """Each value reported before that the ledgers no longer give, once, however many rows changed since."""
    units = {one.id: one.unit for one in context.definitions}
    each = {(row["figure"], row["recipient"]): row for row in context.reported}
    return _listed([_difference(row, units.get(row["figure"], "")) for row in each.values()])


def _difference(row: Row, unit: str) -> str:
    sizes = f"已报{row['recipient']}{row['reported']}{unit}，台账现为{row['recomputed']}{unit}"
    difference = row["difference"].replace("-", "−")
    return f"{row['label']}：{sizes}，相差{difference}{unit}。{_sentence(row['note'])}"


def _doubts(context: ReportContext) -> list[str]:
    """Rows that are in no figure, and checks that fail or come to an unusual number and are not waived."""
    found = [f"台账中有{context.pending_rows}行被隔离，未计入各数。"] if context.pending_rows else []
    checks = [row for group in context.checks if group.verdict in DOUBTED for row in group.rows]
    found += [_doubt(row) for row in checks if not row["waiver"]]
    return _listed(found)


def _doubt(row: Row) -> str:
    """The figures of a check with their values, or where it has none its name, and why it is in doubt."""
    figures = "、".join(f"{one['label']}{one['display']}" for one in row["figures"])
    why = row["explanation"].removeprefix(f"{row['title']}：{row['relation']}").lstrip("；")
    return f"{figures or row['title']}：{_sentence(why)}"


def _unexplained(context: ReportContext) -> list[str]:
    named = [f"{row['label']}（{row['comparison']}）" for row in context.explanations if row["state"] == OPEN]
    return [f"{'、'.join(named)}，共{len(named)}项，请承办股室说明原因。"] if named else []


def _estimates(estimates: Sequence[str]) -> list[str]:
    return [f"{'、'.join(estimates)}，登记时即为估算，引用时请留有余地。"] if estimates else []


def _signing(context: ReportContext) -> list[str]:
    """Who signed what, which signatures fell, and who is still to sign."""
    if context.signing is None:
        return []
    signed: Mapping[str, str] = dict(context.signing.signed)
    waiting = [role for role, _ in context.signing.steps if role not in signed]
    lines = [f"已签：{'；'.join(f'{role} {names}' for role, names in signed.items())}。"] if signed else []
    if context.signing.withdrawn:
        lines.append(f"有{context.signing.withdrawn}处签署因内容变动失效，需重新签。")
    return [*lines, *([f"尚未签：{'、'.join(waiting)}。"] if waiting else [])]


def _written(state: DraftState | None) -> list[str]:
    if state is None:
        return ["本期没有正文稿的绑定情况。"]
    lines = [
        f"《{state.file}》共{state.numbers}个数，已绑定{state.bound}个，未绑定{state.numbers - state.bound}个。"
    ]
    return [*lines, *_listed([*state.overridden, *state.open])]


def _listed(lines: Sequence[str]) -> list[str]:
    """The first lines numbered, then how many more there are."""
    shown = [f"{at}．{_sentence(line)}" for at, line in enumerate(lines[:MOST], start=1)]
    more = len(lines) - len(shown)
    return [*shown, f"另有{more}项，见审阅稿。"] if more > 0 else shown


def _sentence(words: str) -> str:
    return f"{words.rstrip('。')}。" if words else ""


__all__ = ["note"]
