"""A bureau's mappings read from their files, and the contract that a mapped table has to meet."""

from __future__ import annotations

import csv
from pathlib import Path

from workreport.base.errors import ContractError
from workreport.base.settings import load_settings
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.field_source import NAMES, Lookup
from workreport.ledgers.declared.mapping import Mapping, Mappings

NUMERIC = ("integer", "number")


def load_mappings(workspace: Workspace, contracts: dict[str, Contract]) -> dict[str, Mapping]:
    """The bureau's mappings by ledger name.

    Raises
    ------
    ContractError
        If a mapping names an unknown ledger, field or rule or omits a required field, if a look-up table
        cannot be used, or if two mappings of a ledger give different parts of it.
    """
    mappings: dict[str, list[Mapping]] = {}
    for path in sorted((workspace.data / "mappings").glob("*.yaml")):
        mapping = load_settings(Mapping, path)
        if mapping.ledger not in contracts:
            raise ContractError(f"映射指向不存在的台账“{mapping.ledger}”", where=path.name)
        contract = contracts[mapping.ledger]
        _require_known(contract, mapping, path.name)
        others = mappings.setdefault(mapping.ledger, [])
        if any(other.part != mapping.part for other in others):
            raise ContractError(
                f"台账“{mapping.ledger}”的几份映射 part 不同，合起来是哪一部分无从得知", where=path.name
            )
        others.append(_complete(contract, mapping, path))
    return {ledger: Mappings.of(each) for ledger, each in mappings.items()}


def _require_known(contract: Contract, mapping: Mapping, where: str) -> None:
    """``ContractError`` for fields and rules that the contract lacks, and for required fields left open."""
    fields = contract.by_name
    named = {*mapping.columns, *mapping.absent, *mapping.optional, *mapping.folder_year}
    if unknown := sorted(named - set(fields)):
        raise ContractError(f"映射含有台账没有的字段：{'、'.join(unknown)}", where=where)
    if strange := sorted(set(mapping.warned) - {rule.id for rule in contract.rules}):
        raise ContractError(f"映射提到台账没有的规则：{'、'.join(strange)}", where=where)
    for name, source in mapping.columns.items():
        counts = source.sum or source.product or source.unit or source.rows == "sum"
        if counts and fields[name].type not in NUMERIC:
            raise ContractError(
                f"“{name}”不是数字，不能用 sum、product、unit", where=where, todo="连成文本的请用 join"
            )
    if open_fields := [name for name in _open(contract, mapping) if fields[name].constraints.required]:
        raise ContractError(
            f"映射没有交代必填字段：{'、'.join(sorted(open_fields))}",
            where=where,
            todo="请写明来源，或列入 absent",
        )


def _open(contract: Contract, mapping: Mapping) -> list[str]:
    """Fields of which the mapping says neither where they come from nor that they are absent."""
    mapped = {*mapping.columns, *mapping.absent, *mapping.folder_year}
    return [field.name for field in contract.read_fields if field.name not in mapped]


def _complete(contract: Contract, mapping: Mapping, path: Path) -> Mapping:
    """The mapping with its look-up tables read, and the sources of personal fields among the personal columns."""
    columns = {
        name: source.model_copy(update={"values": {**_table(source.lookup, path), **source.values}})
        if source.lookup
        else source
        for name, source in mapping.columns.items()
    }
    hidden = {f.name for f in contract.fields if f.personal} & set(columns)
    read = mapping.model_copy(update={"columns": {n: s for n, s in columns.items() if n not in hidden}})
    own = {header for name in hidden for header in columns[name].headers} - read.headers
    return read.model_copy(update={"personal": sorted({*mapping.personal, *own} - set(NAMES))})


def _table(lookup: Lookup, mapping: Path) -> dict[str, str]:
    """A look-up table as texts and their values; ``ContractError`` if it cannot be used."""
    path = mapping.parent / lookup.file
    if not path.resolve().is_relative_to(mapping.parent.resolve()):
        raise ContractError(f"对照表“{lookup.file}”不在映射的文件夹里", where=mapping.name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            rows, titles = list(reader), reader.fieldnames or ()
    except (OSError, UnicodeDecodeError) as error:
        raise ContractError(
            f"读不了对照表“{lookup.file}”", where=mapping.name, todo="请放在映射旁边，存为 UTF-8 的 csv"
        ) from error
    if not {lookup.source, lookup.target} <= set(titles):
        raise ContractError(f"对照表没有“{lookup.source}”“{lookup.target}”两列", where=lookup.file)
    table: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        text, value = ((row[name] or "").strip() for name in (lookup.source, lookup.target))
        if table.setdefault(text, value) != value:
            raise ContractError(f"“{text}”对照到两个取值", where=f"{lookup.file} 第 {number} 行")
    return table


def unmapped(contract: Contract, mapping: Mapping, shown: str) -> list[str]:
    """Titles of the fields of which no mapping of the file says where they come from or that they are absent."""
    lacking = [set(_open(contract, file_mapping)) for file_mapping in mapping.of_file(shown)]
    return [f"{f.title}（{f.name}）" for f in contract.fields if any(f.name in names for names in lacking)]


def mapped_contract(contract: Contract, mapping: Mapping, shown: str | None = None) -> Contract:
    """The contract reduced to the fields of the foreign tables, or of the one file `shown`."""
    of_file = mapping.of_file(shown) if shown else (mapping,)
    optional = {name for file_mapping in of_file for name in file_mapping.optional}
    present = [
        f.model_copy(update={"constraints": f.constraints.model_copy(update={"required": False})})
        if f.name in optional
        else f
        for f in contract.fields
        if any(f.name in file_mapping.columns for file_mapping in of_file)
    ]
    names = {f.name for f in present}
    warned = {id for file_mapping in of_file for id in file_mapping.warned}
    rules = [
        rule.model_copy(update={"disposition": "warned"}) if rule.id in warned else rule
        for rule in contract.rules
        if not rule.required_if or {rule.required_if.field, *rule.required_if.when} <= names
    ]
    return contract.model_copy(update={"fields": present, "rules": rules})
