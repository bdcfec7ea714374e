"""The archive: wheels, sample bureau, installer; the same bytes from the same wheels."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import zipfile
from pathlib import Path

from offlinebundle.platforms import GLIBC, Platform

FILES = Path(__file__).with_name("files")
FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
EXECUTABLE, PLAIN = 0o755, 0o644
ON_WINDOWS, ELSEWHERE = ".cmd", ".sh"
OWN_FILES = ("bureau.yaml", "checks/definition_changes.yaml")
"""Files of the sample bureau that the product's wheel does not stand in for, beside its years and `reference`."""


def add_installer(folder: Path, platform: Platform, python: str) -> None:
    """Put the installer and the start script for the platform into the archive's folder."""
    suffix = ON_WINDOWS if platform.on_windows else ELSEWHERE
    values = {
        "@PYTHON@": python,
        "@SYSTEM@": platform.system,
        "@MACHINE@": platform.machine,
        "@GLIBC@": str(GLIBC),
    }
    for path in sorted(FILES.iterdir()):
        if path.suffix in (ON_WINDOWS, ELSEWHERE) and path.suffix != suffix:
            continue
        text = path.read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(name, value)
        newline = "\r\n" if path.suffix == ON_WINDOWS or platform.on_windows else "\n"
        (folder / path.name).write_text(text, encoding="utf-8", newline=newline)


def add_sample_bureau(data: Path, folder: Path) -> None:
    """Copy the sample bureau's own files: its settings, changed definitions, reference tables and ledgers."""
    for name in OWN_FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data / name, folder / name)
    for own in sorted(path for path in data.iterdir() if path.name.isdigit() or path.name == "reference"):
        shutil.copytree(own, folder / own.name)


def pack(folder: Path, target: Path) -> None:
    """Pack a folder as zip or as tar.gz, by the suffix of `target`; files in the order of their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in files:
                entry = zipfile.ZipInfo(_name(path, folder), FIRST_ZIP_DATE)
                entry.external_attr = PLAIN << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
        return
    with (
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as packed_bytes,
        tarfile.open(fileobj=packed_bytes, mode="w", format=tarfile.PAX_FORMAT) as packed,
    ):
        for path in files:
            entry = tarfile.TarInfo(_name(path, folder))
            content = path.read_bytes()
            entry.size, entry.mode = len(content), EXECUTABLE if path.suffix == ELSEWHERE else PLAIN
            packed.addfile(entry, io.BytesIO(content))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder.parent).as_posix()
