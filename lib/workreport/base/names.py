"""Names that people type: the thing that a text names, or an error with the names that come near."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from workreport.base.errors import UsageError

Spellings = Mapping[str, Iterable[str]]
"""Other names of each thing, such as its title, by the name that programs use."""
MOST = 6
FEW = 20
"""As many names are listed whole where none comes near."""
LIKENESS = 0.5


class UnknownName(UsageError, KeyError):
    """A text names nothing that exists; also a ``KeyError`` for programs that look a name up."""

    def __str__(self) -> str:
        return self.message


def named(text: str, names: Spellings, kind: str, *, where: str = "", todo: str = "") -> str:
    """The name of the thing that `text` names, by its name or one other spelling.

    Raises
    ------
    UnknownName
        If nothing or more than one thing is called so; `kind` says what was looked for.
    """
    if text in names:
        return text
    found = [name for name, others in names.items() if text in others]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "、".join(shown(name, names) for name in found)
        raise UnknownName(f"{kind}“{text}”不止一个", where=where, expected=listed, todo=todo)
    raise unknown(text, names, kind, where=where, todo=todo)


def unknown(text: str, names: Spellings, kind: str, *, where: str = "", todo: str = "") -> UnknownName:
    """The error for a text that names nothing, with what comes near, or all names where they are few."""
    near = nearest(text, names) or (list(names) if len(names) <= FEW else [])
    listed = "、".join(shown(name, names) for name in near)
    return UnknownName(f"没有{kind}“{text}”", where=where, expected=listed, todo=todo)


def nearest(text: str, names: Spellings) -> list[str]:
    """Names that contain the text in a spelling, else those that are spelt like it; best first."""
    wanted = text.strip()
    holding = [name for name, others in names.items() if any(wanted in one for one in (name, *others))]
    if wanted and holding:
        return holding[:MOST]
    by_spelling = {one: name for name, others in names.items() for one in (*others, name)}
    close = difflib.get_close_matches(wanted, by_spelling, MOST, LIKENESS)
    return list(dict.fromkeys(by_spelling[one] for one in close))


def shown(name: str, names: Spellings) -> str:
    """A name with its other spellings in brackets."""
    others = [one for one in names[name] if one and one != name]
    return f"{name}（{'，'.join(others)}）" if others else name
