"""The bureau of a few rows."""

from tiny_bureau import bureau, own_figures

__all__ = ["bureau", "own_figures"]
