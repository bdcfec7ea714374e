"""All documents of a run, from the same executed notebooks as its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workreport.documents.chartdata import chart_tables
from workreport.documents.figures import Record, figures_json
from workreport.documents.package import FILE, data_package
from workreport.documents.workbook import figures_workbook
from workreport.rendering.model import ReportContext, SectionResult
from workreport.rendering.notebooks import for_leaders


def build_documents(
    context: ReportContext,
    sections: Sequence[SectionResult],
    records: Sequence[Record],
    tables: Mapping[str, bytes],
) -> dict[str, bytes]:
    """What a run leaves beside its pages, by path inside the output folder.

    Parameters
    ----------
    records : sequence of mapping
        The figures as ``building.recording.figure_records`` gives them.
    tables : mapping of str to bytes
        The run's tables, which ``datapackage.json`` describes together with the charts' data.
    """
    leaders = [
        replace(one, notebook=for_leaders(one.notebook)) if one.notebook is not None else one
        for one in sections
    ]
    charts = chart_tables(leaders)
    return {
        **charts,
        "figures.xlsx": figures_workbook(context, leaders, records),
        "figures.json": figures_json(context, leaders, records),
        FILE: data_package(context, {**tables, **charts}),
    }
