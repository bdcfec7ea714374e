"""The files of a ledger for a period: handed in for each of its years, and filled in."""

from __future__ import annotations

from collections.abc import Sequence

from workreport.base.errors import MissingLedger, NotKept
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.intake import Intake

NOT_PROVIDED, NOT_FILLED_IN = "本期未提供台账", "本期台账未填报"
NOT_KEPT = "没有建立台账"


def is_not_kept(reason: str) -> bool:
    """Whether the reason why a figure has no value is that the bureau does not keep its ledger."""
    return reason.startswith(NOT_KEPT)


def keeps(intake: Intake, ledger: str, last: int) -> bool:
    """Whether the bureau keeps a ledger, and did in the year `last`."""
    since = intake.contracts[ledger].since
    return intake.keeps(ledger) and (since is None or last >= since)


def require_kept(intake: Intake, ledger: str, last: int) -> None:
    """``NotKept`` if the bureau does not keep a ledger, or did not yet in the year `last`."""
    if not keeps(intake, ledger, last):
        contract = intake.contracts[ledger]
        since = f"（自{contract.since}年起）" if intake.keeps(ledger) else ""
        raise NotKept(f"{NOT_KEPT}：{contract.code} {contract.title}{since}")


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
    NotKept
        If the bureau does not keep the ledger, or did not yet in any of the years.
    MissingLedger
        If one of the years has no file.
    """
    files = intake.files_of(contract.name)
    if contract.kind == "reference":
        if not files:
            raise MissingLedger(f"{NOT_PROVIDED}：{contract.code} {contract.title}")
        return files
    require_kept(intake, contract.name, last)
    years = [year for year in years if contract.since is None or year >= contract.since]
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
