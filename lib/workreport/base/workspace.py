"""The workspace: a bureau's data folder, the repository's shared rules, the output folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workreport.base.bureau import Bureau, Profile
from workreport.base.errors import ContractError, UsageError
from workreport.base.file_names import readable
from workreport.base.hashing import code_hash, fingerprint, sha256
from workreport.base.paths import REPOSITORY, folders
from workreport.base.sections import FILE as SECTIONS_FILE
from workreport.base.sections import Section, load_sections, section_id
from workreport.base.settings import load_settings

PROFILE_FILE = "profile.yaml"
NOTEBOOKS_FOLDER = "notebooks"
DRAFTS, PUBLISHED = "drafts", "published"
"""Folders below a year's ledgers: written reports that people work on, and those that went out."""
COMMON = {
    "contracts": ("orgs", "targets", "reported", "references", "deadlines", "calendar", "codes"),
    "review": ("steps",),
}
"""Files of the repository's shared folders, by name without code, that belong to no trade: the engine reads them."""


@dataclass(frozen=True)
class Workspace:
    """A bureau's data folder and the folder its reports go to.

    Contracts, code lists, sections and rules of law are shared by all bureaux of a trade: a file missing in
    the bureau's own folder is taken from the repository's ``data/``. A bureau of another trade shares
    only the files in ``COMMON``.
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

    @cached_property
    def package(self) -> str:
        """Name of the profile package; empty if the bureau has figures of its own instead."""
        if self.bureau.profile or self.bureau.figures:
            return self.bureau.profile
        return _repository_profile()

    @cached_property
    def shares_trade(self) -> bool:
        """Whether the bureau belongs to the trade of the rules in the repository's ``data/``."""
        return self.package == _repository_profile()

    @cached_property
    def figure_files(self) -> tuple[Path, ...]:
        """The bureau's own programs; those at the top level declare figures. Empty if ``bureau.yaml`` names no folder.

        Raises
        ------
        ContractError
            If the folder or one of the files lies outside the data folder, or there is no file.
        """
        if not (name := self.bureau.figures):
            return ()
        folder, data = self.data / name, self.data.resolve()
        files = sorted(folder.rglob("*.py"))
        if any(data not in path.resolve().parents for path in (folder, *files)):
            raise ContractError(
                "指标程序在数据目录之外",
                where=f"bureau.yaml（figures：{name}）",
                expected="数据目录里的一个文件夹，如 figures",
                todo="请把程序放进数据目录，不用 .. 和指向别处的链接",
            )
        if not files:
            raise ContractError(
                "没有指标程序", where=f"bureau.yaml（figures：{name}）", expected="文件夹里有 *.py"
            )
        return tuple(files)

    @cached_property
    def profile(self) -> Profile:
        """Settings of the trade; ``ContractError`` if ``profile.yaml`` is wrong."""
        path = self.shared_file(PROFILE_FILE)
        return load_settings(Profile, path) if path else Profile()

    @cached_property
    def code(self) -> str:
        """A hash over all code of the bureau's reports: the engine, the profile package, own programs."""
        own = (f"{self.shown(path)} {sha256(path)}" for path in self.figure_files)
        return fingerprint([code_hash(self.package), *own])

    @cached_property
    def rules(self) -> str:
        """A hash over the common dependencies of all figures and sections: the code, the settings of bureau and trade."""
        paths = (self.data / "bureau.yaml", self.shared_file(PROFILE_FILE))
        return fingerprint([self.code, *(sha256(path) for path in paths if path)])

    @cached_property
    def all_sections(self) -> tuple[Section, ...]:
        """All sections available to the bureau; ``ContractError`` if ``sections.yaml`` is missing or wrong."""
        path = self.shared_file(SECTIONS_FILE)
        if path is None:
            raise ContractError(
                "找不到章节表",
                where=SECTIONS_FILE,
                expected="每一条有 id、title、chapter",
                todo="请在数据目录中写一份",
            )
        return load_sections(path, self.shown(path))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the bureau's report, in their order.

        Raises
        ------
        UnknownName
            If ``bureau.yaml`` names a section that does not exist; otherwise as ``all_sections``.
        """
        if (listed := self.bureau.sections) is None:
            return self.all_sections
        wanted = {section_id(one, self.all_sections, where="bureau.yaml（sections）") for one in listed}
        return tuple(section for section in self.all_sections if section.id in wanted)

    def notebook(self, id: str, shared: Path) -> Path:
        """Path of a section's notebook: the bureau's own, else in the folder `shared`; it may not exist."""
        own = self.data / NOTEBOOKS_FOLDER / f"{id}.ipynb"
        return own if own.is_file() or not self.shares_trade else shared / own.name

    @property
    def years(self) -> list[int]:
        """Years that have a folder, ascending."""
        return sorted(int(p.name) for p in self.data.iterdir() if p.is_dir() and _is_year(p.name))

    def year_folder(self, year: int) -> Path:
        """Folder of one year's ledgers as handed in; it may not exist."""
        return self.data / str(year)

    def shared_files(self, folder: str, pattern: str) -> list[Path]:
        """Files of a shared folder such as ``contracts``; the bureau's own file replaces the repository's."""
        shared = sorted((REPOSITORY / "data" / folder).glob(pattern))
        if not self.shares_trade:
            shared = [path for path in shared if _bare_name(path) in COMMON.get(folder, ())]
        by_name = {path.name: path for path in (*shared, *sorted((self.data / folder).glob(pattern)))}
        return [by_name[name] for name in sorted(by_name)]

    def shared_file(self, name: str) -> Path | None:
        """A file such as ``sections.yaml``: the bureau's own, else the repository's; None if there is none."""
        return next(iter(self.shared_files(".", name)), None)

    def own_file(self, name: str) -> Path | None:
        """A file of the bureau's own folder, such as ``2021/notes.yaml``; None if there is none."""
        path = self.data / name
        return path if path.is_file() else None

    def shown(self, path: Path) -> str:
        """A path for messages and outputs: relative to the data folder, never absolute."""
        for base in (self.data, REPOSITORY / "data"):
            if path.is_relative_to(base):
                return readable(path.relative_to(base))
        return readable(path.name)


def _repository_profile() -> str:
    """The profile package of the repository's own bureau; empty if there is no such bureau."""
    path = REPOSITORY / "data" / "bureau.yaml"
    return load_settings(Bureau, path).profile if path.is_file() else ""


def _bare_name(path: Path) -> str:
    """A file's name without suffix and code (the part up to the first underscore)."""
    return path.stem.partition("_")[2] or path.stem


def _is_year(name: str) -> bool:
    return len(name) == 4 and name.isascii() and name.isdigit()
