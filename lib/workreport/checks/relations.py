"""All checks of a period: those declared in ``data/checks/relations*.yaml``, and one for each reported value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workreport.base.errors import ContractError, MissingLedger
from workreport.base.settings import load_settings
from workreport.base.workspace import Workspace
from workreport.checks import arithmetic, cumulative, plausible, row_matching, sub_bureaus
from workreport.checks.kinds import Checks, Declared, Statement
from workreport.checks.reported import reported
from workreport.checks.verdicts import Check, CheckResult, check_of
from workreport.figures.book import Book
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES

FOLDER, FILES = "checks", "relations*.yaml"
JUDGES = {
    "sums": arithmetic.sums,
    "parts": arithmetic.parts,
    "balance": arithmetic.balance,
    "listed": arithmetic.listed,
    "cuts": arithmetic.cuts,
    "districts": sub_bureaus.districts,
    "monotone": cumulative.monotone,
    "exclusive": row_matching.exclusive,
    "partners": row_matching.partners,
    "statement": row_matching.statement,
    "product": row_matching.product,
    "totals": row_matching.totals,
    "range": plausible.in_range,
    "coincidence": plausible.coincidence,
}


def load_relations(workspace: Workspace) -> list[Declared]:
    """All declared checks by id.

    Raises
    ------
    ContractError
        If one names a figure that does not exist, or two share an id.
    """
    load_profile(workspace)
    checks: dict[str, Declared] = {}
    for path in workspace.shared_files(FOLDER, FILES):
        for check in load_settings(Checks, path, workspace.bureau.worded).checks:
            if unknown := sorted(set(check.figures) - set(FIGURES)):
                raise ContractError(
                    f"勾稽关系 {check.id} 引用了没有的指标：{'、'.join(unknown)}", where=path.name
                )
            if check.id in checks:
                raise ContractError(f"勾稽关系 {check.id} 重复", where=path.name)
            checks[check.id] = check
    return [checks[id] for id in sorted(checks)]


def statements(workspace: Workspace) -> dict[str, Statement]:
    """The declared checks of sentences by id; errors as in ``load_relations``."""
    return {check.id: check for check in load_relations(workspace) if isinstance(check, Statement)}


def is_proven(book: Book, id: str) -> bool:
    """Whether the figures and the rows of the book's period bear out a declared sentence.

    Raises
    ------
    ContractError
        If no check of a sentence has this id.
    MissingLedger
        If a figure of it has no number, or its rows or their counterparts were not handed in.
    """
    known = statements(book.frames.intake.workspace)
    if id not in known:
        raise ContractError(f"没有编号为“{id}”的表述类勾稽", expected="、".join(known))
    return row_matching.statement(book, known[id]).verdict == "HOLDS"


def judge(book: Book, check: Declared) -> Check:
    """Judge a check for the book's period; undefined if a ledger or column is missing."""
    try:
        result = JUDGES[check.kind](book, check)  # type: ignore[operator]
    except MissingLedger as error:
        result = CheckResult("UNDEFINED", where=error.what)
    judged = check_of(check, result)
    return replace(judged, relation=book.worded(judged.relation), explanation=book.worded(judged.explanation))


def all_checks(book: Book, relations: Sequence[Declared]) -> list[Check]:
    """Judge every declared check and every reported value."""
    return [*(judge(book, check) for check in relations), *reported(book)]


def checks_of(checks: Sequence[Check], figure: str) -> list[Check]:
    """The judged checks that a figure takes part in, in their order."""
    return [check for check in checks if figure in check.figures]
