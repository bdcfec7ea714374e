"""Validation: corrections applied, every row typed and checked against its contract and for duplicates."""
