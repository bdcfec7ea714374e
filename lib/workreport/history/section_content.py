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

SHOWN = ("text/html", "image/svg+xml", "text/markdown")
LENGTH = 16
KINDS = {"sentence": "段落", "notice": "缺项说明", "cards": "指标卡", "office_text": "办公室文稿"}
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
    for name, shown, told in _pieces(cells):
        label, at = name, 1
        while label in pieces:
            at += 1
            label = f"{name}之{at}"
        pieces[label] = digest(shown)
        figures |= dict.fromkeys(told.get("figures", ()))
    return Content(pieces, {id: display[id] for id in sorted(figures) if id in display})


def _pieces(cells: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Any, Mapping[str, Any]]]:
    """The name of each piece, what it shows in each view, and what it says of itself."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            yield HEADING, cell["source"], {}
        for output in cell.get("outputs", ()):
            data = {kind: output["data"][kind] for kind in SHOWN if kind in output.get("data", {})}
            told = output.get("metadata", {}).get("workreport", {})
            if not data:
                continue
            leaders = told.get("leaders", {}).get("data", {})
            yield _name(told), [data, {kind: leaders[kind] for kind in SHOWN if kind in leaders}], told


def _name(told: Mapping[str, Any]) -> str:
    kind = told.get("kind", "")
    return f"{TITLED[kind]}“{told['title']}”" if kind in TITLED else KINDS.get(kind, OTHER)


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
