"""Where things are at run time: the folders we ship, and the folder of the person at work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import platformdirs

from standards.errors import StandardsError

__all__ = ["made", "packaged", "workspace"]

_PACKAGE = Path(__file__).resolve().parent
_WHEEL = _PACKAGE / "_data"
_CHECKOUT = _PACKAGE.parent.parent


def packaged(name: Literal["rubrics", "examples", "workbench"]) -> Path:
    """The folder *name* as shipped: inside the package once installed, beside `src` in a checkout."""
    for root in (_WHEEL, _CHECKOUT):
        if (root / name).is_dir():
            return root / name
    raise StandardsError(
        f"The packaged folder “{name}” is missing: neither {_WHEEL / name} nor {_CHECKOUT / name} is there. "
        "Install standards-workbench again."
    )


def workspace(start: Path | None = None) -> Path:
    """The folder whose rubrics, programs and reviews are meant.

    Without *start*, `STANDARDS_WORKSPACE` says it. Otherwise it is the nearest folder with `rubrics/`, from
    *start* or the current folder upwards; where there is none, the user's own data folder.
    A folder from the environment and the data folder are created when they are missing.
    """
    named = os.environ.get("STANDARDS_WORKSPACE")
    if named and start is None:
        return made(Path(named).expanduser().resolve())
    here = (start or Path.cwd()).expanduser().resolve()
    for folder in (here, *here.parents):
        # A page started from the installed package must not take the package itself for a workspace.
        if (folder / "rubrics").is_dir() and folder not in (_WHEEL, _PACKAGE):
            return folder
    return made(platformdirs.user_data_path("standards-workbench", appauthor=False))


def made(folder: Path) -> Path:
    """The folder, made when it is missing.

    Raises:
        StandardsError: it cannot be made, or there is a file in its place.
    """
    folder = folder.expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StandardsError(
            f"The workspace {folder} cannot be created ({error.strerror}). "
            "Set STANDARDS_WORKSPACE to a folder you may write to."
        ) from error
    return folder
