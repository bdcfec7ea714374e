"""What pyproject.toml cannot say: the wheel carries the shared rules and the notebooks, which a clone has at its top."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
SHIPPED = "workreport_files"
"""As ``workreport.base.paths.SHIPPED``."""
PER_BUREAU = ("examples", "reference")
"""Folders of data/ that belong to a bureau; of `reference`, the rules of law are everybody's."""
RULES_OF_LAW = ("RF06_*", "RF07_*")


def shared_files() -> list[Path]:
    """Files of the repository that all bureaux share, sorted."""
    data = ROOT / "data"
    folders = [p for p in data.iterdir() if p.is_dir() and not p.name.isdigit() and p.name not in PER_BUREAU]
    files = [*data.glob("*.yaml"), *(p for folder in folders for p in folder.rglob("*") if p.is_file())]
    files += [path for pattern in RULES_OF_LAW for path in (data / "reference").glob(pattern)]
    files += [*(ROOT / "notebooks").glob("*.ipynb"), ROOT / "notebooks" / "README.md"]
    return sorted(files)


class BuildWithSharedFiles(build_py):
    """Builds the packages, and copies the shared files beside them; a clone installed in place uses its own."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for path in shared_files():
            target = Path(self.build_lib, SHIPPED, path.relative_to(ROOT))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


setup(cmdclass={"build_py": BuildWithSharedFiles})
