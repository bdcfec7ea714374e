"""Where things are: a bureau's data folder, the repository's shared rules, the output folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import Field as Default
from pydantic import field_validator, model_validator

from workreport.base.errors import UsageError
from workreport.base.paths import REPOSITORY, folders
from workreport.base.sections import SECTIONS
from workreport.base.settings import Settings, load_settings


class Database(Settings):
    """Where a database is: an SQLAlchemy URL, credentials as ``${NAME}`` from the environment only."""

    url: str

    @field_validator("url")
    @classmethod
    def _no_password(cls, url: str) -> str:
        login = url.partition("://")[2].rpartition("@")[0]
        password = login.partition(":")[2]
        if re.sub(r"\$\{\w+\}", "", password) or re.search(r"(?i)(password|pwd)=(?!\$\{)", url):
            raise ValueError("口令不得写在文件里，请写成 ${环境变量名}")
        return url


class LedgerSource(Settings):
    """A ledger that comes out of a database: a query whose columns bear the contract's titles or names.

    A query with ``:year`` is asked once for each of `years`; the rows of any other are divided by the year
    of the contract's date, and `years`, where given, are all that there should be.
    """

    ledger: str
    database: str
    query: str
    years: list[int] = Default(default_factory=list)

    @model_validator(mode="after")
    def _askable(self) -> LedgerSource:
        if not re.match(r"\s*(select|with)\b", self.query, re.IGNORECASE):
            raise ValueError("查询应以 select 或 with 开头，只读不写")
        if ":year" in self.query and not self.years:
            raise ValueError("查询用到 :year，请列出 years")
        return self


class Bureau(Settings):
    """One bureau, as ``bureau.yaml`` describes it.

    Attributes
    ----------
    name, short_name, district : str
        As they stand in the report.
    profile : str
        Package that declares the figures of the bureau's trade; by default that of the repository's own bureau.
    synthetic : bool
        True where the data is invented; the report then says so on its cover.
    ledgers : list of str, optional
        Ledgers that this bureau keeps; all contracts by default. Only these are asked for.
    sections : list of str, optional
        Sections of this bureau's report, by the names of their notebooks; all by default.
    databases : dict of str to Database
        Databases by the name that findings and the manifest call them by.
    sources : list of LedgerSource
        Ledgers that come out of a database.
    """

    name: str
    short_name: str
    district: str
    city: str = ""
    province: str = ""
    region_code: str = ""
    profile: str = ""
    synthetic: bool = False
    ledgers: list[str] | None = None
    sections: list[str] | None = None
    databases: dict[str, Database] = Default(default_factory=dict)
    sources: list[LedgerSource] = Default(default_factory=list)

    @field_validator("sections")
    @classmethod
    def _sections_known(cls, ids: list[str] | None) -> list[str] | None:
        if unknown := sorted(set(ids or ()) - {one.id for one in SECTIONS}):
            raise ValueError(f"没有章节：{'、'.join(unknown)}")
        if ids == []:
            raise ValueError("至少要有一个章节")
        return ids

    @model_validator(mode="after")
    def _sources_known(self) -> Bureau:
        if unknown := sorted({source.database for source in self.sources} - set(self.databases)):
            raise ValueError(f"sources 用到没有登记的数据库：{'、'.join(unknown)}")
        ledgers = [source.ledger for source in self.sources]
        if twice := sorted({ledger for ledger in ledgers if ledgers.count(ledger) > 1}):
            raise ValueError(f"台账有两个数据库来源：{'、'.join(twice)}")
        return self


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
        folder, target = folders(data, out)
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

    def own_file(self, name: str) -> Path | None:
        """A file of the bureau's own folder, such as ``2021/notes.yaml``; None where there is none."""
        path = self.data / name
        return path if path.is_file() else None

    def shown(self, path: Path) -> str:
        """A path as people read it and outputs record it: relative to the data folder, never the machine's."""
        for base in (self.data, REPOSITORY / "data"):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.name


def _is_year(name: str) -> bool:
    return len(name) == 4 and name.isascii() and name.isdigit()
