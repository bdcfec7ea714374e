"""Tables for programs: numbers.csv and relations.csv, UTF-8 with byte-order mark, and the text that their places count in."""

from __future__ import annotations

from workreport.base.numbers import exact_text
from workreport.base.personal_data import masked
from workreport.drafts.model import QUANTITY, Proof
from workreport.drafts.proof.states import is_ratio
from workreport.figures.csv_files import csv_bytes

NUMBERS = (
    "doc", "line", "position", "token", "class", "value", "unit", "state", "figure", "aspect", "expected", "explanation",
)  # fmt: skip
RELATIONS = ("doc", "line", "kind", "quote", "formula", "printed", "expected", "verdict", "explanation")


def text_file(proof: Proof) -> bytes:
    return proof.shown.encode("utf-8")


def numbers_csv(proof: Proof, doc: str) -> bytes:
    """Every number of a text: its class, and of a quantity value, unit and state."""
    text, bindings = proof.shown, {binding.token.start: binding for binding in proof.bindings}
    rows = []
    for token in proof.tokens:
        bound = bindings.get(token.start) if token.kind == QUANTITY else None
        rows.append(
            {
                "doc": doc,
                "line": token.line,
                "position": token.start,
                "token": text[token.start : token.end],
                "class": token.kind,
                "value": token.text if is_ratio(token) else exact_text(token.value),
                "unit": token.unit,
                "state": bound.state if bound else "",
                "figure": bound.figure if bound else "",
                "aspect": bound.aspect if bound else "",
                "expected": bound.expected if bound else "",
                "explanation": masked(bound.explanation) if bound else "",
            }
        )
    return csv_bytes(rows, NUMBERS)


def relations_csv(proof: Proof, doc: str) -> bytes:
    """Every relation that was recomputed, those that hold included."""
    rows = [
        {name: doc if name == "doc" else masked(str(getattr(relation, name))) for name in RELATIONS}
        for relation in proof.relations
    ]
    return csv_bytes(rows, RELATIONS)
