"""The outline (提纲) of the written report: title, opening, and by section the sentences that a first draft is written from.

It is data beside the trade, ``outline/正文.yaml``: a bureau may have one of its own. Sentences hold slots as people type
them; see ``sentence_parts`` for what else may stand in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field as Default
from pydantic import field_validator, model_validator

from workreport.base.errors import ContractError
from workreport.base.period_kinds import Kind
from workreport.base.settings import Settings, load_settings
from workreport.base.workspace import Workspace
from workreport.drafts.writing.conditions import CONDITIONS
from workreport.drafts.writing.fixed_words import EACH, FIXED, MOSTLY, NAME, REASON
from workreport.drafts.writing.sentence_parts import Slot, parts_of, slots_of, words_of

FOLDER, FILE = "outline", "正文.yaml"


class Each(Settings):
    """A list of a figure's parts by a dimension, the largest first: their names and numbers.

    `by` is the dimension's name, `top` how many are listed, `but` which labels never are; `say` is what stands for
    each of them, in which 【名】 is its label, also in slots.
    """

    figure: str
    by: str
    say: str
    top: int | None = Default(None, ge=1)
    but: list[str] = Default(default_factory=list)


class Sentence(Settings):
    """One sentence: a text, or a text `when` conditions hold and `otherwise` another one.

    `kinds` are the kinds of period that it speaks of; all by default.
    """

    say: str = Default(min_length=1)
    when: dict[str, list[str]] = Default(default_factory=dict)
    otherwise: Sentence | None = None
    kinds: list[Kind] = Default(default_factory=list)
    each: Each | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, given: Any) -> Any:
        return {"say": given} if isinstance(given, str) else given

    @field_validator("when")
    @classmethod
    def _known(cls, when: dict[str, list[str]]) -> dict[str, list[str]]:
        for name, figures in when.items():
            if name not in CONDITIONS:
                raise ValueError(f"没有条件“{name}”，可用：{'、'.join(CONDITIONS)}")
            if not figures or (CONDITIONS[name].two and len(figures) != 2):
                raise ValueError(f"条件“{name}”应写{'两个' if CONDITIONS[name].two else '至少一个'}指标")
        return when

    @model_validator(mode="after")
    def _readable(self) -> Sentence:
        known = {*FIXED, REASON, *([EACH, MOSTLY] if self.each else [])}
        _require_words(self.say, known)
        if self.each:
            _require_words(self.each.say, {*FIXED, NAME})
        return self

    @property
    def slots(self) -> Iterator[str]:
        """The words of every slot, of the list and of what stands otherwise too."""
        for text in (self.say, *([self.each.say] if self.each else [])):
            yield from (one.words for one in slots_of(parts_of(text)))
        if self.otherwise:
            yield from self.otherwise.slots

    @property
    def all(self) -> Iterator[Sentence]:
        """The sentence and what stands otherwise."""
        yield self
        if self.otherwise:
            yield from self.otherwise.all


class OutlineEntry(Settings):
    """One paragraph of sentences, or a heading above the next ones.

    `points` follow `say` as 一是…；二是…, and without any of them neither is written; `office` names a text of the office's own, ``narrative/<name>.md`` of the year,
    for which `say` stands in.
    """

    heading: str = ""
    say: list[Sentence] = Default(default_factory=list)
    points: list[Sentence] = Default(default_factory=list)
    office: str = ""
    kinds: list[Kind] = Default(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _of_list(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"say": [given]}
        return {"say": given} if isinstance(given, list) else given

    @model_validator(mode="after")
    def _of_one_kind(self) -> OutlineEntry:
        if bool(self.heading) == bool(self.say or self.points):
            raise ValueError("一条要么是标题（heading），要么是一段话")
        return self

    @property
    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, those that stand otherwise too."""
        for one in (*self.say, *self.points):
            yield from one.all


class Outline(Settings):
    """The outline of a written report; `title` has a line per item, `sections` are by the ids of ``sections.yaml``."""

    title: list[str] = Default(default_factory=lambda: ["【机关】", "关于【报告期】工作情况的报告"])
    opening: list[OutlineEntry] = Default(default_factory=lambda: [OutlineEntry.model_validate(OPENING)])
    sections: dict[str, list[OutlineEntry]] = Default(default_factory=dict)
    attachments: list[str] = Default(default_factory=list)

    @field_validator("title", "attachments")
    @classmethod
    def _words(cls, lines: list[str]) -> list[str]:
        for line in lines:
            _require_words(line, set(FIXED))
        return lines

    @property
    def sentences(self) -> Iterator[tuple[str, Sentence]]:
        """Every sentence with its place: section and number of its paragraph."""
        for place, entries in {"opening": self.opening, **self.sections}.items():
            for number, entry in enumerate(entries, start=1):
                for sentence in entry.sentences:
                    yield f"{place} 第 {number} 条", sentence


OPENING = ["【报告期】，〔此处写总体做法〕。现将有关情况报告如下："]


def has_outline(workspace: Workspace) -> bool:
    """Whether the bureau, or its trade, has an outline of the written report."""
    return workspace.shared_file(f"{FOLDER}/{FILE}") is not None


def load_outline(workspace: Workspace) -> Outline:
    """The outline of a bureau's written report; headings alone for a trade without one.

    Raises
    ------
    ContractError
        If the file is malformed, or names a section that does not exist; says where.
    """
    path = workspace.shared_file(f"{FOLDER}/{FILE}")
    if path is None:
        return Outline()
    outline = load_settings(Outline, path, workspace.bureau.worded)
    known = [section.id for section in workspace.all_sections]
    if (
        workspace.data not in path.parents
    ):  # that of the trade, which speaks of sections that a bureau need not have
        own = {id: entries for id, entries in outline.sections.items() if id in known}
        return outline.model_copy(update={"sections": own})
    if unknown := [id for id in outline.sections if id not in known]:
        raise ContractError(
            f"提纲里有没有登记的章节：{'、'.join(unknown)}",
            where=f"{workspace.shown(path)}（sections）",
            expected="、".join(known),
            todo="请改成 sections.yaml 中的章节编号",
        )
    return outline


def _require_words(text: str, known: set[str]) -> None:
    """Require that a text can be read and that its words to be filled in are known."""
    parts = parts_of(text)
    if unknown := [word.name for word in words_of(parts) if word.name not in known]:
        raise ValueError(
            f"不认识“【{unknown[0]}】”，可用：{'、'.join(f'【{one}】' for one in sorted(known))}"
        )
    for slot in slots_of(parts):
        if "【" in slot.words and (NAME not in known or not isinstance(slot, Slot)):
            raise ValueError(f"〔{slot.words}〕里不能有“【】”")
