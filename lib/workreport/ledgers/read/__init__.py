"""Reading: convert any ledger file or query to a text table whose rows keep their position."""
