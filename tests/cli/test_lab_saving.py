"""JupyterLab saves a section that was only looked at byte for byte as it was; own notebooks are saved as they are."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from sample_sections import SECTIONS

from workreport.cli.analysts import OWN, save_without_outputs

NAMES = [f"{section.id}.ipynb" for section in SECTIONS]
OUTPUT = {"output_type": "stream", "name": "stdout", "text": "甲"}


def manager(folder: Path) -> LargeFileManager:
    """JupyterLab's files in a folder, with the hook."""
    contents = LargeFileManager(root_dir=str(folder))
    contents.pre_save_hook = save_without_outputs
    return contents


def looked_at(files: LargeFileManager, path: str) -> dict:
    """A notebook as it is after “run all”: outputs, counts, the kernel's and JupyterLab's metadata."""
    model = files.get(path)
    model["content"]["metadata"] |= {
        "kernelspec": {"display_name": "别的内核", "language": "python", "name": "other"},
        "language_info": {"name": "python", "version": "3.99.0"},
    }
    for number, cell in enumerate(model["content"]["cells"], start=1):
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [OUTPUT], number
            cell["metadata"]["execution"] = {"iopub.execute_input": "2021-01-01T00:00:00Z"}
    return {name: model[name] for name in ("type", "format", "content")}


@pytest.mark.parametrize("name", [*NAMES, "explore.ipynb"])
def test_a_section_that_was_only_looked_at_stays_as_it_was(repository, tmp_path, name):
    shutil.copy(repository / "notebooks" / name, tmp_path)
    before = (tmp_path / name).read_bytes()
    files = manager(tmp_path)
    files.save(looked_at(files, name), name)
    assert (tmp_path / name).read_bytes() == before


def test_what_was_edited_is_saved(repository, tmp_path):
    shutil.copy(repository / "notebooks" / NAMES[0], tmp_path)
    files = manager(tmp_path)
    model = looked_at(files, NAMES[0])
    model["content"]["cells"][0]["source"] = "# 改过"
    files.save(model, NAMES[0])
    assert "# 改过" in (tmp_path / NAMES[0]).read_text(encoding="utf-8")


def test_an_own_notebook_keeps_its_outputs_even_with_the_name_of_a_section(repository, tmp_path):
    (tmp_path / OWN).mkdir()
    shutil.copy(repository / "notebooks" / NAMES[0], tmp_path / OWN)
    files = manager(tmp_path)
    path = f"{OWN}/{NAMES[0]}"
    files.save(looked_at(files, path), path)
    assert "甲" in (tmp_path / path).read_text(encoding="utf-8")


def test_git_ignores_own_notebooks(repository):
    process = subprocess.run(
        ["git", "check-ignore", "-q", f"notebooks/{OWN}/mine.ipynb"], cwd=repository, check=False
    )
    assert process.returncode == 0
