"""A draft without personal numbers: what a report may not show is replaced before anything is made of the text.

Names stay: the office wrote them to be read.
"""

from __future__ import annotations

from workreport.base.errors import DraftError
from workreport.base.personal_data import MASK, personal_spans
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_changes import TextChange, changed_copy
from workreport.drafts.reading.word_text import read_word


def without_personal_numbers(read: ReadFile) -> tuple[ReadFile, dict[int, str]]:
    """The file with personal numbers masked, and the kinds of them by number of paragraph.

    Raises
    ------
    DraftError
        If one stands where it cannot be replaced.
    """
    kinds: dict[int, list[str]] = {}
    changes: list[TextChange] = []
    for span in personal_spans(read.text.text):
        if not changes or span.start >= changes[-1].end:
            changes.append(TextChange(span.start, span.end, MASK))
        kinds.setdefault(read.text.line_at(span.start).number, []).append(span.kind)
    kinds_by_line = {line: "、".join(dict.fromkeys(found)) for line, found in kinds.items()}
    if not changes:
        return read, {}
    raw, left = changed_copy(read, changes, None)
    if left:
        raise DraftError(
            f"{'、'.join(f'第{line}段' for line in kinds_by_line)}有个人信息，所在的域或版式写不进改动，没有遮盖",
            where=read.text.name,
            todo="请从稿中删去后重新出稿",
        )
    return read_word(raw, read.text.name, read.text.name), kinds_by_line
