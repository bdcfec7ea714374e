"""From executed notebooks to the pages people read; nothing here computes a figure."""
