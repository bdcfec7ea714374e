"""``python -m offlinebundle PLATFORM``: writes ``build/workreport-….zip`` or ``.tar.gz``."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from offlinebundle.archive import add_installer, add_sample_bureau, pack
from offlinebundle.locked_packages import direct_dependencies, needed, read_lock
from offlinebundle.platforms import PLATFORMS, Platform
from offlinebundle.wheels import build_product, download

REPOSITORY = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the archive and print its path."""
    parser = argparse.ArgumentParser(prog="offlinebundle", description=__doc__)
    parser.add_argument("platform", choices=sorted(PLATFORMS))
    parser.add_argument("--python", default="3.11", help="Python version of the machines, such as 3.11")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "build", help="folder for the archive")
    given = parser.parse_args(arguments)
    print(write_bundle(PLATFORMS[given.platform], given.python, given.out))


def write_bundle(platform: Platform, python: str, out: Path) -> Path:
    """Write the archive for a platform and a Python version; its path."""
    locked = read_lock(REPOSITORY / "requirements.lock")
    packages = needed(locked, direct_dependencies(REPOSITORY / "pyproject.toml"), platform, python)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as work:
        folder = Path(work) / f"workreport-{platform.name}-python{python}"
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        lines = [*download(packages, platform, python, wheels), build_product(REPOSITORY, wheels)]
        (folder / "requirements.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        add_sample_bureau(REPOSITORY / "data", folder / "data")
        add_installer(folder, platform, python)
        target = out / f"{folder.name}{'.zip' if platform.on_windows else '.tar.gz'}"
        pack(folder, target)
    return target


if __name__ == "__main__":
    main()
