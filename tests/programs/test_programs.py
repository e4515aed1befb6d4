"""Programs and their probes: the published 156 hours against the framework's 150."""

from __future__ import annotations

from pathlib import Path

import pytest

from standards._folders import packaged
from standards.errors import ProgramError, UnknownName
from standards.programs.files import load, read
from standards.programs.library import Programs
from standards.programs.probes import probe
from standards.rubrics.files import load as load_rubric
from tests.making import rubric

SHIPPED = ("mitx-supply-chain", "open-university-microcredential", "servsafe-food-handler")


@pytest.fixture
def shipped() -> Programs:
    return Programs([packaged("examples") / "programs"])


def test_what_ships_has_no_finding_and_every_fact_a_source_and_a_date(shipped: Programs) -> None:
    assert {entry.id for entry in shipped.entries()} >= set(SHIPPED)
    for name in SHIPPED:
        program = shipped.program(name)
        assert "not an accreditation judgement" in program.notice.lower()
        for fact in program.facts:
            assert fact.evidence, fact.statement
            assert all(program.evidence_by_id[key].accessed for key in fact.evidence), fact.statement


def test_the_open_university_hours_are_a_dispute_between_two_published_facts(shipped: Programs) -> None:
    cmf = load_rubric((packaged("rubrics") / "cmf/2019.yaml").read_bytes())
    found = {result.criterion: result for result in probe(cmf, shipped.program("open-university-microcredential"))}
    assert found["M1"].status == "dispute"
    assert sorted(fact.value for fact in found["M1"].facts if fact.value) == [150, 156]
    assert "150 h fits 100–150 h, 156 h does not" in found["M1"].text


def test_a_fact_without_known_evidence_names_the_line() -> None:
    text = (packaged("examples") / "programs/servsafe-food-handler.yaml").read_text(encoding="utf-8")
    head, sep, tail = text.partition("\nfacts:")
    broken = head + sep + tail.replace("evidence: [E1]", "evidence: [E99]", 1)
    assert broken != text
    program, findings = read(broken.encode(), "servsafe.yaml")
    assert program is None
    (finding,) = [f for f in findings if f.code == "P021"]
    assert finding.line is not None
    assert "E99" in broken.splitlines()[finding.line - 1]


def test_an_unknown_program_names_the_nearest(shipped: Programs) -> None:
    with pytest.raises(UnknownName, match="open-university-microcredential"):
        shipped.program("open-universty")


def test_a_broken_program_is_listed_and_the_rest_opens(tmp_path: Path) -> None:
    (tmp_path / "half.yaml").write_text("id: half\n", encoding="utf-8")
    both = Programs([tmp_path, packaged("examples") / "programs"])
    assert {entry.id: entry.usable for entry in both.entries()}["half"] is False
    assert both.program("mitx-supply-chain").provider
    with pytest.raises(ProgramError):
        both.program("half")


PROGRAM = """
id: p
title: P
provider: X
as_of: 2026-01-01
notice: Made for a test; not an accreditation judgement.
evidence: [{id: E1, title: Page, accessed: 2026-01-01}]
facts:
  - {element: hours, statement: Ten., value: 10, unit: h, evidence: [E1], mark: found}
  - {element: mode, statement: Online., choice: online, evidence: [E1], mark: found}
"""


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"check": "between", "element": "hours", "minimum": 10, "maximum": 20}, "ok"),
        ({"check": "between", "element": "hours", "maximum": 9}, "not met"),
        ({"check": "between", "element": "hours", "minimum": 1, "unit": "ECTS"}, "unknown"),
        ({"check": "one of", "element": "mode", "values": ["online", "blended"]}, "ok"),
        ({"check": "one of", "element": "mode", "values": ["onsite"]}, "not met"),
        ({"check": "present", "element": "mode"}, "ok"),
        ({"check": "present", "element": "price"}, "unknown"),
    ],
)
def test_each_kind_of_probe(asked: dict, status: str) -> None:
    made = rubric([{"id": "A1", "probes": [asked]}])
    (result,) = probe(made, load(PROGRAM.encode()))
    assert result.status == status


def test_probes_on_one_element_are_alternatives_and_on_different_elements_are_not() -> None:
    made = rubric(
        [
            {
                "id": "A1",
                "probes": [
                    {"check": "between", "element": "hours", "minimum": 1, "unit": "ECTS"},
                    {"check": "between", "element": "hours", "minimum": 1, "unit": "h"},
                    {"check": "present", "element": "price"},
                ],
            }
        ]
    )
    assert [result.status for result in probe(made, load(PROGRAM.encode()))] == ["ok", "unknown"]
