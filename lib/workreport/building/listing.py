"""The page that lists what an output folder holds, written anew whenever something is published in it."""

from __future__ import annotations

import json
from pathlib import Path

from workreport.execution.publish import replace_file
from workreport.period import Period
from workreport.rendering.portal import Entry, portal_page

PAGE = "index.html"


def list_reports(out: Path) -> None:
    """Write ``<out>/index.html``."""
    replace_file(out / PAGE, portal_page(_published(out)))


def _published(out: Path) -> list[Entry]:
    """The periods whose folders stand in `out`, by their manifests."""
    found = []
    for path in sorted(out.glob("*/manifest.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        period = Period.parse(told["period"])
        found.append(Entry(path.parent.name, period.label, told["bureau"], period.as_of, told["draft"]))
    return found
