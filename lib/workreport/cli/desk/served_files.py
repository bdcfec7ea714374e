"""An extension of JupyterLab's server: the browser opens reports and drafts, which lie outside the notebooks' folder.

Only files of a bureau are served, to who is logged in, in a sandbox of their own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import AuthenticatedFileHandler
from jupyter_server.utils import url_escape, url_path_join
from tornado.web import HTTPError

from workreport.base.paths import STORE
from workreport.history.runs import FOLDER

ADDRESS = "/workreport/files/"
"""Address of a file below the server's own: this and its path."""
SERVER = "WORKREPORT_SERVER_ADDRESS"
"""Environment variable by which notebooks learn where their server is: ``/``, or below it behind another one."""
MARKS = ("bureau.yaml", FOLDER, STORE)
"""What tells a data folder or an output folder of reports."""
SANDBOX = "; sandbox allow-scripts allow-downloads allow-modals allow-popups"


class BureauFiles(AuthenticatedFileHandler):
    """Serves files below data and output folders by their whole path; nothing hidden."""

    @property
    def content_security_policy(self) -> str:
        # as the parent's, and reports may offer their files for download
        return super(AuthenticatedFileHandler, self).content_security_policy + SANDBOX

    def check_xsrf_cookie(self) -> None:
        # a link in a report comes from the sandbox, without a referrer; the page that a reader goes to is no other
        # site's to read
        if self.request.headers.get("Sec-Fetch-Dest") != "document":
            super().check_xsrf_cookie()

    def validate_absolute_path(self, root: str, absolute_path: str) -> str:
        path = Path(os.path.realpath(absolute_path))
        if not path.is_file() or not is_of_bureau(path):
            raise HTTPError(404)
        return str(path)


def address(path: Path) -> str:
    """The address at which JupyterLab's server has a file."""
    place = url_escape(path.resolve().as_posix().lstrip("/"))
    return url_path_join(os.environ.get(SERVER, "/"), ADDRESS, place)


def is_of_bureau(path: Path) -> bool:
    """Whether a file lies in a data or output folder, and neither it nor a folder there is hidden."""
    for folder in path.parents:
        if any((folder / mark).exists() for mark in MARKS):
            return not any(part.startswith(".") for part in path.relative_to(folder).parts)
    return False


def _load_jupyter_server_extension(server: Any) -> None:
    base = server.web_app.settings["base_url"]
    os.environ[SERVER] = base  # kernels are started with it
    pattern = url_path_join(base, ADDRESS, "(.*)")
    server.web_app.add_handlers(
        ".*", [(pattern, BureauFiles, {"path": Path(os.path.abspath(os.sep)).as_posix()})]
    )


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]
