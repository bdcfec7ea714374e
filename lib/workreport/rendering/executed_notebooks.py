"""Executed notebooks without what differs from run to run, and the charts taken out of them."""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import nbformat
from nbformat import NotebookNode

from workreport.base.personal_data import masked
from workreport.blocks.block import Block, Chart, Nothing
from workreport.blocks.stored import block_of, blocks_in
from workreport.rendering.report_model import RenderError, SectionResult

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# An absolute path down to its last two parts: folders of the machine are nobody's business.
PATH = re.compile(r"(?<![\w.:/~])(?:[A-Za-z]:)?/(?:[^/\s:'\"<>()|]+/)*([^/\s:'\"<>()|]+/[^/\s:'\"<>()|]+)")
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
BARE_HEADING = re.compile(r"(#{1,6})[^\n]*")
DEEPEST = 7
"""Below every level of a heading."""
PROCESS = re.compile(r"\b(ipykernel_)\d+(?:/\d+)?")

View = Callable[[Block], Block]

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}


def clean(text: str) -> str:
    """A traceback or warning without colours, machine paths, process numbers, memory addresses and personal data."""
    return masked(ADDRESS.sub("0x…", PROCESS.sub(r"\1", PATH.sub(r"…/\1", ANSI.sub("", text)))))


def normalised(notebook: NotebookNode) -> NotebookNode:
    """A copy that is the same after every run on the same inputs.

    Cell ids and execution counts follow the order of cells; of the metadata only tags stay; papermill's clock and the
    kernel's details go.
    """
    cells = []
    for index, original in enumerate(notebook.cells, start=1):
        cell = copy.deepcopy(original)
        cell.id = f"cell-{index:03d}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = NotebookNode({"tags": list(tags)} if tags else {})
        if cell.cell_type == "code":
            cell.execution_count = index
            cell.outputs = [_output(output, index) for output in cell.outputs]
        cells.append(cell)
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE}
    return nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def for_leaders(notebook: NotebookNode) -> NotebookNode:
    """A notebook in which every output is what leaders see of it: small cells are gone from text, links and pictures.

    What they see as it is stands in both notebooks. A heading with nothing below it is left out.
    """
    return _viewed(notebook, attrgetter("for_leaders"))


def for_public(notebook: NotebookNode) -> NotebookNode:
    """A notebook in which every output is what the public sees of it; see ``for_leaders``."""
    return _viewed(notebook, attrgetter("for_public"))


def _viewed(notebook: NotebookNode, view: View) -> NotebookNode:
    cells = [_cell_viewed(cell, view) for cell in notebook.cells]
    return _changed(notebook, cells=_without_bare_headings(cells))


def _without_bare_headings(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """The cells without headings below which nothing is shown before the next heading of their level or above."""
    kept: list[NotebookNode] = []
    below = 0  # from the end: what is shown below stands under headings of levels before this one
    for cell in reversed(list(cells)):
        heading = BARE_HEADING.fullmatch(cell.source.strip()) if cell.cell_type == "markdown" else None
        if heading is not None:
            level = len(heading[1])
            if level > 1 and below <= level:
                continue
            below = level
        elif cell.cell_type == "markdown" or any(map(_shows, cell.get("outputs", ()))):
            below = DEEPEST
        kept.append(cell)
    return kept[::-1]


def _shows(output: NotebookNode) -> bool:
    return not isinstance(block_of(output), Nothing)


def _cell_viewed(cell: NotebookNode, view: View) -> NotebookNode:
    if "outputs" not in cell:
        return cell
    return _changed(cell, outputs=[_output_viewed(output, view) for output in cell.outputs])


def _output_viewed(output: NotebookNode, view: View) -> NotebookNode:
    block = block_of(output)
    if block is None or (seen := view(block)) is block:
        return output
    return _changed(output, data=seen._repr_mimebundle_())


def _changed(node: NotebookNode, **parts: Any) -> NotebookNode:
    """The node with other parts; the others are not copied."""
    return NotebookNode({**node, **parts})


@dataclass(frozen=True)
class ForLeaders:
    """The sections' notebooks as leaders see them, by id; made before anything else is said of the sections."""

    notebooks: Mapping[str, NotebookNode]

    @classmethod
    def of(cls, sections: Sequence[SectionResult]) -> ForLeaders:
        """Those of executed sections."""
        return cls(
            {one.section.id: for_leaders(one.notebook) for one in sections if one.notebook is not None}
        )

    def shown(self, sections: Sequence[SectionResult]) -> list[SectionResult]:
        """The sections with these notebooks."""
        return [replace(one, notebook=self.notebooks.get(one.section.id)) for one in sections]


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as its file's bytes."""
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8")


def chart_files(result: SectionResult) -> dict[str, bytes]:
    """The section's charts, ``charts/<section>/<name>.svg`` and ``.png``.

    Raises
    ------
    RenderError
        If two charts of the section have the same name.
    """
    files: dict[str, bytes] = {}
    for chart in blocks_in(result.notebook):
        if not isinstance(chart, Chart):
            continue
        stem = f"charts/{result.section.id}/{chart.name}"
        if f"{stem}.svg" in files:
            raise RenderError(
                f"同一章节有两张图都叫“{chart.name}”", where=result.section.id, todo="请给其中一张另起 name"
            )
        files[f"{stem}.svg"] = chart.svg.encode("utf-8")
        files[f"{stem}.png"] = base64.b64decode(chart.png)
    return files


def _output(output: NotebookNode, count: int) -> NotebookNode:
    if output.output_type == "execute_result":
        output.execution_count = count
    elif output.output_type == "stream":
        output.text = clean(output.text)
    elif output.output_type == "error":
        output.evalue = clean(output.evalue)
        output.traceback = [clean(line) for line in output.traceback]
    return output
