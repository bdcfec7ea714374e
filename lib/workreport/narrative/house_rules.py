"""The house rules of notebooks, for the test and for the analyst at the desk: a notebook states, and computes nothing.

Each rule is a function from a notebook to what breaks it, in Chinese, cell by cell. Cells are counted
from 1, headings included, from top to bottom.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from workreport.base.errors import UsageError
from workreport.base.period_kinds import known_kinds
from workreport.base.workspace import Workspace
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES
from workreport.narrative.look_ups import LookUps
from workreport.narrative.notebook_cells import Cell, Notebook
from workreport.narrative.sentences import SLOT, typed_number
from workreport.narrative.titles import COUNT

MAX_LINES = 12
LISTING = re.compile(r'\s*("[\w.]+",|[\[\](),{}]+)?\s*')
"""Lines that only name a figure or close a bracket; a formatter sets them one under another."""
TELLS = "workreport.narrative"
TO_EXPLORE = ("pandas", "itables")
READS = re.compile(r"(^|\.)(open|read_\w+|Path|exec|eval)$")
MAGIC = re.compile(r"^\s*[%!]|^\s*\?|\?\s*$", re.M)
LOGIC = (ast.For, ast.While, ast.If, ast.FunctionDef, ast.ClassDef, ast.Try, ast.Lambda, ast.BinOp)
LOGIC += (ast.IfExp, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.With)
COUNTING = ("table_by", "table_rows", "ranked", "heat", "years", "handed_in_years")
"""What counts the rows, bars or years that it shows."""
FIRST = re.compile("前[一二两三四五六七八九十百]+(?!季|个月)|近[一二两三四五六七八九十百]+年")
CLAIM = re.compile("均已|全部|全员|全覆盖|未发生|无一")
LOOK_UPS = ("desk", *(name for name in vars(LookUps) if not name.startswith("_")))
"""What is looked up through ``s``."""
CHANGES = {"yoy", "mom"}
"""Aspects of a figure that say how it has changed."""
NAMED = re.compile(r"[a-z]\w*(?:\.\w+)+")


def broken_rules(path: Path, workspace: Workspace | None = None) -> list[str]:
    """What keeps a notebook from the report, one line each; empty where it follows every rule."""
    notebook = Notebook.read(path, workspace)
    return [line for rule in RULES for line in rule(notebook)]


def parameters(notebook: Notebook) -> Iterator[str]:
    """One cell is tagged ``parameters`` and begins with the period."""
    tagged = [one for one in notebook.code if "parameters" in one.tags]
    if len(tagged) != 1:
        yield f"应有且只有一个标为 parameters 的单元格，现有 {len(tagged)} 个"
    elif not tagged[0].text.startswith('period = "'):
        yield f'第 {tagged[0].number} 格：参数格应以 period = "…" 开头'


def title(notebook: Notebook) -> Iterator[str]:
    """The first line is the section's title."""
    titles = {one.id: one.title for one in notebook.workspace.all_sections}
    first = notebook.prose[0].text.splitlines()[0] if notebook.prose and notebook.prose[0].text else ""
    wanted = f"# {titles[notebook.name]}" if notebook.name in titles else first
    if first != wanted or not first.startswith("# "):
        yield f"第一行应是标题“{wanted or '# …'}”，现为“{first}”"


def opening(notebook: Notebook) -> Iterator[str]:
    """The notebook opens its own section for the period of its parameters."""
    call = (
        "open_desk(period, data)" if notebook.explores else f'open_section("{notebook.name}", period, data)'
    )
    if not any(call in one.text for one in notebook.code):
        yield f"没有用 {call} 打开本章"


def clean(notebook: Notebook) -> Iterator[str]:
    """No outputs: they come from a run, never from a file that somebody saved."""
    for one in notebook.code:
        if one.has_output:
            yield f"第 {one.number} 格：带着输出，请清除所有单元格的输出后保存"


def short(notebook: Notebook) -> Iterator[str]:
    """Cells of a few lines."""
    for one in notebook.code:
        lines = [line for line in one.text.splitlines() if not LISTING.fullmatch(line)]
        if len(lines) > MAX_LINES:
            yield f"第 {one.number} 格：{len(lines)} 行，最多 {MAX_LINES} 行，请拆开"


def plain(notebook: Notebook) -> Iterator[str]:
    """Python without magics, shell commands and question marks."""
    for one in notebook.code:
        if MAGIC.search(one.text):
            yield f"第 {one.number} 格：有以 %、! 或 ? 写的命令，请删去"
        elif one.tree is None:
            yield f"第 {one.number} 格：不是合法的 Python"


def imports(notebook: Notebook) -> Iterator[str]:
    """Only what tells is imported."""
    profile = filter(None, [notebook.workspace.package])
    allowed = (TELLS, *profile, *(TO_EXPLORE if notebook.explores else ()))
    for one in notebook.code:
        names = [alias.name for node in one.nodes(ast.Import) for alias in node.names]
        names += [node.module or "." for node in one.nodes(ast.ImportFrom)]
        for name in names:
            if not any(name == ok or name.startswith(f"{ok}.") for ok in allowed):
                yield f"第 {one.number} 格：引入了 {name}，只能引入 {'、'.join(allowed)}"


def tells_only(notebook: Notebook) -> Iterator[str]:
    """No file is read, and a section holds no logic."""
    for one in notebook.code:
        called = {ast.unparse(node.func) for node in one.nodes(ast.Call)}
        for name in sorted(name for name in called if READS.search(name)):
            yield f"第 {one.number} 格：调用了 {name}，笔记本不读文件"
        if not notebook.explores and one.nodes(LOGIC):
            yield f"第 {one.number} 格：有循环、判断或运算，请移到 lib/workreport 中"


def no_trials(notebook: Notebook) -> Iterator[str]:
    """What was looked up at the desk is not part of a section."""
    for one in notebook.code:
        of_section = (node for node in one.nodes(ast.Attribute) if isinstance(node.value, ast.Name))
        used = [node.attr for node in of_section if node.attr in LOOK_UPS]
        if used and not notebook.explores:
            yield f"第 {one.number} 格：是查看用的单元格（{used[0]}），用完请删去"


def no_typed_numbers(notebook: Notebook) -> Iterator[str]:
    """No number is typed into a sentence or a heading."""
    for one in notebook.prose:
        if not notebook.explores and (found := re.search(r"[0-9０-９]+", one.text)):
            yield f"第 {one.number} 格：文字里直接写了数字“{found[0]}”"
    names = notebook.workspace.profile.names_with_digits
    for one in notebook.code:
        for text in (text for say in _says(one) for text in _texts([say])):
            if found := typed_number(text, names):
                yield f"第 {one.number} 格：句子里直接写了数字“{found}”，请改为引用指标"


def claims(notebook: Notebook) -> Iterator[str]:
    """A sentence that claims “all” or “none” has a condition."""
    for one in notebook.code:
        for say in _says(one):
            if not any(word.arg == "when" for word in say.keywords):
                for text in filter(CLAIM.search, _texts(say.args)):
                    yield f"第 {one.number} 格：“{CLAIM.search(text)[0]}”是断语，要有条件（when= 或 cases=）"


def changes_behind_their_numbers(notebook: Notebook) -> Iterator[str]:
    """A change stands directly behind the number that it is of, never behind another figure's."""
    for one in notebook.code:
        for text in (text for say in _says(one) for text in _texts([say])):
            for sentence in text.split("。"):
                yield from (
                    f"第 {one.number} 格：{slot} 要紧跟在 {{{slot[1:].partition(':')[0]}}} 后面，现在前面是“{before}”"
                    for slot, before in _misplaced(sentence)
                )


def _misplaced(sentence: str) -> Iterator[tuple[str, str]]:
    """Slots of changes, each with the figure whose number stands before it, if that is another one."""
    before = ""
    for slot in SLOT.finditer(sentence):
        figure = slot[1] + (f"[{slot[2]}]" if slot[2] else "")
        aspects = (slot[3] or "value").split(",")
        if not CHANGES.isdisjoint(aspects):
            if before and before != figure:
                yield slot[0], before
        elif "." in figure:
            before = figure


def units_of_numbers(notebook: Notebook) -> Iterator[str]:
    """A measure word typed behind a number without unit is the figure's own, up to a division: 3.16件 for 件/万人."""
    load_profile(notebook.workspace)
    for one in notebook.code:
        for text in (text for say in _says(one) for text in _texts([say])):
            for slot in SLOT.finditer(text):
                unit = FIGURES[slot[1]].unit.partition("/")[0] if slot[1] in FIGURES else ""
                if slot[3] == "number" and not text[slot.end() :].startswith(unit):
                    yield f"第 {one.number} 格：{slot[0]} 后面的单位应是“{unit}”"


def statements(notebook: Notebook) -> Iterator[str]:
    """A sentence that a check proves is said by that check's condition, in the check's words."""
    from workreport.checks.relations import statements as declared

    known = declared(notebook.workspace)
    for one in notebook.code:
        for say in _says(one):
            text, called = "".join(_texts([say])), _calls(say, "holds")
            named = {id for call in called for id in _texts(call.args)}
            yield from (
                f"第 {one.number} 格：没有编号为“{id}”的表述类勾稽" for id in sorted(named - {*known})
            )
            for id, check in known.items():
                if (id in named) != (check.text in text):
                    yield f'第 {one.number} 格：勾稽 {id} 的表述“{check.text}”要与 holds("{id}") 一起写'


def counted_titles(notebook: Notebook) -> Iterator[str]:
    """A title that says how many are shown has the number counted, where it can be."""
    names = notebook.workspace.profile.names_with_digits
    for one in notebook.code:
        for call in one.nodes(ast.Call):
            method, words = getattr(call.func, "attr", ""), "".join(_texts(call.args[:1]))
            if method not in COUNTING:
                if slot := COUNT.search(words):
                    yield f"第 {one.number} 格：标题里的 {slot[0]} 在 {method} 中没有可数的"
            elif any(isinstance(title, ast.JoinedStr) for title in call.args[:1]):
                yield f"第 {one.number} 格：标题由程序拼成，个数请写 {{top}} 或 {{top:words}}"
            elif typed := typed_number(words, names) or "".join(FIRST.findall(words)):
                yield f"第 {one.number} 格：标题里直接写了个数“{typed}”，请写 {{top}} 或 {{top:words}}"


def known_figures(notebook: Notebook) -> Iterator[str]:
    """Every figure that is named exists."""
    load_profile(notebook.workspace)
    heads = {id.partition(".")[0] for id in FIGURES}
    for one in notebook.code:
        named = [text for text in one.texts() if _is_id(text)]
        named += [match[1] for text in one.texts() for match in SLOT.finditer(text)]
        for id in dict.fromkeys(named):
            if id.partition(".")[0] in heads and id not in FIGURES:
                yield f"第 {one.number} 格：没有指标“{id}”"


def kinds_of_period(notebook: Notebook) -> Iterator[str]:
    """What is for some kinds of period names kinds that there are."""
    for one in notebook.code:
        for word in (word for word in one.nodes(ast.keyword) if word.arg == "kinds"):
            try:
                known_kinds(list(_texts([word.value])))
            except UsageError as error:
                yield f"第 {one.number} 格：{error.what}，可写 {error.expected}"


def own_names(notebook: Notebook) -> Iterator[str]:
    """Tables and charts have names of their own."""
    names = [
        (word.value.value, one.number)
        for one in notebook.code
        for word in one.nodes(ast.keyword)
        if word.arg == "name" and isinstance(word.value, ast.Constant)
    ]
    first: dict[str, int] = {}
    for name, number in names:
        if first.setdefault(name, number) != number or names.count((name, number)) > 1:
            yield f"第 {number} 格：name=“{name}”与第 {first[name]} 格的图表重名"


def _calls(node: ast.AST, name: str) -> list[ast.Call]:
    """The calls of a function or method of this name inside a node."""
    calls = (one for one in ast.walk(node) if isinstance(one, ast.Call))
    return [one for one in calls if name in (getattr(one.func, "attr", ""), getattr(one.func, "id", ""))]


def _says(cell: Cell) -> list[ast.Call]:
    return _calls(cell.tree, "say") if cell.tree else []


def _texts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The texts in nodes, those of calls among their arguments, such as conditions, left out."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        parts = [part for part in ast.iter_child_nodes(node) if not isinstance(part, ast.Call)]
        yield from _texts(parts)


def _is_id(text: str) -> bool:
    return bool(NAMED.fullmatch(text))


RULES: tuple[Callable[[Notebook], Iterator[str]], ...] = (
    parameters, title, opening, clean, short, plain, imports, tells_only, no_trials, no_typed_numbers,
    claims, changes_behind_their_numbers, units_of_numbers, statements, counted_titles, known_figures,
    kinds_of_period, own_names,
)  # fmt: skip
