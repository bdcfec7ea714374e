"""Runs kept and compared: what a run was made of, which rows stood behind its figures, what changed since."""
