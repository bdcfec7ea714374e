"""The generated reference in docs/: commands, ledgers, figures, checks, sections, mappings."""
