"""Blocks read back out of executed notebooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from workreport.base.errors import WorkreportError
from workreport.blocks.block import (
    MIME,
    PNG,
    SVG,
    VERSION,
    Block,
    Cards,
    Chart,
    Nothing,
    Notice,
    OfficeText,
    Paragraph,
    Table,
)


class BlockError(WorkreportError):
    """An output holds no block that this version can read."""


def from_json(stored: Mapping[str, Any]) -> Block:
    """The block of an output's JSON.

    Raises
    ------
    BlockError
        If it is of another version, or has too much or too little.
    """
    content = dict(stored)
    if (version := content.pop("version", None)) != VERSION:
        raise BlockError(
            f"笔记本的输出是第 {version} 版的，读不了", expected=f"第 {VERSION} 版", todo="请重新出稿"
        )
    try:
        return _adapter().validate_python(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise BlockError(
            "笔记本的输出不完整或被改动过",
            where=" › ".join(map(str, first["loc"])),
            todo="请重新出稿",
        ) from error


def block_of(output: Mapping[str, Any]) -> Block | None:
    """The block that an output of an executed notebook shows; None where it is no block's."""
    data = output.get("data", {})
    if MIME not in data:
        return None
    block = from_json(data[MIME])
    return replace(block, svg=data.get(SVG, ""), png=data.get(PNG, "")) if isinstance(block, Chart) else block


def blocks_in(notebook: Mapping[str, Any] | None) -> Iterator[Block]:
    """The blocks of an executed notebook, in order."""
    for cell in notebook["cells"] if notebook is not None else ():
        for output in cell.get("outputs", ()):
            if (block := block_of(output)) is not None:
                yield block


@cache
def _adapter() -> TypeAdapter:
    kinds = Paragraph | Table | Chart | Cards | Notice | OfficeText | Nothing
    return TypeAdapter(Annotated[kinds, Field(discriminator="kind")])
