"""The page that lists what an output folder holds, written anew whenever something is published in it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

from workreport.base.atomic_folder import replace_file
from workreport.base.paths import REPOSITORY
from workreport.base.period import Period
from workreport.base.settings import Settings, load_settings
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


class Portal(Settings):
    """What the page shows of each report: ``data/portal.yaml``."""

    figures: list[str]


def list_reports(out: Path) -> None:
    """Write ``<out>/index.html``: the reports in `out` itself, and those in the bureaux' folders below it.

    Labels of figures come from the reports, as values do, so that reports of any trade can be listed.
    """
    ids = load_settings(Portal, REPOSITORY / "data" / "portal.yaml").figures
    labels: dict[str, str] = {}
    entries = list(_published(out, ids, labels))
    ordered = {id: labels[id] for id in ids if id in labels}
    replace_file(out / PAGE, portal_page(entries, ordered))


def _published(out: Path, ids: Sequence[str], labels: dict[str, str]) -> Iterator[Entry]:
    """The reports whose folders stand in `out`, by their manifests."""
    for path in sorted([*out.glob(f"*/{MANIFEST}"), *out.glob(f"*/*/{MANIFEST}")]):
        place = path.parent.relative_to(out)
        # another process may be publishing this one: it lists it when it has
        with suppress(FileNotFoundError):
            if not place.parts[0].startswith("."):
                rows = _rows(path.with_name("figures.csv"), ids)
                labels |= {row["id"]: with_unit(row["label"], row["unit"]) for row in rows}
                yield _entry(path.parent, place.as_posix(), rows)


def _entry(folder: Path, place: str, rows: Sequence[Mapping[str, str]]) -> Entry:
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
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
    """The rows of a report's figures.csv about these figures."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["id"] in ids]


def _figure(row: Mapping[str, str]) -> KeyFigure:
    return KeyFigure(row["display"] or NONE, float(Decimal(row["value"])) if row["value"] else None)
