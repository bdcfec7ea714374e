"""The portal page of an output folder, rewritten whenever a report is published."""

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
    ("正文", "report.docx"),
    ("正文 PDF", "report.pdf"),
    ("数据册", "data.docx"),
    ("数据册 PDF", "data.pdf"),
    ("专报", "brief.docx"),
    ("PPT", "slides.pptx"),
    ("呈批说明", "note.docx"),
    ("指标表", "figures.xlsx"),
)
"""Forms of a report besides the leaders' page: label and file."""


def list_reports(out: Path) -> None:
    """Write ``<out>/index.html``: the reports in `out` itself, and those in the bureaux' folders below it.

    Figures, labels and values come from the reports' files, since reports can be of any trade.
    """
    labels: dict[str, str] = {}
    entries = list(_published(out, labels))
    replace_file(out / PAGE, portal_page(entries, labels))


def _published(out: Path, labels: dict[str, str]) -> Iterator[Entry]:
    """The reports in `out`, read from their manifests; adds the labels of their figures to `labels`, in order."""
    for path in sorted([*out.glob(f"*/{MANIFEST}"), *out.glob(f"*/*/{MANIFEST}")]):
        place = path.parent.relative_to(out)
        # another process may be publishing this report; it lists it afterwards
        with suppress(FileNotFoundError):
            if not place.parts[0].startswith("."):
                manifest = json.loads(path.read_text(encoding="utf-8"))
                rows = _rows(path.with_name("figures.csv"), manifest.get("portal", []))
                labels |= {row["id"]: with_unit(row["label"], row["unit"]) for row in rows}
                yield _entry(manifest, place.as_posix(), rows)


def _entry(manifest: Mapping[str, Any], place: str, rows: Sequence[Mapping[str, str]]) -> Entry:
    period = Period.parse(manifest["period"])
    gaps = any(section["status"] != "ok" for section in manifest["sections"])
    return Entry(
        folder=place,
        period=period.id,
        label=period.label,
        bureau=manifest["bureau"],
        kind=period.kind,
        cut_off=period.as_of,
        state=PUBLISHED if not manifest["draft"] else BLOCKED if gaps else DRAFT,
        figures={row["id"]: _figure(row) for row in rows},
        forms=[(name, file) for name, file in FORMS if file in manifest["outputs"]],
    )


def _rows(path: Path, ids: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a report's figures.csv for `ids`, in their order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    return [rows[id] for id in ids if id in rows]


def _figure(row: Mapping[str, str]) -> KeyFigure:
    return KeyFigure(row["display"] or NONE, float(Decimal(row["value"])) if row["value"] else None)
