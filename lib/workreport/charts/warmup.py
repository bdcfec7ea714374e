"""A first chart, drawn and forgotten: fonts, and what matplotlib loads on the way, are there for those to come."""

from __future__ import annotations

from workreport.charts.chart import Series
from workreport.charts.columns import bars


def warm_up() -> None:
    """Draw one small chart."""
    bars(["甲"], Series("数", [1]), name="rehearsal", title="试画", unit="件", source="")
