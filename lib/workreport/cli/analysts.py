"""Commands for analysts: JupyterLab and fonts."""

from __future__ import annotations

import json
import os
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from workreport.base.paths import DATA_VARIABLE, NOTEBOOKS, OUT_VARIABLE
from workreport.cli.localisation import command
from workreport.cli.options import DATA, OUT

LAB_SETTINGS = Path(__file__).with_name("lab")
"""JupyterLab's settings: Chinese menus, Markdown shown rendered, notebooks saved without outputs."""
OWN = "own"
"""Folder for analysts' own notebooks: no run takes one for a section, and git ignores it."""
PASSING = ("execution", "trusted")
"""Metadata that JupyterLab adds to cells when they are run or opened."""


def kernel_environment(data: Path, out: Path) -> dict[str, str]:
    """Environment variables of JupyterLab's kernels: the folders, as in a run, and the place of our kernel's settings."""
    places = (str(LAB_SETTINGS), os.environ.get("JUPYTER_PATH", ""))
    return {
        DATA_VARIABLE: str(data.resolve()),
        OUT_VARIABLE: str(out.resolve()),
        "JUPYTER_PATH": os.pathsep.join(filter(None, places)),
    }


@command()
@DATA
@OUT
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示地址")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="端口，默认找一个空着的")
def lab(data: Path | None, out: Path | None, no_browser: bool, port: int | None) -> None:
    """打开 JupyterLab：用表单出稿，编辑和试运行章节笔记本。

    先打开的“出稿台”不用终端就能核对台账、出稿、签署、写正文；“分析台”（README.md）写着改章节从哪里开始。章节笔记本存盘时不带输出，
    只看不改的，存盘后与原来一字不差。自己的笔记本放在 own/ 里。
    """
    from workreport.base.sections import DESK
    from workreport.base.workspace import Workspace

    workspace = Workspace.open(data, out)
    os.environ |= kernel_environment(workspace.data, workspace.out)
    from jupyterlab.labapp import main as jupyterlab

    with suppress(OSError):  # an installed product may not be written to
        (NOTEBOOKS / OWN).mkdir(exist_ok=True)
    # Jupyter reads the setting twice and warns about two hooks
    warnings.filterwarnings("ignore", "Overriding existing pre_save_hook")
    options = [
        f"--notebook-dir={NOTEBOOKS}",
        f"--config={LAB_SETTINGS / 'jupyter_config.py'}",
        f"--LabApp.app_settings_dir={LAB_SETTINGS}",
        f"--LabApp.default_url=/lab/tree/{DESK}.ipynb",
    ]
    options += ["--no-browser"] if no_browser else []
    options += [f"--port={port}"] if port else []
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # containers often have no other user
        options.append("--allow-root")
    sys.exit(jupyterlab(options))


@command()
def fonts() -> None:
    """列出正文和数据册的 Word 稿所用的公文字体，本机缺哪些，用什么代替。

    退出码：0 都有；1 有缺的。
    """
    from rich.console import Console
    from rich.table import Table

    from workreport.rendering.documents.office_fonts import office_fonts

    office = office_fonts()
    table = Table("字体", "用处", "本机", "代用", title="Word 稿所用字体")
    for font in office:
        table.add_row(font.named.name, font.named.use, "有" if font.present else "缺", font.stand_in)
    Console().print(table)
    if lacking := [font.named.name for font in office if not font.present]:
        click.echo(
            f"缺 {len(lacking)} 种：{'、'.join(lacking)}。用代用字体显示和打印，字形、行数可能与公文格式不同；"
            "在装有这些字体的机器上打开即为原样。PDF 自带字体，不受影响。"
        )
    sys.exit(int(bool(lacking)))


def save_without_outputs(
    model: dict[str, Any], path: str, contents_manager: Any = None, **others: Any
) -> None:
    """Jupyter's pre-save hook: a notebook of the report is saved as it was, but for what was edited in its cells.

    Outputs and execution counts are removed, and the metadata stays that of the file, so that looking at a section
    changes nothing. Analysts' own notebooks are saved unchanged.
    """
    from workreport.base.sections import DESK, EXPLORE
    from workreport.base.workspace import Workspace

    sections = {section.id for section in Workspace.open().all_sections}
    name = Path(path.lstrip("/"))
    if model["type"] != "notebook" or name.parent.name or name.stem not in {DESK, EXPLORE, *sections}:
        return
    content = model["content"]
    file = Path(getattr(contents_manager, "root_dir", NOTEBOOKS)) / name
    if file.is_file():
        content["metadata"] = json.loads(file.read_text(encoding="utf-8"))["metadata"]
    for cell in content["cells"]:
        for added in PASSING:
            cell.get("metadata", {}).pop(added, None)
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
