"""The cache gives what was put under a key and nothing else, and does not grow for ever."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from workreport.base.cache import Cache, prune
from workreport.base.errors import UsageError
from workreport.base.paths import STORE


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache.of(tmp_path, "sections", "2021")


def test_what_was_put_is_found_again_by_anybody(cache, tmp_path):
    cache.put("a", b"one")
    assert cache.get("a") == b"one" and cache.get("b") is None
    assert Cache.of(tmp_path, "sections", "2021").get("a") == b"one"
    assert Cache.of(tmp_path, "sections", "2022").get("a") is None


def test_a_fresh_one_finds_only_what_it_has_put(cache, tmp_path):
    cache.put("a", b"one")
    fresh = Cache.of(tmp_path, "sections", "2021", fresh=True)
    assert fresh.get("a") is None
    fresh.put("a", b"two")
    assert fresh.get("a") == cache.get("a") == b"two"


@pytest.mark.parametrize("spoil", [b"", b"{", b"\xff" * 80])
def test_a_damaged_entry_is_none_until_it_is_put_again(cache, spoil):
    cache.put("a", b"one")
    (cache.folder / "a").write_bytes(spoil)
    assert cache.get("a") is None
    cache.put("a", b"one")
    assert cache.get("a") == b"one"


def fill(cache: Cache, key: str, size: int, used_days_ago: float) -> None:
    """An entry with a file of its own, last used so long ago."""
    cache.put_file(key, "parquet", lambda path: path.write_bytes(b"x" * size))
    cache.put(key, b"notes")
    for path in cache.folder.glob(f"{key}*"):
        at = time.time() - used_days_ago * 86_400
        os.utime(path, (at, at))


def stored_files(out: Path) -> set[str]:
    return {path.name for path in (out / STORE).rglob("*") if path.is_file()}


def test_what_was_used_longest_ago_goes_first_and_with_all_its_files(cache, tmp_path):
    for key, days in (("a", 9), ("b", 7), ("c", 5), ("d", 3)):
        fill(cache, key, 1000, days)
    assert cache.get("a") == b"notes"  # used just now
    prune(tmp_path, 2500)
    assert stored_files(tmp_path) == {"a", "a.parquet", "d", "d.parquet"}


def test_what_a_run_may_be_using_stays_whatever_it_takes(cache, tmp_path):
    for at in range(5):
        fill(cache, f"k{at}", 1000, 0.5)
    prune(tmp_path, 100)
    assert len(stored_files(tmp_path)) == 10


def test_the_store_does_not_grow_for_ever(tmp_path):
    for day in range(40):  # every day a ledger is changed, and the report made again
        for kind in ("ledgers", "sections", "figures"):
            fill(Cache.of(tmp_path, kind), f"{day}", 1000, 40 - day)
        prune(tmp_path, 20_000)
        assert sum(path.stat().st_size for path in (tmp_path / STORE).rglob("*") if path.is_file()) < 25_000
    assert {"39", "38"} <= stored_files(tmp_path) and "0" not in stored_files(tmp_path)


def test_there_may_be_no_store(tmp_path):
    prune(tmp_path, 0)


def test_a_store_that_is_a_file_is_told(cache, tmp_path):
    (tmp_path / STORE).write_text("x", encoding="utf-8")
    assert cache.get("key") is None
    for write in (
        lambda: cache.put("key", b"content"),
        lambda: cache.put_file("key", "parquet", lambda path: path.write_bytes(b"x")),
    ):
        with pytest.raises(UsageError, match="应是文件夹的地方是一个文件") as caught:
            write()
        assert STORE in caught.value.where
    prune(tmp_path, 0)
    assert (tmp_path / STORE).read_text(encoding="utf-8") == "x"


def test_a_full_disk_is_told(cache):
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UsageError, match="写不了：No space left"):
        cache.put_file("key", "parquet", full)
