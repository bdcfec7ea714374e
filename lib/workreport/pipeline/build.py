"""Build one report, unless the published one is up to date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from workreport.base.atomic_folder import require_ours
from workreport.base.paths import NOTEBOOKS, PUBLIC, folders
from workreport.base.period import Period
from workreport.pipeline.up_to_date import PAGE, BuildSummary, inputs_key, published_if_current, record_build

if TYPE_CHECKING:
    from workreport.pipeline.run import Outcome

SHOWN_FINDINGS = 20


def report(
    data: Path | None,
    out: Path | None,
    period: Period,
    *,
    given: Sequence[str] = (),
    jobs: int | None = None,
    force: bool = False,
    public: bool = False,
    stream: TextIO,
    notebooks: Path = NOTEBOOKS,
) -> BuildSummary:
    """Publish the report of a period as ``<out>/<period>/``, unless it is up to date; returns its summary.

    Parameters
    ----------
    force : bool
        True to read every ledger and run every section again, ignoring the cache.
    public : bool
        True to publish the public edition as well.

    Raises
    ------
    WorkreportError
        As ``run.run``.
    """
    source, target = folders(data, out)
    editions = (period.id, f"{period.id}{PUBLIC}") if public else (period.id,)
    require_ours(target / PAGE, *(target / edition for edition in editions))  # before anything is built
    key = inputs_key(source, period.id, given, notebooks) if source.is_dir() else None
    if not (force or public) and (summary := published_if_current(target, period.id, key)):
        return summary
    from workreport.base.startup import fast_imports
    from workreport.execution import warm

    warm.start()  # the fork server imports modules for the kernels while this process imports the rest
    with fast_imports():
        from workreport.base.workspace import Workspace
        from workreport.pipeline.run import RunRequest, run

    workspace = Workspace.open(source, target)
    if public:
        from workreport.rendering.public.entities import load_rules

        load_rules(workspace)  # before anything is built
    request = RunRequest(workspace, period, stream, given=given, jobs=jobs, notebooks=notebooks, force=force)
    outcome = run(request)
    summary = BuildSummary(outcome.status, bool(outcome.blocking), tuple(_remarks(outcome)))
    # do not record failed sections, which may succeed next time, or inputs that changed during the run
    failed = any(section.status == "failed" for section in outcome.sections)
    if not failed and key == inputs_key(source, period.id, given, notebooks):
        record_build(target, period.id, key, summary)
    if public:
        from workreport.rendering.public.edition import publish

        publish(workspace, period, outcome.context, outcome.sections, outcome.folder)
    return summary


def _remarks(outcome: Outcome) -> list[str]:
    """Findings, warnings and what makes the report a draft."""
    from workreport.ledgers.declared.findings import describe

    # the terminal shows findings that need a person; findings.csv has the normalised ones too
    open_findings = outcome.findings[outcome.findings["disposition"] != "normalised"]
    open_findings = open_findings.sort_values("disposition", kind="stable")  # quarantined before warned
    lines = [f"· {describe(finding)}" for finding in open_findings.head(SHOWN_FINDINGS).to_dict("records")]
    if more := len(outcome.findings) - len(lines):
        lines.append(f"· 其余 {more} 处见 findings.csv")
    warnings, blocking = outcome.warnings, outcome.blocking
    return [*lines, *(f"! {line}" for line in warnings), *(f"✗ {line}" for line in blocking)]
