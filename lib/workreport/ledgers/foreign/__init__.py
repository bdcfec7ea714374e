"""Foreign tables: mapping them to our ledgers, and drafting such mappings."""
