"""Standard: the whole text of every criterion, where it comes from and whether it was checked."""

from __future__ import annotations

from standards.rubrics.model import Criterion, Domain, Rubric
from standards.workbooks.build import SheetBuilder
from standards.workbooks.head import Head, head
from standards.workbooks.sheet import Column, Content, Paper, Sheet, Table
from standards.workbooks.text import name

__all__ = ["STANDARD", "source_words", "standard_head", "standard_sheet"]

STANDARD = "Standard"

_BEFORE: tuple[tuple[str, float], ...] = (
    ("ID", 8),
    ("Criterion", 25),
    ("Domain", 18),
    ("Kind", 12),
    ("Weight", 8),
    ("Requirement", 46),
    ("How much is enough", 50),
)
_AFTER: tuple[tuple[str, float], ...] = (
    ("Guidance", 46),
    ("Expected evidence", 40),
    ("Objections not to raise", 38),
    ("Source", 42),
    ("Paraphrase", 24),
    ("Not applicable", 15),
)
_FIRST_PAGE = len(_BEFORE) - 1
_LEVELS_WIDE = 132
_REPEATED = 2
_HINT = (
    "The criteria as this encoding has them, in our own words. “Paraphrase” says whether the text was compared with "
    "its source. Domains may be cited by their criteria's ids."
)


def _level_headings(rubric: Rubric) -> tuple[str, ...]:
    """The scale's words where all criteria share one, else the places on the scale."""
    scales = {criterion.scale or rubric.scale for criterion in rubric.criteria}
    if len(scales) == 1:
        levels = rubric.scales[scales.pop()].levels
        return tuple(f"Level {place}: {level.label}" for place, level in enumerate(levels, start=1))
    most = max(len(rubric.scales[scale].levels) for scale in scales)
    return tuple(f"Level {place}" for place in range(1, most + 1))


def _columns(rubric: Rubric) -> tuple[Column, ...]:
    levels = len(_level_headings(rubric))
    wide = min(46.0, max(18.0, _LEVELS_WIDE / levels))
    return tuple(Column(w) for w in (*(w for _, w in _BEFORE), *[wide] * levels, *(w for _, w in _AFTER)))


def standard_head(rubric: Rubric, subject: str, first: str = "Summary") -> Head:
    """The sheet's head; `first` names the sheet that the way back leads to."""
    return head(rubric, subject, "The standard in full", _HINT, _columns(rubric), _FIRST_PAGE, first=first)


def standard_sheet(rubric: Rubric, heading: Head) -> Sheet:
    """One row for each criterion, in the rubric's order."""
    page = SheetBuilder(STANDARD, _columns(rubric))
    heading.write(page)
    levels = _level_headings(rubric)
    headings = (*(title for title, _ in _BEFORE), *levels, *(title for title, _ in _AFTER))
    top = heading.rows
    page.put_row(top, 0, headings, ["head"] * len(headings))
    bottom, named = top, len({criterion.scale or rubric.scale for criterion in rubric.criteria}) > 1
    for domain in rubric.domains:
        for criterion in domain.criteria:
            bottom += 1
            row = _row(rubric, domain, criterion, len(levels), named=named)
            page.put_row(bottom, 0, [content for content, _ in row], [style for _, style in row])
    alt = "Every criterion with its requirement, the texts of its levels, expected evidence and source."
    after = _FIRST_PAGE + 1 + len(levels)
    return page.sheet(
        paper=Paper(
            right=len(headings) - 1,
            fit=None,
            breaks=(_FIRST_PAGE + 1, after, after + 3),
            top=top,
            header=heading.printed,
            repeat_row=top,
            repeat_columns=_REPEATED,
        ),
        freeze=(top + 1, _REPEATED),
        tables=(Table("tblStandard", top, bottom, 0, len(headings) - 1, headings, alt),),
        tab="52606D",
        texts=(f"A{top + 2}:A{bottom + 1}",),
    )


def _row(
    rubric: Rubric, domain: Domain, criterion: Criterion, levels: int, *, named: bool
) -> list[tuple[Content, str]]:
    scale = rubric.scale_of(criterion)
    texts = [criterion.levels.get(level.key) or level.description for level in scale.levels]
    if named:
        texts = [f"{level.label}. {text}" for level, text in zip(scale.levels, texts, strict=True)]
    weight = criterion.weight
    return [
        (criterion.id, "cell top bold"),
        (name(criterion.title), "cell top bold"),
        (name(domain.title), "cell top"),
        ("Essential" if criterion.essential else "Aspirational", "cell top"),
        (float(weight), "whole top" if weight.denominator == 1 else "plain top"),
        (criterion.statement, "cell top"),
        (criterion.enough, "cell top"),
        *((text, "cell top") for text in [*texts, *[""] * (levels - len(texts))]),
        (criterion.guidance, "cell top"),
        ("\n".join(f"• {item}" for item in criterion.evidence), "cell top"),
        ("\n".join(f"• {item}" for item in criterion.invalid_criticisms), "cell top"),
        (source_words(rubric, criterion), "cell top"),
        (mark.words if (mark := rubric.source_of(criterion).mark) else "", "cell top"),
        (rubric.not_applicable_for(criterion).value, "cell top"),
    ]


def source_words(rubric: Rubric, criterion: Criterion) -> str:
    """Clause and note, and the document where it is not the rubric's own, which the Method sheet names."""
    own = criterion.source
    licence = f"Licence: {own.licence}" if own.licence else ""
    parts = [own.clause, own.title, own.address, licence, own.note]
    return "\n".join(filter(None, parts)) or rubric.source.title
