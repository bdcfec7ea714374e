"""Writes the archive that installs the product on a machine without internet; not installed with the product."""
