"""Quarantined rows of a ledger against its limits: which make a draft, which block figures, which are only listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from workreport.base.errors import MissingLedger
from workreport.base.numbers import exact_text, rounded
from workreport.base.period import Period
from workreport.base.quarantine import ANY_ROW, Limits
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake


@dataclass(frozen=True)
class Quarantine:
    """Quarantined rows of one ledger among those read, in the year's folder where their share is largest."""

    contract: Contract
    limits: Limits
    quarantined: int = 0
    read: int = 0

    @property
    def makes_draft(self) -> bool:
        """Whether the rows make the report a draft."""
        return self._reaches(self.limits.draft)

    @property
    def blocks(self) -> bool:
        """Whether no figure of the ledger may have a value."""
        return self._reaches(self.limits.block)

    @property
    def words(self) -> str:
        """How many rows are quarantined, and their share."""
        share = rounded(Decimal(100 * self.quarantined) / max(self.read, 1), 3)
        return f"{self.read}行中有{self.quarantined}行被隔离（{exact_text(share)}%）"

    def _reaches(self, limit: Decimal | None) -> bool:
        return bool(self.quarantined) and limit is not None and self.quarantined >= limit * self.read


def limits_of(intake: Intake, ledger: str) -> Limits:
    """A ledger's limits: the bureau's own for it, its contract's, the bureau's for all ledgers, any row."""
    bureau = intake.workspace.bureau.quarantine
    own = bureau.ledgers.get(ledger, Limits())
    return own.or_else(intake.contracts[ledger].quarantine).or_else(bureau).or_else(ANY_ROW)


def quarantine_of(frames: Frames, ledger: str, period: Period) -> Quarantine:
    """The quarantined rows of a ledger in the files of a period; ``MissingLedger`` if none was handed in."""
    contract, limits = frames.intake.contracts[ledger], limits_of(frames.intake, ledger)
    files = frames.provided(ledger, period)
    moved = {file.shown: 0 for file in files}
    with suppress(MissingLedger):  # of a ledger that is not filled in
        clashes = frames.clashes(ledger, period)
        for shown in clashes.loc[clashes["disposition"] == QUARANTINED, "file"]:
            moved[shown] += 1
    by_year: dict[int | None, tuple[int, int]] = {}
    for file in files:
        account, (quarantined, read) = frames.intake.read(file).accounts, by_year.get(file.year, (0, 0))
        by_year[file.year] = quarantined + account.quarantined + moved[file.shown], read + account.read
    worst = max(by_year.values(), key=lambda rows: rows[0] / max(rows[1], 1), default=(0, 0))
    return Quarantine(contract, limits, *worst)


def require_sound(frames: Frames, ledger: str, period: Period) -> None:
    """``MissingLedger`` if so many rows of a ledger are quarantined that its figures may have no value."""
    if limits_of(frames.intake, ledger).block is None:
        return
    quarantine = quarantine_of(frames, ledger, period)
    if quarantine.blocks:
        raise MissingLedger(
            f"台账{quarantine.words}，达到{_percent(quarantine.limits.block)}，更正前不出数：{quarantine.contract.code} {quarantine.contract.title}"
        )


def unsound(frames: Frames, period: Period) -> Iterator[str]:
    """A sentence for each ledger of the bureau whose figures are blocked by its quarantined rows."""
    for ledger in frames.all_provided(period):
        try:
            if frames.keeps(ledger, period):
                require_sound(frames, ledger, period)
        except MissingLedger as error:
            yield error.what


def tolerated(frames: Frames, period: Period) -> dict[str, str]:
    """Ledgers whose quarantined rows make no draft, each with a sentence that says how many there are."""
    tolerable = {}
    for ledger, contract in frames.intake.contracts.items():
        with suppress(MissingLedger):
            quarantine = quarantine_of(frames, ledger, period)
            if quarantine.quarantined and not quarantine.makes_draft:
                tolerable[ledger] = (
                    f"{contract.title}{quarantine.words}，未计入；未达到{_percent(quarantine.limits.draft)}，不定为草稿"
                )
    return tolerable


def _percent(share: Decimal | None) -> str:
    return f"{exact_text((share or 0) * 100)}%"
