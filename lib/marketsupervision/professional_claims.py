"""Complaints by people who claim damages as a trade (LG14), where the ledger records them."""

from __future__ import annotations

import pandas as pd

from marketsupervision.complaints import complaints_only
from workreport.figures.registry import figure, ratio


@figure("complaint.claim_marked", label="登记了是否职业索赔的投诉", unit="件")
def claim_marked(complaints: pd.DataFrame) -> pd.DataFrame:
    """平台内投诉中台账登记了是否职业索赔的，按登记时间；未登记的既不算是，也不算否。"""
    tickets = complaints_only(complaints)
    return tickets[tickets["is_claim_trade"].notna()]


@figure("complaint.claims_as_trade", label="职业索赔投诉", unit="件")
def claims_as_trade(complaints: pd.DataFrame) -> pd.DataFrame:
    """平台内投诉中台账登记为职业索赔的，按登记时间；照台账所记，不另作认定。"""
    rows = claim_marked(complaints)
    return rows[rows["is_claim_trade"].astype(bool)]


ratio(
    "complaint.claim_trade_share",
    label="职业索赔占比",
    numerator="complaint.claims_as_trade",
    denominator="complaint.claim_marked",
    definition="登记为职业索赔的投诉÷登记了是否职业索赔的投诉；未登记的不进分母。",
)
