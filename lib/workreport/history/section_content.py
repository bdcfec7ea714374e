"""The content of a section, piece by piece, and its hash, to which a signature is bound.

Paragraphs, tables, charts, the office's texts and headings count, in every view. Code, sign-offs and
times do not: signing changes no hash, and the same figures and words give the same hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workreport.blocks.block import HTML, MARKDOWN, SVG, Block, Chart, Nothing, Table
from workreport.blocks.stored import block_of

SHOWN = (HTML, SVG, MARKDOWN)
"""MIME types that count in an output without a block."""
LENGTH = 16
KINDS = {"paragraph": "段落", "notice": "缺项说明", "cards": "指标卡", "office_text": "办公室文稿"}
TITLED = {"table": "表", "chart": "图"}
HEADING, OTHER, PENDING = "标题", "其他输出", "待核行数"
LISTED_MOST = 6
WRITTEN, WRITTEN_TITLE = "written_report", "正文"
"""Id and title of the written report, which is signed like a section."""
WRITTEN_FILE = "report.docx"


@dataclass(frozen=True)
class Content:
    """A section's content: the hash of each piece, in order, and its figures as displayed."""

    pieces: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        return digest([list(item) for item in self.pieces.items()])


def content_of(cells: Iterable[Mapping[str, Any]], display: Mapping[str, str], pending: int = 0) -> Content:
    """The content of an executed notebook's cells.

    Parameters
    ----------
    cells : iterable of mapping
        As in nbformat, with or without the metadata that differs from run to run.
    display : mapping of str to str
        Each figure's display text.
    pending : int
        Quarantined rows of the section's ledgers, which the page mentions.
    """
    pieces: dict[str, str] = {PENDING: digest(pending)} if pending else {}
    figures: dict[str, None] = {}
    for name, content, ids in _pieces(cells):
        label, number = name, 1
        while label in pieces:
            number += 1
            label = f"{name}之{number}"
        pieces[label] = digest(content)
        figures |= dict.fromkeys(ids)
    return Content(pieces, {id: display[id] for id in sorted(figures) if id in display})


def _pieces(cells: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Any, Iterable[str]]]:
    """The name of each piece, its content in each view, and its figures."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            yield HEADING, cell["source"], ()
        for output in cell.get("outputs", ()):
            if (block := block_of(output)) is None:
                data = output.get("data", {})
                if content := {kind: data[kind] for kind in SHOWN if kind in data}:
                    yield OTHER, content, ()
            elif not isinstance(block, Nothing):
                yield _name(block), list(_views(block)), block.figures


def _views(block: Block) -> Iterator[dict[str, Any]]:
    return (_content(view) for view in (block, block.leaders, block.public) if view)


def _content(block: Block) -> dict[str, Any]:
    """A block in one view; for a chart the SVG counts, not the PNG."""
    return {
        name: value for name, value in block.to_json().items() if name not in ("leaders", "public", "png")
    }


def _name(block: Block) -> str:
    return f"{TITLED[block.kind]}“{block.title}”" if isinstance(block, Table | Chart) else KINDS[block.kind]


def digest(thing: Any) -> str:
    """A short hash of any JSON value."""
    text = json.dumps(thing, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def difference(before: Content, now: Content, labels: Mapping[str, str]) -> str:
    """The changes between two contents in Chinese: figures with both values, then pieces."""
    moved = [
        f"{labels.get(id, id)}：{before.figures.get(id, '无')}→{now.figures.get(id, '无')}"
        for id in sorted({*before.figures, *now.figures})
        if before.figures.get(id) != now.figures.get(id)
    ]
    # compared by content: an inserted paragraph renames the following ones but does not change them
    other = [name for name, hash in now.pieces.items() if hash not in before.pieces.values()]
    other += [name for name, hash in before.pieces.items() if hash not in now.pieces.values()]
    other = list(dict.fromkeys(other))
    changes = _shortened(moved)
    changes += [f"{'、'.join(_shortened(other))}有改动"] if other else []
    return "；".join(changes)


def _shortened(texts: list[str]) -> list[str]:
    return texts if len(texts) <= LISTED_MOST else [*texts[:LISTED_MOST], f"等{len(texts)}处"]
