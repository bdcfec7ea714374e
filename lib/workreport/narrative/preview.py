"""A changed sentence, table or chart beside what the published report has in its place."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

SVG, HTML, PLAIN = "image/svg+xml", "text/html", "text/plain"
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


@dataclass(frozen=True)
class Output:
    """One output: what it shows, and what it says of itself."""

    data: Mapping[str, str]
    told: Mapping[str, Any]

    @classmethod
    def of(cls, shown: Any) -> Output:
        data, metadata = shown._repr_mimebundle_()
        return cls(data, metadata.get("workreport", {}))

    @property
    def leaders(self) -> Output | None:
        """What leaders see of it, where that is not the same."""
        other = self.told.get("leaders")
        return Output(other["data"], other["told"]) if other else None

    @property
    def picture(self) -> Markup:
        return Markup(self.data.get(SVG) or self.data.get(HTML, ""))

    @property
    def text(self) -> str:
        return self.data.get(PLAIN, "")


def published(folder: Path, section: str) -> list[Output]:
    """The outputs of a section in the report published as `folder`; none where it is not there."""
    path = folder / "notebooks" / f"{section}.ipynb"
    if not path.is_file():
        return []
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [one for cell in cells for one in cell.get("outputs", []) if "data" in one]
    return [
        Output(
            {kind: "".join(text) if isinstance(text, list) else text for kind, text in one["data"].items()},
            one.get("metadata", {}).get("workreport", {}),
        )
        for one in outputs
    ]


def counterpart(new: Output, before: list[Output]) -> Output | None:
    """What stands in the place of `new`: the chart or table of its name, the sentence that shares most figures."""
    alike = [one for one in before if one.told.get("kind") == new.told.get("kind")]
    if "name" in new.told:
        return next((one for one in alike if one.told.get("name") == new.told["name"]), None)
    mine = set(new.told.get("figures", ()))
    scores = [_shared(mine, set(one.told.get("figures", ()))) for one in alike]
    best = max(scores, default=0)
    return alike[scores.index(best)] if best else None


def _shared(mine: set[str], other: set[str]) -> float:
    return len(mine & other) / len(mine | other) if mine | other else 0


def beside(new: Output, before: list[Output]) -> Panel:
    """The panel that shows `new`, what stood there, what is different, and what leaders see."""
    old = counterpart(new, before)
    sides, lines = [], []
    if old is None:
        remark = UNPUBLISHED if not before else NO_NAME if "name" in new.told else NO_PLACE
    else:
        remark = SAME if (old.text, old.picture) == (new.text, new.picture) else ""
        sides.append(("已出", old.picture))
        lines.append(f"已出：{old.text}")
    sides.append(("改后", new.picture))
    lines.append(f"改后：{new.text}")
    if old is not None and not remark and new.told.get("kind") == "sentence":
        sides.append(("差别", Markup('<p class="wr-say">{}</p>').format(Markup("").join(marked(old, new)))))
    if new.leaders is not None:
        sides.append(("改后，领导版", new.leaders.picture))
    said = [remark] if remark else []
    html = Markup("").join(
        [*(Markup("<p>{}</p>").format(one) for one in said),
         Markup(BOTH).format(Markup("").join(Markup(SIDE).format(name, shown) for name, shown in sides))]
    )  # fmt: skip
    return Panel(str(html), "\n".join([*said, *lines]))


def marked(old: Output, new: Output) -> Iterator[Markup]:
    """The new sentence with what went and what came marked."""
    was, now = old.text, new.text
    for kind, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Markup("{}").format(was[a:b])
            continue
        if was[a:b]:
            yield Markup("<del>{}</del>").format(was[a:b])
        if now[c:d]:
            yield Markup("<ins>{}</ins>").format(now[c:d])
