"""Office files with the clock taken out: one time on every entry of the archive, one date in its properties."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from workreport.base.zip_origin import without_origin

EPOCH = (1980, 1, 1, 0, 0, 0)
STORED = (".png", ".jpeg", ".xlsx")
"""Parts that are packed already."""
PROPERTIES = "docProps/core.xml"
DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def pinned(archive: bytes, day: dt.date) -> bytes:
    """A docx, pptx or xlsx as if it was made on `day`, its embedded workbooks too; the same bytes at any time."""
    stamp = day.isoformat().encode() + b"T00:00:00Z"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == PROPERTIES:
                content = DATES.sub(rb"\g<1>" + stamp, content)
            elif name.endswith(".xlsx"):
                content = pinned(content, day)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return without_origin(out.getvalue())
