"""Files that people wrote as texts (.docx, .txt, .md, .html, .pdf, .doc, .wps), and Word files with comments on them."""

from workreport.drafts.reading.files import read_text
from workreport.drafts.reading.source import ReadFile

__all__ = ["ReadFile", "read_text"]
