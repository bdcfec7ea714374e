"""Where things are: a bureau's data folder, the repository's shared rules, the output folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workreport.errors import UsageError
from workreport.settings import Settings, load_settings

REPOSITORY = Path(__file__).resolve().parents[2]
DATA_VARIABLE = "WORKREPORT_DATA"
OUT_VARIABLE = "WORKREPORT_OUT"


class Bureau(Settings):
    """One bureau, as ``bureau.yaml`` describes it.

    Attributes
    ----------
    name, short_name, district : str
        As they stand in the report.
    synthetic : bool
        True where the data is invented; the report then says so on its cover.
    ledgers : list of str, optional
        Ledgers that this bureau keeps; all contracts by default. Only these are asked for.
    """

    name: str
    short_name: str
    district: str
    city: str = ""
    province: str = ""
    region_code: str = ""
    synthetic: bool = False
    ledgers: list[str] | None = None


@dataclass(frozen=True)
class Workspace:
    """A bureau's data folder and the folder its reports go to.

    Contracts, code lists and rules of law are shared by all bureaux: a file that the
    bureau's own folder lacks is taken from the repository's ``data/``.
    """

    data: Path
    out: Path

    @classmethod
    def open(cls, data: str | Path | None = None, out: str | Path | None = None) -> Workspace:
        """The workspace at `data` and `out`.

        Empty values fall back to the environment variables that a run sets for its
        kernels, then to the repository's own ``data/`` and ``outputs/``.

        Raises
        ------
        UsageError
            If the data folder does not exist or is not a folder.
        """
        folder = Path(data or os.environ.get(DATA_VARIABLE) or REPOSITORY / "data")
        target = Path(out or os.environ.get(OUT_VARIABLE) or REPOSITORY / "outputs")
        if not folder.is_dir():
            raise UsageError(
                "数据目录不存在",
                where=str(folder),
                expected="含 bureau.yaml 和年度目录的文件夹",
                todo="请检查 --data 参数",
            )
        return cls(folder, target)

    @cached_property
    def bureau(self) -> Bureau:
        """Settings of the bureau; ``ContractError`` if ``bureau.yaml`` is missing or wrong."""
        return load_settings(Bureau, self.data / "bureau.yaml")

    @property
    def years(self) -> list[int]:
        """Years that have a folder, ascending."""
        return sorted(int(p.name) for p in self.data.iterdir() if p.is_dir() and _is_year(p.name))

    def year_folder(self, year: int) -> Path:
        """Folder of one year's ledgers as handed in; it may not exist."""
        return self.data / str(year)

    def shared_files(self, folder: str, pattern: str) -> list[Path]:
        """Files of a shared folder such as ``contracts``; the bureau's own file wins over the repository's."""
        found: dict[str, Path] = {}
        for base in (REPOSITORY / "data", self.data):
            found.update({path.name: path for path in sorted((base / folder).glob(pattern))})
        return [found[name] for name in sorted(found)]

    def shown(self, path: Path) -> str:
        """A path as people read it and outputs record it: relative to the data folder, never the machine's."""
        for base in (self.data, REPOSITORY / "data"):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.name


def _is_year(name: str) -> bool:
    return len(name) == 4 and name.isascii() and name.isdigit()
