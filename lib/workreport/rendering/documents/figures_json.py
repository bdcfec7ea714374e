"""figures.json: every figure with exact value, number, comparisons, definition, and the sections that show it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workreport.blocks.stored import blocks_in
from workreport.rendering.report_model import ReportContext, SectionResult

Record = Mapping[str, Any]


def shown_in(sections: Iterable[SectionResult]) -> dict[str, list[str]]:
    """The figures that each section shows, in the order in which it does."""
    return {
        one.section.id: list(dict.fromkeys(id for block in blocks_in(one.notebook) for id in block.figures))
        for one in sections
    }


def figures_json(
    context: ReportContext, sections: Sequence[SectionResult], records: Sequence[Record]
) -> bytes:
    """All figures of the report as JSON, in the order of their ids."""
    shown = shown_in(sections)
    told = {
        "bureau": context.bureau_name,
        "title": context.title,
        "period": context.parameters.get("period", ""),
        "as_of": context.cut_off.isoformat(),
        "marks": {
            "draft": context.draft,
            "synthetic": context.synthetic,
            "pending_rows": context.pending_rows,
        },
        "sections": [
            {"id": one.section.id, "title": one.section.title, "status": one.status} for one in sections
        ],
    }
    figures = [
        {**record, "sections": [name for name, ids in shown.items() if record["id"] in ids]}
        for record in records
    ]
    return one_a_line(told, "figures", figures)


def one_a_line(told: Mapping[str, Any], name: str, entries: Sequence[Record]) -> bytes:
    """JSON of an object whose last member `name` is a list, an entry a line: two runs compare line by line."""
    head = json.dumps({**told, name: []}, ensure_ascii=False).removesuffix("]}")
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"{head}\n{lines}\n]}}\n".encode()
