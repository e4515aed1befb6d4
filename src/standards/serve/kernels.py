"""The Python a page runs in: this one, in the workspace."""

from __future__ import annotations

import sys
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Unicode

__all__ = ["SameInterpreter", "WorkspaceKernels"]


class SameInterpreter(KernelSpecManager):
    """Knows one kernel, the interpreter the server itself runs in.

    Jupyter would look through the machine's kernels first, and another Python registered there as "python3"
    (or by the notebook's last author) would be started without this package.
    """

    def find_kernel_specs(self) -> dict[str, str]:
        """The one name; it has no folder of its own."""
        return {NATIVE_KERNEL_NAME: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The same kernel under every name."""
        return KernelSpec(
            argv=[
                sys.executable,
                # The kernel runs in a person's folder: a file there called pandas.py must not be imported for pandas.
                "-P",
                "-m",
                "standards.serve.kernel",
                "-f",
                "{connection_file}",
                "--InteractiveShellApp.ignore_cwd=True",
                # Pages are not typed at; a history file would only be locked by the next kernel.
                "--HistoryManager.enabled=False",
            ],
            name=kernel_name,
            display_name="Standards Workbench",
            language="python",
        )


class WorkspaceKernels(AsyncMappingKernelManager):
    """Starts every kernel in the workspace folder instead of the folder of the notebooks."""

    workspace = Unicode(help="The folder the kernels run in.").tag(config=True)

    def cwd_for_path(self, path: str, **kwargs: Any) -> str:
        """The workspace, whichever notebook asks."""
        return self.workspace
