"""Ledgers: from the files that divisions hand in to typed, accounted-for tables."""
