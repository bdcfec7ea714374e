"""All figures of the report beside each other."""

from __future__ import annotations

import marketsupervision  # noqa: F401  (declares every figure)
from workreport.figures.registry import FIGURES


def test_labels_tell_all_figures_apart() -> None:
    """A label stands alone in a popover, a check, a difference between two runs."""
    labels = [figure.label for figure in FIGURES.values()]
    assert len(FIGURES) > 300 and len(set(labels)) == len(labels)
