"""The reference page of commands, from their help texts."""

from __future__ import annotations

import inspect

import click

from workreport.cli import main
from workreport.cli.reference.markdown import page, table

ABOUT = "命令行 `workreport` 的全部命令；与 `workreport 命令 --help` 所说相同。"
STATUS = """
## 退出码

| 退出码 | 含义 |
| --- | --- |
| 0 | 做成了，干净 |
| 1 | 做成了，但有要处理的：草稿、不一致、有差异 |
| 2 | 用法或输入有误，什么都没写 |
| 130、143、129 | 被 Ctrl-C、SIGTERM、SIGHUP（关闭终端）中断，此前的输出未改动，没有留下进程 |

各命令另有说明的，以命令的说明为准。
"""


def commands() -> dict[str, click.Command]:
    """All commands by name, sorted."""
    return dict(sorted(main.commands.items()))


def commands_page() -> str:
    """Every command with its arguments and options."""
    return page("命令", ABOUT, *map(_command, commands().values()), STATUS)


def _command(command: click.Command) -> str:
    context = click.Context(command, info_name=f"workreport {command.name}")
    usage = " ".join([context.info_name or "", *command.collect_usage_pieces(context)])
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    rows = [
        (
            f"`{'`、`'.join(option.opts)}{_value(option, context)}`",
            ("必填；" if option.required else "") + (option.help or ""),
        )
        for option in options
    ]
    help = inspect.cleandoc(command.help or "")
    return "\n".join(
        [f"## {command.name}\n", f"```\n{usage}\n```\n", f"{help}\n", table(("选项", "说明"), rows)]
    )


def _value(option: click.Option, context: click.Context) -> str:
    """The value placeholder after the option's name."""
    return "" if option.is_flag or option.count else f" {option.make_metavar(context)}"
