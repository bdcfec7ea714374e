"""What is to do in a text: wrong numbers, relations that do not hold, names; what it should be, and a proposal."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from workreport.drafts.binding.facts import agrees
from workreport.drafts.kinds import FIGURE, GRAPHIC, GRAVITIES, GRAVITY_OF, NAMES, title_of
from workreport.drafts.model import (
    CONFLICT,
    DIFFERS,
    DOUBTFUL,
    MATCHES,
    NOTHING,
    UNREAD,
    WORDING,
    WRONG,
    Binding,
    DraftText,
    Finding,
    Relation,
)
from workreport.drafts.proof.facts import Facts
from workreport.drafts.proof.fingerprint import fingerprint
from workreport.rendering.public.entities import Entities

COMPUTED = ("share", "rate", "growth", "rounding", "forced100")
"""Kinds whose last number follows from the others; in a sum any of the numbers may be the wrong one."""

ALIKE = {"claim": "claim", "unit": "measure", "wording": "measure"}
"""Kinds that figures and the text itself both look at, by what they look at."""
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def findings_of(
    text: DraftText,
    bindings: Sequence[Binding],
    relations: Iterable[Relation],
    claims: Iterable[Finding],
    facts: Mapping[str, Facts],
) -> tuple[Finding, ...]:
    """Everything to do in a text, each with its fingerprint, in the order of the text."""
    found = [
        _of_binding(one, facts.get(one.figure)) for one in bindings if one.state == DIFFERS and one.figure
    ]
    right = {one.token.start for one in bindings if one.state == MATCHES}
    found += [
        _of_relation(text, one)
        for one in relations
        if one.verdict in GRAVITY_OF and not _is_right(one, right)
    ]
    return _each_once(in_order(text, [*found, *claims]))


def _is_right(relation: Relation, right: Container[int]) -> bool:
    """Whether a figure says that a computed number is right: then it was computed from other numbers than those read."""
    computed = relation.kind in COMPUTED and relation.verdict != CONFLICT
    return computed and bool(relation.tokens) and relation.tokens[0].start in right


def in_order(text: DraftText, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by place, each once, with fingerprints."""
    once = dict.fromkeys(
        replace(
            finding,
            fingerprint=finding.fingerprint or fingerprint(text, finding.start, finding.end, finding.kind),
        )
        for finding in findings
    )
    return tuple(sorted(once, key=_place_in_text))


def _place_in_text(finding: Finding) -> tuple[int, int, int, str]:
    return finding.start, [*GRAVITIES].index(finding.gravity), finding.end, finding.kind


def _each_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings without those that tell what a graver one at the same place tells in other words."""
    gravest: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: [*GRAVITIES].index(finding.gravity)):
        family = [
            other
            for other in gravest
            if finding.kind in ALIKE and ALIKE.get(other.kind) == ALIKE[finding.kind]
        ]
        if not any(finding.start < other.end and other.start < finding.end for other in family):
            gravest.append(finding)
    return tuple(sorted(gravest, key=_place_in_text))


def _of_binding(binding: Binding, facts: Facts | None) -> Finding:
    token, parts = binding.token, [binding.explanation]
    if binding.expected and binding.expected not in binding.explanation:
        parts.insert(0, f"文中{token.text}，应为{binding.expected}")
    if facts is not None:
        parts += [f"口径：{facts.definition}", f"依据台账{facts.rows}行"]
    kind, gravity, proposal = FIGURE, WRONG, binding.expected
    if _only_the_word(binding):
        kind, gravity = "wording", WORDING
        proposal = token.text.replace(token.unit, NUMBER.sub("", binding.expected))
    return Finding(gravity, token.line, token.start, token.end, kind, sentences(parts), proposal=proposal)


def _only_the_word(binding: Binding) -> bool:
    """Whether the number is right and the measure beside it is not; a wrong sign is more than a word."""
    token = binding.token
    if not token.unit or binding.expected.endswith(token.unit):
        return False
    right = [Decimal(digits) for digits in NUMBER.findall(binding.expected)]
    return len(right) == 1 and agrees(token, right[0], token.scale)


def _of_relation(text: DraftText, relation: Relation) -> Finding:
    parts = [relation.explanation]
    if relation.formula not in relation.explanation:
        parts.append(f"算式：{relation.formula}")
    if relation.expected != NOTHING and not any(relation.expected in part for part in parts):
        parts.insert(0, f"文中{relation.printed}，应为{relation.expected}")
    start, end = _place(text, relation)
    return Finding(
        GRAVITY_OF[relation.verdict],
        relation.line,
        start,
        end,
        relation.kind,
        sentences([title_of(relation.kind) + "：" + parts[0], *parts[1:]]),
        proposal=_proposal(text.text[start:end], relation),
    )


def _place(text: DraftText, relation: Relation) -> tuple[int, int]:
    """The doubtful number of a relation; without one its words, what it prints, or its line."""
    if relation.tokens:
        return relation.tokens[0].start, relation.tokens[0].end
    line = next((candidate for candidate in text.lines if candidate.number == relation.line), text.lines[0])
    for words in filter(None, (relation.quote, relation.printed)):
        if (at := line.text.find(words)) >= 0:
            return line.start + at, line.start + at + len(words)
    return line.start, line.start + len(line.text)


def _proposal(printed: str, relation: Relation) -> str:
    """The words to put in place, where they follow from the other numbers; of two that differ either may be right."""
    if relation.verdict == CONFLICT or relation.kind not in COMPUTED:
        return ""
    if relation.expected == NOTHING or relation.printed not in printed:
        return ""
    return printed.replace(relation.printed, relation.expected, 1)


def sentences(parts: Iterable[str]) -> str:
    """Parts of a message as sentences."""
    return "".join(f"{part.rstrip('。；，')}。" for part in parts if part.strip("。；， "))


def names_in(text: DraftText, names: Entities | None) -> list[Finding]:
    """Names of the list for public editions; the message does not repeat them."""
    if names is None:
        return []
    return [
        Finding(
            DOUBTFUL,
            text.line_at(start).number,
            start,
            start + len(name),
            NAMES,
            f"名单上不公开的名称，公开前改为“{names.words[name]}”。",
            proposal=names.words[name],
        )
        for start, name in names.found(text.text)
    ]


def graphics_not_read(text: DraftText) -> list[Finding]:
    """Graphics of a Word file whose numbers nobody but a person can check."""
    message = "这张图里的数没有读出来，没有核，请自行核对。"
    return [
        Finding(DOUBTFUL, line.number, line.start, line.start + len(line.text), GRAPHIC, message)
        for line in text.lines
        if line.part == UNREAD
    ]
