"""Checks: relations that figures and ledgers must satisfy, and comparison with values reported earlier."""
