"""Judge the checks of a run, or take them from the cache while the ledgers that they name are unchanged."""

from __future__ import annotations

import json
from dataclasses import asdict

from workreport.base.cache import Cache
from workreport.checks.kinds import Declared
from workreport.checks.relations import all_checks
from workreport.checks.verdicts import Check
from workreport.ledgers.handed_in import NOT_KEPT
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.dependencies import check_ledgers


def judge_checks(figures: Figures) -> list[Check]:
    """All checks of the period, without waivers: the declared ones by id, then those of reported values.

    Checks of ledgers that the bureau does not keep are left out.
    """
    plan = figures.plan
    cache = Cache.of(plan.out, "checks", fresh=plan.request.force)
    cached: dict[str, Check] = {}
    missing: dict[str, list[Declared]] = {}
    for key, group in _groups(figures).items():
        if (content := cache.get(key)) is None:
            missing[key] = group
        else:
            cached |= {
                one["id"]: Check(**one | {"figures": tuple(one["figures"])}) for one in json.loads(content)
            }
    waiting = [check for group in missing.values() for check in group]
    judged = all_checks(figures.book, waiting)  # reported values are always compared
    by_id = cached | {check.id: check for check in judged[: len(waiting)]}
    for key, group in missing.items():
        content = [asdict(by_id[check.id]) for check in group]
        cache.put(key, json.dumps(content, ensure_ascii=False).encode())
    declared = (by_id[check.id] for check in plan.relations)
    return [*(check for check in declared if not _of_no_ledger(check)), *judged[len(waiting) :]]


def _of_no_ledger(check: Check) -> bool:
    return check.verdict == "UNDEFINED" and f"；{NOT_KEPT}" in check.explanation


def _groups(figures: Figures) -> dict[str, list[Declared]]:
    """The declared checks by the hash of their ledgers, which covers the declarations too."""
    groups: dict[str, list[Declared]] = {}
    for check in figures.plan.relations:
        ledgers = check_ledgers(check, figures.plan.intake)
        groups.setdefault(figures.dependencies.of_ledgers(ledgers), []).append(check)
    return groups
