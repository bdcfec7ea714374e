"""Every notebook runs top to bottom in a plain Jupyter kernel with its default parameters."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from workreport.base.paths import DATA_VARIABLE, OUT_VARIABLE
from workreport.base.sections import DESK
from workreport.blocks.stored import blocks_in

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = [path for path in sorted(FOLDER.glob("*.ipynb")) if path.stem != DESK]

WITHOUT_CHART = (
    "00_summary",
    "01_party_building",
    "05_special_equipment",
    "09_fair_competition",
    "11_law_enforcement",
    "12_problems_and_plans",
)
"""Sections whose numbers are few or of different kinds; the office's outline asks for no chart there."""


@pytest.fixture(scope="module")
def out(tables_of_sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Elsewhere than the checkout's outputs/."""
    return tables_of_sample(tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_by_itself(path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    monkeypatch.setenv(OUT_VARIABLE, str(out))
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
