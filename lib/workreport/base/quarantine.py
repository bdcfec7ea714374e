"""Limits of quarantined rows: from which share of a ledger a report is a draft, and from which its figures are blocked."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import Field as Default
from pydantic import field_validator, model_validator

from workreport.base.settings import Settings


class Limits(Settings):
    """Shares of a ledger's rows, as fractions or per cent: ``0.001``, ``0.1%``. None: not set here."""

    draft: Decimal | None = None
    block: Decimal | None = None

    @field_validator("draft", "block", mode="before")
    @classmethod
    def _share(cls, value: Any) -> Decimal | None:
        if value is None:
            return None
        text = str(value).strip()
        try:
            share = Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except InvalidOperation:
            share = Decimal(-1)
        if isinstance(value, bool) or not 0 <= share <= 1:
            raise ValueError(f"“{value}”不是 0 到 1 的比例，请写成 0.001 或 0.1%")
        return share

    @model_validator(mode="after")
    def _rising(self) -> Limits:
        if self.draft is not None and self.block is not None and self.draft > self.block:
            raise ValueError("draft 不得大于 block：达到阻断的，更是草稿")
        return self

    def or_else(self, other: Limits) -> Limits:
        """These limits, those not set here from others."""
        return Limits.model_construct(
            draft=self.draft if self.draft is not None else other.draft,
            block=self.block if self.block is not None else other.block,
        )


class BureauLimits(Limits):
    """Limits of a bureau: for all ledgers, and for some by name."""

    ledgers: dict[str, Limits] = Default(default_factory=dict)


ANY_ROW = Limits(draft=Decimal(0))
"""Without other limits any quarantined row makes a draft, and none blocks a figure."""
