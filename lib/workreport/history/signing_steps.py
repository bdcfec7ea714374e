"""The signing steps in order: ``data/review/steps.yaml``, or the bureau's own file."""

from __future__ import annotations

from pydantic import Field as Default
from pydantic import model_validator

from workreport.base.errors import ContractError
from workreport.base.settings import Settings, load_settings
from workreport.base.workspace import Workspace

FOLDER, NAME = "review", "steps.yaml"


class Step(Settings):
    """One step: the role that signs, and what it reviews."""

    role: str = Default(min_length=1)
    does: str = ""


class Steps(Settings):
    """All steps in order; each role appears once."""

    steps: list[Step] = Default(min_length=1)

    @model_validator(mode="after")
    def _different(self) -> Steps:
        if len(set(self.roles)) < len(self.roles):
            raise ValueError("同一个角色出现两次")
        return self

    @property
    def roles(self) -> list[str]:
        return [step.role for step in self.steps]

    def before(self, role: str) -> list[str]:
        """The roles that sign before this one."""
        return self.roles[: self.roles.index(role)]


def load_steps(workspace: Workspace) -> Steps:
    """The steps of a bureau; ``ContractError`` if the file is missing or malformed."""
    files = workspace.shared_files(FOLDER, NAME)
    if not files:
        raise ContractError("找不到审签步骤", where=f"{FOLDER}/{NAME}", todo="请从版本库恢复该文件")
    return load_settings(Steps, files[-1], workspace.bureau.worded)
