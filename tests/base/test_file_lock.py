"""Locks on files: one holder at a time, released when the file is closed."""

from __future__ import annotations

import os

from workreport.base.file_lock import try_lock


def test_one_holder_at_a_time(tmp_path):
    first, second = (os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT) for _ in range(2))
    assert try_lock(first) and not try_lock(second)
    os.close(first)
    assert try_lock(second)
    os.close(second)


def test_the_place_in_the_file_stays(tmp_path):
    (tmp_path / "lock").write_bytes(b"abc")
    descriptor = os.open(tmp_path / "lock", os.O_RDWR)
    os.lseek(descriptor, 1, os.SEEK_SET)
    assert try_lock(descriptor) and os.read(descriptor, 5) == b"bc"
    os.close(descriptor)
