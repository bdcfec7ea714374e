"""Blocks: paragraphs, tables, charts and cards as structured data, which every page and document is made from."""
