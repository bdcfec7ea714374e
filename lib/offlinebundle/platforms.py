"""Platforms that an archive can be made for: pip's tags, and the values of environment markers there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

GLIBC = 28
"""Minor version of the oldest C library (glibc 2.28) that wheels may need; Kylin V10 and UOS 20 have it."""
OLDEST_GLIBC = 17
LAST_PATCH = 99
"""Stands for the newest release of a Python version."""


@dataclass(frozen=True)
class Platform:
    """One operating system on one kind of processor."""

    name: str
    system: str
    machine: str

    @property
    def on_windows(self) -> bool:
        return self.system == "Windows"

    @property
    def tags(self) -> tuple[str, ...]:
        """Platform tags of the wheels that run there, newest first."""
        if self.on_windows:
            return ("win_amd64",)
        newest_first = range(GLIBC, OLDEST_GLIBC - 1, -1)
        return (*(f"manylinux_2_{minor}_{self.machine}" for minor in newest_first), *self._old_tags)

    @property
    def _old_tags(self) -> tuple[str, ...]:
        """Names that such tags had before they carried the version of glibc."""
        names = (
            ("manylinux2014",)
            if self.machine == "aarch64"
            else ("manylinux2014", "manylinux2010", "manylinux1")
        )
        return tuple(f"{name}_{self.machine}" for name in names)

    def environments(self, python: str) -> Iterator[dict[str, str]]:
        """Values of environment markers under the first and the last release of a Python version such as ``3.11``."""
        for patch in (0, LAST_PATCH):
            yield {
                "os_name": "nt" if self.on_windows else "posix",
                "sys_platform": "win32" if self.on_windows else "linux",
                "platform_system": self.system,
                "platform_machine": self.machine,
                "platform_python_implementation": "CPython",
                "implementation_name": "cpython",
                "implementation_version": f"{python}.{patch}",
                "python_version": python,
                "python_full_version": f"{python}.{patch}",
                "platform_release": "",
                "platform_version": "",
            }


PLATFORMS = {
    one.name: one
    for one in (
        Platform("linux-x86_64", "Linux", "x86_64"),
        Platform("linux-aarch64", "Linux", "aarch64"),
        Platform("windows-amd64", "Windows", "AMD64"),
    )
}
