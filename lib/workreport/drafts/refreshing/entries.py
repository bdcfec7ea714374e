"""What a refresh has to say of one place of a draft: a number that moved, one that people typed, a claim that fell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from workreport.drafts.bound.bound_number import Source

CHANGED, FILLED, REBOUND, LIFTED, OVERRIDDEN = "changed", "filled", "rebound", "lifted", "overridden"
TYPED, LOST, SLOT, NO_NUMBER, UNWRITTEN, CLAIM = "typed", "lost", "slot", "no_number", "unwritten", "claim"


class Kind(NamedTuple):
    """A kind of entry: its title, what it means, and whether a person has to do something about it."""

    title: str
    about: str
    for_people: bool


KINDS = {
    TYPED: Kind("手改待定", "有人改了绑定数，与台账不一致；改回台账数，或答复“不改：理由”", True),
    CLAIM: Kind("说法不符", "断言、升降或手写的数与台账对不上", True),
    SLOT: Kind("槽位未填", "〔〕里的指标名、分组或写法认不出，或本期没有数", True),
    NO_NUMBER: Kind("本期无数", "绑定的指标本期没有数，文中仍是上次的", True),
    UNWRITTEN: Kind("写不进去", "所在的域、公式写不进修订，要手工改", True),
    LOST: Kind("绑定丢失", "绑定数所在的话删了或改得认不出，不再跟踪", True),
    CHANGED: Kind("改数", "台账变了，数已更新", False),
    FILLED: Kind("填入", "〔〕已换成绑定数", False),
    REBOUND: Kind("重新绑定", "手改的数就是台账现在的数，照手改的写法绑定", False),
    OVERRIDDEN: Kind("手改保留", "与台账不一致，有人说明理由保留", False),
    LIFTED: Kind("保留解除", "保留的数与台账又一致了，或换了报告期", False),
}
"""In the order in which they are listed."""


@dataclass(frozen=True)
class Entry:
    """One line of the list of changes.

    ``start`` and ``end`` are offsets in the draft before the refresh (0 where a number is lost); ``old`` is what stood there,
    ``new`` what the copy says, ``ledger`` what the ledgers say. ``author`` typed it; ``why`` is the reason of an override;
    ``sentence`` is the one around it, in the copy. ``gravity`` is a finding's, ``fingerprint`` what an answer refers to, ``settled``
    says that somebody gave one.
    """

    kind: str
    start: int = 0
    end: int = 0
    source: Source | None = None
    old: str = ""
    new: str = ""
    ledger: str = ""
    author: str = ""
    why: str = ""
    message: str = ""
    line: int = 0
    sentence: str = ""
    cause: str = ""
    gravity: str = ""
    fingerprint: str = ""
    settled: bool = False

    @property
    def for_people(self) -> bool:
        """Whether a person has to do something about it, and nobody has answered."""
        return KINDS[self.kind].for_people and not self.settled
