"""Judge programs against written standards, and move the standards from draft to draft.

from standards import Workbench

bench = Workbench.find()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standards.workbench import Workbench

__all__ = ["Workbench", "__version__"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load the door when it is opened, so that a part can be imported without all of them."""
    if name == "Workbench":
        from standards.workbench import Workbench

        return Workbench
    raise AttributeError(name)
