"""Cache of executed sections and their HTML bodies, reused while their dependencies are unchanged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import nbformat

from workreport.base.cache import Cache
from workreport.base.hashing import fingerprint
from workreport.execution.task import Executed, Task
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.dependencies import Dependencies
from workreport.rendering.chapters import Shown
from workreport.rendering.exporter import Body
from workreport.rendering.headings import Heading

CLOCK = "papermill"
"""Metadata key of an executed notebook with time and place of its run."""


@dataclass
class SectionCache:
    """The executed sections of one period in an output folder, by ``Dependencies.of_section``."""

    cache: Cache
    bodies: Cache
    dependencies: Dependencies
    _keys: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, figures: Figures) -> SectionCache:
        request = figures.plan.request
        caches = (
            Cache.of(request.workspace.out, kind, request.period.id, fresh=request.force)
            for kind in ("sections", "bodies")
        )
        return cls(*caches, figures.dependencies)

    def get(self, task: Task) -> Executed | None:
        """The cached section with unchanged dependencies; None if it has to run."""
        key = self.dependencies.of_section(task)
        if (content := self.cache.get(key)) is None:
            return None
        self._keys[task.section.id] = key
        return Executed(task.section, nbformat.from_dict(json.loads(content)), None, None, 0.0)

    def put(self, task: Task, executed: Executed) -> None:
        """Cache a section that ran without error, unless an input changed meanwhile, which its kernel may have read."""
        if executed.error is None and self.dependencies.unchanged():
            key = self._keys[task.section.id] = self.dependencies.of_section(task)
            notebook = _without_clock(executed.notebook)
            self.cache.put(key, json.dumps(notebook, ensure_ascii=False).encode())

    def cached_bodies(self) -> dict[Shown, Body]:
        """The HTML of the cached sections, by section, view and level."""
        bodies = {}
        for id in self._keys:
            for view, level, body in json.loads(self.bodies.get(self._body_key(id)) or b"[]"):
                headings = tuple(Heading(**heading) for heading in body["headings"])
                bodies[id, view, level] = Body(body["html"], headings)
        return bodies

    def put_bodies(self, bodies: Mapping[Shown, Body]) -> None:
        """Cache the HTML of the cached sections, unless already there."""
        for id in self._keys:
            if self.bodies.get(self._body_key(id)) is None:
                own = [
                    (view, level, asdict(body)) for (name, view, level), body in bodies.items() if name == id
                ]
                self.bodies.put(self._body_key(id), json.dumps(own, ensure_ascii=False).encode())

    def _body_key(self, id: str) -> str:
        return fingerprint(["body", self._keys[id]])


def _without_clock(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    for part in (notebook, *notebook.cells):
        part.metadata.pop(CLOCK, None)
    return notebook
