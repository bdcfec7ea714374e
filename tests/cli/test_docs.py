"""The docs hold: reference complete and current, links lead somewhere, commands exist, outputs shown are those given."""

from __future__ import annotations

import importlib.resources
import json
import re
import shlex
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from sample_sections import SECTIONS

import marketsupervision  # noqa: F401
from workreport.base.paths import NOTEBOOKS
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.checks.relations import load_relations
from workreport.cli import main
from workreport.cli.desk.forms import FORMS
from workreport.cli.reference.__main__ import FOLDER
from workreport.cli.reference.mappings import PARTS, keys_of
from workreport.cli.reference.reference_pages import notebooks_note, pages
from workreport.drafts.kinds import CLASSES, KINDS, STATES, VERDICTS
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.contract import load_contracts
from workreport.ledgers.declared.field_source import Source
from workreport.ledgers.declared.mapping import Mapping
from workreport.narrative.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
WRITTEN = [path for path in DOCS if path.parent != FOLDER]
READABLE = [*DOCS, *(ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"))]
READABLE += [ROOT / "data" / "README.md", ROOT / "notebooks" / "README.md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SHELL = re.compile(r"^( *)```sh\n(.*?)^ *```$", re.M | re.S)
PROGRAMS = (
    "make",
    "git",
    "cd",
    "head",
    "rm",
    "printf",
    "echo",
    "sed",
    ".venv/bin/dask",
    "../env/bin/workreport",
)
WORKREPORT = ".venv/bin/workreport "


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(path: Path) -> set[str]:
    """What headings can be linked to by, as GitHub makes it of them."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ +(.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(path: Path) -> list[str]:
    """The lines of a page that a reader types into a shell."""
    blocks = [block for _, block in SHELL.findall(path.read_text(encoding="utf-8"))]
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_reference_is_what_is_declared():
    """`make docs` writes it."""
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")} == pages()
    assert (NOTEBOOKS / "README.md").read_text(encoding="utf-8") == notebooks_note()


def test_the_note_that_jupyterlab_opens_with_lists_every_notebook():
    lines = notebooks_note().splitlines()
    assert not [
        section.id
        for section in SECTIONS
        if f"| [{section.id}]({section.id}.ipynb) | {section.title} |" not in lines
    ]


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("commands.md", lambda: [f"## {name}\n" for name in main.commands]),
        ("figures.md", lambda: [f"| `{id}` |" for id in FIGURES]),
        ("checks.md", lambda: [f"| {relation.id} |" for relation in load_relations(Workspace.open(ROOT / "data"))]),
        ("ledgers.md", lambda: [f"| {contract.code} | {contract.title} |" for contract in load_contracts(Workspace.open(ROOT / "data")).values()]),
        ("mappings.md", lambda: [f"\n| `{key}` | " for key in keys_of(Mapping)]),
        ("sections.md", lambda: [f"[{section.id}]" for section in SECTIONS]),
        ("proof.md", lambda: [f"\n| {name} | " for name in STATES]),
        ("proof.md", lambda: [f"\n| `{id}` | {name} |" for id, name in (CLASSES | VERDICTS).items()]),
        ("proof.md", lambda: [f"\n| `{id}` | {kind.title} | " for id, kind in KINDS.items()]),
    ],
)  # fmt: skip
def test_reference_leaves_nothing_out(page, names):
    text = (FOLDER / page).read_text(encoding="utf-8")
    assert [name for name in names() if text.count(name) != 1] == []


@pytest.mark.parametrize(
    ("title", "key"), [(title, key) for title, (model, _) in PARTS.items() for key in keys_of(model)]
)
def test_every_key_of_a_mapping_is_explained_and_its_example_is_one(title, key):
    model = PARTS[title][0]
    field = keys_of(model)[key]
    example = yaml.safe_load(field.examples[0])
    part = (
        (FOLDER / "mappings.md")
        .read_text(encoding="utf-8")
        .partition(f"## {title}\n")[2]
        .partition("\n## ")[0]
    )
    assert part.count(f"\n| `{key}` | ") == 1 and len(field.description) > 3
    if model is Mapping:
        whole = {"ledger": "x", "files": ["*"], "columns": {"result": {"value": "1"}}} | example
        assert key in Mapping.model_validate(whole).model_dump(by_alias=True, exclude_defaults=True)
    else:
        (source,) = example.values()
        read = Source.model_validate(source).model_dump(by_alias=True, exclude_defaults=True)
        assert f"'{key}': " in str(read)


def test_every_option_of_every_command_is_explained():
    text = (FOLDER / "commands.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        part = text.partition(f"## {name}\n")[2].partition("\n## ")[0]
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help and f"`{'`、`'.join(option.opts)}" in part, f"{name} {option.opts}"


@pytest.mark.parametrize("path", READABLE, ids=name_of)
def test_links_lead_somewhere(path):
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        if re.match(r"https?:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_design_says_what_every_room_answers():
    text = (ROOT / "docs" / "explanation" / "design.md").read_text(encoding="utf-8")
    rooms = set(
        re.findall(r"`(\w+)/`", "".join(line for line in text.splitlines() if line.startswith("| `")))
    )
    assert rooms == {path.parent.name for path in (ROOT / "lib" / "workreport").glob("*/__init__.py")}


def test_the_index_leads_to_every_page():
    index = ROOT / "docs" / "README.md"
    linked = {
        (index.parent / link.partition("#")[0]).resolve()
        for link in LINK.findall(index.read_text(encoding="utf-8"))
    }
    assert {name_of(path) for path in {*DOCS} - {index} - linked} == set()


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_commands_exist(path):
    """Every command line is parsed as the command would, without running it; make knows its targets."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for line in commands(path):
        words = shlex.split(line, comments=True)
        if words[0] == "make":
            assert {word for word in words[1:] if "=" not in word} <= targets, line
        if not line.startswith(WORKREPORT):
            assert words[0] in PROGRAMS or words[0].startswith("env/bin/"), line
            continue
        name, *arguments = words[1:]
        context = main.commands[name].make_context(name, arguments)
        given = context.params.get("periods") or [context.params.get("period")]
        for period in filter(None, given):
            assert Period.parse(period), line


def test_menus_are_named_as_jupyterlab_shows_them():
    package = importlib.resources.files("jupyterlab_language_pack_zh_CN")
    (catalogue,) = Path(str(package)).rglob("jupyterlab.json")
    shown = {text for texts in json.loads(catalogue.read_text(encoding="utf-8")).values() for text in texts}
    pages = [*WRITTEN, ROOT / "notebooks" / "README.md", *(ROOT / "notebooks").glob("*.ipynb")]
    named = [
        item
        for path in pages
        for menu in re.findall(r"“(\S+ → [^”]+)”", path.read_text(encoding="utf-8"))
        for item in menu.split(" → ")
    ]
    assert named and set(named) <= shown


def test_the_desk_s_pages_are_named_as_the_desk_shows_them():
    text = (ROOT / "docs" / "how-to" / "desk.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| .+ \| `workreport", text, re.M)
    named = [name for row in rows for name in row.split("、")]
    assert sorted(named) == sorted(form.title for form in FORMS)


def test_the_tutorial_shows_what_the_command_prints(sample_frames):
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    line, shown = re.search(r"```sh\n(\S+ figures [^\n]+)\n```\n\n```\n(.*?)```", text, re.S).groups()
    workspace = sample_frames.intake.workspace
    result = CliRunner().invoke(main, [*shlex.split(line)[1:], "--out", str(workspace.out)])
    assert result.exit_code == 0 and result.output == shown


def test_the_tutorial_shows_what_the_first_proof_says(sample_frames, tmp_path):
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    draft, line, shown = re.search(
        r"```sh\nprintf '([^\n]*)' > \S+\n(\S+ proof [^\n]+)\n```\n\n```\n(.*?)```", text, re.S
    ).groups()
    name, file, period = shlex.split(line)[1:]
    (tmp_path / Path(file).name).write_text(draft.replace("\\n", "\n").replace("%%", "%"), encoding="utf-8")
    given = ["--data", str(sample_frames.intake.workspace.data), "--out", str(tmp_path / "done")]
    result = CliRunner().invoke(main, [name, str(tmp_path / Path(file).name), period, *given])
    assert result.output.replace(str(tmp_path / "done"), "…/outputs/proof") == shown


def test_the_tutorial_speaks_of_what_is_there():
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    sections = re.findall(r"--section (\w+)", text)
    assert sections and set(sections) <= {section.id for section in SECTIONS}
    id = re.search(r"evidence/([\w.]+)\.csv", text)[1]
    assert id in FIGURES


def test_what_the_desk_can_do_is_explained():
    text = (ROOT / "docs" / "how-to" / "analyst-desk.md").read_text(encoding="utf-8")
    methods = set(re.findall(r"s\.desk\.(\w+)\(", text))
    assert methods == {name for name in vars(Desk) if not name.startswith("_")} - {"section"}
