"""Contracts: declarations of the ledgers, after the Frictionless Table Schema standard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field as Default
from pydantic import PrivateAttr, field_validator, model_validator

from workreport.base.errors import ContractError
from workreport.base.names import named
from workreport.base.quarantine import Limits
from workreport.base.settings import Settings, load_settings
from workreport.base.workspace import Workspace

FieldType = Literal["string", "integer", "number", "date", "datetime", "boolean", "list"]
Disposition = Literal["warned", "quarantined"]


def checked_pattern(pattern: str | None) -> str | None:
    """Validate a regular expression; ``ValueError`` if it does not compile, so that settings reject it."""
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise ValueError(f"不是合法的正则表达式：{error}") from error
    return pattern


class Constraints(Settings):
    """Table Schema constraints of one field."""

    required: bool = False
    unique: bool = False
    enum: list[str] | None = None
    pattern: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        return checked_pattern(pattern)


class Field(Settings):
    """One column of a ledger.

    ``title`` is the office's header, ``aliases`` are other headers in use, ``codes`` names
    the code list of its values, ``parent`` the column that holds their parents in that list, ``format`` marks unified social credit codes (GB 32100),
    beyond its ``usual_maximum`` a number counts, with a warning, ``personal`` fields are dropped at reading, ``entity`` marks names that a public edition masks.
    A bureau may keep an ``optional`` column or not; figures that need one that is not kept are left out.
    """

    name: str
    title: str
    type: FieldType = "string"
    optional: bool = False
    description: str = ""
    aliases: list[str] = []
    unit: str = ""
    decimals: int = 2
    delimiter: str = "、"
    codes: str = ""
    parent: str = ""
    usual_maximum: int | float | None = None
    format: Literal["uscc"] | None = None
    personal: bool = False
    entity: Literal["企业", "单位"] | None = None
    constraints: Constraints = Constraints()
    _shared: Field | None = PrivateAttr(None)
    """The field as all bureaux declare it, where a bureau has words of its own; ledgers may have these words too."""

    @property
    def titles(self) -> list[str]:
        """All headers that the column may have in a ledger, the office's own first."""
        own = [self.title, self.header, self.name, *self.aliases]
        return [*own, *self._shared.titles] if self._shared else own

    @property
    def shared_values(self) -> dict[str, str]:
        """The values of a list in the words of all bureaux, each with the bureau's own word."""
        if self._shared is None:
            return {}
        return dict(zip(self._shared.constraints.enum or (), self.constraints.enum or (), strict=True))

    @property
    def header(self) -> str:
        """The header as written by an office, unit in full-width brackets."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title

    @property
    def is_code(self) -> bool:
        """Whether the text is an identifier, so that width and spacing are ignored."""
        named = self.name.endswith(("_no", "_code", "_id", "code"))
        return self.type == "string" and (named or self.format is not None)


class Condition(Settings):
    """A field that is required when other fields have one of the given values."""

    field: str
    when: dict[str, list[bool | str]]


class Format(Settings):
    """A field whose text must carry a valid check digit."""

    field: str
    kind: Literal["uscc", "patent_no"] = Default(alias="as")


class Rule(Settings):
    """A rule over one row: exactly one of `order`, `at_most`, `required_if`, `format`."""

    id: str
    message: str
    order: list[str] | None = None
    at_most: list[str] | None = None
    required_if: Condition | None = None
    format: Format | None = None
    disposition: Disposition | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Rule:
        kinds = [self.order, self.at_most, self.required_if, self.format]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("一条规则写且只写 order、at_most、required_if、format 中的一种")
        return self


class AsOf(Settings):
    """Cells known only from a date on: as of an earlier day they take the values in `resets`."""

    date: str
    resets: dict[str, Any] = {}


class Stock(Settings):
    """Date fields between which a row is in a register: from (inclusive) until (exclusive)."""

    start: str = Default(alias="from")
    until: str | None = None


class Reference(Settings):
    resource: str
    fields: list[str]


class ForeignKey(Settings):
    fields: list[str]
    reference: Reference


class Match(Settings):
    """Fields of another ledger in which a row's own are looked up, among the rows that meet `when`."""

    ledger: str
    fields: list[str]
    when: dict[str, list[bool | str]] = {}


class Partner(Settings):
    """A required counterpart: the `fields` of a row must occur in one of the ledgers of `in`.

    Required if the row meets `when` and does not meet `unless`; blanks are not looked up.
    """

    id: str
    message: str
    fields: list[str]
    among: list[Match] = Default(alias="in")
    when: dict[str, list[bool | str]] = {}
    unless: dict[str, list[bool | str]] = {}


class Contract(Settings):
    """One ledger: its grain, key, columns, rules, and the date that assigns a row to a period.

    In cuts by dimensions, counts below ``suppress_below`` are hidden from leaders.
    Before the year ``since`` nobody expects the ledger, and its figures are left out.
    Two rows equal in all of ``near`` are probably one event under two numbers. A register with
    ``carry_forward`` starts a new year with last year's rows. ``quarantine`` says from which share of quarantined
    rows the ledger makes a draft or blocks its figures.
    """

    code: str
    name: str
    title: str
    division: str = ""
    source: str = ""
    description: str = ""
    grain: str
    kind: Literal["flow", "register", "reference"]
    since: int | None = Default(None, ge=1949, le=2100)
    files: list[str]
    period_date: str | None = None
    fields: list[Field]
    primaryKey: list[str]
    near: list[str] = []
    foreignKeys: list[ForeignKey] = []
    partners: list[Partner] = []
    rules: list[Rule] = []
    as_of: list[AsOf] = []
    stock: Stock | None = None
    carry_forward: bool = False
    suppress_below: int | None = Default(None, ge=2)
    quarantine: Limits = Limits()

    @property
    def by_name(self) -> dict[str, Field]:
        """Fields by name."""
        return {field.name: field for field in self.fields}

    @property
    def read_fields(self) -> list[Field]:
        """Fields that are read: all except the personal ones."""
        return [field for field in self.fields if not field.personal]

    def identifies(self, field: Field) -> bool:
        """Whether a field is a text that identifies rows."""
        return field.type == "string" and (field.name in self.primaryKey or field.constraints.unique)

    @model_validator(mode="after")
    def _fields_exist(self) -> Contract:
        declared = {field.name for field in self.fields}
        named = {*self.primaryKey, *(f for key in self.foreignKeys for f in key.fields)}
        named |= {self.period_date} if self.period_date else set()
        named |= set(self.near)
        named |= {field.parent for field in self.fields if field.parent}
        for partner in self.partners:
            named |= {*partner.fields, *partner.when, *partner.unless}
        for rule in self.rules:
            named |= set(rule.order or []) | set(rule.at_most or [])
            named |= {rule.required_if.field, *rule.required_if.when} if rule.required_if else set()
            named |= {rule.format.field} if rule.format else set()
        for view in self.as_of:
            named |= {view.date, *view.resets}
        if self.carry_forward and self.kind != "register":
            raise ValueError("只有登记簿（kind: register）可以结转（carry_forward）")
        if self.since is not None and self.kind == "reference":
            raise ValueError("参考表没有建立的年份，不写 since")
        if self.stock:
            named |= {self.stock.start} | ({self.stock.until} if self.stock.until else set())
        if unknown := sorted(named - declared):
            raise ValueError(f"用到了没有声明的字段：{'、'.join(unknown)}")
        return self


def ledger_name(text: str, contracts: Mapping[str, Contract], *, where: str = "") -> str:
    """The ledger that people call by its name, code or title; ``UnknownName`` with the nearest if there is none."""
    names = {name: (contract.code, contract.title) for name, contract in contracts.items()}
    return named(text, names, "台账", where=where)


def load_contracts(workspace: Workspace) -> dict[str, Contract]:
    """All contracts by ledger name, in the order of their codes.

    Raises
    ------
    ContractError
        If a contract is malformed or two share a name or code.
    """
    contracts: dict[str, Contract] = {}
    for path in workspace.shared_files("contracts", "*.yaml"):
        contract = _in_own_words(load_settings(Contract, path), path, workspace)
        if contract.name in contracts:
            raise ContractError("两份台账规范同名", where=path.name, todo=f"请改名：{contract.name}")
        contracts[contract.name] = contract
    return dict(sorted(contracts.items(), key=lambda item: item[1].code))


def _in_own_words(contract: Contract, path: Path, workspace: Workspace) -> Contract:
    """The contract with the bureau's own words; its file names and columns are found by both."""
    if not workspace.bureau.words:
        return contract
    own = load_settings(Contract, path, workspace.bureau.worded)
    fields = [field.model_copy() for field in own.fields]
    for field, shared in zip(fields, contract.fields, strict=True):
        field._shared = shared
    files = list(dict.fromkeys([*contract.files, *own.files]))
    return own.model_copy(update={"fields": fields, "files": files})
