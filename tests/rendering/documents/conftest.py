"""One report by hand, its blocks, and its PDF, made once."""

from __future__ import annotations

import pytest
from made_report import ODD, context, sections

from workreport.rendering.documents.data_volume import data_volume, definitions_paper
from workreport.rendering.documents.document_blocks import outline, stepped
from workreport.rendering.documents.document_model import Heading, Report, plain
from workreport.rendering.documents.pdf import Pdf, pdf_document
from workreport.rendering.executed_notebooks import ForLeaders


@pytest.fixture(scope="session")
def report() -> Report:
    """All kinds of blocks in the layout of official documents."""
    shown = ForLeaders.of(sections()).shown(sections())
    volume = data_volume(context(), shown)
    defined = [Heading("附录　指标口径", 1, "definitions"), *definitions_paper(context(), shown).blocks]
    words = [plain(f"全年完成抽检735批次。{ODD}"), plain("另有4行待核", "notice")]
    return Report(
        volume.bureau, context().title, volume.period, volume.cut_off, volume.marks, volume.remarks, True,
        [*stepped(list(outline(shown))), *words, *defined],
    )  # fmt: skip


@pytest.fixture(scope="session")
def volume() -> Report:
    return data_volume(context(), ForLeaders.of(sections()).shown(sections()))


@pytest.fixture(scope="session")
def pdf(report) -> Pdf:
    return pdf_document(report)
