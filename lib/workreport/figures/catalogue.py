"""Importing this module declares every figure of the report."""

from workreport.figures import drugs, food, party, publicity, visits

__all__ = ["drugs", "food", "party", "publicity", "visits"]
