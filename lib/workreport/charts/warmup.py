"""Warm-up: draw one chart so that forked kernels inherit matplotlib's loaded fonts."""

from __future__ import annotations

from workreport.charts.chart import Series
from workreport.charts.columns import bars


def warm_up() -> None:
    """Draw one small chart."""
    bars(["甲"], Series("数", [1]), name="rehearsal", title="试画", unit="件", source="")
