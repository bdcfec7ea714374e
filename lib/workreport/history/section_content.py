"""What a section shows, piece by piece, and one hash over it: what a signature is bound to.

Paragraphs, tables, charts, the office's texts and headings count, in both views; code, sign-offs and
the clock do not, so that signing changes no hash and the same figures and words give the same one.
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
"""What counts of an output that is no block."""
LENGTH = 16
KINDS = {"paragraph": "段落", "notice": "缺项说明", "cards": "指标卡", "office_text": "办公室文稿"}
TITLED = {"table": "表", "chart": "图"}
HEADING, OTHER, PENDING = "标题", "其他输出", "待核行数"
FEW = 6


@dataclass(frozen=True)
class Content:
    """What a section shows: each piece by a hash, in order, and the figures that it names as they are displayed."""

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
        As nbformat has them, before or after what differs from run to run is taken out.
    display : mapping of str to str
        Every figure as it is displayed.
    pending : int
        Rows of the section's ledgers that wait to be settled; the page says so.
    """
    pieces: dict[str, str] = {PENDING: digest(pending)} if pending else {}
    figures: dict[str, None] = {}
    for name, shown, named in _pieces(cells):
        label, at = name, 1
        while label in pieces:
            at += 1
            label = f"{name}之{at}"
        pieces[label] = digest(shown)
        figures |= dict.fromkeys(named)
    return Content(pieces, {id: display[id] for id in sorted(figures) if id in display})


def _pieces(cells: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Any, Iterable[str]]]:
    """The name of each piece, what it shows in each view, and its figures."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            yield HEADING, cell["source"], ()
        for output in cell.get("outputs", ()):
            if (block := block_of(output)) is None:
                data = output.get("data", {})
                if shown := {kind: data[kind] for kind in SHOWN if kind in data}:
                    yield OTHER, shown, ()
            elif not isinstance(block, Nothing):
                yield _name(block), [_shown(view) for view in (block, block.leaders) if view], block.figures


def _shown(block: Block) -> dict[str, Any]:
    """A block as one view has it; of a picture the SVG counts."""
    return {name: value for name, value in block.to_json().items() if name not in ("leaders", "png")}


def _name(block: Block) -> str:
    return f"{TITLED[block.kind]}“{block.title}”" if isinstance(block, Table | Chart) else KINDS[block.kind]


def digest(thing: Any) -> str:
    """A short hash over anything that JSON can tell."""
    text = json.dumps(thing, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def difference(before: Content, now: Content, labels: Mapping[str, str]) -> str:
    """What changed between two contents, for people: figures with both values, then pieces."""
    moved = [
        f"{labels.get(id, id)}：{before.figures.get(id, '无')}→{now.figures.get(id, '无')}"
        for id in sorted({*before.figures, *now.figures})
        if before.figures.get(id) != now.figures.get(id)
    ]
    # by what they show: a paragraph put in between renames those behind it, and changes none
    other = [name for name, one in now.pieces.items() if one not in before.pieces.values()]
    other += [name for name, one in before.pieces.items() if one not in now.pieces.values()]
    other = list(dict.fromkeys(other))
    told = _few(moved)
    told += [f"{'、'.join(_few(other))}有改动"] if other else []
    return "；".join(told)


def _few(texts: list[str]) -> list[str]:
    return texts if len(texts) <= FEW else [*texts[:FEW], f"等{len(texts)}处"]
