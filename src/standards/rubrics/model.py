"""What is asked: one version of a guideline, encoded so that people and machines read the same."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from standards.record import Exact, Pinned, Record

__all__ = [
    "AppliesTo",
    "Change",
    "Criterion",
    "Definition",
    "Domain",
    "Level",
    "Lineage",
    "Mark",
    "NotApplicable",
    "Outcome",
    "Probe",
    "Rubric",
    "Rule",
    "Scale",
    "Source",
    "Status",
    "Translation",
]

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60)]
"""Letters, digits, dot, dash and underscore; starts with a letter or digit."""


class Status(StrEnum):
    """Where a guideline stands on its way."""

    DRAFT = "draft"
    PUBLIC_COMMENT = "public comment"
    FIELD_TEST = "field test"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Mark(StrEnum):
    """Whether our paraphrase was checked against the source."""

    FOUND = "found"
    """Read in the source, or in a copy of it, and paraphrased from there."""
    KNOWN_HIGH = "known-high"
    """From knowledge of the field, high confidence; not yet checked against the text."""
    KNOWN_MEDIUM = "known-medium"
    """From knowledge of the field, medium confidence; not yet checked against the text."""
    KNOWN_LOW = "known-low"
    """From knowledge of the field, low confidence; not yet checked against the text."""
    COMPUTED = "computed"
    """Worked out here from facts that were found."""
    OURS = "ours"
    """Our own drafting; no issuer has said this."""

    @property
    def words(self) -> str:
        """The mark as a page or a report says it."""
        return _MARK_WORDS[self]

    @property
    def checked(self) -> bool:
        """True unless the text still has to be compared with its source."""
        return not self.value.startswith("known")


_MARK_WORDS = {
    Mark.FOUND: "paraphrased from the source",
    Mark.KNOWN_HIGH: "not yet checked against the text (high confidence)",
    Mark.KNOWN_MEDIUM: "not yet checked against the text (medium confidence)",
    Mark.KNOWN_LOW: "not yet checked against the text (low confidence)",
    Mark.COMPUTED: "worked out from found facts",
    Mark.OURS: "our own drafting",
}


class Source(Record):
    """Where a text comes from. On a criterion, only what differs from the rubric's source is given."""

    title: str = ""
    """Name of the document or page."""
    address: str = ""
    """Web address to cite."""
    clause: str = ""
    """Clause, article or heading in the source."""
    licence: str = ""
    """Terms under which the source may be used; "no licence found" where none was."""
    mark: Mark | None = None
    """Whether our paraphrase was checked against this source."""
    seen: date | None = None
    """When the source was read."""
    note: str = ""
    """Anything a reader should know about the source, such as disagreement between copies."""


class Definition(Record):
    """A term as this rubric uses it."""

    term: str
    text: str
    source: Source | None = None


class Level(Record):
    """One step of a scale."""

    key: Identifier
    """Stable key used in ratings and rules: not_met, partly, met."""
    label: str
    """What a reviewer reads: Partly met."""
    symbol: str = ""
    """One character that stands beside the label, so that colour is never the only signal."""
    points: Exact
    """What the level is worth; never falls from one level to the next."""
    description: str = ""
    """What the level means on any criterion that uses the scale."""


class Scale(Record):
    """Ordinal levels, lowest first."""

    title: str
    levels: tuple[Level, ...] = Field(min_length=2)
    target: Identifier
    """Key of the level a program is expected to reach; anything lower is a gap."""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Level keys, lowest first."""
        return tuple(level.key for level in self.levels)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {key: rank for rank, key in enumerate(self.keys)}

    def rank(self, key: str) -> int:
        """Position of the level, 0 for the lowest. KeyError when the scale has no such level."""
        return self._ranks[key]

    def level(self, key: str) -> Level:
        """The level with that key. KeyError when the scale has no such level."""
        return self.levels[self._ranks[key]]

    @property
    def top(self) -> Fraction:
        """Points of the highest level."""
        return self.levels[-1].points


class NotApplicable(StrEnum):
    """Whether a criterion may be set aside as not applicable."""

    NO = "not allowed"
    REASON = "with reason"
    APPROVAL = "with approval"
    """With a reason and the name of the person who accepted it."""


class AppliesTo(Record):
    """Which programs a criterion is for. An empty list means any."""

    program_type: tuple[str, ...] = ()
    """Such as certificate (assessment-based), certification, attendance."""
    jurisdiction: tuple[str, ...] = ()
    """Country or region codes, such as NZ, EU, CA-ON."""
    delivery: tuple[str, ...] = ()
    """Such as online, onsite, blended."""
    level: tuple[str, ...] = ()
    """Level in a qualifications framework, such as EQF 7."""


class Probe(Record):
    """A check a machine can make on a program's elements. It informs the reviewer; it never rates."""

    check: Literal["present", "between", "one of"]
    """present: the element has a value; between: every value lies within the bounds; one of: is listed."""
    element: Identifier
    """Name of the program element, such as workload_hours."""
    minimum: Exact | None = None
    """Lowest allowed value, in the element's unit (for between)."""
    maximum: Exact | None = None
    """Highest allowed value, in the element's unit (for between)."""
    values: tuple[str, ...] = ()
    """Allowed values (for one of)."""
    unit: str = ""
    """Unit the bounds are in; values in other units are left out of the check."""
    text: str = ""
    """What the probe looks for, in a sentence."""


class Criterion(Record):
    """One thing a program is judged on."""

    id: Identifier
    title: str
    statement: Annotated[str, StringConstraints(min_length=1)]
    """The requirement in our own words, 40 words at most."""
    guidance: str = ""
    """How to read the statement."""
    essential: bool = True
    """True: a positive decision needs it. False: aspirational."""
    weight: Exact = Fraction(1)
    """Share in the score relative to the other criteria; 0 reports without counting."""
    scale: str | None = None
    """Name of the scale; the rubric's default where empty."""
    target: Identifier | None = None
    """Level to reach; the scale's target where empty."""
    stage: int | None = None
    """Stage in a staged maturity model, counted from 1."""
    applies_to: AppliesTo = AppliesTo()
    not_applicable: NotApplicable | None = None
    """Whether N/A may be chosen; the rubric's policy where empty."""
    evidence: tuple[str, ...] = ()
    """What a program would normally show."""
    enough: str = ""
    """How much is enough: the anchor that keeps two reviewers together."""
    levels: dict[str, str] = {}
    """What each level looks like on this criterion, by level key."""
    probes: tuple[Probe, ...] = ()
    invalid_criticisms: tuple[str, ...] = ()
    """Objections a reviewer must not raise under this criterion."""
    source: Source = Source()
    renamed_from: Identifier | None = None
    """Id of the same criterion in the superseded version."""
    split_from: Identifier | None = None
    """Id of the earlier criterion of which this is a part."""
    merged_from: tuple[Identifier, ...] = ()
    """Ids of the earlier criteria this one joins."""


class Domain(Record):
    """A group of criteria that belong together."""

    id: Identifier
    title: str
    description: str = ""
    weight: Exact = Fraction(1)
    """Share in the overall score when the rule averages domains."""
    criteria: tuple[Criterion, ...]


class Outcome(Record):
    """One possible end of a review, with the clauses that lead to it."""

    key: Identifier
    label: str
    """Accredit, Defer, Meets the framework …"""
    text: str = ""
    """What the outcome means for the program."""
    when: tuple[str, ...] = ()
    """Clauses that must all hold, such as `all(essential) >= met`; empty for the last outcome."""


class Rule(Record):
    """How ratings become a recommendation.

    Outcomes are tried from best to worst; the first whose
    clauses all hold is recommended. No outcomes: a profile without a decision.
    """

    average: Literal["criteria", "domains"] = "criteria"
    """criteria: the overall score weighs criteria; domains: it is the weighted mean of domain scores."""
    outcomes: tuple[Outcome, ...] = ()
    note: str = ""
    """Where the rule comes from, or why there is none."""


class Translation(Record):
    """The texts of a rubric in another language; what is missing stays in the original."""

    title: str = ""
    disclaimer: str = ""
    domains: dict[str, str] = {}
    """Domain titles by id."""
    levels: dict[str, str] = {}
    """Level labels by key."""
    titles: dict[str, str] = {}
    """Criterion titles by id."""
    statements: dict[str, str] = {}
    """Criterion statements by id."""


class Lineage(Record):
    """What this version grew from."""

    supersedes: str = ""
    """Version of the same rubric that this one replaces."""
    derived_from: tuple[str, ...] = ()
    """Other guidelines it draws on, by title."""


class Change(Record):
    """One line of the change log."""

    version: str
    date: date
    text: str


class Rubric(Pinned):
    """Our encoding of one version of a guideline."""

    id: Identifier
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=30)]
    title: str
    status: Status
    issuer: str
    """Who issued the guideline; "nobody" for our own sample drafts."""
    summary: str = ""
    """One or two sentences for the library page."""
    language: str = "en"
    published: str = ""
    """When the issuer published this version, as precisely as known: 2022-06-16, 2019-04, 2020."""
    source: Source
    disclaimer: str
    """Shown on every page and in every export."""
    licence: str = "CC-BY-4.0"
    """Licence of our paraphrase, not of the guideline."""
    definitions: tuple[Definition, ...] = ()
    scales: dict[str, Scale] = Field(min_length=1)
    """Scales by name."""
    scale: str
    """Name of the scale used where a criterion names none."""
    not_applicable: NotApplicable = NotApplicable.REASON
    domains: tuple[Domain, ...] = Field(min_length=1)
    rule: Rule
    translations: dict[str, Translation] = {}
    """By language code."""
    lineage: Lineage = Lineage()
    changes: tuple[Change, ...] = ()

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in reading order."""
        return tuple(criterion for domain in self.domains for criterion in domain.criteria)

    @cached_property
    def by_id(self) -> dict[str, Criterion]:
        """Criteria by id."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def domain_of(self) -> dict[str, Domain]:
        """Domain of each criterion, by criterion id."""
        return {criterion.id: domain for domain in self.domains for criterion in domain.criteria}

    @property
    def name(self) -> str:
        """Id and version as one word: cmf/2019."""
        return f"{self.id}/{self.version}"

    def scale_of(self, criterion: Criterion) -> Scale:
        """The scale a criterion is rated on."""
        return self.scales[criterion.scale or self.scale]

    def target_of(self, criterion: Criterion) -> Level:
        """The level a criterion is expected to reach."""
        scale = self.scale_of(criterion)
        return scale.level(criterion.target or scale.target)

    def not_applicable_for(self, criterion: Criterion) -> NotApplicable:
        """Whether N/A may be chosen on the criterion."""
        return criterion.not_applicable or self.not_applicable

    def source_of(self, criterion: Criterion) -> Source:
        """The criterion's source with the rubric's filling what it leaves out."""
        own = criterion.source.model_dump(exclude_defaults=True)
        return self.source.revised(**{"clause": "", **own})
