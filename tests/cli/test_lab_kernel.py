"""A kernel that the analyst's JupyterLab starts completes names and shows Chinese in plots before any section is opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel
from small_bureau import small_bureau

from workreport.cli.analysts import kernel_environment

PATIENCE = 120
pytestmark = pytest.mark.slow


def started(data: Path, out: Path, home: Path) -> Iterator:
    """The client of a bare kernel in the environment that ``workreport lab`` gives its kernels."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in kernel_environment(data, out).items():
            patch.setenv(name, value)
        patch.setenv("IPYTHONDIR", str(home))
        manager, client = start_new_kernel(startup_timeout=PATIENCE)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    folder = tmp_path_factory.mktemp("lab")
    yield from started(small_bureau(folder / "data", repository), folder / "out", folder)


@pytest.fixture
def kernel_without_bureau(tmp_path: Path) -> Iterator:
    (tmp_path / "data").mkdir()
    yield from started(tmp_path / "data", tmp_path / "out", tmp_path)


def completed(client, text: str) -> list[str]:
    return client.complete(text, len(text), reply=True, timeout=PATIENCE)["content"]["matches"]


def printed(client, code: str) -> str:
    found: list[str] = []

    def gather(message: dict) -> None:
        found.append(message["content"].get("text", "") or "\n".join(message["content"].get("traceback", [])))

    client.execute_interactive(code, output_hook=gather, timeout=PATIENCE)
    return "".join(found)


def test_names_are_completed_in_a_bare_kernel(kernel):
    assert "fair.reviewed" in completed(kernel, 'ids = ["fair.rev')


def test_plots_of_one_s_own_show_chinese(kernel):
    code = "import matplotlib; print(matplotlib.rcParams['font.family'])"
    assert "'Noto Sans SC'" in printed(kernel, code)


def test_a_bureau_that_cannot_be_read_does_not_keep_a_kernel_from_starting(kernel_without_bureau):
    assert printed(kernel_without_bureau, "print(1 + 1)") == "2\n"
