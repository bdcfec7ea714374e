"""Warm kernels: Jupyter kernels forked from a process that has already imported what notebooks import.

`ForkServer` manages such a process, `ForkProvisioner` (entry point ``warm-provisioner``) lets any jupyter_client
kernel manager start kernels from it, `FastKernelManager` waits no longer than a kernel needs. The package does
not depend on the workbook; see ``docs/warm_kernels.md``. Names are imported lazily, because
a fork server should start before anything heavy is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kernelpool.fork_server import ForkServer, ForkServerError, KernelProcess
    from kernelpool.manager import FastKernelManager
    from kernelpool.provisioner import ForkProvisioner

__all__ = ["FastKernelManager", "ForkProvisioner", "ForkServer", "ForkServerError", "KernelProcess"]

_MODULES = {
    "ForkServer": "fork_server",
    "ForkServerError": "fork_server",
    "KernelProcess": "process",
    "FastKernelManager": "manager",
    "ForkProvisioner": "provisioner",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
