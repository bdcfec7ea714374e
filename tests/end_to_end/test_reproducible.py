"""The same inputs give the same bytes, whatever the time zone, locale, hash seed, jobs, kernels and file order."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

REPRODUCED = (
    "index.html", "report.docx", "report.pdf", "data.docx", "data.pdf", "definitions.docx", "brief.docx", "slides.pptx",
    "note.docx", "figures.csv", "figures.xlsx", "figures.json", "datapackage.json",
    "checks.csv", "rows.csv", "sources.csv", "findings.csv", "manifest.json",
)  # fmt: skip
FOLDERS = ("charts", "sections", "evidence", "notebooks")


def contents(folder: Path) -> dict[str, bytes]:
    paths = [folder / name for name in REPRODUCED]
    paths += [path for name in FOLDERS for path in (folder / name).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def twice(workreport, report_2021: Path, repository: Path, tmp_path_factory) -> tuple[Path, Path]:
    """2021 built in two very different surroundings; the second from a copy whose files came in reverse order.

    All sections of the first ran in warm kernels several at a time, those of the second in ordinary ones one by one.
    """
    second, copy = (tmp_path_factory.mktemp(name) for name in ("second", "copy"))
    for path in sorted((repository / "data").rglob("*"), reverse=True):
        if path.is_file() and "examples" not in path.parts:
            target = copy / "data" / path.relative_to(repository / "data")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    two = workreport(
        "run", "2021", "--data", copy / "data", "--out", second, "--jobs", 1,
        TZ="America/Los_Angeles", LC_ALL="C", LANG="C", PYTHONHASHSEED="4242", WORKREPORT_KERNELS="ordinary",
    )  # fmt: skip
    assert two.returncode == 0, two.stderr
    return report_2021 / "2021", second / "2021"


def test_same_bytes(twice: tuple[Path, Path]) -> None:
    left, right = map(contents, twice)
    assert sorted(left) == sorted(right)
    assert [name for name in left if left[name] != right[name]] == []
    assert sum(name.endswith(".svg") for name in left) >= 12


def test_report_is_whole(twice: tuple[Path, Path]) -> None:
    page = (twice[0] / "index.html").read_text(encoding="utf-8")
    for words in ("2021年工作报告", "数据截至", "2021", "合成", "摘要", "消费维权"):
        assert words in page
    plain = re.sub(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+", "", page)
    for leftover in ("Traceback", 'src="http', 'href="http', ">nan", ">inf", "−0%", "本期未提供台账"):
        assert leftover not in plain, leftover
    assert len(page.encode()) < 4 * 1024 * 1024


def test_every_chart_has_a_text_alternative(twice: tuple[Path, Path]) -> None:
    page = (twice[0] / "index.html").read_text(encoding="utf-8")
    images = re.findall(r"<svg [^>]*>", page)
    assert len(images) >= 12
    assert all(re.search(r'aria-label="[^"]{10,}"', image) for image in images)


def test_no_machine_path_in_what_is_published(twice: tuple[Path, Path], repository: Path) -> None:
    for name, content in contents(twice[1]).items():
        assert str(repository).encode() not in content, name
        assert str(twice[1].parent).encode() not in content, name


def test_row_accounts_add_up(twice: tuple[Path, Path]) -> None:
    import csv

    with (twice[0] / "rows.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    parts = ("counted", "out_of_period", "duplicate", "quarantined", "not_data")
    assert rows
    assert all(int(row["read"]) == sum(int(row[part]) for part in parts) for row in rows)


def test_a_changed_ledger_gives_what_a_first_run_gives(
    workreport, report_2021: Path, repository: Path, tmp_path: Path
) -> None:
    """Figures and sections of all other ledgers are taken from the run before; the report speaks of it in both."""
    data, often = tmp_path / "data", tmp_path / "often"
    shutil.copytree(repository / "data", data, ignore=shutil.ignore_patterns("examples"))
    (path,) = (data / "2021").glob("LG13_*.csv")
    shutil.copytree(report_2021, often)
    once = tmp_path / "once"
    shutil.copytree(often / ".history", once / ".history")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-3]))
    assert "10 节没有变化" in workreport("run", "2021", "--data", data, "--out", often).stderr
    assert workreport("run", "2021", "--data", data, "--out", once).returncode == 0
    left, right = contents(often / "2021"), contents(once / "2021")
    assert [name for name in left if left[name] != right.get(name)] == [] and len(left) == len(right)
    assert sorted(path.name for path in (often / ".history" / "objects").iterdir()) == sorted(
        path.name for path in (once / ".history" / "objects").iterdir()
    )
