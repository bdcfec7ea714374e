"""Texts that people wrote: read, their numbers bound to figures, their relations recomputed (核稿)."""
