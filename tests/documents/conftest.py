"""One report by hand, its blocks, and its PDF, made once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_report import context, sections

from workreport.documents.extracting import report_of
from workreport.documents.model import Report
from workreport.documents.pdf import Pdf, pdf_document
from workreport.rendering.notebooks import for_leaders


@pytest.fixture(scope="session")
def report() -> Report:
    shown = [
        replace(one, notebook=for_leaders(one.notebook)) if one.notebook is not None else one
        for one in sections()
    ]
    return report_of(context(), shown)


@pytest.fixture(scope="session")
def pdf(report) -> Pdf:
    return pdf_document(report)
