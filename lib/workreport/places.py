"""Where the repository is, and which data and output folders a call means; known without loading anything."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NOTEBOOKS = REPOSITORY / "notebooks"
DATA_VARIABLE = "WORKREPORT_DATA"
OUT_VARIABLE = "WORKREPORT_OUT"
STORE = ".store"
"""Folder of an output folder that holds what can be made again."""


def folders(data: str | Path | None = None, out: str | Path | None = None) -> tuple[Path, Path]:
    """Data and output folder.

    Empty values fall back to the environment variables that a run sets for its kernels, then to the repository's own.
    """
    return (
        Path(data or os.environ.get(DATA_VARIABLE) or REPOSITORY / "data"),
        Path(out or os.environ.get(OUT_VARIABLE) or REPOSITORY / "outputs"),
    )
