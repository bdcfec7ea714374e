"""Before anything runs: one task a section, its notebook there and its parameters right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workreport.base.errors import WorkreportError
from workreport.base.period import Period
from workreport.base.sections import SECTIONS
from workreport.execution.parameters import assign, check, read_parameters
from workreport.execution.task import Task


def section_tasks(
    notebooks: Path, period: Period, given: Sequence[str], only: Sequence[str] | None = None
) -> list[Task]:
    """One task a section, in the report's order.

    Parameters
    ----------
    given : sequence of str
        ``NAME=VALUE`` texts for the notebooks' own parameters.
    only : sequence of str, optional
        Ids of the sections of this report; all by default.

    Raises
    ------
    WorkreportError
        If a notebook is missing, or a parameter is unknown or of another type.
    """
    paths = {
        section: notebooks / f"{section.id}.ipynb"
        for section in SECTIONS
        if only is None or section.id in only
    }
    for section, path in paths.items():
        if not path.is_file():
            raise WorkreportError(
                f"找不到章节“{section.title}”的笔记本", where=path.name, todo="请从版本库恢复该文件"
            )
    declared = {section: read_parameters(path) for section, path in paths.items()}
    every = {name: one for names in declared.values() for name, one in names.items()}
    extra = assign(every, given, reserved=("period", "data"))
    tasks = []
    for section, path in paths.items():
        values = {"period": period.id} | {
            name: value for name, value in extra.items() if name in declared[section]
        }
        check(path, declared[section], values)
        tasks.append(Task(section, path, values))
    return tasks
