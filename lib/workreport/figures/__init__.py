"""Figures: named numbers of the report, each a pure function from ledger rows to its evidence."""
