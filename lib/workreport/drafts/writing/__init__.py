"""Writing a draft: paragraphs out of an outline or a plain text, and the Word file that holds them."""
