"""Foundations shared by all packages: errors, period, numbers, personal data, hashes, settings, paths, folders, workers."""
