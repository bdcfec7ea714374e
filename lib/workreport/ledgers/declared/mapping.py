"""Mappings: declarations that turn a foreign table into one of our ledgers.

A mapping in ``<data>/mappings/*.yaml`` declares for each field of a contract the source of
its text: another header, a part of a packed cell, a constant, or several cells
joined into a key. The mapped text then passes the same validation as any ledger.
"""

from __future__ import annotations

import re

from pydantic import Field as Default
from pydantic import field_validator, model_validator

from workreport.base.errors import ContractError
from workreport.base.settings import Settings, load_settings
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.contract import Contract, checked_pattern

EXCEL = "excel"
"""The date format of a bare serial number, as in a csv exported from a spreadsheet."""


class Source(Settings):
    """Source of one field's text, and its transformations, in this order.

    Exactly one of `header` (``from``: a header, or several of which the first filled one
    counts), `value` (a constant) and `key` (headers joined by ``-``). Then

    - ``joined: true`` removes every space and line break (a name broken over two lines);
    - `split` is a pattern with named groups that the cell must match as a whole, and `take` names
      the group, or the groups to be joined by ``-``; a cell that does not match stays
      unsplit, so that validation reports it;
    - `date` lists the formats of a date (those of ``strptime``, or ``excel`` for a serial number);
      a cell that fits none, or two with different days, stays unchanged and is reported;
    - `values` replaces texts, and may replace the empty text; `patterns` replaces texts that match
      as a whole, the first that fits; `otherwise` replaces every other text that is not empty.
    """

    header: str | list[str] | None = Default(None, alias="from")
    value: str | None = None
    key: list[str] | None = None
    joined: bool = False
    split: str | None = None
    take: str | list[str] | None = None
    date: str | list[str] = []
    values: dict[str, str] = {}
    patterns: dict[str, str] = {}
    otherwise: str | None = None

    @field_validator("split")
    @classmethod
    def _compiles(cls, split: str | None) -> str | None:
        return checked_pattern(split)

    @field_validator("patterns")
    @classmethod
    def _compile(cls, patterns: dict[str, str]) -> dict[str, str]:
        return {checked_pattern(pattern) or "": value for pattern, value in patterns.items()}

    @model_validator(mode="after")
    def _consistent(self) -> Source:
        if sum(x is not None for x in (self.header, self.value, self.key)) != 1:
            raise ValueError("from、value、key 写且只写一个")
        if (self.split is None) != (self.take is None):
            raise ValueError("split 和 take 要一起写")
        for group in as_list(self.take):
            if group not in re.compile(self.split or "").groupindex:
                raise ValueError(f"split 中没有名为“{group}”的组")
        return self

    @property
    def headers(self) -> list[str]:
        """The headers that the source reads."""
        return as_list(self.header) + (self.key or [])


def as_list(one_or_more: str | list[str] | None) -> list[str]:
    """A setting that is a text or a list of texts, as a list."""
    return [one_or_more] if isinstance(one_or_more, str) else (one_or_more or [])


class Mapping(Settings):
    """Mapping of a foreign table's files to a ledger; one file may feed several ledgers.

    Attributes
    ----------
    missing : list of str
        Texts that mean “nothing entered”.
    not_data : dict of str to str
        Header to pattern: a row whose cell matches as a whole is not data of this ledger (a
        placeholder, an example, a row of another kind), and is counted as such.
    absent : list of str
        Required fields that the foreign table lacks: figures that need them have no value.
    optional : list of str
        Required fields that may be blank in the foreign table.
    folder_year : list of str
        Dates that the table lacks but that lie in the year of its folder:
        figures have values for whole years only.
    part : list of str
        Fields with a constant (``value``) that identifies the part of the ledger in the table, such as
        the non-conforming samples only: figures of that part have values, figures of all rows do not.
    warned : list of str
        Rules that foreign rows may break and still count; they are reported as warnings.
    """

    ledger: str
    files: list[str]
    sheet: str | None = None
    missing: list[str] = []
    not_data: dict[str, str] = {}
    columns: dict[str, Source]
    absent: list[str] = []
    optional: list[str] = []
    folder_year: list[str] = []
    part: list[str] = []
    warned: list[str] = []

    @field_validator("not_data")
    @classmethod
    def _compile(cls, patterns: dict[str, str]) -> dict[str, str]:
        return {header: checked_pattern(pattern) or "" for header, pattern in patterns.items()}

    @model_validator(mode="after")
    def _parts_are_constant(self) -> Mapping:
        for name in self.part:
            if name not in self.columns or self.columns[name].value is None:
                raise ValueError(f"part 中的“{name}”要在 columns 中用 value 写成常量")
        return self

    @property
    def headers(self) -> set[str]:
        """The headers that the mapped sheet must have."""
        return {header for source in self.columns.values() for header in source.headers} | set(self.not_data)


def load_mappings(workspace: Workspace, contracts: dict[str, Contract]) -> dict[str, Mapping]:
    """The bureau's mappings by ledger name.

    Raises
    ------
    ContractError
        If a mapping names an unknown ledger or field or omits a required one, or two map the
        same ledger.
    """
    mappings: dict[str, Mapping] = {}
    for path in sorted((workspace.data / "mappings").glob("*.yaml")):
        mapping = load_settings(Mapping, path)
        if mapping.ledger not in contracts:
            raise ContractError(f"映射指向不存在的台账“{mapping.ledger}”", where=path.name)
        if mapping.ledger in mappings:
            raise ContractError(f"台账“{mapping.ledger}”有两份映射", where=path.name)
        fields = contracts[mapping.ledger].by_name
        if unknown := sorted(
            {*mapping.columns, *mapping.absent, *mapping.optional, *mapping.folder_year} - set(fields)
        ):
            raise ContractError(f"映射含有台账没有的字段：{'、'.join(unknown)}", where=path.name)
        rules = {rule.id for rule in contracts[mapping.ledger].rules}
        if strange := sorted(set(mapping.warned) - rules):
            raise ContractError(f"映射提到台账没有的规则：{'、'.join(strange)}", where=path.name)
        required = {
            name for name, field in fields.items() if field.constraints.required and not field.personal
        }
        if open_fields := sorted(required - {*mapping.columns, *mapping.absent, *mapping.folder_year}):
            raise ContractError(
                f"映射没有交代必填字段：{'、'.join(open_fields)}",
                where=path.name,
                todo="请写明来源，或列入 absent",
            )
        mappings[mapping.ledger] = mapping
    return mappings


def mapped_contract(contract: Contract, mapping: Mapping) -> Contract:
    """The contract reduced to the fields of the foreign table."""
    present = [
        f.model_copy(update={"constraints": f.constraints.model_copy(update={"required": False})})
        if f.name in mapping.optional
        else f
        for f in contract.fields
        if f.name in mapping.columns
    ]
    names = {f.name for f in present}
    rules = [
        rule.model_copy(update={"disposition": "warned"}) if rule.id in mapping.warned else rule
        for rule in contract.rules
        if not rule.required_if or {rule.required_if.field, *rule.required_if.when} <= names
    ]
    return contract.model_copy(update={"fields": present, "rules": rules})
