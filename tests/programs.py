"""Programs beside Python that some tests drive: where they are, and what to install where they are not."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

PACKAGES = {
    "chromium": "chromium",
    "soffice": "libreoffice-writer",
    "loimpress": "libreoffice-impress",
    "pdftoppm": "poppler-utils",
    "pdffonts": "poppler-utils",
    "initdb": "postgresql",
    "pg_ctl": "postgresql",
    "runuser": "util-linux",
    "localedef": "locales",
}
"""The Debian package of each program."""
NAMES = {"chromium": ("chromium", "chromium-browser", "google-chrome")}
"""What a program may be called, where that is not its name."""
ELSEWHERE = {
    name: sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True) for name in ("initdb", "pg_ctl")
}
"""Where Debian keeps what is not in the PATH."""


def find(program: str) -> Path | None:
    places = (None, *map(str, ELSEWHERE.get(program, ())))
    found = (shutil.which(name, path=place) for place in places for name in NAMES.get(program, (program,)))
    return next((Path(path) for path in found if path), None)


def require(programs: Iterable[str]) -> list[Path]:
    """Where the programs are; the test is skipped where one is missing.

    Fixtures call this before they build anything, so that a skip costs nothing.
    """
    found = {program: find(program) for program in programs}
    if lacking := [program for program, path in found.items() if path is None]:
        packages = sorted({PACKAGES[program] for program in lacking})
        pytest.skip(f"缺少程序 {'、'.join(lacking)}：请安装 Debian 软件包 {' '.join(packages)}")
    return [path for path in found.values() if path is not None]
