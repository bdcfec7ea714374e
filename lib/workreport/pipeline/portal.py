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
from workreport.pipeline.up_to_date import MANIFEST, PAGE
from workreport.rendering.pages.portal import portal_page
from workreport.rendering.pages.portal_entries import DRAFT, ISSUED, NONE, SENT, Entry, KeyFigure, OpenItem

FORMS = (
    ("审阅稿", "review.html"),
    ("正文", "report.docx"),
    ("正文 PDF", "report.pdf"),
    ("数据册", "data.docx"),
    ("数据册 PDF", "data.pdf"),
    ("专报", "brief.docx"),
    ("PPT", "slides.pptx"),
    ("呈批说明", "note.docx"),
    ("更正说明", "correction.docx"),
    ("指标表", "figures.xlsx"),
)
"""Forms of a report besides the leaders' page: label and file."""
OPEN = (
    ("overdue", "超期", "项", "index.html"),
    ("late", "滞后", "项", "index.html"),
    ("failed", "不成立的勾稽", "项", "review.html#checks"),
    ("pending", "待核台账行", "行", "review.html#findings"),
    ("unsigned", "未签章节", "个", "review.html#signing"),
    ("reported", "与已报数不同", "项", "review.html#reported"),
)
"""What is left to do: its key in the manifest, name and measure, and where it stands."""
LIGHTS = {"green": "达到进度", "yellow": "略有滞后", "red": "明显滞后"}


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
                labels |= {row["id"]: row["label"] for row in rows}
                yield _entry(manifest, place.as_posix(), rows)


def _entry(manifest: Mapping[str, Any], place: str, rows: Sequence[Mapping[str, str]]) -> Entry:
    period = Period.parse(manifest["period"])
    known = manifest.get("standing", {})
    gaps = sum(section["status"] != "ok" for section in manifest["sections"])
    missing = [OpenItem("缺的章节", gaps, "个", "review.html#agenda")] if gaps else []
    return Entry(
        folder=place,
        period=period.id,
        label=period.label,
        bureau=manifest["bureau"],
        kind=period.kind,
        start=period.start,
        cut_off=period.as_of,
        state=_state(manifest),
        figures={row["id"]: _figure(row, known.get("tasks", {}).get(row["id"])) for row in rows},
        forms=[(name, file) for name, file in FORMS if file in manifest["outputs"]],
        open=missing + [OpenItem(name, known[key], *told) for key, name, *told in OPEN if known.get(key)],
    )


def _state(manifest: Mapping[str, Any]) -> str:
    """Whether a report is a draft, waits for signatures, or is signed by the last step in all its sections."""
    if manifest["draft"]:
        return DRAFT
    return ISSUED if manifest.get("standing", {}).get("unsigned") == 0 else SENT


def _rows(path: Path, ids: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a report's figures.csv for `ids`, in their order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    return [rows[id] for id in ids if id in rows]


def _figure(row: Mapping[str, str], task: Mapping[str, str] | None) -> KeyFigure:
    number = float(Decimal(row["value"])) if row["value"] else None
    if not task:
        return KeyFigure(row["display"] or NONE, number)
    words = f"{LIGHTS[task['light']]}，完成{task['completion']}%"
    return KeyFigure(row["display"] or NONE, number, task["light"], words)
