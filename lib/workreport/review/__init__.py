"""Review: what a section shows as one hash, who signed it, what was said of it, and whether that still holds."""
