"""Kernels of one run: always this interpreter, all ended with the run."""

from __future__ import annotations

import threading
from pathlib import Path

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager

from kernelpool.fork_server import ForkServer
from kernelpool.manager import FastKernelManager
from kernelpool.provisioner import NAME, ForkProvisioner, register_provisioner


class Kernels:
    """Factory of the kernels of a run.

    Parameters
    ----------
    work : Path
        Existing folder for the kernels' IPython profile and, in ``kernels.log``, their
        standard error.
    fork_server : ForkServer, optional
        Source of warm kernels; without one, or if it refuses, kernels are ordinary ones.

    Attributes
    ----------
    name : str
        Name of the only kernel, ``python3``.
    manager_class : type
        Kernel manager for nbclient.
    cancelled : bool
        True once `cancel` was called: nothing new may start.
    """

    name = NATIVE_KERNEL_NAME

    def __init__(self, work: Path, fork_server: ForkServer | None = None) -> None:
        self._managers: list[FastKernelManager] = []
        self._cancelled = threading.Event()
        managers, profile, stderr = self._managers, (work / ".ipython").resolve(), work / "kernels.log"
        # IPython creates its profile in the folder, but not the folder itself
        profile.mkdir(exist_ok=True)
        sockets = fork_server.folder if fork_server is not None else work.resolve()
        specs = _Specs(warm=fork_server is not None)

        class RunKernel(FastKernelManager):
            """A kernel manager recorded by its run."""

            def __init__(self, **traits: object) -> None:
                super().__init__(kernel_spec_manager=specs, sockets=sockets, **traits)
                managers.append(self)

            async def start_kernel(self, *, extra_arguments: list[str], **options: object) -> None:
                # the user's IPython settings and start-up files must not affect a report
                arguments = [*extra_arguments, f"--ipython-dir={profile}", "--HistoryManager.enabled=False"]
                with stderr.open("ab") as log:
                    await super().start_kernel(extra_arguments=arguments, stderr=log, **options)

            async def _async_pre_start_kernel(self, **options: object) -> object:
                prepared = await super()._async_pre_start_kernel(**options)
                if isinstance(self.provisioner, ForkProvisioner):
                    self.provisioner.fork_server = fork_server
                return prepared

        self.manager_class = RunKernel

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Kill all running kernels; repeat until the threads that use them have ended."""
        self._cancelled.set()
        for manager in list(self._managers):
            process = getattr(manager.provisioner, "process", None)
            if process is not None:
                process.kill()


class _Specs(KernelSpecManager):
    """Specification of the running interpreter's kernel only, warm or not.

    No folders are searched, so a `python3` kernel installed by the user is ignored.
    """

    def __init__(self, *, warm: bool) -> None:
        super().__init__(kernel_dirs=[])
        self._warm = warm
        register_provisioner()

    def get_kernel_spec(self, kernel_name: str) -> object:
        """The specification, naming the provisioner that starts the kernel."""
        spec = super().get_kernel_spec(kernel_name)
        # named in either case, to override a default provisioner set in the environment
        spec.metadata = spec.metadata | {
            "kernel_provisioner": {"provisioner_name": NAME if self._warm else "local-provisioner"}
        }
        return spec
