"""Where the desk's links lead: below the address of its own server, wherever that stands."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from workreport.cli.desk import served_files
from workreport.cli.desk.served_files import SERVER, address


class WebApp(SimpleNamespace):
    """What of a server's web application the extension asks."""

    def add_handlers(self, host: str, handlers: list) -> None:
        self.handlers = handlers


@pytest.mark.parametrize("base", ["/", "/user/wang/"])
def test_links_stand_below_the_servers_own_address(base, tmp_path: Path, monkeypatch):
    monkeypatch.setenv(SERVER, "")
    web = WebApp(settings={"base_url": base})
    served_files._load_jupyter_server_extension(SimpleNamespace(web_app=web))
    file = tmp_path / "正文 甲.docx"
    file.touch()
    link = address(file)
    assert (
        link.startswith(f"{base}workreport/files/") and " " not in link and link.endswith("%20%E7%94%B2.docx")
    )
    ((pattern, *_),) = web.handlers
    assert pattern == f"{base}workreport/files/(.*)"


def test_without_a_server_links_start_at_the_root(tmp_path: Path, monkeypatch):
    monkeypatch.delenv(SERVER, raising=False)
    assert address(tmp_path / "a.docx").startswith("/workreport/files/")
