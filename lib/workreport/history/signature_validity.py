"""How sign-offs and comments stand against what the sections show now: valid, withdrawn by a change, or not in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workreport.figures.registry import FIGURES
from workreport.history.section_content import Content, difference
from workreport.history.signing_steps import Steps
from workreport.history.signoff_record import ACTIONS, Entry, Record

VALID, WITHDRAWN, TAMPERED = "有效", "已失效", "记录被改动"
CURRENT, OUTDATED = "针对现在的内容", "所说的内容已改动"
GONE = "本章现在没有生成"
UNKNOWN = "没有这个步骤"


@dataclass(frozen=True)
class SignatureStatus:
    """One entry and how it stands; ``why`` says what changed, or which steps before it are not signed."""

    number: int
    entry: Entry
    state: str
    why: str = ""
    replaced: bool = False

    @property
    def valid(self) -> bool:
        return self.state == VALID

    @property
    def withdrawn(self) -> bool:
        """A signature that no longer holds and that nobody gave again."""
        return self.entry.action == "sign" and not self.valid and not self.replaced

    def row(self, titles: Mapping[str, str]) -> dict[str, str]:
        """The entry as a row of the review view."""
        one = self.entry
        return {
            "number": str(self.number), "section": one.section, "title": titles.get(one.section, one.section),
            "role": one.role, "by": one.by, "date": one.date.isoformat(), "action": ACTIONS[one.action],
            "run": one.run, "content": one.content, "comment": one.comment, "state": self.state,
            "why": self.why + ("；已重签" if self.replaced and not self.valid else ""),
        }  # fmt: skip


def signature_statuses(
    record: Record, period: str, contents: Mapping[str, Content], steps: Steps
) -> list[SignatureStatus]:
    """Every entry about a period, in the order of the record; `contents` is what its sections show now."""
    found = [
        _judged(record, number, entry, contents, steps)
        for number, entry in enumerate(record.entries, start=1)
        if entry.period == period
    ]
    signed = {
        (one.entry.section, one.entry.role) for one in found if one.entry.action == "sign" and one.valid
    }
    again = {(one.entry.section, one.entry.role): one.number for one in found if one.valid}
    made = []
    for one in found:
        place = one.entry.section, one.entry.role
        why, replaced = one.why, one.number < again.get(place, 0)
        if one.valid and one.entry.action == "sign":
            lacking = [
                role for role in steps.before(one.entry.role) if (one.entry.section, role) not in signed
            ]
            why = f"此前未签：{'、'.join(lacking)}" if lacking else ""
        made.append(SignatureStatus(one.number, one.entry, one.state, why, replaced))
    return made


def _judged(
    record: Record, number: int, entry: Entry, contents: Mapping[str, Content], steps: Steps
) -> SignatureStatus:
    signs = entry.action == "sign"
    if record.broken and number >= record.broken:
        return SignatureStatus(number, entry, TAMPERED, f"{record.shown} 从第 {record.broken} 条起与封记不符")
    if signs and entry.role not in steps.roles:
        return SignatureStatus(number, entry, UNKNOWN, f"步骤有：{'、'.join(steps.roles)}")
    now = contents.get(entry.section)
    if now is not None and now.hash == entry.content:
        return SignatureStatus(number, entry, VALID if signs else CURRENT)
    told = GONE if now is None else difference(record.content(entry), now, _labels())
    return SignatureStatus(number, entry, WITHDRAWN if signs else OUTDATED, told)


def _labels() -> dict[str, str]:
    return {id: figure.label for id, figure in FIGURES.items()}


def signed_by(
    found: Sequence[SignatureStatus], steps: Steps, titles: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """For the cover: each role that signed, in order, and who signed what in it."""
    for role in steps.roles:
        latest = {one.entry.section: one.entry.by for one in found if one.valid and one.entry.role == role}
        names: dict[str, list[str]] = {}
        for section, title in titles.items():
            if section in latest:
                names.setdefault(latest[section], []).append(title)
        told = [f"{by}（{_sections(signed, len(titles))}）" for by, signed in names.items()]
        if told:
            yield role, "；".join(told)


def _sections(signed: Sequence[str], whole: int) -> str:
    return "全部章节" if len(signed) == whole else "、".join(signed)
