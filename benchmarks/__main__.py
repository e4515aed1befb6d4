"""Run every benchmark; what they print belongs in docs/performance.md."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

wanted = sys.argv[1:] or sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
for name in wanted:
    importlib.import_module(f"benchmarks.{name}").main()
