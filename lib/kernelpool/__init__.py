"""Warm kernels: Jupyter kernels forked from a process that has already imported what notebooks import.

`ForkServer` keeps such a process, `ForkProvisioner` (entry point ``warm-provisioner``) lets any jupyter_client
kernel manager start kernels from it, `FastKernelManager` waits no longer than a kernel needs. Nothing here
knows the workbook; see ``docs/warm_kernels.md``. The names are loaded when they are asked for, since
a fork server is best started before anything heavy is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kernelpool.fork_server import ForkServer, ForkServerError, KernelProcess
    from kernelpool.manager import FastKernelManager
    from kernelpool.provisioner import ForkProvisioner

__all__ = ["FastKernelManager", "ForkProvisioner", "ForkServer", "ForkServerError", "KernelProcess"]

_HOMES = {
    "ForkServer": "fork_server",
    "ForkServerError": "fork_server",
    "KernelProcess": "process",
    "FastKernelManager": "manager",
    "ForkProvisioner": "provisioner",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
