"""Tests that write the same rows read them once."""

from tiny_bureau import shared_out as out

__all__ = ["out"]
