"""One report by hand, its blocks, and its PDF, made once."""

from __future__ import annotations

import pytest
from made_report import context, sections

from workreport.rendering.documents.document_blocks import report_of
from workreport.rendering.documents.document_model import Report
from workreport.rendering.documents.pdf import Pdf, pdf_document
from workreport.rendering.executed_notebooks import ForLeaders


@pytest.fixture(scope="session")
def report() -> Report:
    return report_of(context(), ForLeaders.of(sections()).shown(sections()))


@pytest.fixture(scope="session")
def pdf(report) -> Pdf:
    return pdf_document(report)
