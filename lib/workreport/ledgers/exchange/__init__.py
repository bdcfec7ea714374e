"""Exchange with the divisions: blank ledgers for a new year, marked copies of ledgers for correction."""
