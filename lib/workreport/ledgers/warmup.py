"""The repository's own contracts, read once: a process forked from this one need not parse the same texts again."""

from __future__ import annotations

import pyarrow.pandas_compat
import pyarrow.parquet  # noqa: F401  (imported only, nothing is read: reading starts threads, which a fork loses)

from workreport.base.errors import WorkreportError
from workreport.base.paths import REPOSITORY
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.contract import load_contracts


def warm_up() -> None:
    """Read the contracts; whatever is wrong with them is told to those who need them."""
    try:
        load_contracts(Workspace.open(str(REPOSITORY / "data")))
    except WorkreportError:
        return
