"""Validity of sign-offs and comments against the current sections: valid, withdrawn by a change, or out of order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workreport.figures.registry import FIGURES
from workreport.history.section_content import Content, difference
from workreport.history.signing_steps import Steps
from workreport.history.signoff_record import ACTIONS, SignoffEntry, SignoffRecord

VALID, WITHDRAWN, TAMPERED = "有效", "已失效", "记录被改动"
CURRENT, OUTDATED = "针对现在的内容", "所说的内容已改动"
GONE = "本章现在没有生成"
UNKNOWN = "没有这个步骤"


@dataclass(frozen=True)
class SignatureStatus:
    """One entry and its state; ``why`` is what changed, or the earlier steps not signed."""

    number: int
    entry: SignoffEntry
    state: str
    why: str = ""
    replaced: bool = False

    @property
    def valid(self) -> bool:
        return self.state == VALID

    @property
    def withdrawn(self) -> bool:
        """Whether a signature is no longer valid and was not given again."""
        return self.entry.action == "sign" and not self.valid and not self.replaced

    def row(self, titles: Mapping[str, str]) -> dict[str, str]:
        """The entry as a row of the review view."""
        entry = self.entry
        return {
            "number": str(self.number), "section": entry.section,
            "title": titles.get(entry.section, entry.section), "role": entry.role, "by": entry.by,
            "date": entry.date.isoformat(), "action": ACTIONS[entry.action],
            "run": entry.run, "content": entry.content, "comment": entry.comment, "state": self.state,
            "why": self.why + ("；已重签" if self.replaced and not self.valid else ""),
        }  # fmt: skip


def signature_statuses(
    record: SignoffRecord, period: str, contents: Mapping[str, Content], steps: Steps
) -> list[SignatureStatus]:
    """The status of every entry about a period, in the order of the record; `contents` are the current ones."""
    statuses = [
        _status(record, number, entry, contents, steps)
        for number, entry in enumerate(record.entries, start=1)
        if entry.period == period
    ]
    valid = [status for status in statuses if status.valid]
    signed = {(s.entry.section, s.entry.role) for s in valid if s.entry.action == "sign"}
    latest = {(s.entry.section, s.entry.role): s.number for s in valid}
    result = []
    for status in statuses:
        entry, why = status.entry, status.why
        if status.valid and entry.action == "sign":
            lacking = [role for role in steps.before(entry.role) if (entry.section, role) not in signed]
            why = f"此前未签：{'、'.join(lacking)}" if lacking else ""
        replaced = status.number < latest.get((entry.section, entry.role), 0)
        result.append(SignatureStatus(status.number, entry, status.state, why, replaced))
    return result


def _status(
    record: SignoffRecord, number: int, entry: SignoffEntry, contents: Mapping[str, Content], steps: Steps
) -> SignatureStatus:
    signs = entry.action == "sign"
    if record.broken and number >= record.broken:
        return SignatureStatus(number, entry, TAMPERED, f"{record.shown} 从第 {record.broken} 条起与封记不符")
    if signs and entry.role not in steps.roles:
        return SignatureStatus(number, entry, UNKNOWN, f"步骤有：{'、'.join(steps.roles)}")
    now = contents.get(entry.section)
    if now is not None and now.hash == entry.content:
        return SignatureStatus(number, entry, VALID if signs else CURRENT)
    why = GONE if now is None else difference(record.content(entry), now, _labels())
    return SignatureStatus(number, entry, WITHDRAWN if signs else OUTDATED, why)


def _labels() -> dict[str, str]:
    return {id: figure.label for id, figure in FIGURES.items()}


def signed_by(
    statuses: Sequence[SignatureStatus], steps: Steps, titles: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """For the cover: each role that signed, in order, with its signers and their sections."""
    for role in steps.roles:
        latest = {s.entry.section: s.entry.by for s in statuses if s.valid and s.entry.role == role}
        names: dict[str, list[str]] = {}
        for section, title in titles.items():
            if section in latest:
                names.setdefault(latest[section], []).append(title)
        if names:
            yield role, "；".join(f"{by}（{_sections(ids, len(titles))}）" for by, ids in names.items())


def _sections(signed: Sequence[str], whole: int) -> str:
    return "全部章节" if len(signed) == whole else "、".join(signed)
