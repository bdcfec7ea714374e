"""The sections of a report, in the order of ``sections.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field as Default

from workreport.base.errors import ContractError
from workreport.base.names import named
from workreport.base.settings import Settings, load_entries

FILE = "sections.yaml"
EXPLORE = "explore"
"""The notebook for experiments: it may use pandas, and is not part of the report."""
DESK = "desk"
"""The notebook with the forms, which is no section either."""


@dataclass(frozen=True)
class Section:
    """One section of the report.

    Attributes
    ----------
    id : str
        Name of the notebook without suffix, ``NN_name``.
    title : str
        Heading in the report.
    chapter : str
        Heading of the chapter that the section belongs to; a section without one precedes the chapters.
    """

    id: str
    title: str
    chapter: str = ""


class _SectionEntry(Settings):
    """One entry of the file; keys as the attributes of ``Section``."""

    id: str = Default(pattern=r"^[0-9]{2}_[a-z0-9_]+$")
    title: str = Default(min_length=1)
    chapter: str = ""


def section_id(text: str, sections: Iterable[Section], *, where: str = "") -> str:
    """The section that people call by its id, number or title; ``UnknownName`` with the nearest if there is none."""
    names = {one.id: (one.id.partition("_")[0], one.title) for one in sections}
    return named(text, names, "章节", where=where)


def load_sections(path: Path, shown: str) -> tuple[Section, ...]:
    """Read the sections of a file.

    Raises
    ------
    ContractError
        If the file is malformed or empty, or two sections have one id; names the entry.
    """
    sections: dict[str, Section] = {}
    for number, entry in enumerate(load_entries(_SectionEntry, path, shown), start=1):
        if entry.id in sections:
            raise ContractError(
                f"章节“{entry.id}”出现两次", where=place(shown, number), todo="请改名或删去其中一条"
            )
        sections[entry.id] = Section(entry.id, entry.title, entry.chapter)
    if not sections:
        raise ContractError("至少要有一个章节", where=shown)
    return tuple(sections.values())


def place(shown: str, number: int) -> str:
    """Place of an entry in the file, for messages."""
    return f"{shown} 第 {number} 条"
