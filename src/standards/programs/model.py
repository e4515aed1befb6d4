"""What is judged: a program, the facts published about it, and the evidence they rest on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from standards.record import Exact, Pinned, Record
from standards.rubrics.model import Identifier, Mark

__all__ = ["Evidence", "EvidenceType", "Fact", "Program"]


class EvidenceType(StrEnum):
    """What kind of thing shows it."""

    POLICY = "policy"
    PROCEDURE = "procedure"
    RECORD_SAMPLE = "record sample"
    PUBLIC_PAGE = "public page"
    SAMPLE_AWARD = "sample award"
    ASSESSMENT_BLUEPRINT = "assessment blueprint"
    SCORING_GUIDE = "scoring guide"
    TECHNICAL_REPORT = "technical report"
    QUALIFICATION = "qualification"
    AGREEMENT = "agreement"
    MINUTES = "minutes"
    SURVEY_DATA = "survey data"
    INTERVIEW = "interview"
    OBSERVATION = "observation"
    DEMONSTRATION = "demonstration"
    OTHER = "other"


class Evidence(Record):
    """Something a reviewer can be shown."""

    id: Identifier
    """Short id cited in ratings: E1, E2 …"""
    title: str
    type: EvidenceType = EvidenceType.PUBLIC_PAGE
    locator: str = ""
    """Web address, file name, page or paragraph."""
    dated: str = ""
    """Date of the document itself, as precisely as known; empty where it carries none."""
    accessed: date | None = None
    """When it was looked at."""
    quotation: str = ""
    """The few words it rests on, word for word; empty where no one has copied them."""
    note: str = ""
    confidential: bool = False
    submitted_by: str = ""
    criteria: tuple[str, ...] = ()
    """Criteria it speaks to, as rubric id and criterion id: cmf:M1."""


class Fact(Record):
    """One published statement about a program."""

    element: Identifier
    """The field it fills: workload_hours, credits, level, assessment …"""
    statement: str
    """The fact in a sentence, in our own words."""
    value: Exact | None = None
    """The number, where the fact is one."""
    unit: str = ""
    """Unit of the number: h, UK credits, weeks, USD."""
    choice: str = ""
    """The value from a list, where the fact is one: online, yes."""
    evidence: tuple[str, ...]
    """Ids of the evidence it was read in."""
    mark: Mark
    """Found in the source, or worked out from facts that were."""


class Program(Pinned):
    """A program as its provider publishes it."""

    id: Identifier
    title: str
    provider: str
    summary: str = ""
    program_type: str = ""
    """Such as certificate (assessment-based), certification, attendance; empty where unknown."""
    jurisdiction: str = ""
    delivery: str = ""
    level: str = ""
    address: str = ""
    as_of: date
    """When the facts were gathered; expect drift."""
    notice: str
    """Shown wherever the program is: what these facts are and what they are not."""
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    facts: tuple[Fact, ...] = ()

    @cached_property
    def evidence_by_id(self) -> dict[str, Evidence]:
        """Evidence by id."""
        return {item.id: item for item in self.evidence}

    def facts_on(self, element: str) -> tuple[Fact, ...]:
        """Every fact published on an element, in file order; more than one may disagree."""
        return tuple(fact for fact in self.facts if fact.element == element)
