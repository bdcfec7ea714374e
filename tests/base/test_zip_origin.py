"""Archives say nothing of the system that they were written on."""

from __future__ import annotations

import io
import zipfile

from workreport.base.zip_origin import without_origin


def archive(system: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in ("文档.xml", "b/c.xml"):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.comment, entry.extra = system, b"PK", b"\x01\x00\x02\x00ab"
            target.writestr(entry, name * 100)
    return out.getvalue()


def test_windows_and_unix_give_the_same_bytes():
    assert archive(0) != archive(3) == without_origin(archive(0)) == without_origin(archive(3))
