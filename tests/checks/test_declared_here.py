"""The repository's own checks: complete against the list of relations, documented, and made of what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workreport.base.workspace import Workspace
from workreport.checks.kinds import Statement
from workreport.checks.relations import JUDGES, load_relations
from workreport.checks.terms import Rows
from workreport.ledgers.declared.contract import load_contracts

ROOT = Path(__file__).resolve().parents[2]
WORKSPACE = Workspace.open(ROOT / "data")
UNDECLARED = re.findall(
    r"^\| (R\d\d) \| .{6,} \|$", (ROOT / "docs" / "checks.md").read_text(encoding="utf-8"), re.M
)


@pytest.fixture(scope="module")
def declared() -> dict:
    return {relation.id: relation for relation in load_relations(WORKSPACE)}


def test_every_relation_of_the_list_is_declared_or_said_not_to_be(declared):
    for number in range(1, 43):
        id = f"R{number:02d}"
        assert (id in declared) != (id in UNDECLARED), f"{id}: declared, or documented with a reason"


def test_document_explains_every_kind():
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.M)) == set(JUDGES)


def test_every_kind_is_in_use(declared):
    assert {relation.kind for relation in declared.values()} == set(JUDGES)


def test_rows_and_keys_are_fields_of_their_ledgers(declared):
    contracts = load_contracts(WORKSPACE)
    for one in declared.values():
        for term in one.terms:
            if isinstance(term, Rows):
                fields = {*term.when, *term.unless, *filter(None, (term.total, term.date))}
                assert fields <= set(contracts[term.ledger].by_name), one.id
        for other in getattr(one, "among", []):
            if not isinstance(other, str):
                assert {other.key, *other.when} <= set(contracts[other.ledger].by_name), one.id


def test_conditions_name_values_that_the_ledger_can_hold(declared):
    contracts = load_contracts(WORKSPACE)
    for one in declared.values():
        for term in one.terms:
            conditions = [*term.when.items(), *term.unless.items()] if isinstance(term, Rows) else []
            for name, values in conditions:
                if allowed := contracts[term.ledger].by_name[name].constraints.enum:
                    assert set(values) <= set(allowed), f"{one.id}: {name}"


def test_statements_quote_the_notebooks(declared):
    notebooks = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "notebooks").glob("*.ipynb"))
    statements = [relation for relation in declared.values() if isinstance(relation, Statement)]
    assert statements
    for statement in statements:
        assert statement.text in notebooks and f'holds(\\"{statement.id}\\")' in notebooks
