"""Every notebook runs top to bottom in a plain Jupyter kernel with its default parameters."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from workreport.base.paths import DATA_VARIABLE, OUT_VARIABLE
from workreport.blocks.stored import blocks_in

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))

WITHOUT_CHART = ("01_party_building", "09_fair_competition", "11_problems_and_plans")
"""Sections whose numbers are few or of different kinds; the office's outline asks for no chart there."""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_by_itself(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    # the store goes elsewhere, so that a test never fills the checkout's outputs/
    monkeypatch.setenv(OUT_VARIABLE, str(tmp_path_factory.getbasetemp() / "plain"))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    kinds = {block.kind for block in blocks_in(notebook)}
    tables = [output for output in shown if "<table" in output.get("data", {}).get("text/html", "")]
    assert tables, "no table in place"
    assert not [output for output in shown if output.output_type == "error"]
    if path.stem not in WITHOUT_CHART:
        assert "chart" in kinds
        assert any("image/svg+xml" in output.get("data", {}) for output in shown)
