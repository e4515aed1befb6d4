"""A page's kernel stays small: what an export needs is loaded when an export asks for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from standards import Workbench

HEAVY = ["pandas", "openpyxl", "xlsxwriter", "jsonschema", "scipy", "alembic", "rich", "typer", "voila", "tornado.web"]

PROGRAM = """
import json, sys
from pathlib import Path
from standards import Workbench
from standards.pages import home, score

bench = Workbench(Path(sys.argv[1]), reviewer="Ana")
model = score.ScorePage(bench, sys.argv[2])
score.scorecard(bench, sys.argv[2])
home.page(bench)
reply, _ = model.handle({"op": "rate", "client_id": "1", "criterion": "M1", "level": "met"})
assert reply.content["op"] == "saved"
print(json.dumps([name for name in json.loads(sys.argv[3]) if name in sys.modules]))
"""


def test_showing_and_rating_load_nothing_heavy(bench: Workbench, review: str) -> None:
    command = [sys.executable, "-c", PROGRAM, str(bench.folder), review, json.dumps(HEAVY)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert json.loads(run.stdout) == []
