"""What a proof leaves: tables for programs, the page, the list for the office, the lines in the terminal."""
