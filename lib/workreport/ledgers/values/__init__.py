"""Values: what a cell's text means as a number, a date, a code or a choice, where it means one thing only."""
