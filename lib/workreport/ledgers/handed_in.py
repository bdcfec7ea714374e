"""Which files of a ledger a period draws on: handed in for each of its years, and filled in."""

from __future__ import annotations

from collections.abc import Sequence

from workreport.base.errors import MissingLedger
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.intake import Intake

NOT_PROVIDED, NOT_FILLED_IN = "本期未提供台账", "本期台账未填报"


def provided(intake: Intake, contract: Contract, years: Sequence[int], last: int) -> list[LedgerFile]:
    """The files that rows may stand in, filled in or not; none is opened.

    Registers are handed in whole each year, so one year's file is enough; a row of a flow
    ledger may stand in an earlier year's file, since cases cross the year end.

    Parameters
    ----------
    years : sequence of int
        Those that must have a file each.
    last : int
        The year up to which files of a flow ledger are taken.

    Raises
    ------
    MissingLedger
        If one of the years has no file.
    """
    mine = intake.files_of(contract.name)
    if contract.kind == "reference":
        if not mine:
            raise MissingLedger(f"{NOT_PROVIDED}：{contract.code} {contract.title}")
        return mine
    there = {file.year for file in mine}
    if lacking := [year for year in years if year not in there]:
        raise MissingLedger(
            f"{NOT_PROVIDED}：{contract.code} {contract.title}（{_listed(lacking)}）",
            where=f"{'、'.join(f'{year}/' for year in lacking)} 下应有 {' 或 '.join(contract.files)}",
            todo=f"请{contract.division or '承办股室'}补交后重新出稿",
        )
    # a register is whole in one file; the rows of a flow ledger may stand in any earlier one
    if contract.kind == "register":
        return [file for file in mine if file.year == years[-1]]
    return [file for file in mine if file.year is not None and file.year <= last]


def require_filled(
    intake: Intake, contract: Contract, files: Sequence[LedgerFile], years: Sequence[int]
) -> None:
    """Raise where a year has only files with a header alone, which do not even say that there was nothing.

    Raises
    ------
    MissingLedger
        If nobody has filled in one of the years.
    LedgerError
        If a file of these years cannot be read.
    """
    if contract.kind == "reference":
        return
    own = [file for file in files if file.year in years]
    filled = {file.year for file in own if intake.read(file).is_filled_in}
    if lacking := sorted({file.year for file in own} - filled):
        raise MissingLedger(
            f"{NOT_FILLED_IN}：{contract.code} {contract.title}（{_listed(lacking)}）",
            where="、".join(file.shown for file in own if file.year in lacking),
            expected="有数据行，或注明“零报告”",
            todo=f"请{contract.division or '承办股室'}填报后重新出稿；确实没有发生的，在台账里注明“零报告”",
        )


def _listed(years: Sequence[int]) -> str:
    return "、".join(f"{year}年" for year in years)
