"""Old Word, WPS, OpenDocument and RTF files through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress

import psutil

from workreport.base.errors import DraftError
from workreport.base.interruption import interrupts_deferred
from workreport.base.temporary_folders import temporary_folder

TIMEOUT = 180
"""Seconds; a first start on a slow machine takes half a minute."""


def as_docx(raw: bytes, suffix: str, shown: str) -> bytes:
    """A file converted to .docx.

    Raises
    ------
    DraftError
        If LibreOffice is missing, takes too long, or cannot read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise DraftError(
            "读这种文件要用 LibreOffice，本机没有装",
            where=shown,
            todo="请用 Word 或 WPS 另存为 .docx，或安装 LibreOffice",
        )
    with temporary_folder() as folder:
        source = folder / f"draft{suffix}"
        source.write_bytes(raw)
        # a profile of its own: a running LibreOffice would take the file over, its macros and settings would count
        _run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(folder / "out"),
                str(source),
            ],
            shown,
        )
        converted = folder / "out" / "draft.docx"
        if not converted.is_file():
            raise DraftError(
                "LibreOffice 读不出这个文件：已损坏、有密码，或不是文字文档",
                where=shown,
                todo="请用 Word 或 WPS 打开确认，去掉密码，另存为 .docx",
            )
        return converted.read_bytes()


def _run(command: list[str], shown: str) -> None:
    """Run a program to its end; it and what it started end with an interrupt too."""
    process = None
    try:
        with interrupts_deferred():  # until it is known what has to be ended
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise DraftError(
            f"LibreOffice 用了 {TIMEOUT} 秒还没有转换完，已停止",
            where=shown,
            todo="请用 Word 或 WPS 另存为 .docx",
        ) from error
    finally:
        if process is not None and process.poll() is None:
            _kill_all(process.pid)
            process.wait()


def _kill_all(pid: int) -> None:
    """Kill a process and those that it has started."""
    with suppress(psutil.NoSuchProcess):
        first = psutil.Process(pid)
        for process in (first, *first.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                process.kill()
