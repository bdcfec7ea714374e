"""One report as it is asked for: kept where nothing changed, built where something did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from workreport.base.atomic_folder import require_ours
from workreport.base.paths import NOTEBOOKS, PUBLIC, folders
from workreport.base.period import Period
from workreport.pipeline.up_to_date import PAGE, Message, inputs_key, published_if_current, record_build

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
) -> Message:
    """See that the report of a period stands published as ``<out>/<period>/``, and say what it came to.

    Parameters
    ----------
    force : bool
        True to read every ledger and run every section again, whatever is kept.
    public : bool
        True to publish the public edition as well.

    Raises
    ------
    WorkreportError
        As ``run.run``.
    """
    source, target = folders(data, out)
    editions = (period.id, f"{period.id}{PUBLIC}") if public else (period.id,)
    require_ours(target / PAGE, *(target / one for one in editions))  # before anything is built
    key = inputs_key(source, period.id, given, notebooks) if source.is_dir() else None
    if not (force or public) and (message := published_if_current(target, period.id, key)):
        return message
    from workreport.base.startup import fast_imports
    from workreport.execution import warm

    warm.start()  # its process loads what sections need while this one loads the rest
    with fast_imports():
        from workreport.base.workspace import Workspace
        from workreport.pipeline.run import RunRequest, run

    workspace = Workspace.open(source, target)
    request = RunRequest(workspace, period, stream, given=given, jobs=jobs, notebooks=notebooks, force=force)
    outcome = run(request)
    message = Message(outcome.status, bool(outcome.blocking), tuple(_remarks(outcome)))
    # what failed may go right next time; inputs that changed meanwhile may stand in some sections and not in others
    failed = any(section.status == "failed" for section in outcome.sections)
    if not failed and key == inputs_key(source, period.id, given, notebooks):
        record_build(target, period.id, key, message)
    if public:
        from workreport.rendering.public.edition import publish

        publish(workspace, period, outcome.context, outcome.sections, outcome.folder)
    return message


def _remarks(outcome: Outcome) -> list[str]:
    """Findings, warnings and what keeps the report from being clean."""
    from workreport.ledgers.declared.findings import describe

    # what was read without doubt is listed in findings.csv; the terminal tells what needs a person
    telling = outcome.findings[outcome.findings["disposition"] != "normalised"]
    telling = telling.sort_values("disposition", kind="stable")  # quarantined before warned
    said = [f"· {describe(finding)}" for finding in telling.head(SHOWN_FINDINGS).to_dict("records")]
    if more := len(outcome.findings) - len(said):
        said.append(f"· 其余 {more} 处见 findings.csv")
    return [*said, *(f"! {one}" for one in outcome.warnings), *(f"✗ {one}" for one in outcome.blocking)]
