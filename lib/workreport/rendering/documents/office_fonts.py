"""The fonts that Word files name after GB/T 9704—2012: which this machine has, and what stands in for the others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

FOLDERS = {
    "darwin": ("~/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts"),
    "win32": ("%WINDIR%\\Fonts", "%LOCALAPPDATA%\\Microsoft\\Windows\\Fonts"),
    "linux": ("~/.local/share/fonts", "~/.fonts", "/usr/share/fonts", "/usr/local/share/fonts"),
}
FAMILY_NAMES = (1, 16)
"""Entries of a font's name table that programs list it under."""


@dataclass(frozen=True)
class Named:
    """A font that the document names: what for, and other names and close relatives of it, the closest first."""

    name: str
    use: str
    alike: tuple[str, ...] = ()


NAMED = (
    Named("方正小标宋简体", "标题", ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05")),
    Named("仿宋_GB2312", "正文、三四级标题", ("FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "华文仿宋")),
    Named("楷体_GB2312", "二级标题、提示", ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "华文楷体", "AR PL UKai CN")),
    Named("黑体", "一级标题、表题、图题", ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")),
    Named("宋体", "页码", ("SimSun", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC")),
    Named("Times New Roman", "数字和拉丁字母", ("Liberation Serif", "Nimbus Roman", "Tinos")),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One named font on this machine; ``stand_in`` is what is taken for it, empty where nothing is known."""

    named: Named
    present: bool
    stand_in: str = ""


def office_fonts(
    families: Collection[str] | None = None, match: Callable[[str], str] | None = None
) -> list[Found]:
    """Each named font, whether it is here, and what stands in for it.

    Parameters
    ----------
    families : collection of str, optional
        Families installed; by default those of this machine.
    match : callable, optional
        What the system takes for a family that it lacks; by default fontconfig's answer.
    """
    known = installed() if families is None else families
    by_name = {name.casefold(): name for name in known}
    ask = _matched if match is None else match
    found = []
    for one in NAMED:
        if one.name.casefold() in by_name:
            found.append(Found(one, True))
            continue
        relative = next((by_name[name.casefold()] for name in one.alike if name.casefold() in by_name), "")
        found.append(Found(one, False, relative or ask(one.name)))
    return found


def installed() -> set[str]:
    """Names of the font families on this machine."""
    if shutil.which("fc-list"):
        told = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, encoding="utf-8")
        return {name.strip() for line in told.stdout.splitlines() for name in line.split(",") if name.strip()}
    folders = FOLDERS.get(sys.platform, FOLDERS["linux"])
    return families_in([Path(os.path.expandvars(folder)).expanduser() for folder in folders])


def families_in(folders: Sequence[Path]) -> set[str]:
    """Names of the families whose files stand in these folders; files that are no fonts are passed over."""
    found: set[str] = set()
    for path in sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*")):
        if path.suffix.lower() not in (".ttf", ".otf", ".ttc", ".otc"):
            continue
        try:
            fonts = (
                TTCollection(path).fonts if path.suffix.lower().endswith("c") else [TTFont(path, lazy=True)]
            )
            found |= {
                str(entry) for font in fonts for entry in font["name"].names if entry.nameID in FAMILY_NAMES
            }
        except (TTLibError, OSError, KeyError):
            continue
    return found


def _matched(name: str) -> str:
    """What fontconfig takes for a family to show the characters of its name, the Chinese ones if it has any."""
    if not shutil.which("fc-match"):
        return ""
    own = [char for char in name if not char.isascii()] or name
    shown = " ".join(sorted({f"{ord(char):x}" for char in own}))
    asked = ["fc-match", "-f", "%{family}", f"{name}:charset={shown}"]
    told = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8")
    return told.stdout.split(",")[0].strip()
