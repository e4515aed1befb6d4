"""How a widget's JavaScript and data travel: several small sources as one module, packed."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

__all__ = ["STATIC", "joined", "pack"]

STATIC = Path(__file__).parent / "static"

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./[a-z]+\.js";\n', re.MULTILINE)


def joined(folder: Path, parts: Sequence[str]) -> str:
    """The sources of a folder as one module.

    A browser gets one text per widget, in which relative imports do not resolve. The sources are modules
    of their own (`node --test` and editors read them as such); joined, their imports of each other go.

    Args:
        parts: file names without suffix. A part that runs code while loading comes after what it uses.
    """
    return "\n".join(_IMPORT.sub("", (folder / f"{part}.js").read_text(encoding="utf-8")) for part in parts)


def pack(value: object) -> bytes:
    """A text as it is, or anything else as JSON, compressed with zlib; `DecompressionStream` opens it."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode())
