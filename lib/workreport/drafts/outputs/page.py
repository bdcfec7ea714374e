"""The page of a proof: findings, counts, and the text in which every number opens to where it comes from."""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from workreport.base.personal_data import masked
from workreport.drafts.binding.aspects import aspect_title
from workreport.drafts.kinds import COLOURS, GRAVITIES, STATES, VERDICTS, shortened, title_of
from workreport.drafts.model import Binding, Finding, Line, Proof, Relation
from workreport.drafts.outputs.terminal import counts_of
from workreport.drafts.proof.facts import Facts
from workreport.drafts.proof.fingerprint import fingerprint

TEMPLATES = Path(__file__).parents[1] / "templates"
CLASSES = dict(
    zip(STATES, ("unread", "undecided", "unsupported", "differs", "confirmed", "matches"), strict=True)
)
"""Names of the states in the style sheet."""


@dataclass(frozen=True)
class Piece:
    """Some characters of a line: those of one number, under one finding, or neither."""

    text: str
    number: int | None = None
    state: str = ""
    gravity: str = ""
    first: bool = False


@dataclass(frozen=True)
class Panel:
    """What opens from a number."""

    id: int
    token: str
    code: str
    binding: Binding
    facts: Facts | None
    relations: tuple[Relation, ...]
    findings: tuple[Finding, ...]

    @property
    def told(self) -> str:
        """The binding's explanation, where neither a finding nor a relation says the same."""
        messages = [one.message for one in self.findings] + [one.formula for one in self.relations]
        return "" if any(self.binding.explanation in one for one in messages) else self.binding.explanation


@dataclass(frozen=True)
class Span:
    """Characters of a line under a number, or under a finding."""

    start: int
    end: int
    panel: Panel | None = None
    gravity: str = ""


def page_of(proof: Proof, facts: Mapping[str, Facts], period: str) -> bytes:
    """The page as one self-contained file that loads and runs nothing else."""
    text = proof.shown
    panels = [*_panels(proof, text, facts)]
    numbers = {panel.binding.token.start: panel for panel in panels}
    script, style = _asset("page.js"), _asset("page.css")
    page = _environment().get_template("page.html.j2").render(
        name=proof.text.name,
        period=period,
        counts=[(state, CLASSES[state], count, STATES[state]) for state, count in counts_of(proof).items()],
        findings=[(finding, shortened(text[finding.start : finding.end]), _number_at(numbers, finding)) for finding in proof.findings],
        answered=proof.answered,
        groups=_groups(proof, text, panels),
        panels=panels,
        script=Markup(script),
        style=Markup(style),
        script_hash=_hash(script),
        style_hash=_hash(style),
        GRAVITIES=GRAVITIES,
        COLOURS=COLOURS,
        VERDICTS=VERDICTS,
        CLASSES=CLASSES,
    )  # fmt: skip
    return page.encode("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"masked": masked, "kind": title_of, "aspect": aspect_title}
    return environment


@cache
def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """By which the page's policy knows its own script and style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _panels(proof: Proof, text: str, facts: Mapping[str, Facts]) -> Iterator[Panel]:
    relations: dict[int, list[Relation]] = {}
    for relation in proof.relations:
        for start in dict.fromkeys(token.start for token in relation.tokens):
            relations.setdefault(start, []).append(relation)
    longest = max((finding.end - finding.start for finding in proof.findings), default=0)
    starts = [finding.start for finding in proof.findings]
    for id, binding in enumerate(proof.bindings, start=1):
        token = binding.token
        near = proof.findings[bisect_left(starts, token.start - longest) : bisect_left(starts, token.end)]
        yield Panel(
            id,
            text[token.start : token.end],
            fingerprint(proof.text, token.start, token.end),
            binding,
            facts.get(binding.figure),
            tuple(relations.get(token.start, ())),
            tuple(finding for finding in near if token.start < finding.end),
        )


def _number_at(numbers: Mapping[int, Panel], finding: Finding) -> str:
    """The place that a finding leads to: its number, else its line."""
    panel = numbers.get(finding.start)
    return f"t{panel.id}" if panel else f"l{finding.line}"


def _groups(proof: Proof, text: str, panels: Iterable[Panel]) -> Iterator[tuple[int, list]]:
    """Lines by table; each line with its cells, a cell as pieces. Paragraphs have one cell."""
    spans: dict[int, list[Span]] = {}
    for span in (
        *(Span(one.binding.token.start, one.binding.token.end, one) for one in panels),
        *(Span(one.start, one.end, None, one.gravity) for one in proof.findings),
    ):
        spans.setdefault(proof.text.line_at(span.start).number, []).append(span)
    for table, lines in groupby(proof.text.lines, key=lambda line: line.table):
        yield table, [(line, [*_cells(text, line, spans.get(line.number, []))]) for line in lines]


def _cells(text: str, line: Line, spans: Sequence[Span]) -> Iterator[list[Piece]]:
    for first, last in line.cells or ((0, len(line.text)),):
        yield [*_pieces(text, line.start + first, line.start + last, spans)]


def _pieces(text: str, first: int, last: int, spans: Sequence[Span]) -> Iterator[Piece]:
    """A stretch of text, cut wherever a number or a finding begins or ends."""
    edges = {at for span in spans for at in (span.start, span.end) if first < at < last}
    for start, end in pairwise(sorted({first, last, *edges})):
        over = [span for span in spans if span.start <= start and end <= span.end]
        panel = next((span.panel for span in over if span.panel), None)
        if panel is not None:  # a finding about more words than the number is shown on those around it
            token = panel.binding.token
            over = [span for span in over if token.start <= span.start and span.end <= token.end]
        yield Piece(
            text[start:end],
            panel.id if panel else None,
            CLASSES[panel.binding.state] if panel else "",
            min((span.gravity for span in over if span.gravity), key=[*GRAVITIES].index, default=""),
            panel is not None and panel.binding.token.start == start,
        )
