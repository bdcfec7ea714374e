"""Content of YAML files of any shape: bounded in size, depth and aliases, with one error that names the line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from workreport.base.errors import ContractError

MAX_BYTES = 2**22
MAX_DEPTH = 64
"""Lists and mappings within each other; libyaml's composer overflows the stack at some ten thousand."""
MAX_SHOWN = 30
"""Characters of a value in a message; a longer one is not shown, since a part of it would not be masked."""
MAX_ALIASED = 10_000
"""Values that aliases may repeat in all: a few lines can stand for billions."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML's safe loader, in C if available; a repeated key is an error, and every error has its line.

    YAML 1.1 reads an unquoted ``0012`` or ``no`` as a number or boolean, which the models reject.
    """

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except yaml.YAMLError:
            raise
        except Exception as error:  # a date such as 2021-02-30, a number that is none
            scalar = isinstance(node, yaml.ScalarNode) and len(node.value) <= MAX_SHOWN
            shown = f"“{node.value}”" if scalar else "此处的值"
            raise _error(node.start_mark, f"{shown}读不成日期、数或文本") from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = set()
        for key_node, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, (str, int, float)) and key is not None:
                key = repr(key)
            if key in keys:
                raise _error(key_node.start_mark, f"“{key}”出现两次")
            keys.add(key)
        return super().construct_mapping(node, deep)


@dataclass
class _Bounds:
    """The collections that are open while events are read, with the number of values of each, by anchor."""

    open: list[tuple[str | None, int]] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)
    aliased: int = 0

    def require(self, event: yaml.Event) -> None:
        """Take the next event; ``YAMLError`` if it exceeds a bound."""
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append((anchor, 1))
            if len(self.open) > MAX_DEPTH:
                raise _error(event.start_mark, f"嵌套超过 {MAX_DEPTH} 层")
        elif isinstance(event, yaml.CollectionEndEvent):
            self._add(*self.open.pop())
        elif isinstance(event, yaml.ScalarEvent):
            self._add(anchor, 1)
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == name for name, _ in self.open):
                raise _error(event.start_mark, f"别名 *{anchor} 引用它自己")
            self.aliased += self.values.get(anchor, 1)
            if self.aliased > MAX_ALIASED:
                raise _error(event.start_mark, f"别名展开后超过 {MAX_ALIASED} 项")
            self._add(None, self.values.get(anchor, 1))

    def _add(self, anchor: str | None, values: int) -> None:
        if anchor is not None:
            self.values[anchor] = values
        if self.open:
            parent, count = self.open[-1]
            self.open[-1] = parent, count + values


def read_yaml(path: Path, shown: str = "") -> Any:
    """The content of a YAML file; `shown` is its name in messages.

    Raises
    ------
    ContractError
        As ``parse_yaml``, or if the file is missing, unreadable or not UTF-8.
    """
    return parse_yaml(yaml_text(path, shown or path.name), shown or path.name)


def yaml_text(path: Path, shown: str) -> str:
    """The text of a YAML file; errors as ``read_yaml``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ContractError(
                f"配置文件大于 {MAX_BYTES >> 20} MB，没有读入", where=shown, todo="请核对是否放错了文件"
            )
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ContractError(
            "找不到配置文件", where=shown, todo=f"请在 {path.parent.name} 中补上该文件"
        ) from error
    except OSError as error:
        raise ContractError(
            "配置文件读不出来", where=shown, todo="请检查是不是文件、有没有读取权限"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ContractError(
            "配置文件不是 UTF-8 编码", where=f"{shown} 第 {line} 行", todo="请另存为 UTF-8"
        ) from error


def parse_yaml(text: str, shown: str) -> Any:
    """The content of a YAML text.

    Raises
    ------
    ContractError
        If it is not YAML, too deep, repeats too much, or holds a value that cannot be read; names the line.
    """
    bounds = _Bounds()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            bounds.require(event)
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        what = error.problem if isinstance(error, _Fault) else ""
        raise ContractError(
            f"配置文件不是合法的 YAML{f'：{what}' if what else ''}",
            where=f"{shown} 第 {_line(error, text)} 行",
            todo="请检查缩进、冒号和引号" if not what else "请改正这一行",
        ) from error


class _Fault(yaml.MarkedYAMLError):
    """A fault of ours, in Chinese."""


def _error(mark: yaml.Mark, problem: str) -> _Fault:
    return _Fault(problem=problem, problem_mark=mark)


def _line(error: yaml.YAMLError, text: str) -> int:
    """Number of the faulty line, from 1."""
    if (mark := getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)) is not None:
        return mark.line + 1
    # a character that YAML does not allow
    return text.count("\n", 0, getattr(error, "position", None) or 0) + 1
