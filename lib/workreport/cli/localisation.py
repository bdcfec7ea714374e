"""Localisation of click: Chinese help, usage errors, our own errors, interruption."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any

import click

from workreport.base.errors import WorkreportError
from workreport.base.file_names import readable
from workreport.base.interruption import end_at_once, exit_status, interrupt_behind, raise_endings
from workreport.base.startup import use_utf8

HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class Formatter(click.HelpFormatter):
    """Help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))


class Context(click.Context):
    formatter_class = Formatter


class Command(click.Command):
    """A command with Chinese help; its texts are read in the encoding that they were typed in, paths as they are."""

    context_class = Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        left = super().parse_args(ctx, args)
        ctx.params = {name: _as_typed(value) for name, value in ctx.params.items()}
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明"
        return option


command = partial(click.command, cls=Command)
"""Decorator that declares a ``Command``."""


class Group(Command, click.Group):
    """A group of such commands; errors are reported in Chinese, without a traceback.

    Exit status 2: wrong usage or unusable input, nothing was written. 130, 143, 129: ended by Ctrl-C, SIGTERM, SIGHUP.
    """

    command_class = Command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        if not (args or kwargs):  # as a program, not called by another one
            use_utf8()
            raise_endings()
        try:
            return super().main(*args, **kwargs | {"standalone_mode": False})
        except WorkreportError as error:
            self._end(f"错误：{error.message}", 2)
        except click.exceptions.NoArgsIsHelpError as error:
            self._end(error.format_message(), 2)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "workreport"
            self._end(f"用法有误：{usage_message(error)}\n  处理：用 {command} --help 查看用法", 2)
        except click.ClickException as error:
            self._end(f"错误：{error.format_message()}", 2)
        except (click.Abort, KeyboardInterrupt) as interrupt:
            end_at_once()
            self._end("\n已中断；此前的输出未改动。", exit_status(interrupt_behind(interrupt)))
        except click.exceptions.Exit as end:
            sys.exit(end.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BaseException as error:
            # also an error of cleaning up: a display that ends cannot write to a closed terminal
            if (interrupt := interrupt_behind(error)) is not None:
                raise click.Abort from interrupt
            raise

    @staticmethod
    def _end(message: str, status: int) -> None:
        try:
            click.echo(message, err=True)
        except OSError:  # the terminal was closed, and what is buffered for it can only be dropped
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
        sys.exit(status)


def _as_typed(value: Any) -> Any:
    """A text of the command line, decoded whatever the locale; anything else as it is."""
    if isinstance(value, tuple):
        return tuple(map(_as_typed, value))
    return readable(value) if isinstance(value, str) and not os.path.lexists(value) else value


def usage_message(error: click.UsageError) -> str:
    """The Chinese message of a usage error."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {_name(error.param, error.ctx)}"
    if isinstance(error, click.BadParameter):
        return f"参数 {_name(error.param, error.ctx)} 的值不合要求"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 缺少值，或给了多余的值"
    if isinstance(error.ctx, click.Context) and isinstance(error.ctx.command, click.Group):
        return f"没有这个命令；可用：{'、'.join(error.ctx.command.list_commands(error.ctx))}"
    return "参数多余或顺序有误"


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if param is None or ctx is None:
        return ""
    return param.make_metavar(ctx) if isinstance(param, click.Argument) else "/".join(param.opts)
