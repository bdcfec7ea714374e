"""Documents: the report in the forms that offices pass on, and its figures in forms that programs read."""
