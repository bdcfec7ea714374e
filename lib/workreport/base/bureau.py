"""A bureau and its trade as their settings describe them: ``bureau.yaml`` and ``profile.yaml``."""

from __future__ import annotations

import re

from pydantic import Field as Default
from pydantic import field_validator, model_validator

from workreport.base.settings import Settings


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
        Package that declares the figures of the bureau's trade; where neither this nor `figures` is given, that of
        the repository's own bureau.
    figures : str
        Folder of the data folder whose ``*.py`` declare figures of this bureau; they are run like any program.
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
    figures: str = ""
    synthetic: bool = False
    ledgers: list[str] | None = None
    sections: list[str] | None = None
    databases: dict[str, Database] = Default(default_factory=dict)
    sources: list[LedgerSource] = Default(default_factory=list)

    @field_validator("sections")
    @classmethod
    def _some_section(cls, ids: list[str] | None) -> list[str] | None:
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


class Profile(Settings):
    """What the engine has to know of a trade beside its figures, as ``profile.yaml`` says.

    Attributes
    ----------
    portal : list of str
        Figures that the page of all reports shows, in this order; the first is the one that bureaux are ranked by.
    ranking_base : str
        Figure by which amounts of sub-bureaus are divided before they are compared; a table may name another one.
    names_with_digits : list of str
        Names that contain digits but no number, such as a hotline; sentences may have them.
    """

    portal: list[str] = Default(default_factory=list)
    ranking_base: str = ""
    names_with_digits: list[str] = Default(default_factory=list)
