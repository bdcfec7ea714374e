"""Rendering: pages, documents and the public edition out of executed notebooks; nothing here computes a figure."""
