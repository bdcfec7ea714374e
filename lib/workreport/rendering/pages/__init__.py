"""Pages: the report, the review, single sections, the portal, the difference of two runs."""
