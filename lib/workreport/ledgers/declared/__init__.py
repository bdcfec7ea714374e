"""Declarations: contracts, mappings, code lists, findings and source columns."""
