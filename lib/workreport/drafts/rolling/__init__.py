"""Rolling a draft forward: an earlier draft's structure and words with another period's numbers."""
