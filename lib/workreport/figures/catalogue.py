"""Importing this module declares every figure of the report."""

from workreport.figures import food

__all__ = ["food"]
