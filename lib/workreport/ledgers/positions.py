"""Where a row stands: the columns that go with every ledger row from reading to evidence."""

FILE, SHEET, ROW = "_file", "_sheet", "_row"
SOURCE = [FILE, SHEET, ROW]
