"""Names of a bureau's own in the examples of calls: a figure, another one, dimensions, a ledger, a section, a check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workreport.base.workspace import Workspace
from workreport.checks.relations import statements
from workreport.figures.attribution import ORG
from workreport.figures.measure import MONTH, counts_rows
from workreport.figures.registry import FIGURES, Figure
from workreport.ledgers.declared.contract import Contract

EXAMPLE = re.compile(r"^例：``(?P<call>.+?)``$", re.M | re.S)
FEW = 6
"""As many labels of a dimension can be told apart in any chart."""
PLACEHOLDER = re.compile(r"\b(FIGURE|OTHER|STOCK|DIMENSION|ANOTHER|LEDGER|LABEL|SECTION|PERIOD|CHECK)\b")


def example_of(docstring: str, names: Mapping[str, str]) -> str:
    """The call in a docstring's last line, with a bureau's names in place of the words in capitals; empty without one."""
    found = EXAMPLE.search(docstring)
    return filled(found["call"], names) if found else ""


def filled(call: str, names: Mapping[str, str]) -> str:
    """A call with a bureau's names in place of the words in capitals."""
    return PLACEHOLDER.sub(lambda match: names[match[0]], call)


def example_names(workspace: Workspace, contracts: Mapping[str, Contract]) -> dict[str, str]:
    """The names by the words that stand for them."""
    figure, other, dimensions = next(_fitting(contracts), None) or _any()
    sections = workspace.sections
    return {
        "FIGURE": figure.id,
        "OTHER": other.id,
        "STOCK": next(_stocks(contracts), figure).id,
        "DIMENSION": dimensions[0],
        "ANOTHER": dimensions[1],
        "LEDGER": figure.ledgers[0],
        "LABEL": figure.label,
        "SECTION": next((one for one in sections if one.chapter), sections[0]).id,
        "PERIOD": str(max(workspace.years, default=2000)),
        "CHECK": next(iter(statements(workspace)), ""),
    }


def _fitting(contracts: Mapping[str, Contract]) -> Iterator[tuple[Figure, Figure, tuple[str, ...]]]:
    """Two figures that count rows of one ledger in one unit, with two dimensions of it that have a list of labels."""
    counting = [one for _, one in sorted(FIGURES.items()) if one.kind == "flow" and counts_rows(one)]
    for figure in counting:
        contract = contracts[figure.ledgers[0]]
        listed = [
            field.name for field in contract.read_fields if 1 < len(field.constraints.enum or ()) <= FEW
        ]
        alike = [one for one in counting if one.ledgers[:1] == figure.ledgers[:1] and one.unit == figure.unit]
        others = [one for one in alike if one is not figure]
        if ORG in contract.by_name and len(listed) > 1 and others:
            yield figure, others[0], tuple(listed)


def _stocks(contracts: Mapping[str, Contract]) -> Iterator[Figure]:
    """Figures of what a register holds on the cut-off day."""
    for _, figure in sorted(FIGURES.items()):
        if figure.kind == "stock" and counts_rows(figure) and contracts[figure.ledgers[0]].kind == "register":
            yield figure


def _any() -> tuple[Figure, Figure, tuple[str, ...]]:
    figure = next(one for one in FIGURES.values() if one.ledgers)
    return figure, figure, (MONTH, MONTH)
