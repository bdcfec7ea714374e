"""Step 3a of a run, beside its sections: the period's written report out of its draft, and the proof of the office's texts.

Without a draft the generated first draft stands in. A bureau of a trade without an outline then has no written report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workreport.base.errors import DraftError
from workreport.base.office_texts import DRAFT, draft_path, published_texts
from workreport.blocks.text import links_in
from workreport.blocks.written import WrittenBlock
from workreport.drafts.bound.locate import located
from workreport.drafts.bound.located import LOST, Located
from workreport.drafts.kinds import shortened
from workreport.drafts.model import MATCHES, WRONG
from workreport.drafts.proof.answers import answers_to
from workreport.drafts.proof.whole import proof
from workreport.drafts.publishing.clean_word import clean_word
from workreport.drafts.publishing.masked_draft import without_personal_numbers
from workreport.drafts.publishing.remarks import Remark, quantities, remarks_on_draft, remarks_on_text
from workreport.drafts.publishing.text_blocks import written_blocks
from workreport.drafts.reading import ReadFile, read_text
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.refreshing import entries
from workreport.drafts.refreshing.refresh import Refreshed, refreshed
from workreport.drafts.writing.bound_word import bound_word
from workreport.drafts.writing.first_draft import first_draft
from workreport.drafts.writing.outline import has_outline
from workreport.figures.book import Book
from workreport.figures.number_format import shown
from workreport.history.section_content import Content, digest
from workreport.pipeline.compute_figures import Figures
from workreport.rendering.documents.paper_model import DraftState
from workreport.rendering.report_model import Row, WrittenReport

QUOTED = 3
"""Wrong places that the terminal names."""


@dataclass(frozen=True)
class OfficeTexts:
    """The office's texts of a period: the written report, and what the proof says of texts already sent up.

    ``word`` is the written report as .docx, ``content`` what a signature is bound to, ``state`` what the cover note says of
    it; all empty where there is none. ``blocking`` and ``warnings`` are as in ``Assessment``.
    """

    written: WrittenReport | None = None
    word: bytes = b""
    content: Content | None = None
    state: DraftState | None = None
    sent_up: Sequence[Row] = ()
    blocking: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def office_texts(figures: Figures) -> OfficeTexts:
    """Renew, proof and clean the draft of the period, and proof the texts that were sent up.

    Raises
    ------
    DraftError
        If the draft cannot be read.
    """
    book, workspace = figures.book, figures.plan.request.workspace
    sent_up = [row for path in published_texts(workspace, book.period) for row in _sent_up(path, book)]
    path = draft_path(workspace, book.period)
    if path.is_file():
        return _from_draft(path, book, sent_up)
    return _generated(book, sent_up) if has_outline(workspace) else OfficeTexts(sent_up=sent_up)


def _generated(book: Book, sent_up: Sequence[Row]) -> OfficeTexts:
    """The first draft, which nobody has worked on: nothing in it is to be proofed."""
    workspace = book.frames.intake.workspace
    raw = bound_word(first_draft(book, marked=True), workspace, book.period)
    read = read_word(raw, DRAFT, DRAFT)
    found = located(read)
    written = WrittenReport(written_blocks(read.text, found, book), True, len(found), len(found))
    return OfficeTexts(written, _clean(read, book), sent_up=sent_up)


def _from_draft(path: Path, book: Book, sent_up: Sequence[Row]) -> OfficeTexts:
    """The written report out of a draft that people have worked on."""
    read, personal = without_personal_numbers(read_text(path))
    answers = answers_to(path, book.period, book.frames.intake.workspace)
    done = refreshed(read, book, answers, accept=True)
    copy = read_word(done.content, read.text.name, read.text.name)
    found = [one for one in located(copy) if one.state != LOST]
    bound = [(one.start, one.end) for one in found]
    checked = proof(copy.text, book, answers)
    remarks = remarks_on_draft(done, checked, bound)
    numbers = quantities(checked, bound)
    blocks = written_blocks(copy.text, found, book)
    rows = [one.row() for one in remarks]
    return OfficeTexts(
        WrittenReport(blocks, False, numbers, len(bound), rows),
        _clean(copy, book),
        _content(blocks, book),
        _state(path.name, numbers, found, remarks),
        sent_up,
        tuple(_blocking(remarks, personal)),
        tuple(_warnings(done)),
    )


def _clean(read: ReadFile, book: Book) -> bytes:
    return clean_word(read, book.frames.intake.workspace.bureau.name, book.period.as_of)


def _content(blocks: Sequence[WrittenBlock], book: Book) -> Content:
    """The report paragraph by paragraph, and its figures as displayed."""
    pieces = {f"正文第{at}段": digest(one.text) for at, one in enumerate(blocks, start=1)}
    ids = sorted({link.figure for one in blocks for link in links_in(one)})
    values = {id: book.value(id) for id in ids}
    return Content(pieces, {id: shown(value.figure, value.number) for id, value in values.items()})


def _state(file: str, numbers: int, found: Sequence[Located], remarks: Sequence[Remark]) -> DraftState:
    kept = entries.KINDS[entries.OVERRIDDEN].title
    return DraftState(
        file,
        numbers,
        len(found),
        tuple(f"第{one.line}段“{one.text}”：{one.message}" for one in remarks if one.state == kept),
        tuple(f"第{one.line}段“{shortened(one.text)}”：{one.message}" for one in remarks if one.gravity),
    )


def _blocking(remarks: Sequence[Remark], personal: Mapping[int, str]) -> Iterator[str]:
    wrong = [one for one in remarks if one.gravity == WRONG]
    if wrong:
        named = "；".join(f"第{one.line}段“{shortened(one.text)}”{one.message}" for one in wrong[:QUOTED])
        more = "等" if len(wrong) > QUOTED else ""
        yield f"正文有{len(wrong)}处有误，见审阅稿“正文核稿”：{named}{more}"
    if personal:
        places = "、".join(f"第{line}段（{kinds}）" for line, kinds in personal.items())
        yield f"正文{places}有个人信息，已遮盖，请从稿中删去"


def _warnings(done: Refreshed) -> Iterator[str]:
    if done.to_write:
        yield f"正文还有{done.to_write}处〔此处……〕没有写"


def _sent_up(path: Path, book: Book) -> Iterator[Row]:
    """What the proof says of a text that was sent up; that it cannot be read is told too."""
    workspace = book.frames.intake.workspace
    file = workspace.shown(path)
    try:
        read = read_text(path)
        checked = proof(read.text, book, answers_to(path, book.period, workspace))
    except DraftError as error:
        yield {"file": file} | Remark("", 0, "", "读不了", error.message).row()
        return
    agree = sum(one.state == MATCHES for one in checked.bindings)
    counts = f"共{quantities(checked)}个数，与台账相符{agree}个，要看的{len(checked.findings)}处"
    yield {"file": file} | Remark("", 0, "", "核对", counts).row()
    yield from ({"file": file} | one.row() for one in remarks_on_text(checked))
