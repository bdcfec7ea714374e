"""Settings read from YAML into models that reject leftovers, with errors in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from workreport.base.bounded_yaml import parse_yaml, read_yaml, yaml_text
from workreport.base.errors import ContractError

Model = TypeVar("Model", bound=BaseModel)


class Settings(BaseModel):
    """Base of every settings model: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def load_settings(model: type[Model], path: Path, worded: Callable[[str], str] = str) -> Model:
    """Read a YAML file into `model`, its text as `worded` has it; ``ContractError`` names the offending keys."""
    return _settings(model, worded(yaml_text(path, path.name)), path.name)


@lru_cache(maxsize=512)
def _settings(model: type[Model], text: str, name: str) -> Model:
    """The model of a text; frozen, so it can be cached and shared."""
    content = parse_yaml(text, name)
    if not isinstance(content, dict):
        raise ContractError("配置文件应为“键: 值”的形式", where=name)
    return _checked(model, content, name)


def load_entries(model: type[Model], path: Path, shown: str) -> list[Model]:
    """Read a YAML list, each entry into `model`; ``ContractError`` names the entry by its number."""
    content = read_yaml(path, shown)
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
