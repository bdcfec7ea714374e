"""Warm kernels: Jupyter kernels forked from a process that has already imported what notebooks import.

`Nursery` keeps such a process, `WarmProvisioner` (entry point ``warm-provisioner``) lets any jupyter_client
kernel manager start kernels from it, `PromptKernelManager` waits no longer than a kernel needs. Nothing here
knows the workbook; see ``docs/warm_kernels.md``. The names are loaded when they are asked for, since
a nursery is best started before anything heavy is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kernelpool.fork_server import Nursery, NurseryError, WarmProcess
    from kernelpool.manager import PromptKernelManager
    from kernelpool.provisioner import WarmProvisioner

__all__ = ["Nursery", "NurseryError", "PromptKernelManager", "WarmProcess", "WarmProvisioner"]

_HOMES = {
    "Nursery": "nursery",
    "NurseryError": "nursery",
    "WarmProcess": "process",
    "PromptKernelManager": "manager",
    "WarmProvisioner": "provisioner",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
