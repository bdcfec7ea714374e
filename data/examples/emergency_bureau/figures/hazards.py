"""Hazards and whether they were put right (EM02)."""

from __future__ import annotations

import pandas as pd

from workreport.figures.registry import figure, ratio
from workreport.figures.selection import where_in


@figure("hazard.found", label="排查事故隐患", unit="条")
def found(hazards: pd.DataFrame) -> pd.DataFrame:
    """检查发现的事故隐患，一般和重大都在内，按发现日期。"""
    return hazards


@figure("hazard.rectified", label="完成整改的隐患", unit="条", kind="cohort")
def rectified(hazards: pd.DataFrame) -> pd.DataFrame:
    """期内发现的隐患中，到截至日已整改的。"""
    return where_in(hazards, "state", "已整改")


ratio(
    "hazard.rectification_rate",
    label="隐患整改率",
    numerator="hazard.rectified",
    denominator="hazard.found",
    kind="cohort",
    definition="期内发现的隐患中，到截至日已整改的占比。",
)
