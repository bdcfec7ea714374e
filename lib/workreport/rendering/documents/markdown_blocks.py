"""Markdown of notebooks and of the office's texts as blocks of a document, by nbconvert's own parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from nbconvert.filters.markdown_mistune import MarkdownWithMath

from workreport.rendering.documents.document_model import (
    Block,
    Heading,
    Paragraph,
    ParagraphKind,
    Run,
    Table,
    one_line,
)
from workreport.rendering.headings import TAGS, Headings

TOP = 2
"""HTML level of a chapter, which is the documents' level 1."""
SPACES = re.compile(r"\s+")
Token = Mapping[str, Any]


def markdown_blocks(source: str, headings: Headings) -> Iterator[Block]:
    """The blocks of a Markdown text, its headings numbered and at the report's levels."""
    return _blocks(MarkdownWithMath(renderer=None).parse(source)[0], headings)


def _blocks(tokens: Iterable[Token], headings: Headings) -> Iterator[Block]:
    for token in tokens:
        inside = token.get("children", ())
        match token["type"]:
            case "heading":
                if heading := headings.add(_text(inside), token["attrs"]["level"]):
                    yield Heading(heading.number + heading.text, heading.level - TOP + 1, heading.id)
            case "list":
                for at, item in enumerate(inside, start=token["attrs"].get("start", 1)):
                    yield from _item(item, f"{at}. " if token["attrs"]["ordered"] else "· ", headings)
            case "table":
                yield _table(inside)
            case "block_html":
                yield from _paragraph([Run(unescape(TAGS.sub("", token["raw"])))])
            case _ if any(child["type"] in BLOCKS for child in inside):
                yield from _blocks(inside, headings)
            case _:
                yield from _paragraph(_runs([token]))


BLOCKS = {"paragraph", "block_text", "list", "block_code", "block_quote", "heading", "table", "def_list_head"}
"""What stands in a quotation, a list item or a list of definitions, and is a block itself."""


def _item(item: Token, marker: str, headings: Headings) -> Iterator[Block]:
    """An item of a list, its marker in front of its first paragraph; what it holds beside follows."""
    first, *rest = item["children"] or [{"type": "block_text", "children": ()}]
    yield from _paragraph(_runs([first]), "item", marker)
    yield from _blocks(rest, headings)


def _paragraph(runs: list[Run], kind: ParagraphKind = "body", marker: str = "") -> Iterator[Paragraph]:
    runs = [
        Run(SPACES.sub(" ", run.text) if run.text != "\n" else "\n", run.strong) for run in runs if run.text
    ]
    if not "".join(run.text for run in runs).strip():
        return
    runs[0] = Run(marker + runs[0].text.lstrip(), runs[0].strong)
    runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].strong)
    yield Paragraph(tuple(runs), kind)


def _runs(tokens: Iterable[Token], *, strong: bool = False) -> list[Run]:
    """The text of tokens, its strong parts marked."""
    found: list[Run] = []
    for token in tokens:
        kind = token["type"]
        if kind == "linebreak" or (kind == "inline_html" and token["raw"].startswith("<br")):
            found.append(Run("\n", strong))
        elif kind == "softbreak":
            found.append(Run(" ", strong))
        elif "children" in token:
            found += _runs(token["children"], strong=strong or kind in ("strong", "emphasis"))
        elif kind != "inline_html":
            raw = token.get("raw", "")
            found.append(Run(unescape(raw) if kind == "text" else raw, strong))
    return found


def _text(tokens: Iterable[Token]) -> str:
    return one_line("".join(run.text for run in _runs(tokens)))


def _table(parts: Iterable[Token]) -> Table:
    head, *body = parts
    rows = [row for part in body for row in part["children"]]
    return Table("", _line(head), tuple(map(_line, rows)), numeric=(False,) * len(head["children"]))


def _line(row: Token) -> tuple[str, ...]:
    return tuple(_text([cell]) for cell in row["children"])
