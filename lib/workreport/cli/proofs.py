"""The command that proofs texts."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workreport.base.errors import UsageError, WorkreportError
from workreport.cli.localisation import command
from workreport.cli.options import DATA

if TYPE_CHECKING:
    from workreport.base.period import Period
    from workreport.base.workspace import Workspace
    from workreport.drafts.model import Binding, Proof, Token
    from workreport.drafts.proof.answers import Answer
    from workreport.drafts.reading import ReadFile
    from workreport.figures.book import Book
    from workreport.rendering.public.entities import Entities

WORD = ".docx"
FOLDER = "proof"
"""Folder of the outputs below the output folder, unless one is given."""


@command()
@click.argument("files", nargs=-1, required=True, metavar="FILE… [PERIOD]")
@DATA
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="结果放到这个目录，每份稿一个文件夹；默认 outputs/proof/",
)
@click.option("--propose", is_flag=True, help="Word 稿中另把建议的改法写成修订")
def proof(files: tuple[str, ...], data: Path | None, out: Path | None, propose: bool) -> None:
    """核稿：稿子里的每个数对照台账，每个算得出的关系重算一遍。

    稿子可以是 Word、文本、网页、PDF；几份一起给时，同一指标在各稿之间也对照。最后写报告期的（如 2021、2021-08），
    数与该期指标对照；不写的只核文内的关系。稿子本身不改动。退出码：0 没有要改的；1 有；2 有稿子读不了。
    """
    from workreport.base.workspace import Workspace

    paths, period = split(files)
    workspace = Workspace.open(data)
    from workreport.base.paths import require_apart
    from workreport.drafts.proof.answers import answers_to

    folder = out or workspace.out / FOLDER
    require_apart(workspace.data, folder)
    read = dict(_readable(paths))
    book, names = _book(workspace, period), _names(workspace)
    answers = [answers_to(path, period, workspace) for path in read]
    proofs = _proofs([*read.values()], book, answers, names)
    _publish(folder, read, proofs, answers, book, propose)
    _tell_unused(proofs, answers)
    found = any(one.findings for one in proofs)
    sys.exit(2 if len(read) < len(paths) else int(found))


def split(files: Sequence[str]) -> tuple[list[Path], Period | None]:
    """The texts, each once, and the period, if the last word is one and no file has that name."""
    from workreport.base.period import Period

    period, names = None, [*files]
    if not Path(names[-1]).exists():
        with suppress(UsageError):
            period = Period.parse(names[-1])
            names.pop()
    if not names:
        raise UsageError("没有写要核的稿子", todo="用法如 workreport proof 汇报.docx 2021")
    return [*map(Path, dict.fromkeys(names))], period


def _readable(paths: Sequence[Path]) -> Iterator[tuple[Path, ReadFile]]:
    from workreport.drafts.reading import read_text

    for path in paths:
        try:
            yield path, read_text(path)
        except WorkreportError as error:
            click.echo(f"✗ {path.name} 读不了：{error.message}", err=True)


def _book(workspace: Workspace, period: Period | None) -> Book | None:
    from workreport.figures.book import Book
    from workreport.ledgers.frames import Frames
    from workreport.ledgers.intake import Intake

    return Book(Frames(Intake.of(workspace)), period) if period else None


def _names(workspace: Workspace) -> Entities | None:
    """The names that the bureau's public edition may not show; None without a list."""
    from workreport.ledgers.intake import Intake
    from workreport.rendering.public.entities import FILE, entities, load_rules

    if not (workspace.data / FILE).is_file():
        return None
    return entities(Intake.of(workspace), load_rules(workspace))


def _proofs(
    read: Sequence[ReadFile],
    book: Book | None,
    answers: Sequence[Mapping[str, Answer]],
    names: Entities | None,
) -> list[Proof]:
    from workreport.drafts.proof.several import compared
    from workreport.drafts.proof.whole import proof as proof_of

    proofs = [
        proof_of(one.text, book, said, names, _known(one, book))
        for one, said in zip(read, answers, strict=True)
    ]
    return compared(proofs, answers) if len(proofs) > 1 else proofs


def _known(read: ReadFile, book: Book | None) -> dict[Token, Binding]:
    """What the numbers state that are bound in the file itself."""
    from workreport.drafts.bound.stated import stated_by_bindings
    from workreport.drafts.quantities import tokens_of

    return stated_by_bindings(read, tokens_of(read.text), book) if book else {}


def _publish(
    folder: Path,
    read: Mapping[Path, ReadFile],
    proofs: Sequence[Proof],
    answers: Sequence[Mapping[str, Answer]],
    book: Book | None,
    propose: bool,
) -> None:
    """Write the outputs of every text, and tell what is in them."""
    from workreport.drafts.outputs.folder import SUFFIX, files_of, folder_names, write
    from workreport.drafts.outputs.terminal import lines_of
    from workreport.drafts.proof.answers import SYNONYMS, proposed_synonyms
    from workreport.drafts.proof.facts import facts_of
    from workreport.drafts.reading.word_comments import commented_copy, proposed_copy

    label = book.period.label if book else ""
    for name, file, proof, said in zip(folder_names(read), read.values(), proofs, answers, strict=True):
        for line in lines_of(proof):
            click.echo(line)
        files = files_of(proof, name, facts_of(book, proof.bindings), label)
        copied = proposed_copy if propose else commented_copy
        files[f"{name}{SUFFIX}{WORD}"] = copied(file, proof.findings)
        if wordings := proposed_synonyms(proof, said):
            files[SYNONYMS] = wordings.encode("utf-8")
        target = write(folder, name, files)
        click.echo(f"  → {target}")


def _tell_unused(proofs: Sequence[Proof], answers: Sequence[Mapping[str, Answer]]) -> None:
    from workreport.drafts.proof.answers import unused

    left = unused(proofs, {code: answer for said in answers for code, answer in said.items()})
    if left:
        click.echo(
            f"proof.yaml 中有 {len(left)} 条答复这次没有对上：{'、'.join(left)}（所答的话已改，或不在这些稿里）"
        )
