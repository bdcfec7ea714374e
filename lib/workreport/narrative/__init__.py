"""Narrative: figures become sentences, tables and pictures in the style of official reports."""
