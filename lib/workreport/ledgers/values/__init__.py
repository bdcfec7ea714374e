"""Values: read a cell's text as a number, a date, a code or a choice, if it has exactly one reading."""
