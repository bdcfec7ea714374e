"""What every room may use: errors, period, numbers, personal data, hashes, settings, paths, folders, workers."""
