"""Remote folders: fetched by fsspec before a job; published files are uploaded after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workreport.base.paths import STORE
from workreport.base.temporary_folders import temporary_folder
from workreport.pipeline.batch.job import Job, is_url
from workreport.pipeline.up_to_date import FOLDER as RUNS
from workreport.pipeline.up_to_date import HISTORY, MANIFEST, OBJECTS


@contextmanager
def local_folders(job: Job) -> Iterator[tuple[Path, Path]]:
    """Data and output folder of a job as local paths."""
    with temporary_folder() as scratch:
        data, out = Path(job.data), Path(job.out)
        if is_url(job.data):
            data = scratch / "data"
            fetch(job.data, data)
        if not is_url(job.out):
            yield data, out
            return
        out = scratch / "out"
        for part in _parts(job):
            fetch(f"{job.out}/{part}", out / part)
        before = _stats(out)
        yield data, out
        after = _stats(out)
        _send(out, job.out, [name for name in after if after[name] != before.get(name)])
        _remove(job.out, before.keys() - after.keys())


def fetch(url: str, target: Path) -> None:
    """Copy a folder or file to this machine, if it exists."""
    system, place = _system(url)
    if system.isdir(place):
        for name in system.find(place):
            local = target / name[len(system._strip_protocol(place)) :].lstrip("/")
            local.parent.mkdir(parents=True, exist_ok=True)
            system.get_file(name, str(local))
    elif system.isfile(place):
        target.parent.mkdir(parents=True, exist_ok=True)
        system.get_file(place, str(target))


def send_file(path: Path, url: str) -> None:
    """Copy one file to a URL."""
    system, place = _system(url)
    system.makedirs(place.rpartition("/")[0], exist_ok=True)
    system.put_file(str(path), place)


def _parts(job: Job) -> Iterable[str]:
    """The parts of the output folder that a run of the period uses."""
    return (
        job.period,
        "index.html",
        f"{HISTORY}/{job.period}",
        f"{HISTORY}/{OBJECTS}",
        f"{STORE}/sections/{job.period}",
        f"{STORE}/{RUNS}/{job.period}",
    )


def _stats(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def _send(folder: Path, url: str, names: Iterable[str]) -> None:
    """Upload the report, then its manifest, and the up-to-date record last."""
    for name in sorted(
        names, key=lambda name: (name.startswith(f"{STORE}/{RUNS}/"), name.endswith(MANIFEST), name)
    ):
        send_file(folder / name, f"{url}/{name}")


def _remove(url: str, names: Iterable[str]) -> None:
    """Remove files that the report no longer has."""
    system, place = _system(url)
    for name in sorted(names):
        system.rm_file(f"{place}/{name}")


def _system(url: str) -> tuple[Any, str]:
    import fsspec

    return fsspec.core.url_to_fs(url)
