"""Reading in a process of its own, with limits on time and memory: whatever happens there, the workbench stays up.

python -P -m standards.workbooks.back.worker SECONDS MEGABYTES < file.xlsx
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

from standards.errors import WorkbookRefused
from standards.workbooks.back.book import Book
from standards.workbooks.back.preflight import preflight
from standards.workbooks.back.refusals import refused
from standards.workbooks.back.wire import from_bytes, to_bytes

__all__ = ["read_apart"]

_PASSED_ON = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "PATH", "HOME", "USERPROFILE")
_SAID_NO = 3
"""Exit code of a reader that refused the file and says why."""
_MEGABYTE = 1 << 20


def read_apart(data: bytes, *, seconds: float = 20, megabytes: int = 1024) -> Book:
    """Everything in the cells of an .xlsx file, as `reader.read` finds it, from any thread.

    Raises:
        WorkbookRefused: as `reader.read`; X16 when the other process takes too long, needs too much memory or falls
            over.
    """
    preflight(data)
    command = [sys.executable, "-P", "-m", __name__, str(seconds), str(megabytes)]
    try:
        ran = subprocess.run(  # noqa: S603  # our own module; the file goes in as bytes
            command, input=data, capture_output=True, timeout=seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise refused("not read", what="time") from error
    except OSError as error:
        raise refused("not read", what="memory") from error
    try:
        if ran.returncode == _SAID_NO:
            code, message = json.loads(ran.stdout)
            raise WorkbookRefused(code, message)
        if ran.returncode == 0:
            return from_bytes(ran.stdout)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise refused("not read", what="memory") from error
    raise refused("not read", what="memory")


def _environment() -> dict[str, str]:
    """Nothing of a notebook's own; the way to this package, however it was installed."""
    found = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return found | {"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONUTF8": "1"}


def _limit(seconds: float, megabytes: int) -> None:
    """Let the system itself stop this process, where it can: Linux and macOS."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: megabytes * _MEGABYTE,
        resource.RLIMIT_CPU: math.ceil(seconds),
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue  # a stricter limit is set already, or the system does not know this one


def main() -> int:
    """The other process: a file on standard input, a book or a refusal on standard output."""
    seconds, megabytes = float(sys.argv[1]), int(sys.argv[2])
    data = sys.stdin.buffer.read()
    _limit(seconds, megabytes)
    # openpyxl takes NumPy along where it finds it: a fifth of a second and memory, for nothing we read.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    from standards.workbooks.back.reader import parse

    try:
        answer, code = to_bytes(parse(data)), 0
    except WorkbookRefused as error:
        answer, code = json.dumps([error.code, str(error)]).encode(), _SAID_NO
    sys.stdout.buffer.write(answer)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
