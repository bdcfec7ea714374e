"""Completion in notebooks: figure ids, labels, sections, ledgers and dimensions inside the text that is being typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.measure import MONTH, MONTH_TITLE
from workreport.figures.registry import DERIVED, FIGURES
from workreport.narrative.look_ups import LookUps

OPEN_TEXT = re.compile(r"""^(?:[^"']|"[^"]*"|'[^']*')*["'](?P<typed>[^"']*)$""")
"""A line that ends inside a text, with what the text holds so far."""
SLOT_START = re.compile(r"\{(?P<id>[a-z0-9_.]*)$")
LAST_WORD = re.compile(r"[^\s，。、；：（）{}\[\]=,:]*$")
SUBSCRIPT = re.compile(r"""[\w\])]\[\s*["'][^"']*$""")
"""The text is a key or a column of something."""
CALL = re.compile(r"(?P<receiver>\w+)\.(?:\w+\.)?(?P<method>\w+)\((?:[^()]|\([^()]*\))*$")
SECTION_CALL, LEDGER_METHOD = re.compile(r"open_section\(\s*[\"'][^\"']*$"), "ledger"
NAME = "workreport_names"
FIRST = 100
"""Priority among IPython's matchers: before those that look up objects, which take long and are not asked."""
Names = Iterator[tuple[str, str]]
"""Texts that may be completed, each with what it is."""


def complete_names(shell: Any, book: Book) -> None:
    """Offer a book's names in IPython's `shell`; those of the last book that was opened."""
    matchers = shell.Completer.custom_matchers
    matchers[:] = [one for one in matchers if getattr(one, "matcher_identifier", "") != NAME]
    matchers.append(_matcher(shell, book))


def _matcher(shell: Any, book: Book) -> Callable[[Any], Any]:
    """An IPython matcher (its second interface) of the names of a book."""
    from IPython.core.completer import SimpleCompletion, completion_matcher

    @completion_matcher(identifier=NAME, priority=FIRST, api_version=2)
    def workreport_names(context: Any) -> dict[str, Any]:
        line = context.text_until_cursor
        found = list(offered(book, line, shell.user_ns))
        # in a text of ours, file names and attributes of whatever was typed are no answer
        return {
            "completions": [SimpleCompletion(text, type=kind) for text, kind in found],
            "matched_fragment": typed_word(line),
            "suppress": bool(found),
        }

    return workreport_names


def typed_word(line: str) -> str:
    """The word of an open text up to the cursor, which a completion replaces; empty outside a text."""
    found = OPEN_TEXT.match(line)
    if found is None:
        return ""
    slot = SLOT_START.search(found["typed"])
    return slot["id"] if slot else LAST_WORD.search(found["typed"])[0]


def offered(book: Book, line: str, variables: Mapping[str, Any]) -> Names:
    """The names that continue a line that ends inside a text.

    All of a kind are offered in an empty text where a section among the notebook's `variables` is called; anywhere else
    something must have been typed.
    """
    found = OPEN_TEXT.match(line)
    if found is None or SUBSCRIPT.search(line):
        return
    word, call = typed_word(line), CALL.search(line)
    of_section = call is not None and isinstance(variables.get(call["receiver"]), LookUps)
    names = _figure_ids
    if SECTION_CALL.search(line):
        names, of_section = _sections, True
    elif of_section and call["method"] == LEDGER_METHOD:
        names = _ledgers
    elif word and not SLOT_START.search(found["typed"]):
        names = _names
    if word or of_section or SLOT_START.search(found["typed"]):
        yield from ((text, kind) for text, kind in names(book) if text.startswith(word) and text != word)


def _figure_ids(book: Book) -> Names:
    yield from ((id, figure.label) for id, figure in FIGURES.items())


def _sections(book: Book) -> Names:
    yield from ((one.id, one.title) for one in book.frames.intake.workspace.all_sections)


def _ledgers(book: Book) -> Names:
    for name, contract in book.frames.intake.contracts.items():
        yield from ((text, contract.title) for text in (name, contract.code, contract.title))


def _names(book: Book) -> Names:
    """Everything that a call may name: figures by id and label, dimensions, ledgers."""
    yield from _figure_ids(book)
    yield from ((figure.label, id) for id, figure in FIGURES.items())
    contracts = book.frames.intake.contracts.values()
    fields = {field.name: field.title for contract in contracts for field in contract.read_fields}
    yield from {**fields, SUB_BUREAU: book.worded(DERIVED[SUB_BUREAU]), MONTH: MONTH_TITLE}.items()
    yield from _ledgers(book)
