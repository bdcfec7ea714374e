"""Kernels of one run: this interpreter and no other, and none of them left behind."""

from __future__ import annotations

import threading
from pathlib import Path

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager


class Kernels:
    """The kernels that a run starts.

    Parameters
    ----------
    work : Path
        Existing folder; takes the kernels' IPython profile and what their processes write
        to standard error, in ``kernels.log``.

    Attributes
    ----------
    name : str
        Name of the one kernel there is, ``python3``.
    manager_class : type
        Kernel manager for nbclient.
    cancelled : bool
        True once `cancel` was called: nothing new may start.
    """

    name = NATIVE_KERNEL_NAME

    def __init__(self, work: Path) -> None:
        self._managers: list[AsyncKernelManager] = []
        self._cancelled = threading.Event()
        managers, profile, stderr = self._managers, (work / ".ipython").resolve(), work / "kernels.log"
        # IPython makes its profile there, but not the folder itself
        profile.mkdir(exist_ok=True)

        class RunKernel(AsyncKernelManager):
            """An ordinary kernel, known to the run that started it."""

            def __init__(self, **traits: object) -> None:
                # Without folders to search, only the kernel of the running interpreter is
                # left: a `python3` that someone installed for themselves does not count.
                super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **traits)
                managers.append(self)

            async def start_kernel(self, *, extra_arguments: list[str], **options: object) -> None:
                # someone's own IPython settings and start-up files have no say in a report
                arguments = [*extra_arguments, f"--ipython-dir={profile}"]
                with stderr.open("ab") as log:
                    await super().start_kernel(extra_arguments=arguments, stderr=log, **options)

        self.manager_class = RunKernel

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Kill every kernel that runs now; to be repeated until the threads that use them have ended."""
        self._cancelled.set()
        for manager in list(self._managers):
            process = getattr(manager.provisioner, "process", None)
            if process is not None:
                process.kill()
