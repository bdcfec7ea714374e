"""Narrative: figures become sentences, tables and pictures in the style of official reports."""

from workreport.narrative.conditions import differs, positive, same, zero
from workreport.narrative.section import open_section

__all__ = ["differs", "open_section", "positive", "same", "zero"]
