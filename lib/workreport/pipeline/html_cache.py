"""Rendered bodies of kept sections: taken again while the section is, and the code that renders it, as they were.

``<out>/.store/sections/<period>/<section>/bodies`` holds those of the entry that the section was taken from, or kept as, last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from workreport.base.checked_files import read_entry, write_entry
from workreport.base.hashing import code_hash, environment, fingerprint
from workreport.pipeline.section_cache import SectionCache
from workreport.rendering.chapters import BodyCache, Shown
from workreport.rendering.exporter import Body
from workreport.rendering.headings import Heading
from workreport.rendering.pages.report_files import RenderedSections, prepare
from workreport.rendering.report_model import SectionResult

FILE = "bodies"


def prepared_of(sections: Sequence[SectionResult], kept: SectionCache) -> RenderedSections:
    """``prepare`` with the bodies that are kept; the others are kept from now on."""
    prepared = prepare(sections, kept_bodies(kept))
    keep_bodies(kept, prepared.bodies)
    return prepared


def kept_bodies(kept: SectionCache) -> dict[Shown, Body]:
    """The bodies of the sections that were found, as far as they were rendered by this code."""
    made_by, known = _made_by(), {}
    for id, entry in kept.found.items():
        if (text := read_entry(entry.parent / FILE)) is None:
            continue
        content = json.loads(text)
        if content["of"] == [entry.name, made_by]:
            known |= dict(_told(id, content["bodies"]))
    return known


def keep_bodies(kept: SectionCache, bodies: BodyCache) -> None:
    """Keep the bodies of the sections that are kept, where they are not yet."""
    made_by = _made_by()
    for id, entry in kept.entries.items():
        mine = {shown: body for shown, body in bodies.made.items() if shown[0] == id}
        if mine.keys() <= bodies.known.keys():
            continue
        told = [(view, level, asdict(body)) for (_, view, level), body in mine.items()]
        text = json.dumps({"of": [entry.name, made_by], "bodies": told}, ensure_ascii=False)
        write_entry(entry.parent / FILE, text.encode())


def _made_by() -> str:
    return fingerprint([code_hash(), environment()])


def _told(id: str, bodies: list[tuple[Any, int, Mapping[str, Any]]]) -> Iterator[tuple[Shown, Body]]:
    for view, level, told in bodies:
        yield (id, view, level), Body(told["html"], tuple(Heading(**one) for one in told["headings"]))
