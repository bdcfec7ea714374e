"""Reading: any ledger file or query becomes a text table whose rows keep their position."""
