"""The command line, run as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workbooks.returning import Desk

BROKEN = Path(__file__).parent / "rubrics" / "broken.yaml"
OU = "open-university-microcredential"


@pytest.fixture
def run(tmp_path: Path):
    def command(*arguments: str, exit_code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "standards", *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, "STANDARDS_WORKSPACE": str(tmp_path), "STANDARDS_REVIEWER": "ana"},
            check=False,
            cwd=tmp_path,
        )
        assert done.returncode == exit_code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    return command


def test_a_review_from_start_to_report(run, tmp_path: Path) -> None:
    review = json.loads(run("review", "start", OU, "cmf", "--json"))["id"]
    for number in range(1, 12):
        run("review", "rate", review, f"M{number}", "met")
    assert "M1 saved" in run("review", "rate", review, "M1", "partly", "--rationale", "156 h", "--evidence", "E1")
    said = run("score", review)
    assert "Overall 95.5 %" in said
    assert "Raising M1 from Partly shown to Met" in said
    assert json.loads(run("score", review, "--json"))["score"]["overall"]["share"]["exact"] == "21/22"
    assert "M1: Partly shown is worth 0.5 of 1 points" in run("score", review, "--explain", "M1")
    assert "156 h" in run("review", "show", review)
    assert "M1 is met again" in run("review", "undo", review)
    assert "Finished" in run("review", "finish", review)
    assert "Reopen it" in run("review", "rate", review, "M1", "met", exit_code=1)
    run("review", "reopen", review, "New transcript")
    assert "Content digest" in run("report", review, "-o", "gap.xlsx")
    assert (tmp_path / "gap.xlsx").read_bytes()[:2] == b"PK"
    assert review in run("review")


def test_check_lists_every_finding_and_exits_with_1(run) -> None:
    said = run("check", str(BROKEN), exit_code=1)
    assert "broken.yaml:3: R011 titel" in said
    assert "18 to mend" in said
    findings = json.loads(run("check", str(BROKEN), "--json", exit_code=1))
    assert {"code", "line", "hint"} <= set(findings[0])
    assert "cannot be read" in run("check", "nowhere.yaml", exit_code=1)


def test_names_are_never_cut_when_the_output_goes_into_a_pipe(run) -> None:
    assert OU in run("programs")
    assert "ice-2020-screen/2020" in run("rubrics")


def test_trouble_is_one_sentence_and_an_exit_code(run, tmp_path: Path) -> None:
    assert "Did you mean cmf" in run("rubrics", "cfm", exit_code=1)
    assert "There are none yet" in run("score", "nothing", exit_code=1)
    run("score", exit_code=2)
    (tmp_path / ".workbench").rmdir() if not any((tmp_path / ".workbench").iterdir()) else None
    state = tmp_path / ".workbench" / "store.sqlite3"
    for old in state.parent.glob("store*"):
        old.unlink()
    state.write_bytes(b"this is no database, but long enough to be read as one" * 20)
    assert "did not answer" in run("review", exit_code=3)


def test_help_explains_every_command(run) -> None:
    said = run("--help")
    for command in ("start", "check", "rubrics", "programs", "review", "score", "report"):
        assert command in said
        assert "Options" in run(command, "--help")
    assert "Exit codes" in said


def test_the_schema_is_printed(run) -> None:
    assert json.loads(run("rubrics", "--schema"))["title"] == "Rubric"
    assert json.loads(run("rubrics", "cmf", "--json"))["id"] == "cmf"
    assert run("rubrics", "cmf").startswith("id: cmf")


def test_a_rubric_is_shown_in_another_language(run) -> None:
    assert json.loads(run("rubrics", "house-draft", "--language", "fr", "--json"))["language"] == "fr"
    assert "There is no translation “xx”" in run("rubrics", "house-draft", "--language", "xx", exit_code=1)


def test_a_scoring_book_goes_out_and_comes_back(run, tmp_path: Path) -> None:
    review = json.loads(run("review", "start", OU, "cmf", "--json"))["id"]
    run("review", "rate", review, "M1", "met", "--rationale", "as exported")
    assert "Content digest" in run("scoring-book", review, "-o", "book.xlsx")
    desk = Desk((tmp_path / "book.xlsx").read_bytes())
    desk.put("M1", "Rationale", "there")
    desk.put("M2", "Rating", "● Met")
    desk.put("M3", "Rating", "maybe")
    (tmp_path / "mine.xlsx").write_bytes(desk.saved())
    run("review", "rate", review, "M1", "met", "--rationale", "here")
    said = run("take-in", "mine.xlsx", "--dry-run")
    assert "conflict: here “here”, in the workbook “there”" in said
    assert "Scoring!F10" in said
    assert "“maybe”, which is not on the list" in said
    assert "no such conflict" in run("take-in", "mine.xlsx", "--yes", "--theirs", "M9:rating", exit_code=2)
    assert "not yet" in run("review", "show", review)
    assert "Stored: 1 rating." in run("take-in", "mine.xlsx", "--yes")
    assert "Stored: 1 rating." in run("take-in", "mine.xlsx", "--yes", "--theirs", "all")
    assert "Nothing to store" in run("take-in", "mine.xlsx", "--yes", exit_code=1)
    assert json.loads(run("review", "show", review, "--json"))["ratings"]["M1"]["rationale"] == "there"
    assert "unchanged to the last cell" in run("verify", "book.xlsx")
    assert "was not issued" in run("verify", "mine.xlsx", exit_code=1)


def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(run, tmp_path: Path) -> None:
    (tmp_path / "note.xlsx").write_text("ratings: none")
    assert "not an Excel workbook" in run("take-in", "note.xlsx", exit_code=1)
    assert "not an Excel workbook" in run("verify", "note.xlsx", exit_code=1)
    assert "cannot be read" in run("take-in", "nowhere.xlsx", exit_code=1)


def test_a_rubric_goes_out_as_a_workbook_and_comes_back_as_yaml(run, tmp_path: Path) -> None:
    assert "Content digest" in run("rubric-book", "house-draft", "-o", "book.xlsx")
    assert "house-draft/0.1 written" in run("rubric-from-book", "book.xlsx")
    written = tmp_path / "rubrics" / "house-draft" / "0.1.yaml"
    assert "0 to mend" in run("check", str(written))
    assert json.loads(run("rubrics", "house-draft", "--json"))["title"]
    before = written.read_bytes()
    assert "is there already" in run("rubric-from-book", "book.xlsx", exit_code=1)
    assert written.read_bytes() == before
    broken = Desk((tmp_path / "book.xlsx").read_bytes(), "Criteria", "Criterion ID")
    broken.put("A1", "Essential", "perhaps")
    (tmp_path / "broken.xlsx").write_bytes(broken.saved())
    said = run("rubric-from-book", "broken.xlsx", "-o", "out.yaml", exit_code=1)
    assert "Criteria!" in said
    assert not (tmp_path / "out.yaml").exists()
