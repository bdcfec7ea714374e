"""Large ledgers: text files in chunks, tables in Parquet that are read a row group at a time."""
