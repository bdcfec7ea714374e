"""A hash of each figure's definition, to distinguish a change of definition from a change of rows."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterator
from dataclasses import fields
from functools import cache, partial
from types import CodeType, FunctionType
from typing import Any

from workreport.figures.registry import FIGURES, Figure

NOT_DEFINING = ("rows", "better")
"""Fields of a figure that are hashed otherwise, or that change none of its values."""


def definitions() -> dict[str, str]:
    """For every figure, a hash of its metadata, its function, and the functions and constants that it uses."""
    return {id: definition(FIGURES[id]) for id in sorted(FIGURES)}


def definition(figure: Figure) -> str:
    """The hash of one figure's definition; its components have their own."""
    declared = [
        f"{item.name}={getattr(figure, item.name)!r}"
        for item in fields(figure)
        if item.name not in NOT_DEFINING
    ]
    texts = [*declared, *(_texts(figure.rows, set(), _package(figure.rows)) if figure.rows else ())]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def _texts(thing: Any, seen: set[int], package: str) -> Iterator[str]:
    """The source of a function, and of functions of its package and constants that it names, each once."""
    if isinstance(thing, partial):
        yield repr((thing.args, sorted(thing.keywords.items())))
        thing = thing.func
    if not isinstance(thing, FunctionType):
        # a constant; anything else (a module, a class of a library) is covered by the versions
        if isinstance(thing, str | int | float | tuple | list | dict | frozenset | set):
            yield repr(sorted(thing, key=repr) if isinstance(thing, set | frozenset) else thing)
        return
    if id(thing) in seen or _package(thing) != package:
        return
    seen.add(id(thing))
    yield _source(thing)
    for cell in thing.__closure__ or ():
        yield from _texts(cell.cell_contents, seen, package)
    for name in sorted(_names(thing.__code__)):
        if name in thing.__globals__:
            yield from _texts(thing.__globals__[name], seen, package)


@cache
def _source(function: FunctionType) -> str:
    """A function's source; cached because many figures share helpers."""
    return inspect.getsource(function)


def _package(function: Any) -> str:
    return function.__module__.partition(".")[0]


def _names(code: CodeType) -> set[str]:
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return set(code.co_names).union(*map(_names, inner))
