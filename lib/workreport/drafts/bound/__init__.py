"""Bound numbers: numbers of a draft that are tied to figures, printed in a chosen form, and renewed when ledgers change."""
