"""Warm-up: parse the repository's contracts before a fork, so that forked processes inherit them."""

from __future__ import annotations

import pyarrow.pandas_compat
import pyarrow.parquet  # noqa: F401  (imported only: reading would start threads, which a fork loses)

from workreport.base.errors import WorkreportError
from workreport.base.paths import REPOSITORY
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.contract import load_contracts


def warm_up() -> None:
    """Read the contracts; ignore errors, which are reported when a contract is needed."""
    try:
        load_contracts(Workspace.open(str(REPOSITORY / "data")))
    except WorkreportError:
        return
