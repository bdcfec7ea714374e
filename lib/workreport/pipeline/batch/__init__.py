"""Batches: many bureaux and periods by one plan, on this machine's processors or on a Dask cluster."""
