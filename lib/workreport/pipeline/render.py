"""Step 6 of a run: make the files of the report's folder from blocks, figures and the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workreport.base.atomic_folder import write_tree
from workreport.base.glyphs import told
from workreport.figures.csv_files import csv_bytes
from workreport.history.moved_figures import COLUMNS as MOVED_COLUMNS
from workreport.history.reported_changes import COLUMNS as REPORTED_COLUMNS
from workreport.history.section_content import WRITTEN_FILE
from workreport.pipeline.assess import Assessment
from workreport.pipeline.concurrency import Workers
from workreport.rendering.documents.chart_tables import chart_tables
from workreport.rendering.documents.data_package import FILE as PACKAGE
from workreport.rendering.documents.data_package import data_package
from workreport.rendering.documents.draft_mark import marked_draft
from workreport.rendering.pages.report_files import RenderedSections, build_report


@dataclass(frozen=True)
class Report:
    """The files of a report by path, without its manifest; a long table is given by its path.

    ``warnings`` are those of the assessment and of rendering.
    """

    folder: Path
    assessment: Assessment
    files: Mapping[str, bytes | Path]
    warnings: tuple[str, ...] = ()


def render(assessment: Assessment, rendered: RenderedSections, folder: Path, workers: Workers) -> Report:
    """Make pages, charts, notebooks, documents, tables and evidence, and write them to `folder`."""
    tables, documents = workers.tables(assessment, folder), workers.documents(assessment)
    context, sections = assessment.context, assessment.sections
    built = build_report(context, sections, rendered)
    files: dict[str, bytes | Path] = {**built.files, **tables.result()}
    files |= chart_tables(rendered.leaders.shown(sections))
    files["moved.csv"] = csv_bytes(context.moved, MOVED_COLUMNS)
    files["reported.csv"] = csv_bytes(context.reported, REPORTED_COLUMNS)
    files[PACKAGE] = data_package(context, files)
    write_tree(folder, files)  # while the documents are still being made
    document_files = documents.result() | ({WRITTEN_FILE: _written(assessment)} if context.written else {})
    write_tree(folder, document_files)
    warnings = (told(built.spelled_out),) if built.spelled_out else ()
    return Report(folder, assessment, files | document_files, (*assessment.warnings, *warnings))


def _written(assessment: Assessment) -> bytes:
    """The written report in Word, marked as a draft where the report is one."""
    word = assessment.texts.word
    return marked_draft(word) if assessment.context.draft else word
