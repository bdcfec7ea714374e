"""Validating: corrections applied, every row typed and judged against its contract, its likes and its partners."""
