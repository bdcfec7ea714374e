"""Settings of a bureau and its trade: ``bureau.yaml`` and ``profile.yaml``."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field as Default
from pydantic import field_validator, model_validator

from workreport.base.quarantine import BureauLimits
from workreport.base.settings import Settings

SHORTEST_WORD = 2


class Database(Settings):
    """A database: its SQLAlchemy URL, with credentials only as ``${NAME}`` from the environment."""

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
    """A ledger read from a database: a query whose columns are the contract's titles or names.

    A query with ``:year`` runs once for each of `years`; the rows of any other query are split by the year
    of the contract's date, and `years`, if given, are the expected ones.
    """

    ledger: str
    database: str
    query: str
    years: list[int] = Default(default_factory=list)

    @model_validator(mode="after")
    def _is_read_only(self) -> LedgerSource:
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
        As written in the report.
    addressees : str
        To whom the written report goes (主送机关), separated by 、.
    profile : str
        Package that declares the figures of the bureau's trade; if neither this nor `figures` is given, the
        package of the repository's own bureau.
    figures : str
        Folder in the data folder whose ``*.py`` declare figures of this bureau; they are executed.
    synthetic : bool
        True if the data is invented; stated on the cover of the report.
    ledgers : list of str, optional
        Ledgers that this bureau keeps, by name, code or title; all contracts by default. Nothing of the others is shown.
    sections : list of str, optional
        Sections of this bureau's report, by notebook name, number or title; all by default.
    words : dict of str to str
        The bureau's own words for those of the trade's texts, such as 全县 for 全区; of two characters or more each.
    small_numbers : {"public_only", "everywhere"}
        Where small numbers of units and months are hidden: in the public edition only, or in the leaders' report too.
    quarantine : BureauLimits
        From which share of quarantined rows a ledger makes a draft or blocks its figures.
    databases : dict of str to Database
        Databases by their name in findings and the manifest.
    sources : list of LedgerSource
        Ledgers read from a database.
    """

    name: str
    short_name: str
    district: str
    city: str = ""
    province: str = ""
    region_code: str = ""
    addressees: str = ""
    profile: str = ""
    figures: str = ""
    synthetic: bool = False
    ledgers: list[str] | None = None
    sections: list[str] | None = None
    words: dict[str, str] = Default(default_factory=dict)
    small_numbers: Literal["public_only", "everywhere"] = "public_only"
    quarantine: BureauLimits = Default(default_factory=BureauLimits)
    databases: dict[str, Database] = Default(default_factory=dict)
    sources: list[LedgerSource] = Default(default_factory=list)

    @field_validator("sections")
    @classmethod
    def _some_section(cls, ids: list[str] | None) -> list[str] | None:
        if ids == []:
            raise ValueError("至少要有一个章节")
        return ids

    @field_validator("words")
    @classmethod
    def _whole_words(cls, words: dict[str, str]) -> dict[str, str]:
        if short := [word for word in words if len(word) < SHORTEST_WORD]:
            raise ValueError(f"“{'、'.join(short)}”太短，会换到别的词里；请写整词，如 全区: 全县")
        return words

    def worded(self, text: str) -> str:
        """A text of the trade in the bureau's own words."""
        if not self.words:
            return text
        longest_first = sorted(self.words, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, longest_first)), lambda match: self.words[match[0]], text)

    @model_validator(mode="after")
    def _sources_known(self) -> Bureau:
        if unknown := sorted({source.database for source in self.sources} - set(self.databases)):
            raise ValueError(f"sources 用到没有登记的数据库：{'、'.join(unknown)}")
        ledgers = [source.ledger for source in self.sources]
        if twice := sorted({ledger for ledger in ledgers if ledgers.count(ledger) > 1}):
            raise ValueError(f"台账有两个数据库来源：{'、'.join(twice)}")
        return self


class Profile(Settings):
    """Settings of a trade beside its figures: ``profile.yaml``.

    Attributes
    ----------
    portal : list of str
        Figures shown on the page of all reports, in this order; bureaux are ranked by the first.
    ranking_base : str
        Figure by which amounts of sub-bureaus are divided for comparison; a table may name another one.
    names_with_digits : list of str
        Names that contain digits, such as a hotline; allowed in sentences.
    estimates : list of str
        Figures that count what was estimated when it was entered; named to the director before signing.
    """

    portal: list[str] = Default(default_factory=list)
    ranking_base: str = ""
    names_with_digits: list[str] = Default(default_factory=list)
    estimates: list[str] = Default(default_factory=list)
