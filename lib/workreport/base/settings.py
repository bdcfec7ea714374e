"""Settings read from YAML into models that reject leftovers, with errors in Chinese."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from workreport.base.errors import ContractError

Model = TypeVar("Model", bound=BaseModel)


class Settings(BaseModel):
    """Base of every settings model: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML's safe loader, in C if available; a repeated key is an error.

    YAML 1.1 reads an unquoted ``0012`` or ``no`` as a number or boolean, which the models reject.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if repeated := next((key for i, key in enumerate(keys) if key in keys[:i]), None):
            raise yaml.constructor.ConstructorError(None, None, f"“{repeated}”出现两次", node.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises
    ------
    ContractError
        If the file is missing, not UTF-8 or not YAML; names the line.
    """
    return _parsed(_text(path), path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ContractError(
            "找不到配置文件", where=path.name, todo=f"请在 {path.parent.name} 中补上该文件"
        ) from error
    except UnicodeDecodeError as error:
        raise ContractError("配置文件不是 UTF-8 编码", where=path.name, todo="请另存为 UTF-8") from error


def _parsed(text: str, name: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        place = name if line is None else f"{name} 第 {line + 1} 行"
        raise ContractError("配置文件不是合法的 YAML", where=place, todo="请检查缩进、冒号和引号") from error


def load_settings(model: type[Model], path: Path) -> Model:
    """Read a YAML file into `model`; ``ContractError`` names the offending keys."""
    return _settings(model, _text(path), path.name)


@lru_cache(maxsize=512)
def _settings(model: type[Model], text: str, name: str) -> Model:
    """The model of a text; frozen, so it can be cached and shared."""
    content = _parsed(text, name)
    if not isinstance(content, dict):
        raise ContractError("配置文件应为“键: 值”的形式", where=name)
    return _checked(model, content, name)


def load_entries(model: type[Model], path: Path, shown: str) -> list[Model]:
    """Read a YAML list, each entry into `model`; ``ContractError`` names the entry by its number."""
    content = read_yaml(path)
    if content is not None and not isinstance(content, list):
        raise ContractError("配置文件应为列表，每一条以“- ”开头", where=shown)
    return [_checked(model, entry, f"{shown} 第 {i} 条") for i, entry in enumerate(content or [], start=1)]


def _checked(model: type[Model], content: Any, where: str) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        places = "；".join(
            f"{'.'.join(map(str, e['loc'])) or '整体'}：{_chinese(e)}" for e in error.errors()[:5]
        )
        raise ContractError(
            "配置内容不符合规范", where=f"{where}（{places}）", todo="请对照同目录其他文件改正"
        ) from error


def _chinese(error: Any) -> str:
    """Message for a pydantic error, in Chinese."""
    messages = {
        "missing": "缺少该项",
        "extra_forbidden": "不认识的项",
        "literal_error": f"只能取 {error.get('ctx', {}).get('expected', '')}",
        "string_type": "应为文本（代码请加引号）",
        "int_type": "应为整数",
        "list_type": "应为列表",
        "model_type": "应为“键: 值”的形式",
        "dict_type": "应为“键: 值”的形式",
        "string_pattern_mismatch": f"写法应符合 {error.get('ctx', {}).get('pattern', '')}",
        "string_too_short": "不能为空",
    }
    if error["type"] == "value_error":  # raised by a validator of ours, in Chinese
        return str(error["ctx"]["error"])
    return messages.get(error["type"], f"取值不合要求（{error['type']}）")
