"""Drafts refreshed: bound numbers renewed from the ledgers in a new copy, slots filled, and what people have to look at."""
