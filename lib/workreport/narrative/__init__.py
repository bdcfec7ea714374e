"""Narrative: figures become sentences, tables and pictures in the style of official reports."""

from workreport.narrative.cards import cards
from workreport.narrative.conditions import differs, holds, positive, provided, same, task_done, tasked, zero
from workreport.narrative.office import office_text, problems_table
from workreport.narrative.section import open_section

__all__ = [
    "cards",
    "differs",
    "holds",
    "office_text",
    "open_section",
    "positive",
    "problems_table",
    "provided",
    "same",
    "task_done",
    "tasked",
    "zero",
]
