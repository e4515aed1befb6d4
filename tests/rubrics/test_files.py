"""Rubric files: every finding at once, with its line; reading what was written gives the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from standards.errors import RubricError
from standards.rubrics.files import check_rubric, dump, json_schema, load, read
from standards.rubrics.model import Rubric
from tests.making import outcome, rubric, rubrics

HERE = Path(__file__).parent


def test_a_broken_file_tells_everything_that_is_wrong_in_one_go() -> None:
    made, findings = read((HERE / "broken.yaml").read_bytes(), "broken.yaml")
    assert made is None
    found = {(finding.code, finding.line) for finding in findings}
    assert found >= {
        ("R010", 1),  # no title
        ("R012", 2),  # version is a number
        ("R011", 3),  # titel
        ("R012", 4),  # drafty
        ("R023", 11),  # target mett
        ("R025", 14),  # points fall
        ("R022", 15),  # scale t
        ("R012", 23),  # weight heavy
        ("R023", 25),  # level mett
        ("R020", 26),  # A1 twice
        ("R003", 28),  # title twice
        ("R028", 30),  # a probe without bounds
        ("R044", 33),  # not monotone
        ("R043", 33),  # no such scope
        ("R047", 33),  # no such domain
        ("R041", 34),  # not a clause
        ("R046", 34),  # no such level
        ("R048", 34),  # the last outcome has conditions
    }
    assert [finding.line for finding in findings] == sorted(finding.line or 0 for finding in findings)


def test_findings_say_where_in_words_and_what_to_write() -> None:
    _, findings = read((HERE / "broken.yaml").read_bytes(), "broken.yaml")
    by_code = {finding.code: str(finding) for finding in findings}
    assert "broken.yaml:3: R011 titel: There is no field “titel” here. Did you mean title?" in by_code["R011"]
    assert "domains A › criteria A1 › title" in by_code["R003"]
    assert 'Put it in quotes: `version: "0.1"`' in next(str(f) for f in findings if f.line == 2)
    assert "would let a better rating lead to a worse outcome" in by_code["R044"]


def test_broken_yaml_names_the_line() -> None:
    made, (finding,) = read(b"id: x\ntitle: a: b\n", "x.yaml")
    assert made is None
    assert (finding.code, finding.line) == ("R002", 2)


def test_text_that_is_not_utf8_names_the_line() -> None:
    _, (finding,) = read(b"id: x\ntitle: caf\xe9\n", "x.yaml")
    assert (finding.code, finding.line) == ("R001", 2)


def test_load_raises_with_all_findings() -> None:
    with pytest.raises(RubricError) as caught:
        load((HERE / "broken.yaml").read_bytes())
    assert len(caught.value.findings) >= 15


@given(rubrics())
def test_reading_what_was_written_gives_the_same_rubric(made: Rubric) -> None:
    again = load(dump(made).encode())
    assert again == made
    assert again.digest == made.digest


def test_the_digest_ignores_spelling_and_notices_content() -> None:
    made = rubric([{"id": "A1", "weight": "1.0"}])
    assert made.digest == rubric([{"id": "A1", "weight": 1}]).digest
    assert made.digest != rubric([{"id": "A1", "weight": 2}]).digest


def test_a_statement_of_more_than_forty_words_is_refused() -> None:
    assert not [f for f in check_rubric(rubric([{"id": "A1", "statement": "word " * 40}])) if f.code == "R024"]
    (finding,) = [f for f in check_rubric(rubric([{"id": "A1", "statement": "word " * 41}])) if f.code == "R024"]
    assert "41 words" in finding.message


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        ("mean(criteria) <= 80 %", "R044"),
        ("min(criteria) <= met", "R044"),
        ("all(essential) == met", "R044"),
        ("count(criteria, level >= met) <= 3", "R044"),
        ("count(criteria, level <= not_met) >= 3", "R044"),
        ("share(criteria, level < met) <= 10 %", "R044"),
        ("level_reached(criteria, level >= met) <= 2", "R044"),
        ("count(criteria) >= 3", "R041"),
        ("mean(criteria, level >= met) >= 3", "R041"),
        ("median(criteria) >= 3", "R042"),
        ("mean(everything) >= 3", "R043"),
        ("mean(criteria) >= much", "R045"),
        ("share(criteria, level >= met) >= 120 %", "R045"),
        ("count(criteria, level >= met) >= 2.5", "R045"),
    ],
)
def test_a_clause_that_is_wrong_or_not_monotone_is_refused(clause: str, code: str) -> None:
    made = rubric([{"id": "A1"}], [outcome("a", clause), outcome("b")])
    assert code in {finding.code for finding in check_rubric(made)}


def test_an_outcome_that_hides_the_rest_is_refused() -> None:
    made = rubric([{"id": "A1"}], [outcome("a"), outcome("b")])
    assert [finding.code for finding in check_rubric(made) if finding.severity == "error"] == ["R048"]


def test_the_schema_explains_the_fields() -> None:
    schema = json_schema()
    assert "40 words" in schema["$defs"]["Criterion"]["properties"]["statement"]["description"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 100_000, "R002"),
        (b"a: " + b"{a: " * 50_000, "R002"),
        (b"- " * 100_000, "R002"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "R005"),
        (b"a: &a [*a]\n", "R005"),
        (b"changes: [{date: 2026-13-45}]\n", "R002"),
        (b"id: !!python/object/apply:os.system [ls]\n", "R002"),
        (b"id: " + b"9" * 6000, "R002"),
        (b"a: 1\n---\nb: 2\n", "R002"),
        (b"a: \x00", "R002"),
        (b"just text", "R004"),
        (b"", "R004"),
        (b"- a list\n", "R004"),
    ],
)
def test_a_hostile_or_empty_file_is_one_finding_and_no_crash(data: bytes, code: str) -> None:
    made, findings = read(data, "x.yaml")
    assert made is None
    assert [finding.code for finding in findings] == [code]


def test_a_number_of_a_billion_digits_is_refused_at_once() -> None:
    text = dump(rubric([{"id": "A1", "weight": 2}])).replace("weight: 2", 'weight: "1e999999999"')
    made, findings = read(text.encode())
    assert made is None
    assert any("a number is expected" in finding.message for finding in findings)


def test_very_deep_indentation_ends_in_findings() -> None:
    made, findings = read(b"".join(b" " * n + b"a:\n" for n in range(1500)), "x.yaml")
    assert made is None
    assert findings


def test_ids_that_differ_only_in_case_are_refused() -> None:
    (finding,) = [f for f in check_rubric(rubric([{"id": "A1"}, {"id": "a1", "domain": "A"}])) if f.severity == "error"]
    assert "“A1” and “a1” differ only in case" in finding.message
