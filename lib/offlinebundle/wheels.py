"""Wheels of an archive: fetched through pip for the platform, and the product's own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename

from offlinebundle.locked_packages import LockedPackage
from offlinebundle.platforms import LAST_PATCH, Platform

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")
EPOCH = "315532800"
"""Time stamp of the files in the product's wheel: the first that zip files can hold."""


def download(packages: Sequence[LockedPackage], platform: Platform, python: str, folder: Path) -> list[str]:
    """Fetch one wheel for each package into `folder`; the lines of a requirements file that installs them."""
    for group in _without_repeated_names(packages):
        with tempfile.TemporaryDirectory() as work:
            wanted = Path(work) / "requirements.txt"
            # markers are judged already: pip would judge them for the machine it runs on
            lines = [" ".join([one.pin, *(f"--hash={value}" for value in one.hashes)]) for one in group]
            wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
            tags = [f"--platform={tag}" for tag in platform.tags]
            version = f"--python-version={python}.{LAST_PATCH}"
            exactly = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation=cp"]
            _run([*PIP, "download", "-q", *exactly, version, *tags, "-r", str(wanted), "-d", str(folder)])
    files = {parse_wheel_filename(path.name)[:2]: path for path in folder.glob("*.whl")}
    return [one.line([_sha256(_file_of(one, files))]) for one in packages]


def build_product(repository: Path, folder: Path) -> str:
    """Build the product's wheel into `folder`; its line of a requirements file."""
    shutil.rmtree(
        repository / "build" / "lib", ignore_errors=True
    )  # setuptools packs what an earlier build left
    build = ["wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(repository)]
    _run([*PIP, *build], SOURCE_DATE_EPOCH=EPOCH)
    (path,) = folder.glob("workreport-*.whl")
    name, version, *_ = parse_wheel_filename(path.name)
    return f"{canonicalize_name(name)}=={version} --hash={_sha256(path)}"


def _without_repeated_names(packages: Sequence[LockedPackage]) -> Iterator[list[LockedPackage]]:
    """Groups in which no package stands in two versions: pip takes one version at a time."""
    rest = list(packages)
    while rest:
        group = list({one.name: one for one in rest}.values())
        yield group
        rest = [one for one in rest if one not in group]


def _file_of(package: LockedPackage, files: dict) -> Path:
    found = [path for (name, version), path in files.items() if f"{name}=={version}" == package.pin]
    if len(found) != 1:
        raise SystemExit(f"no wheel of {package.pin}")
    return found[0]


def _sha256(path: Path) -> str:
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def _run(command: Sequence[str], **variables: str) -> None:
    if status := subprocess.run(command, env=os.environ | variables, check=False).returncode:
        raise SystemExit(status)
