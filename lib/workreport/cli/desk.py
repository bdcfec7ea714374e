"""Commands for analysts at their desk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from workreport.chinese import command
from workreport.workspace import REPOSITORY

LAB_SETTINGS = Path(__file__).parents[1] / "lab"
"""JupyterLab's settings for this workbook: menus in Chinese."""


@command()
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示地址")
def lab(no_browser: bool) -> None:
    """打开 JupyterLab，编辑和试运行章节笔记本。"""
    from jupyterlab.labapp import main as jupyterlab

    options = [f"--notebook-dir={REPOSITORY / 'notebooks'}", f"--LabApp.app_settings_dir={LAB_SETTINGS}"]
    if no_browser:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container there is often no other user
        options.append("--allow-root")
    sys.exit(jupyterlab(options))
