"""Pages of the docs as what a reader does: files to write, commands to type, results that are shown, in their order."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
HEADED = re.compile(r"# (?P<file>[\w/.\-]+\.\w+)(?P<rest>[，；][^\n]*)?\n(?P<body>.*)", re.S)
SPAN = re.compile(r"`([^`\n]+)`")
TABLE_OF_FILES = re.compile(r"^ *\| 文件 \|.*\n.*\n((?:^ *\|.*\n)+)", re.M)


@dataclass(frozen=True)
class Step:
    """Something that a page has its reader do: `kind` is ``type``, ``write``, ``add`` (to what is there) or ``see``."""

    kind: str
    text: str
    file: str = ""


def steps(page: str) -> Iterator[Step]:
    """The steps of a page, in order."""
    typed_to = -1
    text = (ROOT / page).read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        _, language, inner = block.groups()
        body = textwrap.dedent(inner)
        headed = HEADED.fullmatch(body)
        if language == "sh":
            yield from (Step("type", line) for line in body.splitlines() if line.strip())
            typed_to = block.end()
        elif headed and language in ("yaml", "python"):
            yield Step("write" if "以后" in (headed["rest"] or "") else "add", headed["body"], headed["file"])
        elif not language and typed_to >= 0 and not text[typed_to : block.start()].strip():
            yield Step("see", body)


def commands_of_tables(page: str) -> list[str]:
    """The commands with something to work on that tables of a README list."""
    rows = [line for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    spans = [span for row in rows for span in SPAN.findall(row) if re.match(r"workreport \S+ \S", span)]
    return [f".venv/bin/{span}" for span in dict.fromkeys(spans)]


def files_named(page: str) -> Iterator[str]:
    """Files that a page says are there afterwards: paths in its text, and names in its tables of files."""
    text = BLOCK.sub("", (ROOT / page).read_text(encoding="utf-8"))
    yield from (
        span.rstrip("/")
        for span in SPAN.findall(text)
        if re.fullmatch(r"(?:outputs|data|reports)/[^<>…*\s]+", span)
    )
    for table in TABLE_OF_FILES.findall(text):
        for row in table.splitlines():
            yield from SPAN.findall(row.split("|")[1])
