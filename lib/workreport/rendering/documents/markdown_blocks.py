"""Headings and tables in the Markdown of notebooks as blocks of a document, by nbconvert's own parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from nbconvert.filters.markdown_mistune import MarkdownWithMath

from workreport.rendering.documents.document_model import Heading, Table, one_line
from workreport.rendering.headings import Headings

TOP = 2
"""HTML level of a chapter, which is the documents' level 1."""
Token = Mapping[str, Any]


def headings_and_tables(source: str, headings: Headings) -> Iterator[Heading | Table]:
    """Those of a Markdown text, its headings numbered and at the report's levels."""
    for token in MarkdownWithMath(renderer=None).parse(source)[0]:
        inside = token.get("children", ())
        if token["type"] == "table":
            yield _table(inside)
        elif token["type"] == "heading" and (found := headings.add(_text(inside), token["attrs"]["level"])):
            yield Heading(found.number + found.text, found.level - TOP + 1, found.id)


def _text(tokens: Iterable[Token]) -> str:
    return one_line("".join(map(_words, tokens)))


def _words(token: Token) -> str:
    """The words of a token; tags are left out."""
    if token["type"] in ("linebreak", "softbreak"):
        return " "
    if "children" in token:
        return "".join(map(_words, token["children"]))
    raw = token.get("raw", "")
    return "" if token["type"] == "inline_html" else unescape(raw) if token["type"] == "text" else raw


def _table(parts: Iterable[Token]) -> Table:
    head, *body = parts
    rows = [row for part in body for row in part["children"]]
    return Table("", _line(head), tuple(map(_line, rows)), numeric=(False,) * len(head["children"]))


def _line(row: Token) -> tuple[str, ...]:
    return tuple(_text([cell]) for cell in row["children"])
