"""The profile: the package that declares the figures of a bureau's trade. The engine knows none by itself."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from workreport.base.errors import ContractError
from workreport.base.paths import REPOSITORY
from workreport.base.workspace import Workspace


def load_profile(workspace: Workspace | None = None) -> str:
    """Declare the figures of a bureau's trade, by default of the repository's own bureau; the package's name.

    A bureau that names no profile has that of the repository's own bureau.

    Raises
    ------
    ContractError
        If there is no such package.
    """
    own = Workspace.open(REPOSITORY / "data")
    name = (workspace or own).bureau.profile or own.bureau.profile
    if not name or find_spec(name) is None:
        raise ContractError(
            f"没有业务包“{name}”",
            where="bureau.yaml",
            expected="已安装的业务包，如 marketsupervision",
            todo="请改正 profile，或安装这个业务包",
        )
    import_module(name)
    return name
