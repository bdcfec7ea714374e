"""One run: all sections of a period, from ledgers to the published folder."""

from __future__ import annotations

from workreport.pipeline.assess import assess
from workreport.pipeline.compute_figures import compute_figures
from workreport.pipeline.concurrency import Workers
from workreport.pipeline.execute_sections import execute_sections
from workreport.pipeline.plan import RunRequest, make_plan
from workreport.pipeline.publish import Outcome, output_folder, publish, write_manifest
from workreport.pipeline.read_ledgers import read_ledgers
from workreport.pipeline.render import render

__all__ = ["Outcome", "RunRequest", "run"]


def run(request: RunRequest) -> Outcome:
    """Build the report of a period and publish it as ``<out>/<period>/``.

    Raises
    ------
    WorkreportError
        If the request, the settings, a notebook's parameters or a ledger file is unusable. Nothing is
        published then, and the published report stays.
    """
    plan = make_plan(request)
    with output_folder(plan) as folder, Workers(plan) as workers:
        ledgers = read_ledgers(plan)  # a broken file stops the run here
        figures = compute_figures(ledgers)
        ledger_assessment, texts = workers.assess(figures)  # before kernels start: see `concurrency`
        sections = execute_sections(figures)
        assessment = assess(figures, sections.results, ledger_assessment.result(), texts.result())
        report = render(assessment, sections.rendered, folder, workers)
        manifest = write_manifest(figures, report)
    return publish(plan, report, manifest)
