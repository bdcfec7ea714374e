"""Seeded generator of the synthetic sample ledgers (``make data``)."""
