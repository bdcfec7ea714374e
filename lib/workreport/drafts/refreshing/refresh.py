"""A draft refreshed: its numbers renewed in a new copy of the Word file, comments where people have to look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from workreport.base.errors import DraftError
from workreport.base.personal_data import masked
from workreport.drafts.binding import load_synonyms
from workreport.drafts.bound.bound_number import BoundNumber
from workreport.drafts.bound.locate import located
from workreport.drafts.bound.slots import TO_WRITE, SlotReader
from workreport.drafts.bound.word_bindings import bindings_in, bound_copy
from workreport.drafts.model import DOUBTFUL, DraftText, Finding
from workreport.drafts.proof.answers import Answer
from workreport.drafts.proof.fingerprint import fingerprint, statement
from workreport.drafts.reading.comment_parts import LEDGERS
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_accepted import accepted_copy
from workreport.drafts.reading.word_comments import recommented_copy
from workreport.drafts.reading.word_dangers import require_harmless
from workreport.drafts.reading.word_xml import WordPackage
from workreport.drafts.refreshing import entries
from workreport.drafts.refreshing.entries import KINDS, Entry
from workreport.drafts.refreshing.fallen_claims import fallen_claims
from workreport.drafts.refreshing.renewal import renewal
from workreport.drafts.refreshing.rolled_marks import marks_that_stay
from workreport.drafts.refreshing.written_numbers import read_again, with_numbers
from workreport.figures.book import Book


@dataclass(frozen=True)
class Refreshed:
    """A refreshed draft.

    ``content`` is the new Word file with its ``numbers``; ``before`` is the period that they were written for, "" if none
    were; ``unchanged`` counts those that stay, ``found_again`` those whose bookmark was gone, ``to_write`` places where the
    office still has to write.
    """

    content: bytes
    text: DraftText
    entries: tuple[Entry, ...]
    numbers: tuple[BoundNumber, ...]
    period: str
    before: str
    unchanged: int
    found_again: int
    to_write: int

    @property
    def for_people(self) -> bool:
        """Whether a person has to do something."""
        return any(entry.for_people for entry in self.entries)


def refreshed(
    read: ReadFile, book: Book, answers: Mapping[str, Answer] | None = None, *, accept: bool = False
) -> Refreshed:
    """A draft with its bound numbers as the ledgers give them.

    Parameters
    ----------
    answers : mapping of str to Answer, optional
        What people have answered to earlier comments, by fingerprint.
    accept : bool
        True for a copy to publish: all revisions accepted, no comments.

    Raises
    ------
    DraftError
        If it is no Word file, or one that no copy is made of.
    """
    if read.word is None:
        todo = "文本、网页、PDF 请用 workreport proof 核对"
        raise DraftError("只有 Word 稿能刷新", where=read.text.name, expected=".docx、.doc、.wps", todo=todo)
    answers, raw, name = answers or {}, read.word.raw, read.text.name
    require_harmless(WordPackage(raw, name))
    before = bindings_in(read).period
    synonyms = load_synonyms(book.frames.intake.workspace)
    renewed = renewal(read.text, located(read), before, SlotReader(book, synonyms), answers)
    source = read_again(read, accepted_copy(raw, name), read.text.text) if accept else read
    written = with_numbers(source, renewed, tracked=not accept)
    text = written.read.text
    claims = fallen_claims(text, written.standing, book, synonyms, answers)
    found = _in_order(text, [*_asked(text, written.entries, answers), *claims])
    copy = written.read
    if not accept:
        notes = [note for one in found if (note := _note(one)) is not None]
        notes += marks_that_stay(copy, text, [(one.start, one.end) for one in written.standing])
        copy = read_again(copy, recommented_copy(copy, notes, LEDGERS), text.text)
    numbers = [(one.start, one.end, one.bound) for one in written.standing]
    return Refreshed(
        bound_copy(copy, numbers, period=book.period.id),
        text,
        found,
        tuple(number for _, _, number in numbers),
        book.period.id,
        before,
        renewed.unchanged,
        renewed.found_again,
        len(TO_WRITE.findall(text.text)),
    )


def _asked(text: DraftText, found: Iterable[Entry], answers: Mapping[str, Answer]) -> Iterable[Entry]:
    """Entries for people with their fingerprints, settled where somebody has answered."""
    for entry in found:
        if not KINDS[entry.kind].for_people or entry.kind == entries.LOST:
            yield entry
            continue
        code = entry.fingerprint or fingerprint(text, entry.start, entry.end, entry.kind)
        answer = answers.get(code)
        if answer is not None and answer.verdict == "dismissed":
            by, why = masked(answer.by), masked(answer.why)
            yield replace(entry, fingerprint=code, author=by, why=why, settled=True)
        else:
            yield replace(entry, fingerprint=code)


def _note(entry: Entry) -> Finding | None:
    """The comment on an entry; None where nobody has to look, or no place is left to look at."""
    if not entry.for_people or entry.kind == entries.LOST:
        return None
    return Finding(
        entry.gravity or DOUBTFUL,
        entry.line,
        entry.start,
        entry.end,
        entry.kind,
        entry.message,
        fingerprint=entry.fingerprint,
    )


def _in_order(text: DraftText, found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries with the sentences around them, those for people first."""
    order = list(KINDS)
    listed = [_with_sentence(text, entry) for entry in found]
    return tuple(
        sorted(listed, key=lambda entry: (not entry.for_people, order.index(entry.kind), entry.start))
    )


def _with_sentence(text: DraftText, entry: Entry) -> Entry:
    if entry.kind == entries.LOST:
        return entry
    first, last = statement(text, entry.start, entry.end)
    return replace(entry, line=text.line_at(entry.start).number, sentence=text.text[first:last].strip())
