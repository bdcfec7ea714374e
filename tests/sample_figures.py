"""The figures that the sample bureau's ledgers can give."""

from __future__ import annotations

import marketsupervision  # noqa: F401
from workreport.figures.registry import FIGURES

OPTIONAL_COLUMN = {"complaint.claim_marked", "complaint.claims_as_trade", "complaint.claim_trade_share"}
"""Figures of a column that the sample's ledger of complaints leaves out."""
SAMPLE_FIGURES = {id: figure for id, figure in FIGURES.items() if id not in OPTIONAL_COLUMN}
