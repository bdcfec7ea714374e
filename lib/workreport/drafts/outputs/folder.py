"""All outputs of a text by file name, and their folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from workreport.base.atomic_folder import staged
from workreport.drafts.model import Proof
from workreport.drafts.outputs.page import page_of
from workreport.drafts.outputs.sheet import sheet_of
from workreport.drafts.outputs.tables import numbers_csv, relations_csv, text_file
from workreport.drafts.proof.answers import TEMPLATE, template
from workreport.drafts.proof.facts import Facts

SUFFIX = ".核稿"


def files_of(proof: Proof, name: str, facts: Mapping[str, Facts], period: str) -> dict[str, bytes]:
    """The outputs of a proof of the text `name`, the same bytes for the same proof."""
    return {
        "text.txt": text_file(proof),
        "numbers.csv": numbers_csv(proof, name),
        "relations.csv": relations_csv(proof, name),
        f"{name}{SUFFIX}.html": page_of(proof, facts, period),
        f"{name}{SUFFIX}.xlsx": sheet_of(proof, facts),
        TEMPLATE: template(proof).encode("utf-8"),
    }


def folder_names(paths: Iterable[Path]) -> list[str]:
    """A folder name for each text: its name without suffix, with it where two would be the same."""
    names: list[str] = []
    for path in paths:
        name, number = (path.stem if path.stem not in names else path.name), 2
        while name in names:
            name, number = f"{path.name}-{number}", number + 1
        names.append(name)
    return names


def write(folder: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write the outputs into `folder`/`name`, whole or not at all; earlier outputs there are replaced.

    Raises
    ------
    WorkreportError
        If the folder cannot be written to or holds files that no proof has made.
    """
    with staged(folder, name) as place:
        for file, content in files.items():
            (place / file).write_bytes(content)
    return folder / name
