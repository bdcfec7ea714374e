"""A plain Word file of a text that was read from a file of another kind."""

from __future__ import annotations

import io

import docx
from docx.oxml.ns import qn

from workreport.drafts.model import DraftText
from workreport.drafts.reading.comment_parts import UNPRINTABLE
from workreport.drafts.reading.source import WordSource
from workreport.drafts.reading.word_text import read_word


def as_word(text: DraftText) -> WordSource:
    """A Word file with one paragraph per line, its characters at the offsets of the text."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "FangSong"
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    # a paragraph is placed before another one in constant time, at the end of the body only by looking through all
    last = document.add_paragraph()
    for line in text.lines:
        # one character for one, so that offsets hold
        shown = UNPRINTABLE.sub(" ", line.text).replace("\r", " ")
        run = last.insert_paragraph_before().add_run(shown)
        run.bold = line.part == "heading" or None
    last._element.getparent().remove(last._element)
    out = io.BytesIO()
    document.save(out)
    word = read_word(out.getvalue(), text.name, text.name)
    assert len(word.text.text) == len(text.text), "a paragraph per line"
    assert word.word is not None
    return word.word
