"""Python as it is on Windows, as far as Linux can show it; loaded by every process with this folder in ``PYTHONPATH``.

Missing: the POSIX modules, forks, links, user and group numbers, most signals, Unix sockets. Different: text is written with
CRLF and in code page 936 unless told otherwise, paths are ordered without regard to case, zip archives name their system, nothing is
renamed onto something that is there, and what is open in any process is neither renamed nor deleted.
"""

from __future__ import annotations

import builtins
import fcntl
import io
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess  # noqa: F401  (before the module that it would know Windows by)
import sys
import types
import warnings
import zipfile
from functools import partial
from glob import glob

MODULES = ("fcntl", "grp", "pwd", "resource", "termios")
FUNCTIONS = (
    "chown", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid", "getuid", "killpg", "mkfifo",
    "register_at_fork", "sched_getaffinity", "sched_setaffinity", "setpgid", "setsid", "setuid",
)  # fmt: skip
SIGNALS = (
    "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGUSR1", "SIGUSR2",
    "alarm", "pthread_sigmask", "setitimer",
)  # fmt: skip
OURS = r"(workreport|marketsupervision|kernelpool)(\.|$)"
CODE_PAGE = "cp936"
NO_RIGHT = 1314
"""Windows' number for a privilege that a process lacks, such as to make links."""


def _take_away() -> None:
    socket.socketpair = partial(_pair, socket.socketpair, socket.AF_UNIX)
    for module, names in ((os, FUNCTIONS), (signal, SIGNALS), (socket, ("AF_UNIX", "send_fds"))):
        hidden = {name: vars(module).pop(name) for name in names if hasattr(module, name)}
        module.__getattr__ = partial(_for_others, hidden)
    os.symlink = _no_link
    builtins.__import__ = partial(_imported, builtins.__import__)


def _imported(real, name: str, globals: dict | None = None, *others: object, **named: object):
    if name in MODULES and re.match(OURS, (globals or {}).get("__name__") or ""):
        raise ImportError(name)
    return real(name, globals, *others, **named)


def _for_others(hidden: dict[str, object], name: str) -> object:
    """What is not there for this project's code, while libraries know by the system's name what they may use."""
    caller = sys._getframe(1).f_globals.get("__name__", "")
    if name not in hidden or re.match(OURS, caller):
        raise AttributeError(name)
    return hidden[name]


def _pair(real, default: int, family: int | None = None, *kind: int):
    return real(default if family is None else family, *kind)


def _no_link(*_: object, **__: object) -> None:
    raise OSError(NO_RIGHT, "no right to make links")


def _locks() -> None:
    """The module that locks files there, on this system's locks."""
    lock, at_once = fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB
    locks = types.ModuleType("msvcrt")
    locks.LK_NBLCK = 2
    locks.locking = lambda descriptor, _mode, _count: lock(descriptor, at_once)
    sys.modules["msvcrt"] = locks


def _text_files() -> None:
    real = io.open

    def opened(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, *others, **named):
        if "b" not in mode:
            encoding = CODE_PAGE if encoding in (None, "locale") else encoding
            newline = "\r\n" if newline is None and set(mode) & set("wxa+") else newline
        return real(file, mode, buffering, encoding, errors, newline, *others, **named)

    builtins.open = io.open = opened
    warnings.filterwarnings("error", category=EncodingWarning, module=OURS)


def _order() -> None:
    def key(path: pathlib.PurePath) -> list[str]:
        return [part.lower() for part in path.parts]

    pathlib.PurePath.__lt__ = lambda one, other: key(one) < key(other)
    pathlib.PurePath.__le__ = lambda one, other: key(one) <= key(other)
    pathlib.PurePath.__gt__ = lambda one, other: key(one) > key(other)
    pathlib.PurePath.__ge__ = lambda one, other: key(one) >= key(other)


def _archives() -> None:
    """Zip archives name the system that they were written on."""
    real = zipfile.ZipInfo.__init__

    def named_for_windows(self, *given, **named) -> None:
        real(self, *given, **named)
        self.create_system = 0

    zipfile.ZipInfo.__init__ = named_for_windows


def _in_use(path: str) -> bool:
    """Whether a file, or one in a folder, is open or mapped anywhere."""
    place = os.path.realpath(path)
    return any(one == place or one.startswith(place + os.sep) for one in _all_open())


def _all_open():
    for link in (*glob("/proc/[0-9]*/fd/*"), *glob("/proc/[0-9]*/cwd")):
        try:
            yield os.readlink(link)
        except OSError:
            continue
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as mapped:
        yield from (line.split(maxsplit=5)[5].rstrip("\n") for line in mapped if line.count("/"))


def _open_files() -> None:
    def guarded(name: str, *, onto: bool):
        real = getattr(os, name)

        def act(path, *target, **places):
            if places.get("dir_fd") is None:
                for one in map(os.fspath, (path, *target)):
                    if isinstance(one, str) and os.path.exists(one) and _in_use(one):
                        raise PermissionError(13, "in use by another program", one)
            if not onto and target and os.path.lexists(target[0]) and not os.path.samefile(path, target[0]):
                raise FileExistsError(17, "there is one already", path, None, target[0])
            return real(path, *target, **places)

        setattr(os, name, act)

    for name in ("remove", "unlink", "rmdir", "replace"):
        guarded(name, onto=True)
    guarded("rename", onto=False)
    shutil._use_fd_functions = False


_locks()
_take_away()
_text_files()
_order()
_archives()
_open_files()
