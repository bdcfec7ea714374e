"""``python -m sampledata --out data``: writes every synthetic ledger of the sample years, and the written report."""

from __future__ import annotations

import argparse
from pathlib import Path

from sampledata.cases import CASES, CaseRequest
from sampledata.contracts import Contract, load_contracts
from sampledata.reference import reference_rows
from sampledata.registry import FILINGS, ZERO_NOTE, Filing, generators, penalties
from sampledata.scale import write_scaled
from sampledata.world import YEARS, World, build_world
from sampledata.write import write_csv, write_xlsx
from sampledata.written_report import write_reports

MAIN_YEAR = 2021


def generate(world: World, year: int) -> tuple[dict[str, list[dict]], list[CaseRequest]]:
    """All ledgers of a year except the penalty cases, and the cases that their rows ask for."""
    ledgers: dict[str, list[dict]] = {}
    requests: list[CaseRequest] = []
    for module in generators():
        made = dict(module.rows(world, year))
        requests += made.pop(CASES, [])
        ledgers |= made
    return ledgers, requests


def write_ledger(folder: Path, contract: Contract, rows: list[dict], year: int) -> None:
    """One file of the ledger in the folder, in the form that the registry names."""
    folder.mkdir(parents=True, exist_ok=True)
    filing = FILINGS.get(contract.name, Filing())
    path = folder / (filing.file_name or f"{contract.code}_{contract.title}.xlsx")
    if filing.csv:
        write_csv(path, contract, rows, filing.csv)
    else:
        write_xlsx(path, contract, rows, year, "" if rows else ZERO_NOTE)


def write_all(
    out: Path, contracts: dict[str, Contract], scale: dict[tuple[str, int], int] | None = None
) -> None:
    """Writes ``out/<year>/`` for every sample year and ``out/reference/``; ledgers of a year in `scale` with so many rows."""
    scale = scale or {}
    world = build_world()
    made = {year: generate(world, year) for year in YEARS}
    requests = [request for _, asked in made.values() for request in asked]
    for year, (ledgers, _) in made.items():
        ledgers |= penalties().rows(world, year, requests)
        for name, rows in ledgers.items():
            if count := scale.get((name, year)):
                write_scaled(out / str(year), contracts[name], rows, count, world, year)
            else:
                write_ledger(out / str(year), contracts[name], rows, year)
    for name, rows in reference_rows().items():
        write_ledger(out / "reference", contracts[name], rows, max(YEARS))


def scale_of(text: str) -> tuple[tuple[str, int], int]:
    """``complaints=1000000``, or ``complaints:2020=1000000`` for another year than the main one."""
    place, _, count = text.partition("=")
    name, _, year = place.partition(":")
    return (name, int(year or MAIN_YEAR)), int(count)


def main() -> None:
    """Parses the options and writes."""
    parser = argparse.ArgumentParser(prog="sampledata", description="生成合成示例台账（非真实数据）")
    parser.add_argument("--out", type=Path, default=Path("data"), help="写入的目录，默认 data")
    parser.add_argument("--contracts", type=Path, default=Path("data/contracts"), help="台账规范目录")
    parser.add_argument(
        "--scale",
        type=scale_of,
        action="append",
        default=[],
        metavar="台账[:年]=行数",
        help=f"把一份台账写成这么多行的 csv（默认 {MAIN_YEAR} 年），只能写到 data 以外的目录",
    )
    options = parser.parse_args()
    contracts, scale = load_contracts(options.contracts), dict(options.scale)
    if unknown := sorted({name for name, _ in scale} - set(contracts)):
        parser.error(f"没有台账 {'、'.join(unknown)}")
    if scale and options.out.resolve() == options.contracts.resolve().parent:
        parser.error("放大的台账不写进版本库的 data，请用 --out 另指目录")
    write_all(options.out, contracts, scale)
    if (options.out / "bureau.yaml").is_file():
        write_reports(options.out)


if __name__ == "__main__":
    main()
