"""The docs say what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

from standards import cli
from standards.rubrics.files import json_schema


def test_every_finding_code_has_its_line_and_every_line_its_code(root: Path) -> None:
    source = root / "src/standards"
    used = set()
    for file, prefixes in {
        "rubrics/checks.py": "R",
        "programs/files.py": "P",
        "yaml_file.py": "RP",
    }.items():
        text = (source / file).read_text(encoding="utf-8")
        codes = re.findall(r'(?:note|add)\(\s*"(\d{3})"', text)
        used |= {prefix + code for code in codes for prefix in prefixes}
    for file in ("rubrics/rules.py", "rubrics/library.py", "cli/library.py"):
        used |= set(re.findall(r'"([RP]\d{3})"', (source / file).read_text(encoding="utf-8")))
    used |= {prefix + code for prefix in "RP" for code in ("001", "002", "005")}  # written with the file's prefix
    page = (root / "docs/findings.md").read_text(encoding="utf-8")
    written = set(re.findall(r"[RP]\d{3}", page.split("|---|---|")[1]))
    assert used == written


def test_every_code_of_a_workbook_has_its_line_and_every_line_its_code(root: Path) -> None:
    sources = [*(root / "src/standards/workbooks/back").rglob("*.py"), root / "src/standards/workbench/excel.py"]
    used = {code for file in sources for code in re.findall(r'"([XMSW]\d{2})"', file.read_text(encoding="utf-8"))}
    page = (root / "docs/findings.md").read_text(encoding="utf-8")
    assert used == set(re.findall(r"^\| ([XMSW]\d{2}) \|", page, re.MULTILINE))


def test_every_command_is_in_the_readme(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    names = [
        command.name or command.callback.__name__.replace("_", "-")
        for command in cli.app.registered_commands
        if command.callback
    ]
    names += [group.name for group in cli.app.registered_groups if group.name]
    assert [name for name in names if f"standards {name}" not in text] == []


def test_the_lines_of_the_readme_do_what_their_comments_say(root: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("STANDARDS_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code
    exec(compile(code[1], "README.md", "exec"), {})  # noqa: S102 - the README is ours
    said = capsys.readouterr().out.splitlines()
    promised = [line.split("# ", 1)[1] for line in code[1].splitlines() if line.startswith("print") and "# " in line]
    assert said[0] == promised[0]
    assert said[1].startswith(promised[1].removesuffix(" …"))
    assert "156 h" in said[2]
    assert (tmp_path / "gap-report.xlsx").exists()


def test_the_published_schema_is_the_models_own(root: Path) -> None:
    published = json.loads((root / "rubrics/rubric.schema.json").read_text(encoding="utf-8"))
    assert published == json_schema(), "run: standards rubrics --schema > rubrics/rubric.schema.json"
