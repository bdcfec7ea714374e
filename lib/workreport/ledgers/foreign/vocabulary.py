"""Vocabulary: headers of other systems and languages by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from pydantic import Field as Default

from workreport.base.errors import ContractError
from workreport.base.settings import Settings, load_settings
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.contract import Contract

FOLDER = "vocabulary"
Vocabulary = Mapping[str, Mapping[str, frozenset[str]]]
"""For each ledger its fields, with their headers elsewhere as ``words`` writes them."""


class Headers(Settings):
    """One file of ``data/vocabulary``: headers by field, for `any` ledger that has the field and for single ledgers."""

    any: dict[str, list[str]] = Default(default_factory=dict)
    ledgers: dict[str, dict[str, list[str]]] = Default(default_factory=dict)


def load_vocabulary(workspace: Workspace, contracts: Mapping[str, Contract]) -> Vocabulary:
    """The bureau's vocabulary.

    A ledger's own headers for a field replace those for any ledger.

    Raises
    ------
    ContractError
        If it names a field that a ledger's contract lacks; ledgers without a contract in this
        bureau are ignored.
    """
    headers_by_field: dict[str, dict[str, frozenset[str]]] = {name: {} for name in contracts}
    for path in workspace.shared_files(FOLDER, "*.yaml"):
        vocabulary = load_settings(Headers, path)
        for name, contract in contracts.items():
            own = vocabulary.ledgers.get(name, {})
            if unknown := sorted(set(own) - set(contract.by_name)):
                raise ContractError(
                    f"词表中的字段《{contract.title}》没有：{'、'.join(unknown)}", where=path.name
                )
            taken = {words(header) for headers in own.values() for header in headers}
            for field in contract.fields:
                common = {words(header) for header in vocabulary.any.get(field.name, [])} - taken
                special = {words(header) for header in own.get(field.name, [])}
                headers_by_field[name][field.name] = (
                    headers_by_field[name].get(field.name, frozenset()) | special | common
                )
    return headers_by_field


def words(text: str) -> str:
    """A header normalised for comparison: without case, spaces, hyphens and question marks."""
    return re.sub(r"[\s_\-?？]+", "", unicodedata.normalize("NFKC", text)).lower()
