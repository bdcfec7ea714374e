"""Importing this module declares every figure of the report."""

from workreport.figures import drugs, food, party, publicity, special, special_checks, visits

__all__ = ["drugs", "food", "party", "publicity", "special", "special_checks", "visits"]
