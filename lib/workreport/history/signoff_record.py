"""The sign-off record ``data/<year>/signoffs.yaml``: append-only, each entry sealed with all entries before it.

The names in it are those of officials in their role and are deliberately not masked; comments are masked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, field_validator
from pydantic import Field as Default

from workreport.base.errors import ContractError, UsageError
from workreport.base.file_lock import lock
from workreport.base.period import Period
from workreport.base.personal_data import masked
from workreport.base.settings import Settings, load_entries
from workreport.base.workspace import Workspace
from workreport.history.section_content import Content

NAME = "signoffs.yaml"
HEAD = """# 审签记录，由 workreport sign 和 workreport comment 续写。请勿改动或删去已有的内容：每一条的 seal 由它和它以前的全部内容算出，
# 改动以后的各条都不再有效。姓名是本局工作人员履职的签名，按规定署名，不遮盖；意见中的个人信息遮盖。
"""
Action = Literal["sign", "comment"]
ACTIONS: dict[Action, str] = {"sign": "签署", "comment": "意见"}
SEAL = re.compile(rb"^  seal: '?(\w+)'?\n", re.MULTILINE)
PERSON = re.compile(r"[\u3400-\u9fff·A-Za-z][\u3400-\u9fff·A-Za-z .]{0,29}")


class SignoffEntry(Settings):
    """One signature or comment: signer, role, section, and the content signed."""

    action: Action
    period: str
    section: str
    role: str
    by: str
    date: dt.date
    run: str
    content: str
    comment: str = ""
    pieces: dict[str, str] = Default(default_factory=dict)
    figures: dict[str, str] = Default(default_factory=dict)
    seal: Annotated[str, BeforeValidator(str)] = ""  # one of digits alone is a number to YAML

    @field_validator("comment")
    @classmethod
    def _without_persons(cls, text: str) -> str:
        return masked(text)


@dataclass(frozen=True)
class SignoffRecord:
    """The entries of a year in order; ``broken`` is the number of the first with a wrong seal (0: none)."""

    shown: str
    entries: Sequence[SignoffEntry] = ()
    broken: int = 0

    def content(self, entry: SignoffEntry) -> Content:
        """The content that an entry refers to; stored with the first entry about it."""
        key = (entry.period, entry.section, entry.content)
        for other in self.entries:
            if (other.period, other.section, other.content) == key and other.pieces:
                return Content(other.pieces, other.figures)
        return Content()


def record_path(workspace: Workspace, period: Period) -> Path:
    """Path of a period's sign-off record, in the year of its last day."""
    return workspace.year_folder(period.end.year) / NAME


def load_record(workspace: Workspace, period: Period) -> SignoffRecord:
    """The year's record; empty if nobody signed.

    Raises
    ------
    ContractError
        If the file cannot be read as a record.
    """
    path = record_path(workspace, period)
    if not path.is_file():
        return SignoffRecord(workspace.shown(path))
    entries = load_entries(SignoffEntry, path, workspace.shown(path))
    written = path.read_bytes()
    seals = [(match.start(), match[1].decode()) for match in SEAL.finditer(written)]
    if len(seals) != len(entries):
        raise ContractError(
            "审签记录有没有封记的条目",
            where=workspace.shown(path),
            todo="请用 workreport sign 签署，不要手写",
        )
    wrong = (number for number, (end, seal) in enumerate(seals, start=1) if _seal(written[:end]) != seal)
    return SignoffRecord(workspace.shown(path), tuple(entries), next(wrong, 0))


def append(path: Path, entry: SignoffEntry) -> None:
    """Append an entry; ``UsageError`` if the file cannot be written."""
    try:
        with path.open("ab+") as file:
            lock(file.fileno())
            file.seek(0)
            before = file.read() or HEAD.encode()
            text = _text(entry).encode()
            written = text if file.tell() else HEAD.encode() + text
            file.write(written + f"  seal: '{_seal(before + text)}'\n".encode())
    except OSError as error:
        raise UsageError("审签记录写不了", where=str(path), todo="请检查路径和权限") from error


def _text(entry: SignoffEntry) -> str:
    """An entry as YAML without its seal; pieces and figures take one line each."""
    content_fields = {"pieces", "figures"}
    values: dict[str, Any] = entry.model_dump(exclude={"seal", *content_fields}, exclude_defaults=True)
    style = {"allow_unicode": True, "sort_keys": False, "width": 10**6}
    lines = yaml.safe_dump([values], default_flow_style=False, **style)
    for name in sorted(content_fields):
        if content := getattr(entry, name):
            lines += f"  {name}: {yaml.safe_dump(content, default_flow_style=True, **style)}"
    return lines


def require_name(by: str) -> str:
    """The signer's name, stripped; ``UsageError`` if it is not a valid name."""
    name = by.strip()
    if not PERSON.fullmatch(name):
        raise UsageError("署名不是姓名", where="--by", expected="签署人的姓名，不含数字和标点")
    return name


def _seal(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()[:16]
