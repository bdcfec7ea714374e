"""The lines of the design hold: imports go one way, declarations are complete, notebooks only tell."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import frictionless
import pytest
from sample_sections import SECTIONS

import marketsupervision  # noqa: F401
from workreport.base.bounded_yaml import read_yaml
from workreport.base.sections import DESK, EXPLORE
from workreport.base.workspace import COMMON, Workspace
from workreport.figures.registry import CONTEXT, FIGURES
from workreport.ledgers.code_files import load_codes
from workreport.ledgers.declared.contract import Contract, load_contracts
from workreport.ledgers.read.header_search import header_key
from workreport.narrative.house_rules import broken_rules

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "lib" / "workreport"
NOTEBOOKS = [path for path in sorted((ROOT / "notebooks").glob("*.ipynb")) if path.stem != DESK]
CHINESE = re.compile(r"[\u4e00-\u9fff]")

# libraries that belong to one room only; narrative shows an analyst's interactive tables
LIBRARIES = {
    "matplotlib": {"charts"},
    "papermill": {"execution"},
    "nbclient": {"execution"},
    "nbconvert": {"rendering"},
    "pandera": {"ledgers"},
    "python_calamine": {"ledgers"},
    "sqlalchemy": {"ledgers"},
    "itables": {"narrative"},
    "click": {"cli"},
    "ipywidgets": {"cli"},
    "jupyter_server": {"cli"},
    "rich": {"cli", "execution", "ledgers", "pipeline"},
    "openpyxl": {"ledgers"},
    "xlsxwriter": {"drafts", "ledgers", "rendering"},
    "distributed": {"pipeline"},
    "fsspec": {"pipeline"},
    "docx": {"drafts", "rendering"},
    "pptx": {"rendering"},
    "pypdf": {"drafts"},
    "typst": {"rendering"},
}
NETWORK = {"requests", "urllib", "http", "socket", "httpx", "aiohttp", "ftplib", "smtplib"}
MODULES = sorted(PACKAGE.rglob("*.py"))
SOURCES = sorted((ROOT / "lib").rglob("*.py"))


def imports(tree: ast.AST) -> set[str]:
    """Dotted names of all modules that a program imports, wherever the import stands."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.fixture(scope="module")
def graph() -> dict[str, set[str]]:
    """Every module of lib/ by dotted name, with the modules of lib/ that it imports, wherever the import stands."""
    names = {dotted(path): path for path in SOURCES}
    return {
        name: {used for used in imports(ast.parse(path.read_text(encoding="utf-8"))) if used in names}
        - {name}
        for name, path in names.items()
    }


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT / "lib").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """Groups of nodes that reach each other."""
    reached = {node: reachable(graph, node) for node in graph}
    groups = [{other for other in reached[node] if node in reached[other]} for node in graph]
    return [group for at, group in enumerate(groups) if group and group not in groups[:at]]


def reachable(graph: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph[node]
    return found


def folders(graph: Mapping[str, set[str]], folder_of: Callable[[str], str]) -> dict[str, set[str]]:
    """The graph of folders: one imports another if one of its modules does."""
    imported: dict[str, set[str]] = {folder_of(name): set() for name in graph}
    for name, used in graph.items():
        imported[folder_of(name)] |= {folder_of(other) for other in used} - {folder_of(name)}
    return imported


def folder_of(name: str) -> str:
    """The folder that a module stands in; a package's own ``__init__`` stands in it."""
    path = ROOT / "lib" / Path(*name.split("."))
    return name if path.is_dir() else name.rpartition(".")[0]


def room_name(name: str) -> str:
    """The room below lib/workreport, or the package beside it."""
    return ".".join(name.split(".")[:2]) if name.startswith("workreport.") else name.split(".")[0]


def floor(graph: Mapping[str, set[str]], node: str) -> int:
    return 1 + max((floor(graph, used) for used in graph[node]), default=0)


def test_no_module_imports_itself_by_way_of_others(graph):
    assert circles(graph) == []


def test_folders_import_downward_only(graph):
    assert circles(folders(graph, folder_of)) == []
    assert circles(folders(graph, room_name)) == []


def test_the_engine_has_eight_floors_at_most(graph):
    rooms = folders(graph, room_name)
    assert max(floor(rooms, room) for room in rooms if room.startswith("workreport")) <= 8


def test_the_engine_knows_no_trade(graph):
    assert not [
        name
        for name in graph
        if name.startswith("workreport") and any("marketsupervision" in one for one in graph[name])
    ]


TRADE = re.compile(
    r"marketsupervision|org\.subjects|(?<![0-9])(12315|12345)(?![0-9])|3·15|\b(RF|LG)[0-9]{2}[A-Z]?\b"
    "|食品|药品|特种设备|消费维权|市场监[督管]|商标|知识产权|登记注册|传销"
)
"""Words of the sample bureau's trade: its package, figures, hotlines, ledgers, divisions."""
ENGINE = sorted(path for name in ("workreport", "kernelpool") for path in (ROOT / "lib" / name).rglob("*"))
ENGINE_FIELDS = {"org_code", "town_code"}
"""Fields by which the engine finds the unit that a row of any ledger counts under."""
FORMATS = {"uscc", "patent_no"}
"""Identifiers of national standards, by which a contract may declare a field."""


@pytest.mark.parametrize(
    "path", [path for path in ENGINE if path.is_file() and path.suffix != ".pyc"], ids=name_of
)
def test_no_word_of_the_trade_stands_in_the_engine(path):
    assert not sorted({match[0] for match in TRADE.finditer(path.read_text(encoding="utf-8"))})


def test_the_engine_names_no_ledger_and_no_field_of_the_trade(contracts):
    """Names that are ordinary words too (such as ``section``) are left to a reader; those with an underscore are not."""
    engine = {name for name, contract in contracts.items() if name in COMMON["contracts"]}
    theirs = {name: contract for name, contract in contracts.items() if name not in engine}
    known = {field.name for name in engine for field in contracts[name].fields} | ENGINE_FIELDS | FORMATS
    words = {*theirs, *(field.name for one in theirs.values() for field in one.fields if "_" in field.name)}
    found = {
        (name_of(path), node.value)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in words - known
    }
    assert not found


def test_a_credit_code_is_known_by_its_contract_and_not_by_its_name():
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    by_name = re.compile(r"""name(\.endswith\(| [!=]= ).*uscc|(?<!Literal)\["uscc"\]|uscc=""")
    assert not [name_of(path) for path, text in texts.items() if by_name.search(text)]


def test_circles_are_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [{"a", "b", "c"}]
    assert circles({"a": {"b"}, "b": set()}) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_stay_in_their_rooms(path):
    libraries = {name.split(".")[0] for name in imports(ast.parse(path.read_text(encoding="utf-8")))}
    for library, rooms in LIBRARIES.items():
        assert library not in libraries or room_of(path) in rooms, f"{library} belongs to {sorted(rooms)}"
    assert not libraries & NETWORK, "the workbook works offline"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_modules_are_finished_and_explained(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)
    assert ast.get_docstring(ast.parse(text)), "says what lives in it"


CLOCK = {"lib/workreport/cli/review.py"}
"""A signature has the day on which it was given; what is built takes it from the record."""


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_depends_on_the_day_the_machine_or_chance(path):
    text = path.read_text(encoding="utf-8")
    asks = re.search(r"\b(datetime|date|dt\.datetime|dt\.date|pd\.Timestamp)\.(now|today|utcnow)\(", text)
    assert bool(asks) == (name_of(path) in CLOCK)
    assert not re.search(r"[\"'](/work|/root|/tmp|/home)\b", text)
    assert not re.search(r"\brandom\.(random|choice|randint|shuffle|sample)\(", text), "draws are seeded"


# contracts


@pytest.fixture(scope="module")
def contracts() -> dict[str, Contract]:
    return load_contracts(Workspace.open(ROOT / "data"))


CONTRACTS = sorted((ROOT / "data" / "contracts").glob("*.yaml"))
STANDARD = {"name", "title", "type", "description", "constraints"}


@pytest.fixture(params=CONTRACTS, ids=lambda path: path.stem)
def contract_file(request) -> Path:
    return request.param


@pytest.fixture
def contract(contract_file, contracts) -> Contract:
    return contracts[contract_file.stem.partition("_")[2]]


def test_contract_is_named_like_its_file(contract_file, contract):
    assert contract_file.stem == f"{contract.code}_{contract.name}"


def test_contract_is_a_table_schema_to_an_independent_reader(contract_file):
    content = read_yaml(contract_file)
    fields = [{key: value for key, value in field.items() if key in STANDARD} for field in content["fields"]]
    for field in fields:
        if field.get("type") == "list":  # ours: the standard knows no enum of a list's items
            field["constraints"] = {k: v for k, v in field.get("constraints", {}).items() if k != "enum"}
    described = {name: content[name] for name in ("primaryKey", "foreignKeys") if name in content}
    schema = frictionless.Schema.from_descriptor({"fields": fields, **described})
    assert schema.field_names == [field["name"] for field in fields]
    assert [field.type for field in schema.fields] == [field.get("type", "string") for field in fields]


def test_contract_names_and_headers_are_unambiguous(contract):
    names = [field.name for field in contract.fields]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    owner: dict[str, str] = {}
    for field in contract.fields:
        for title in (field.title, field.header, *field.aliases):
            assert owner.setdefault(header_key(title), field.name) == field.name, f"“{title}”是两列的表头"


def test_contract_titles_are_chinese_and_it_says_what_it_is(contract_file, contract):
    assert CHINESE.search(contract.title) and CHINESE.search(contract.grain)
    if contract.name != "codes":  # code lists are our own files, with English headers
        assert all(CHINESE.search(f.title) for f in contract.fields)
    assert all(CHINESE.search(rule.message) for rule in contract.rules)
    assert contract_file.read_text(encoding="utf-8").startswith("# "), "a line on where its rules come from"


def test_contract_checks_the_digits_of_every_credit_code(contract):
    checked = {rule.format.field for rule in contract.rules if rule.format and rule.format.kind == "uscc"}
    assert checked == {field.name for field in contract.fields if field.format == "uscc"}


def test_contract_key_is_required_and_not_personal(contract):
    for name in contract.primaryKey:
        field = contract.by_name[name]
        assert field.constraints.required and not field.personal
    assert contract.kind == "reference" or contract.period_date, "a row has a date that places it"
    dated = [
        contract.period_date,
        *(view.date for view in contract.as_of),
        *([contract.stock.start, contract.stock.until] if contract.stock else []),
    ]
    assert all(contract.by_name[name].type in ("date", "datetime") for name in dated if name)
    assert contract.stock is None or contract.kind == "register"


def test_contract_rules_speak_of_fields_that_fit(contract):
    assert len({rule.id for rule in contract.rules}) == len(contract.rules)
    for rule in contract.rules:
        assert rule.id.startswith(f"{contract.code}-")
        if rule.order:
            assert all(contract.by_name[name].type in ("date", "datetime") for name in rule.order)
        if rule.at_most:
            assert all(contract.by_name[name].type in ("integer", "number") for name in rule.at_most)
        for name, values in (rule.required_if.when if rule.required_if else {}).items():
            field = contract.by_name[name]
            if field.type == "boolean":
                assert all(isinstance(value, bool) for value in values)
            elif field.constraints.enum:
                assert set(values) <= set(field.constraints.enum)
    for view in contract.as_of:
        for name, value in view.resets.items():
            allowed = contract.by_name[name].constraints.enum
            assert value is None or not allowed or value in allowed


def test_contract_codes_and_foreign_keys_lead_somewhere(contract, contracts):
    lists = load_codes(Workspace.open(ROOT / "data"), contracts)
    for field in contract.fields:
        assert not field.codes or lists[field.codes].spellings, f"代码表 {field.codes}"
        assert field.type != "list" or field.codes or field.constraints.enum or contract.kind == "reference"
    for key in contract.foreignKeys:
        target = contracts[key.reference.resource]
        assert set(key.reference.fields) <= set(target.by_name)
        assert len(key.fields) == len(key.reference.fields)


def test_personal_fields_are_used_by_nothing(contract):
    personal = {field.name for field in contract.fields if field.personal}
    used = {name for rule in contract.rules for name in [*(rule.order or []), *(rule.at_most or [])]}
    used |= {rule.required_if.field for rule in contract.rules if rule.required_if}
    assert not personal & {*used, *contract.primaryKey, contract.period_date}


def test_a_file_name_belongs_to_one_ledger(contracts):
    patterns = [pattern for contract in contracts.values() for pattern in contract.files]
    assert len(set(patterns)) == len(patterns)
    assert len({contract.code for contract in contracts.values()}) == len(contracts)
    for folder in ("2020", "2021", "2022", "reference"):
        for path in sorted((ROOT / "data" / folder).iterdir()):
            owners = [
                contract.code
                for contract in contracts.values()
                for pattern in contract.files
                if path.match(pattern)
            ]
            assert path.is_dir() or path.name == "notes.yaml" or len(owners) == 1, f"{path.name}: {owners}"


# figures


MIXED = {"台": {"辆", "条", "台（套）"}, "台（套）": {"台", "件"}}
"""Units published as one: vehicles, ropeways and rides among 台, devices with their accessories as 台（套）."""


@pytest.fixture(params=sorted(FIGURES))
def declared(request):
    return FIGURES[request.param]


def test_figure_is_declared_in_full(declared):
    assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", declared.id)
    assert CHINESE.search(declared.label) and declared.unit
    assert CHINESE.search(declared.definition), "what is counted and what is not, in Chinese"
    assert not re.search(r"[“”\"']?\bNone\b", declared.definition)


def test_figure_takes_ledgers_that_exist(declared, contracts):
    assert set(declared.ledgers) <= set(contracts)
    assert set(declared.context) <= set(CONTEXT)
    assert declared.components or declared.ledgers, "made of rows or of other figures"
    assert set(declared.components) <= set(FIGURES)
    if declared.ledgers:
        first = contracts[declared.ledgers[0]]
        named = {name for name in (declared.date, *declared.columns) if name}
        assert not {name for name in named if name in first.by_name and first.by_name[name].personal}
        if declared.date:
            assert first.by_name[declared.date].type in ("date", "datetime")


def test_figure_unit_fits_what_is_measured(declared):
    if declared.unit == "%":
        assert declared.numerator and declared.factor == 100, "a rate is a ratio times 100"
    if declared.numerator:
        upper, lower = FIGURES[declared.numerator], FIGURES[declared.denominator]
        assert declared.unit != "%" or upper.unit == lower.unit, "a rate divides like by like"
        assert declared.decimals > 0
    for part in (*declared.parts, *declared.less):
        unit = FIGURES[part].unit
        assert unit == declared.unit or unit in MIXED.get(declared.unit, ()), "what is added up has one unit"
    counted = declared.rows and not (declared.total or declared.median or declared.single)
    if counted:
        assert declared.decimals == 0 and declared.factor == 1
    if declared.unit in ("家", "户次", "家次") and declared.ledgers:
        # 家/户 are different units, 家次/户次 are visits: one is told apart by a code, the other counts rows
        assert declared.unit == "家" or not declared.distinct


def test_figures_are_not_made_of_themselves():
    def depth(id: str, above: tuple[str, ...] = ()) -> int:
        assert id not in above, f"{' → '.join([*above, id])}"
        return 1 + max((depth(part, (*above, id)) for part in FIGURES[id].components), default=0)

    assert max(map(depth, FIGURES)) <= 6


# notebooks


def test_every_section_has_a_notebook_and_every_notebook_a_section():
    assert {path.stem for path in NOTEBOOKS} - {EXPLORE} == {section.id for section in SECTIONS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_follows_the_house_rules(path):
    """The rules themselves are tested in tests/narrative/test_house_rules.py, with notebooks that break them."""
    assert broken_rules(path) == []


def test_python_is_the_declared_one():
    assert sys.version_info >= (3, 11)


LINES, ARGUMENTS = 60, 9
"""What a function may have: lines without its docstring, arguments."""
DECLARATIONS = {"figure", "ratio", "table_by"}
"""Calls that declare something in a figure's or a notebook's text: their named options are its vocabulary."""


def lines_of(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring and its decorators."""
    text = ast.get_docstring(function, clean=False) or ""
    return function.end_lineno - function.lineno + 1 - len(text.splitlines())


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_are_short_with_few_arguments(path):
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            given = function.args
            count = len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs)
            assert lines_of(function) <= LINES, f"{function.name} has {lines_of(function)} lines"
            assert count <= ARGUMENTS or function.name in DECLARATIONS, (
                f"{function.name} has {count} arguments"
            )
