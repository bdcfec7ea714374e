"""A changed sentence, table or chart beside what the published report has in its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup

from workreport.blocks.block import HTML, PLAIN, Block, Chart, Paragraph, Table
from workreport.blocks.stored import blocks_in

SIDE = '<div style="flex:1 1 24rem;min-width:0"><p><strong>{}</strong></p>{}</div>'
BOTH = '<div style="display:flex;flex-wrap:wrap;gap:1.5rem">{}</div>'
SAME = "与已出的一稿相同"
UNPUBLISHED = "本期还没有出过稿，只有改后的样子"
NO_PLACE = "已出的一稿里没有用到这些指标的段落"
NO_NAME = "已出的一稿里没有这个名字的图表"


@dataclass(frozen=True)
class Panel:
    """HTML for the notebook, and the same as text."""

    html: str
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {HTML: self.html, PLAIN: self.text}


def published(folder: Path, section: str) -> list[Block]:
    """The blocks of a section in the report published as `folder`; none where it is not there."""
    path = folder / "notebooks" / f"{section}.ipynb"
    return list(blocks_in(nbformat.read(path, as_version=4))) if path.is_file() else []


def counterpart(new: Block, before: list[Block]) -> Block | None:
    """The block in the place of `new`: the chart or table of its name, the paragraph that shares most figures."""
    alike = [one for one in before if one.kind == new.kind]
    if isinstance(new, Table | Chart):
        return next((one for one in alike if one.name == new.name), None)
    mine = set(new.figures)
    scores = [_shared(mine, set(one.figures)) for one in alike]
    best = max(scores, default=0)
    return alike[scores.index(best)] if best else None


def _shared(mine: set[str], other: set[str]) -> float:
    return len(mine & other) / len(mine | other) if mine | other else 0


def picture(block: Block) -> Markup:
    """A block as the panel shows it."""
    return Markup(block.svg if isinstance(block, Chart) else block.html())


def beside(new: Block, before: list[Block]) -> Panel:
    """The panel that shows `new`, what stood there, what is different, and what leaders see."""
    old = counterpart(new, before)
    sides, lines = [], []
    if old is None:
        remark = UNPUBLISHED if not before else NO_NAME if isinstance(new, Table | Chart) else NO_PLACE
    else:
        remark = SAME if (old.text, picture(old)) == (new.text, picture(new)) else ""
        sides.append(("已出", picture(old)))
        lines.append(f"已出：{old.text}")
    sides.append(("改后", picture(new)))
    lines.append(f"改后：{new.text}")
    if old is not None and not remark and isinstance(new, Paragraph):
        sides.append(("差别", Markup('<p class="wr-say">{}</p>').format(Markup("").join(marked(old, new)))))
    if new.leaders is not None:
        sides.append(("改后，领导版", picture(new.leaders)))
    if new.public is not None:
        sides.append(("改后，公开版", picture(new.public)))
    said = [remark] if remark else []
    html = Markup("").join(
        [*(Markup("<p>{}</p>").format(one) for one in said),
         Markup(BOTH).format(Markup("").join(Markup(SIDE).format(name, shown) for name, shown in sides))]
    )  # fmt: skip
    return Panel(str(html), "\n".join([*said, *lines]))


def marked(old: Block, new: Block) -> Iterator[Markup]:
    """The new paragraph with what went and what came marked."""
    was, now = old.text, new.text
    for kind, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Markup("{}").format(was[a:b])
            continue
        if was[a:b]:
            yield Markup("<del>{}</del>").format(was[a:b])
        if now[c:d]:
            yield Markup("<ins>{}</ins>").format(now[c:d])
