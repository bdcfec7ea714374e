"""Foreign tables: mappings that make one of our ledgers out of them, and first drafts of such mappings."""
