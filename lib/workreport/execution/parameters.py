"""Parameters of a notebook: declared in one tagged cell, given as texts, checked before the run.

papermill only warns about an unknown parameter and does not check types.
Dates are passed as ISO texts: papermill cannot write a date into a notebook.
"""

from __future__ import annotations

import ast
import io
import math
import re
import tokenize
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from workreport.base.errors import UsageError, WorkreportError

TAG = "parameters"
Value = str | int | float | bool | list
TYPE_NAMES = {str: "文本", int: "整数", float: "小数", bool: "是/否", list: "列表（用顿号或逗号分隔）"}
_BOOLEANS = {"是": True, "否": False, "true": True, "false": False}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_SEPARATORS = re.compile("[,，、]")


@dataclass(frozen=True)
class Parameter:
    """One parameter that a notebook declares.

    Attributes
    ----------
    name : str
        The variable.
    default : str, int, float, bool or list
        Its value in the notebook; given values must have the same type.
    description : str
        The comment at the end of its line; may be empty.
    """

    name: str
    default: Value
    description: str = ""

    def __str__(self) -> str:
        text = f"{self.name}（{TYPE_NAMES[type(self.default)]}，默认 {_shown(self.default)}）"
        return f"{text}：{self.description}" if self.description else text

    def accepts(self, value: object) -> bool:
        """Whether the value, and each item of a list, has the default's type."""
        # type() and not isinstance(): a bool is an int in Python
        if type(value) is not type(self.default):
            return False
        if isinstance(value, list) and self.default:
            return all(type(item) is type(self.default[0]) for item in value)
        return True

    def typed(self, text: str) -> Value:
        """Parse a text as a value of the parameter's type; ``ValueError`` if it is none."""
        if isinstance(self.default, list):
            item_type = Parameter(self.name, self.default[0] if self.default else "")
            items = [item.strip() for item in _SEPARATORS.split(text)]
            return [item_type.typed(item) for item in items if item]
        if isinstance(self.default, str):
            return text
        plain = unicodedata.normalize("NFKC", text).strip()
        if isinstance(self.default, bool):
            if plain.lower() not in _BOOLEANS:
                raise ValueError(text)
            return _BOOLEANS[plain.lower()]
        kind, pattern = (int, _INTEGER) if isinstance(self.default, int) else (float, _NUMBER)
        if not pattern.fullmatch(plain) or not math.isfinite(float(plain)):
            raise ValueError(text)
        return kind(plain)


def read_parameters(path: Path) -> dict[str, Parameter]:
    """Read the parameters of a notebook, by name, in the notebook's order.

    Raises
    ------
    WorkreportError
        If the file is missing or no notebook; if not exactly one cell is tagged
        `parameters`; if that cell holds anything but ``name = constant``.
    """
    try:
        every_cell = nbformat.read(path, as_version=4).cells
    except FileNotFoundError as error:
        raise WorkreportError("找不到笔记本", where=path.name, todo="请检查 notebooks 目录") from error
    except (OSError, ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        # nbformat raises many kinds of errors for JSON that is not a notebook
        raise WorkreportError(
            "文件不是可读的 Jupyter 笔记本", where=path.name, todo="请在 JupyterLab 中打开并重新保存"
        ) from error
    cells = [
        cell
        for cell in every_cell
        if cell.cell_type == "code" and TAG in cell.get("metadata", {}).get("tags", [])
    ]
    if len(cells) != 1:
        raise WorkreportError(
            "笔记本没有参数单元格" if not cells else f"笔记本有 {len(cells)} 个参数单元格",
            where=path.name,
            expected=f"恰有一个带 {TAG} 标签的代码单元格",
            todo=f"请在 JupyterLab 右侧“属性检查器”中只给一个单元格加上 {TAG} 标签",
        )
    return _declared(cells[0].source, path.name)


def assign(
    declared: Mapping[str, Parameter], texts: Iterable[str], *, reserved: Iterable[str] = ()
) -> dict[str, Value]:
    """Parse ``NAME=VALUE`` texts into typed values.

    Parameters
    ----------
    declared : mapping of str to Parameter
        Allowed parameters, e.g. those of all notebooks of a run.
    texts : iterable of str
        As typed on the command line.
    reserved : iterable of str
        Declared names that the run itself sets; giving one is an error.

    Raises
    ------
    UsageError
        For a text without ``=``, an unknown or repeated name, or a value of another type.
    """
    allowed = {name: parameter for name, parameter in declared.items() if name not in set(reserved)}
    values: dict[str, Value] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise _refused(f"参数写法有误：{text!r}，应写作“名称=值”", allowed)
        if name not in allowed:
            raise _refused(f"没有名为 {name!r} 的参数", allowed)
        if name in values:
            raise _refused(f"参数 {name} 给了两次", allowed)
        try:
            values[name] = allowed[name].typed(value)
        except ValueError as error:
            kind = TYPE_NAMES[type(allowed[name].default)]
            raise _refused(f"参数 {name} 的值 {value!r} 不是{kind}", allowed) from error
    return values


def check(path: Path, declared: Mapping[str, Parameter], values: Mapping[str, object]) -> None:
    """Check that a notebook accepts these values.

    Raises
    ------
    UsageError
        If it does not declare one of the names, or declares it with another type.
    """
    for name, value in values.items():
        if name not in declared:
            raise _refused(f"没有名为 {name!r} 的参数", declared, path.name)
        if not declared[name].accepts(value):
            kind = TYPE_NAMES[type(declared[name].default)]
            raise _refused(f"参数 {name} 的值 {value!r} 不是{kind}", declared, path.name)


def _declared(source: str, notebook: str) -> dict[str, Parameter]:
    """Parse the assignments of a parameters cell."""
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise _misdeclared(notebook, error.lineno) from error
    comments = _comments(source)
    parameters: dict[str, Parameter] = {}
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                raise _misdeclared(notebook, statement.lineno)
        try:
            default = ast.literal_eval(value)
        except ValueError as error:
            raise _misdeclared(notebook, statement.lineno) from error
        items = default if isinstance(default, list) else [default]
        plain = all(type(item) in (str, int, float, bool) for item in items)
        if not plain or len({type(item) for item in items}) > 1 or name in parameters:
            raise _misdeclared(notebook, statement.lineno)
        parameters[name] = Parameter(name, default, comments.get(statement.end_lineno, ""))
    return parameters


def _comments(source: str) -> dict[int, str]:
    """Comments by line number; the source must be valid Python."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ").rstrip() for t in tokens if t.type == tokenize.COMMENT}


def _shown(value: Value) -> str:
    """A default value as typed by a user."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value)) or "空"
    return str(value) or "空"


def _misdeclared(notebook: str, line: int | None) -> WorkreportError:
    return WorkreportError(
        "参数单元格中有看不懂的内容",
        where=f"{notebook} 参数单元格第 {line} 行",
        expected="每行一个“名称 = 默认值”，名称不重复，默认值为文本、整数、小数、True/False 或同类项的列表",
        todo="请把其他代码移到参数单元格之外",
    )


def _refused(what: str, allowed: Mapping[str, Parameter], where: str = "") -> UsageError:
    listed = "".join(f"\n    {parameter}" for parameter in allowed.values())
    return UsageError(
        what, where=where, expected="可用的参数" + (listed or "：无"), todo="请按以上名称和类型填写"
    )
