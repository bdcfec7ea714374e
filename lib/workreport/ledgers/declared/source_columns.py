"""Where a row stands: the columns that go with every ledger row from reading to evidence.

A row of a file stands in a sheet, at a row number. A row out of a database has no such place: its
``_file`` is ``database:<name>/<ledger>/<year>``, its ``_sheet`` holds its key, and its ``_row`` is its
number in the result put in order.
"""

FILE, SHEET, ROW = "_file", "_sheet", "_row"
SOURCE = [FILE, SHEET, ROW]
DATABASE = "database:"


def is_database(file: str) -> bool:
    """Whether a row's ``_file`` says that it came out of a database."""
    return file.startswith(DATABASE)
