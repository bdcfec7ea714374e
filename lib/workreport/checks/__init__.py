"""Checks: relations that figures must satisfy, and what was already reported elsewhere."""
