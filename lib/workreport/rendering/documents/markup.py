"""HTML of the narrative and of Markdown cells, read into blocks; what only a page can do is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from workreport.rendering.documents.document_model import Block, Heading, Paragraph, Run, Table

VOID = {"br", "hr", "img", "input", "meta", "link", "wbr", "col"}
LEFT_OUT = {"script", "style", "button", "nav", "dialog", "form", "svg", "template"}
PARAGRAPHS = {"p", "blockquote", "pre", "dt", "dd", "summary"}
KINDS = {"wr-notice": "notice", "wr-gap": "notice", "wr-draft-note": "notice", "wr-explain": "explain"}
STRONG = {"strong", "b", "em"}
CARDS = ("主要指标", ("指标", "本期", "同比", "任务进度"))
SPACES = re.compile(r"\s+")


@dataclass
class Node:
    """An element: its name, attributes, and what it holds, texts as strings."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()

    @property
    def text(self) -> str:
        """All of its text, spaces as one."""
        return SPACES.sub(" ", "".join(run.text for run in runs_of(self))).strip()

    def every(self, tag: str) -> Iterator[Node]:
        """The elements of a name inside, in order."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag == tag:
                    yield child
                yield from child.every(tag)


class _Builder(HTMLParser):
    """A tree out of HTML; an end tag closes what is open inside it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: text or "" for name, text in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        at = next((at for at in range(len(self.open) - 1, 0, -1) if self.open[at].tag == tag), 0)
        if at:
            del self.open[at:]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree(html: str) -> Node:
    """HTML as a tree under a nameless root."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]


def runs_of(node: Node, *, strong: bool = False) -> tuple[Run, ...]:
    """The text inside an element, its strong parts marked."""
    found: list[Run] = []
    for child in node.children:
        if isinstance(child, str):
            found.append(Run(SPACES.sub(" ", child), strong))
        elif child.tag == "br":
            found.append(Run("\n", strong))
        elif child.tag not in LEFT_OUT:
            found += runs_of(child, strong=strong or child.tag in STRONG)
    return tuple(found)


def blocks_of(html: str, levels: Mapping[str, Heading]) -> list[Block]:
    """The blocks of a piece of HTML, in order.

    Parameters
    ----------
    levels : mapping of str to Heading
        The headings that may stand in it, by their ids.
    """
    return list(_blocks(tree(html), levels))


def _blocks(node: Node, levels: Mapping[str, Heading]) -> Iterator[Block]:
    loose: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str) or not _stands_alone(child):
            loose.append(child)
            continue
        yield from _paragraph(Node("p", {}, loose))
        loose = []
        yield from _block(child, levels)
    yield from _paragraph(Node("p", {}, loose))


def _block(node: Node, levels: Mapping[str, Heading]) -> Iterator[Block]:
    if node.tag in LEFT_OUT:
        return
    if re.fullmatch("h[1-6]", node.tag):
        if heading := levels.get(node.attributes.get("id", "")):
            yield heading
    elif "wr-cards" in node.classes:
        yield _cards(node)
    elif node.tag in ("ul", "ol"):
        items = [one for one in node.children if isinstance(one, Node) and one.tag == "li"]
        for at, item in enumerate(items, start=1):
            marker = f"{at}. " if node.tag == "ol" else "· "
            yield from _paragraph(item, kind="item", marker=marker)
    elif node.tag in ("table", "figure") and (table := next(Node("", {}, [node]).every("table"), None)):
        made = _table(node, table)
        if made.header or made.rows:
            yield made
    elif node.tag in PARAGRAPHS:
        yield from _paragraph(node)
    else:
        yield from _blocks(node, levels)


def _stands_alone(node: Node) -> bool:
    alone = {"ul", "ol", "table", "figure", "div", "section", "details", "header", *LEFT_OUT, *PARAGRAPHS}
    return node.tag in alone or bool(re.fullmatch("h[1-6]", node.tag))


def _paragraph(node: Node, *, kind: str = "", marker: str = "") -> Iterator[Paragraph]:
    runs = [run for run in runs_of(node) if run.text]
    if not "".join(run.text for run in runs).strip():
        return
    runs[0] = Run(marker + runs[0].text.lstrip(), runs[0].strong)
    runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].strong)
    found = next((KINDS[name] for name in node.classes if name in KINDS), "body")
    yield Paragraph(tuple(runs), kind or found)


def _table(node: Node, table: Node) -> Table:
    """A table of the narrative, or a plain one of Markdown."""
    lines = {
        part: [_line(row) for one in table.every(part) for row in one.every("tr")]
        for part in ("thead", "tbody", "tfoot")
    }
    heads = [cell for row in table.every("thead") for cell in row.every("th")]
    below = [one for one in node.every("p") if one.text]
    source = next((one.text for one in below if "wr-source" in one.classes), "")
    return Table(
        title=next((one.text for one in node.every("figcaption")), ""),
        header=lines["thead"][0] if lines["thead"] else (),
        rows=tuple(lines["tbody"]),
        total=lines["tfoot"][0] if lines["tfoot"] else (),
        notes=tuple(one.text for one in below if "wr-source" not in one.classes),
        source=source,
        numeric=tuple("wr-num" in head.classes for head in heads),
    )  # fmt: skip


def _line(row: Node) -> tuple[str, ...]:
    return tuple(cell.text for cell in row.children if isinstance(cell, Node) and cell.tag in ("th", "td"))


def _cards(node: Node) -> Table:
    """Key figures as a table: a page sets them apart in boxes."""
    rows = []
    for card in (one for one in node.children if isinstance(one, Node)):
        told = {name: one.text for one in card.every("p") for name in one.classes}
        rows.append(
            tuple(told.get(f"wr-{name}", "") for name in ("card-label", "card-value", "card-change", "light"))
        )
    title, header = CARDS
    return Table(title, header, tuple(rows), numeric=(False, True, False, False))
