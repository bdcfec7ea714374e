"""The generated reference in docs/: commands, ledgers, figures, checks, sections, mappings, calls, slots, contracts."""
