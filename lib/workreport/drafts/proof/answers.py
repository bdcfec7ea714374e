"""People's answers: dismissed findings and confirmed numbers, kept by the fingerprint of the statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field as Default

from workreport.base.period import Period
from workreport.base.personal_data import masked
from workreport.base.settings import Settings, load_entries
from workreport.base.workspace import Workspace
from workreport.drafts.binding.aspects import VALUE
from workreport.drafts.binding.facts import agrees, factor_of
from workreport.drafts.kinds import shortened
from workreport.drafts.model import (
    CONFIRMED,
    DIFFERS,
    MATCHES,
    UNDECIDED,
    Answered,
    Binding,
    DraftText,
    Finding,
    Proof,
)
from workreport.drafts.proof.fingerprint import codes, fingerprint
from workreport.drafts.reading.word_replies import Reply, replies
from workreport.figures.book import Book
from workreport.figures.number_format import shown
from workreport.figures.registry import FIGURES

FILE, TEMPLATE = "proof.yaml", "proof.template.yaml"
WORD = ".docx"
SYNONYMS = "synonyms.proposed.yaml"
CLAUSE = re.compile(r"[^\W\d]{1,12}$")
"""The words right before a number."""
DISMISSING = re.compile(r"\s*(?:不改|不用改|不必改|无误|没错|没有错|不是问题)[：:，,。；;\s]*(.*)", re.DOTALL)


STATING = re.compile(
    r"\s*是[：:\s]*(?:指标)?[：:“\"\s]*([^：:，,。；;”\"\n]+)[”\"]?[：:，,。；;\s]*(.*)", re.DOTALL
)
"""是 a figure, by its label or id, and a reason."""


class Answer(Settings):
    """One entry of ``proof.yaml``.

    Attributes
    ----------
    fingerprint : str
        The statement, as the proof's outputs give it.
    verdict : {"dismissed", "confirmed"}
        Whether a finding is none, or a number states `figure`, an id or a label; without a figure, that the number is
        right.
    by, why : str
        Who says so, and for what reason.
    """

    fingerprint: str = Default(min_length=1)
    verdict: Literal["dismissed", "confirmed"]
    figure: str = ""
    by: str = Default(min_length=1)
    why: str = Default(min_length=1)


def load_answers(paths: Iterable[Path]) -> dict[str, Answer]:
    """The answers of all files that exist, by fingerprint; an earlier file counts before a later one.

    Raises
    ------
    ContractError
        If an entry is malformed.
    """
    found: dict[str, Answer] = {}
    for path in paths:
        for answer in load_entries(Answer, path, path.name) if path.is_file() else ():
            found.setdefault(answer.fingerprint, answer)
    return found


def answers_to(path: Path, period: Period | None, workspace: Workspace) -> dict[str, Answer]:
    """What people have answered of a text: beside it, in the folders of the period's years, and in its own comments.

    Raises
    ------
    WorkreportError
        If a file of answers or the text is malformed.
    """
    years = period.years[::-1] if period else []
    written = load_answers([path.parent / FILE, *(workspace.year_folder(year) / FILE for year in years)])
    return (from_replies(replies(path)) if path.suffix.lower() == WORD else {}) | written


def confirmed(
    text: DraftText, bindings: Sequence[Binding], answers: Mapping[str, Answer], book: Book | None
) -> tuple[Binding, ...]:
    """The bindings, with those that people have confirmed: by the code of the number or of a finding about it."""
    given = {code: one for code, one in answers.items() if one.verdict == "confirmed"}
    return tuple(_confirmed(text, one, given, book) for one in bindings) if given else tuple(bindings)


def _confirmed(
    text: DraftText, binding: Binding, answers: Mapping[str, Answer], book: Book | None
) -> Binding:
    token = binding.token
    answer = _given(text, binding, answers)
    if answer is None:
        return binding
    explanation = masked(f"{answer.by}确认：{answer.why}")
    if not answer.figure:
        return replace(binding, state=CONFIRMED, expected="", explanation=explanation)
    id = figure_named(answer.figure)
    if book is None or not id:
        return binding
    figure, number = FIGURES[id], book.value(id).number
    if number is None or token.value is None:
        return replace(binding, figure=figure.id, aspect=VALUE, explanation=explanation)
    same = agrees(token, Decimal(number), factor_of(figure, VALUE))
    return replace(
        binding,
        state=MATCHES if same else DIFFERS,
        figure=figure.id,
        aspect=VALUE,
        expected=shown(figure, number),
        explanation=explanation,
    )


def _given(text: DraftText, binding: Binding, answers: Mapping[str, Answer]) -> Answer | None:
    """The answer to a number, by its own code or that of a finding about it."""
    found = (code for code in codes(text, binding.token.start, binding.token.end) if code in answers)
    return next((answers[code] for code in found), None)


def figure_named(name: str) -> str:
    """The id of the figure with an id or a label; "" if there is none, or several have the label."""
    if name in FIGURES:
        return name
    labelled = [id for id, figure in FIGURES.items() if figure.label == name]
    return labelled[0] if len(labelled) == 1 else ""


def from_replies(given: Iterable[Reply]) -> dict[str, Answer]:
    """Answers to comments of a Word file: one of ``DISMISSING`` and why, or 是 and the figure that a number states."""
    found: dict[str, Answer] = {}
    for reply in given:
        if (answer := _of_reply(reply)) is not None:
            found[reply.fingerprint] = answer
    return found


def _of_reply(reply: Reply) -> Answer | None:
    code, by = reply.fingerprint, reply.author.strip() or "批注"
    if not code:
        return None
    if match := DISMISSING.match(reply.text):
        why = match[1].strip() or reply.text.strip()
        return Answer(fingerprint=code, verdict="dismissed", by=by, why=why)
    match = STATING.match(reply.text)
    id = figure_named(match[1].strip()) if match else ""
    if match and id:
        why = match[2].strip() or reply.text.strip()
        return Answer(fingerprint=code, verdict="confirmed", figure=id, by=by, why=why)
    return None


def dismissed(
    findings: Iterable[Finding], answers: Mapping[str, Answer]
) -> tuple[tuple[Finding, ...], tuple[Answered, ...]]:
    """The findings that are still to do, and those that people have dismissed."""
    left, answered = [], []
    for one in findings:
        answer = answers.get(one.fingerprint)
        if answer is not None and answer.verdict == "dismissed":
            answered.append(Answered(one, masked(answer.by), masked(answer.why)))
        else:
            left.append(one)
    return tuple(left), tuple(answered)


def unused(proofs: Iterable[Proof], answers: Mapping[str, Answer]) -> list[str]:
    """Fingerprints of answers to statements that stand in none of the texts."""
    known: set[str] = set()
    for one in proofs if answers else ():
        known |= {finding.fingerprint for finding in one.findings}
        known |= {answered.finding.fingerprint for answered in one.answered}
        known |= {code for b in one.bindings for code in codes(one.text, b.token.start, b.token.end)}
    return [name for name in answers if name not in known]


def proposed_synonyms(proof: Proof, answers: Mapping[str, Answer]) -> str:
    """The words before numbers that people have confirmed as figures, to be added to ``data/synonyms``; "" if none."""
    phrases: dict[str, dict[str, list[str]]] = {}
    given = {code: answer for code, answer in answers.items() if answer.verdict == "confirmed"}
    for binding in proof.bindings if given else ():
        answer = _given(proof.text, binding, given)
        id = figure_named(answer.figure) if answer else ""
        words = CLAUSE.search(proof.text.text[: binding.token.start]) if id else None
        if words and len(words[0]) > 1 and masked(words[0]) == words[0]:
            phrases.setdefault(id, {"say": []})["say"].append(words[0])
    return yaml.safe_dump({"figures": phrases}, allow_unicode=True) if phrases else ""


def template(proof: Proof) -> str:
    """The entries to fill in and copy into ``proof.yaml``: each finding, each number that nobody can place."""
    lines = [f"# 填好后把需要的条目拷进 {FILE}（放在稿件旁边，或 data/<年度>/）。by 写谁，why 写为什么。"]
    for finding in proof.findings:
        quote = shortened(proof.text.text[finding.start : finding.end])
        lines += _entry(finding.line, quote, finding.message, finding.fingerprint, "dismissed")
    for binding in proof.bindings:
        if binding.state == UNDECIDED:
            token, text = binding.token, proof.text
            message = "可能是 " + "、".join(
                f"{c.figure}（{c.label} {c.display}）" for c in binding.candidates
            )
            lines += _entry(
                token.line, token.text, message, fingerprint(text, token.start, token.end), "confirmed"
            )
    return "\n".join(lines) + "\n"


def _entry(line: int, quote: str, message: str, code: str, verdict: str) -> list[str]:
    comment = " ".join(masked(f"第{line}行“{quote}”：{message}").split())
    return [
        "",
        f"# {comment}",
        f'- {{fingerprint: "{code}", verdict: {verdict}, figure: "", by: "", why: ""}}',
    ]
