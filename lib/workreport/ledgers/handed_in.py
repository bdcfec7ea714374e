"""The files of a ledger for a period: handed in for each of its years, and filled in."""

from __future__ import annotations

from collections.abc import Sequence

from workreport.base.errors import MissingLedger
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.intake import Intake

NOT_PROVIDED, NOT_FILLED_IN = "本期未提供台账", "本期台账未填报"


def provided(intake: Intake, contract: Contract, years: Sequence[int], last: int) -> list[LedgerFile]:
    """The files that may hold rows, filled in or not; none is opened.

    Registers are handed in whole each year, so one year's file is enough; a row of a flow
    ledger may be in an earlier year's file, since cases cross the year end.

    Parameters
    ----------
    years : sequence of int
        Years that need a file each.
    last : int
        Last year of the files of a flow ledger.

    Raises
    ------
    MissingLedger
        If one of the years has no file.
    """
    files = intake.files_of(contract.name)
    if contract.kind == "reference":
        if not files:
            raise MissingLedger(f"{NOT_PROVIDED}：{contract.code} {contract.title}")
        return files
    years_with_file = {year for file in files for year in file.years}
    if lacking := [year for year in years if year not in years_with_file]:
        raise MissingLedger(
            f"{NOT_PROVIDED}：{contract.code} {contract.title}（{_listed(lacking)}）",
            where=f"{'、'.join(f'{year}/' for year in lacking)} 下应有 {' 或 '.join(contract.files)}",
            todo=f"请{contract.division or '承办股室'}补交后重新出稿",
        )
    # a register is complete in one file; rows of a flow ledger may be in any earlier one
    if contract.kind == "register":
        return [file for file in files if years[-1] in file.years]
    return [file for file in files if file.years and file.years[0] <= last]


def require_filled(
    intake: Intake, contract: Contract, files: Sequence[LedgerFile], years: Sequence[int]
) -> None:
    """Check that each year has a file with rows or with a declaration of nothing to report.

    Raises
    ------
    MissingLedger
        If one of the years is not filled in.
    LedgerError
        If a file of these years cannot be read.
    """
    if contract.kind == "reference":
        return
    own = [file for file in files if set(file.years) & set(years)]
    filled = {year for file in own if intake.read(file).is_filled_in for year in file.years}
    if lacking := sorted({year for file in own for year in file.years if year in years} - filled):
        raise MissingLedger(
            f"{NOT_FILLED_IN}：{contract.code} {contract.title}（{_listed(lacking)}）",
            where="、".join(file.shown for file in own if set(file.years) & set(lacking)),
            expected="有数据行，或注明“零报告”",
            todo=f"请{contract.division or '承办股室'}填报后重新出稿；确实没有发生的，在台账里注明“零报告”",
        )


def _listed(years: Sequence[int]) -> str:
    return "、".join(f"{year}年" for year in years)
