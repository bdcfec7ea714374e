"""The reference part of docs/, made from what is declared: commands, ledgers, figures, checks, sections."""
