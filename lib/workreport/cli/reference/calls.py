"""The reference page of what notebooks call, from the Chinese docstrings and their examples."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping

from workreport.base.paths import REPOSITORY
from workreport.base.workspace import Workspace
from workreport.cli.reference.markdown import page
from workreport.ledgers.declared.contract import load_contracts
from workreport.narrative import cards, conditions, office_text, problems_table
from workreport.narrative.desk import Desk
from workreport.narrative.example_names import EXAMPLE, PLACEHOLDER, example_names, example_of
from workreport.narrative.figure_charts import FigureCharts
from workreport.narrative.look_ups import LookUps
from workreport.narrative.section import Section, open_desk, open_section

ABOUT = (
    "章节笔记本和自己的笔记本里能写的全部调用。`s` 是打开的一章；句子里的空见[空和条件](slots.md)，"
    "怎么用见[分析台](../how-to/analyst-desk.md)。"
)
Calls = dict[str, Callable]


def groups() -> dict[str, Calls]:
    """Every call by the heading that it stands under, with the name that it is called by."""
    return {
        "打开": _functions(open_section, open_desk),
        "句子和表": _methods(Section, "s."),
        "图": _methods(FigureCharts, "s.charts."),
        "其他内容": _functions(cards, problems_table, office_text),
        "条件": _functions(
            *(one for name, one in vars(conditions).items() if inspect.isfunction(one) and _own(name, one))
        ),
        "查数": _methods(LookUps, "s."),
        "分析台": _methods(Desk, "s.desk."),
    }


def calls_page() -> str:
    """Every call with its parameters, what it does and an example."""
    workspace = Workspace.open(REPOSITORY / "data")
    names = example_names(workspace, load_contracts(workspace))
    parts = [f"## {title}\n\n" + "\n".join(_entries(calls, names)) for title, calls in groups().items()]
    return page("调用", ABOUT, *parts)


def _functions(*functions: Callable) -> Calls:
    return {function.__name__: function for function in functions}


def _methods(owner: type, prefix: str) -> Calls:
    found = {name: one for name, one in vars(owner).items() if inspect.isfunction(one)}
    return {f"{prefix}{name}": one for name, one in found.items() if not name.startswith("_")}


def _own(name: str, function: Callable) -> bool:
    return not name.startswith("_") and function.__module__ == conditions.__name__


def _entries(calls: Calls, names: Mapping[str, str]) -> Iterator[str]:
    for name, function in calls.items():
        text = inspect.getdoc(function) or ""
        about = PLACEHOLDER.sub(lambda match: names[match[0]], EXAMPLE.sub("", text)).strip()
        yield f"### {name}\n\n```python\n{name}{_parameters(function)}\n```\n\n{about}\n"
        yield f"例：\n\n```python\n{example_of(text, names)}\n```\n"


def _parameters(function: Callable) -> str:
    """The parameters with their defaults, without types."""
    signature = inspect.signature(function)
    bare = [
        one.replace(annotation=inspect.Parameter.empty)
        for name, one in signature.parameters.items()
        if name != "self"
    ]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))
