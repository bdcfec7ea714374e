"""Small notebooks for trying the machinery that runs real ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

PARAMETERS = 'period = "2021"  # 报告期\ntop = 5  # 取前几名'


def write_notebook(path: Path, *cells: str, parameters: tuple[str, ...] = (PARAMETERS,)) -> Path:
    """A notebook with these parameters cells and code cells, as JupyterLab would save it."""
    tagged = [nbformat.v4.new_code_cell(text, metadata={"tags": ["parameters"]}) for text in parameters]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# 章节"), *tagged, *map(nbformat.v4.new_code_cell, cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, path)
    return path


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Path]:
    """Writes a notebook of this name into the test's folder."""

    def write(name: str, *cells: str, **options: tuple[str, ...]) -> Path:
        return write_notebook(tmp_path / name, *cells, **options)

    return write


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder
