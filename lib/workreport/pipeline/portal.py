"""The page that lists what an output folder holds, written anew whenever something is published in it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from workreport.base.atomic_folder import replace_file
from workreport.base.period import Period
from workreport.figures.registry import with_unit
from workreport.pipeline.up_to_date import MANIFEST, PAGE
from workreport.rendering.pages.portal import BLOCKED, DRAFT, NONE, PUBLISHED, Entry, KeyFigure, portal_page

FORMS = (
    ("审阅稿", "review.html"),
    ("Word", "report.docx"),
    ("PDF", "report.pdf"),
    ("指标表", "figures.xlsx"),
)
"""Forms of a report beside the page for leaders: what they are called, and their files."""


def list_reports(out: Path) -> None:
    """Write ``<out>/index.html``: the reports in `out` itself, and those in the bureaux' folders below it.

    Which figures are shown, and under which labels, comes from the reports, as values do: they may be of any trade.
    """
    labels: dict[str, str] = {}
    entries = list(_published(out, labels))
    replace_file(out / PAGE, portal_page(entries, labels))


def _published(out: Path, labels: dict[str, str]) -> Iterator[Entry]:
    """The reports whose folders stand in `out`, by their manifests; what they show is added to `labels` in its order."""
    for path in sorted([*out.glob(f"*/{MANIFEST}"), *out.glob(f"*/*/{MANIFEST}")]):
        place = path.parent.relative_to(out)
        # another process may be publishing this one: it lists it when it has
        with suppress(FileNotFoundError):
            if not place.parts[0].startswith("."):
                told = json.loads(path.read_text(encoding="utf-8"))
                rows = _rows(path.with_name("figures.csv"), told.get("portal", []))
                labels |= {row["id"]: with_unit(row["label"], row["unit"]) for row in rows}
                yield _entry(told, place.as_posix(), rows)


def _entry(told: Mapping[str, Any], place: str, rows: Sequence[Mapping[str, str]]) -> Entry:
    period = Period.parse(told["period"])
    gaps = any(one["status"] != "ok" for one in told["sections"])
    return Entry(
        folder=place,
        period=period.id,
        label=period.label,
        bureau=told["bureau"],
        kind=period.kind,
        cut_off=period.as_of,
        state=PUBLISHED if not told["draft"] else BLOCKED if gaps else DRAFT,
        figures={row["id"]: _figure(row) for row in rows},
        forms=[(name, file) for name, file in FORMS if file in told["outputs"]],
    )


def _rows(path: Path, ids: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a report's figures.csv about these figures, in the order of `ids`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    return [rows[id] for id in ids if id in rows]


def _figure(row: Mapping[str, str]) -> KeyFigure:
    return KeyFigure(row["display"] or NONE, float(Decimal(row["value"])) if row["value"] else None)
