"""Source columns: the place of every ledger row, from reading to evidence.

The place of a row in a file is its sheet and row number. For a row of a database,
``_file`` is ``database:<name>/<ledger>/<year>``, ``_sheet`` its key, and ``_row`` its
number in the sorted result. ``_rest`` is a checksum of the row's cells that are not read
(``read.unread_cells``): with it, two rows are the same only if all their cells are.
"""

FILE, SHEET, ROW = "_file", "_sheet", "_row"
SOURCE = [FILE, SHEET, ROW]
REST = "_rest"
DATABASE = "database:"


def is_database(file: str) -> bool:
    """Whether a row's ``_file`` is a database source."""
    return file.startswith(DATABASE)
