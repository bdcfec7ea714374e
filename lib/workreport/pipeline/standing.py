"""What is left to do about a report, as its manifest says it to the portal: tasks, signatures, values reported before."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from workreport.figures.number_format import plain
from workreport.pipeline.assess import Assessment


def standing(assessment: Assessment, shown: Iterable[str]) -> dict[str, Any]:
    """Counts of what is open, and the light and completion of each task among the figures `shown`.

    ``overdue`` and ``late`` count figures, ``unsigned`` sections that the last step has not signed, ``reported`` values
    that differ from what was reported, ``failed`` checks that do not hold, ``pending`` quarantined rows.
    """
    ledgers, context = assessment.ledgers, assessment.context
    counts = dict(ledgers.statements.problem_counts)
    failed = sum(len(one.rows) for one in context.checks if one.verdict == "FAILS")
    targets = {record["id"]: record["target"] for record in ledgers.records if record["target"]}
    return {
        "overdue": counts.get("超期", 0),
        "late": counts.get("滞后", 0),
        "failed": failed,
        "pending": context.pending_rows,
        "unsigned": len(context.signing.unsigned) if context.signing else 0,
        "reported": len(ledgers.since),
        "tasks": {
            id: {"light": task["light"], "completion": plain(Decimal(task["completion"]["value"]), 1)}
            for id in shown
            if (task := targets.get(id)) and task["light"]
        },
    }
