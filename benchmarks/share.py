"""Lets another Python see this one's packages too: ``share.py OTHER_PYTHON``."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

other = subprocess.run(
    [sys.argv[1], "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
    capture_output=True, text=True, check=True,
).stdout.strip()  # fmt: skip
own = sysconfig.get_path("purelib")
Path(other, "workbook.pth").write_text(f"import site; site.addsitedir({own!r})\n", encoding="utf-8")
