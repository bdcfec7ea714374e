"""Declarations: contracts, mappings, code lists, findings and the columns that name a row's source."""
